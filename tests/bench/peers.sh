#!/usr/bin/env bash
# Kernels and probes beside the well-known tool for the same work, in paired runs, each pair in the other order
# than the one before. Prints medians, their ratio (of rates: above 1 is faster than the tool) and its limits,
# and whether the goal is reached. Reports only: ends with 0 whatever the figures are, with 4 if nothing could run.
#
#   tests/bench/peers.sh BUILD [encrypt|file|queue|triad|primes|all]...
#
# PAIRS=9: pairs of runs (at least 6, or there are no limits). FILE_DIR: folder on the file system that `file` writes to.
set -euo pipefail
shopt -s inherit_errexit

build=${1:-build/release}
pairs=${PAIRS:-9}
file_dir=${FILE_DIR:-/var/tmp}
mpirun=${MPIRUN:-mpirun}
bench=$build/tests/bench
cores=$(env -u OMP_NUM_THREADS -u OMP_THREAD_LIMIT nproc)
work=$(mktemp -d)
fio_dir=
trap 'rm -rf "$work" ${fio_dir:+"$fio_dir"}' EXIT

# Open MPI: root, containers, one-sided calls, no binding; other MPI libraries ignore this.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_osc=^ucx

# median: of the numbers on standard input, one a line.
median() {
    sort -g | awk '{ value[NR] = $1 } END { printf "%.9g\n", (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}

# rate COLUMN COMMAND...: items per second of that column's time (wall_s, cpu_s), by the median repetition.
rate() {
    local column=$1 rows=$work/rows.csv
    shift
    rm -f "$rows"
    "$@" -o "$rows" </dev/null >"$work/out" 2>&1 || { cat "$work/out" >&2; return 1; }
    awk -F, -v column="$column" 'NR == 1 { for (i = 1; i <= NF; i++) place[$i] = i; next }
        $place["ok"] != 1 { print "peers.sh: a row was not verified" > "/dev/stderr"; exit 1 }
        $place["phase"] == "measure" { print $place["items"] / $place[column] }' "$rows" | median
}

# compare NAME PEER UNIT GOAL OURS THEIRS: two functions, each of which prints a rate.
# Limits of the median of paired ratios: order statistics with exact binomial ranks, 95 % or more.
compare() {
    local name=$1 peer=$2 unit=$3 goal=$4 ours=$5 theirs=$6 i
    : >"$work/pairs"
    for ((i = 0; i < pairs; i++)); do
        local a b
        if ((i % 2)); then
            b=$($theirs)
            a=$($ours)
        else
            a=$($ours)
            b=$($theirs)
        fi
        echo "$a $b $(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.6f", a / b }')" >>"$work/pairs"
    done
    awk -v ours="$(cut -d' ' -f1 "$work/pairs" | median)" -v theirs="$(cut -d' ' -f2 "$work/pairs" | median)" \
        -v ratio="$(cut -d' ' -f3 "$work/pairs" | median)" -v name="$name" -v peer="$peer" -v unit="$unit" -v goal="$goal" '
        { sorted[NR] = $1 }
        END {
            # The largest rank r with P(fewer than r of NR fall below the median) <= 2.5 %.
            for (tail = term = 0.5 ^ NR; tail <= 0.025; tail += term) { rank++; term *= (NR - rank + 1) / rank }
            limits = rank ? sprintf("[%.3f, %.3f]", sorted[rank], sorted[NR + 1 - rank]) : "none, too few"
            open = !rank || (sorted[rank] < goal && goal <= sorted[NR + 1 - rank])
            verdict = (ratio >= goal ? "reached" : "not reached") (open ? ", open" : "")
            printf "%-15s %-34s %10.4g %10.4g %-11s %6.3f %-15s >= %-5.4g %s\n", name, peer, ours, theirs, unit, ratio,
                   limits, goal, verdict
        }' <(cut -d' ' -f3 "$work/pairs" | sort -g)
}

# needs COMMAND PACKAGE: or says what is missing.
needs() {
    command -v "$1" >/dev/null && return 0
    echo "$2: no command $1 here; Debian and Ubuntu: apt-get install $3"
    return 1
}

# --- encrypt: an item of 16 KiB takes AES-256-CTR's time for it plus SHA-256's, both by `openssl speed` at blocks
# of 16 KiB. Processor time on both sides, which is what `openssl speed` takes by default.

openssl_rate() {
    openssl speed -mr -seconds 2 -bytes 16384 -evp "$1" 2>/dev/null | awk -F: '$1 == "+F" { print $NF }'
}

encrypt_ours() { rate cpu_s "$build/bin/convoy-serial" -k encrypt -s 40k --warmup 1 -r 3; }

encrypt_theirs() {
    awk -v aes="$(openssl_rate aes-256-ctr)" -v sha="$(openssl_rate sha256)" \
        'BEGIN { printf "%.9g\n", 1 / (16384 / aes + 16384 / sha) }'
}

run_encrypt() {
    needs openssl encrypt openssl || return 0
    compare encrypt "openssl speed: aes-256-ctr + sha256" items/s 0.98 encrypt_ours encrypt_theirs
}

# --- file: 100 files of 256 KiB each, created, written in blocks of 64 KiB, fsync'ed, dropped from the page cache,
# read in the same blocks and verified; pread/pwrite in one thread (fio: psync). fio writes all files, then reads all,
# and removes them behind its clock; the kernel takes one after the other and removes it.

file_ours() { rate wall_s "$build/bin/convoy-serial" -k file -s 100 --set "file.dir=$file_dir" --warmup 0 -r 1; }

fio_job() {
    cat <<JOB
[global]
ioengine=psync
thread=1
directory=$fio_dir
filename_format=item.\$filenum
nrfiles=100
filesize=256k
bs=64k
verify_state_save=0
openfiles=1
file_service_type=sequential
fallocate=none
invalidate=1
verify=crc32c
[write]
rw=write
do_verify=0
create_on_open=1
fsync=4
[read]
stonewall
rw=read
unlink=1
JOB
}

file_theirs() {
    fio_job >"$work/job.fio"
    fio --output-format=json "$work/job.fio" >"$work/fio.json"
    awk -F'[:,]' '/"job_runtime"/ { ms += $2 } END { print 100 / (ms / 1000) }' "$work/fio.json"
}

run_file() {
    needs fio file fio || return 0
    fio_dir=$(mktemp -d "$file_dir/convoy-fio-XXXXXX")
    compare file "fio psync, 256 KiB in 64 KiB, fsync" files/s 0.95 file_ours file_theirs
}

# --- queue: messages per second from one producer to one consumer. hackbench: through a pipe, whose 64 KiB hold 64
# messages of 1 KiB, as many as the probe's queue has places; or 24 bytes, which is the probe's item (and then 2730
# places). Threads beside threads (-T), processes beside processes (-P).

messages=200000

hackbench_rate() {
    hackbench "$@" -p -g 1 -f 1 -l $messages | awk -v count=$messages '$1 == "Time:" { print count / $2 }'
}

queue_threads() { rate wall_s "$build/bin/convoy-omp" --probe queue -w 2 -s $messages -r 1; }
queue_ranks() { rate wall_s "$mpirun" -n 2 "$build/bin/convoy-mpi" --probe queue:shared -s $messages -r 1; }
pipe_threads() { hackbench_rate -T -s 1024; }
pipe_threads_small() { hackbench_rate -T -s 24; }
pipe_ranks() { hackbench_rate -P -s 1024; }

run_queue() {
    needs hackbench queue rt-tests || return 0
    compare "queue, threads" "hackbench -T -p, 1 KiB" messages/s 0.9 queue_threads pipe_threads
    compare "queue, threads" "hackbench -T -p, 24 B" messages/s 0.9 queue_threads pipe_threads_small
    compare "queue, ranks" "hackbench -P -p, 1 KiB" messages/s 0.9 queue_ranks pipe_ranks
}

# --- triad: STREAM's loop, bare, with the same compiler, flags and arrays (stream_triad.c).

items=28000000
workers=1

triad_threads() { rate wall_s "$build/bin/convoy-omp" -k triad -w $workers -s $items -r 5; }
triad_ranks() { rate wall_s "$mpirun" -n $workers "$build/bin/convoy-mpi" -k triad -w $workers -s $items -r 5; }

triad_bare() {
    "$bench/convoy_stream_triad" $items $workers 5 | awk -v items=$items '{ print items / $1 }'
}

run_triad() {
    compare "triad, 1 thread" "STREAM's loop" elements/s 0.98 triad_threads triad_bare
    workers=$cores
    compare "triad, threads" "STREAM's loop, $cores threads" elements/s 0.98 triad_threads triad_bare
    compare "triad, ranks" "STREAM's loop, $cores threads" elements/s 0.98 triad_ranks triad_bare
}

# --- primes below 1,000,000,000 in one thread; both counts must agree. Goal: at most three times primesieve's time.

primes_ours() {
    rate wall_s "$build/bin/convoy-serial" -k primes -s 1G -r 1
    count_is "$((16#$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "checksum") at = i } END { print $at }' "$work/rows.csv")))"
}

primes_theirs() {
    primesieve 1000000000 -t1 -q --time >"$work/primesieve"
    awk '$1 == "Seconds:" { print 1e9 / $2 }' "$work/primesieve"
    count_is "$(tail -n 1 "$work/primesieve")"
}

# pi(10^9), OEIS A006880
count_is() {
    [[ $1 == 50847534 ]] || { echo "peers.sh: $1 primes below 10^9" >&2; return 1; }
}

run_primes() {
    needs primesieve primes primesieve-bin || return 0
    compare primes "primesieve -t1, 10^9" numbers/s 0.333 primes_ours primes_theirs
}

for program in bin/convoy-{serial,omp,mpi} tests/bench/convoy_stream_triad; do
    if [[ ! -x $build/$program ]]; then
        echo "peers.sh: no $build/$program: build the tree with its tests first" >&2
        exit 4
    fi
done
wanted=("${@:2}")
[[ ${#wanted[@]} -gt 0 && ${wanted[0]} != all ]] || wanted=(encrypt file queue triad primes)
for name in "${wanted[@]}"; do
    declare -F "run_$name" >/dev/null || { echo "peers.sh: unknown comparison $name" >&2; exit 2; }
done

printf '%-15s %-34s %10s %10s %-11s %6s %-15s %-8s %s\n' what "beside" ours theirs unit ratio "95 % limits" goal verdict
for name in "${wanted[@]}"; do
    "run_$name"
done
cat <<TEXT

Medians of $pairs paired runs in alternate order; ratio: median of the pairs' ratios of rates, with exact limits. open: the goal lies between them.
load average: $(cut -d' ' -f1 /proc/loadavg) on $cores processors
TEXT
