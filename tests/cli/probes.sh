#!/usr/bin/env bash
# Every probe that --list names runs under the drivers it is for, with small sizes; all rows are
# whole, of class probe and verified, and --resume finds nothing left to do. What must come out of a
# probe whatever the machine does is checked by name; times never are.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

threads() {
    timeout 60 convoy-omp "$@" </dev/null
}

# Told when it began, as convoy-run does: CLOCK_MONOTONIC and /proc/uptime agree but for suspends.
processes() {
    local count=$1
    shift
    CONVOY_EXEC_NS=$(awk '{ printf "%.0f", 1e9 * $1 }' /proc/uptime) ranks "$count" timeout 60 convoy-mpi "$@"
}

small() {
    case $1 in
    race) echo "-s 20k" ;;
    pingpong) echo "-s 200" ;;
    queue) echo "-s 3k" ;;
    pool) echo "-s 60" ;;
    shared) echo "-s 4k --set shared.rounds=3" ;;
    crash) echo "-s 9 --set crash.time=100us" ;;
    esac
}

# expect_probe NAME FILE RUN...: two kept rows and a warm-up, or what the probe can give.
expect_probe() {
    local name=$1 file=$2
    shift 2
    # shellcheck disable=SC2046 # words on purpose
    expect_code 0 "$@" --probe "$name" $(small "$name") -r 2 --warmup 1 -o "$file"
    [ -s "$file" ] || { fail "$*: $name left no rows"; return; }
    expect_whole_rows "$file"
    [ "$(columns "$file" class | sort -u)" = probe ] || fail "$file: class is not probe"
    [ "$(columns "$file" kernel | sort -u)" = "$name" ] || fail "$file: other rows than $name's"
    [ -z "$(columns "$file" ok flags | grep -v '^1' | grep -v skipped)" ] || fail "$file: not ok"
    columns "$file" ok | grep -q '^1$' || fail "$file: nothing was measured"
    local before
    before=$(row_count "$file")
    # shellcheck disable=SC2046
    expect_code 0 "$@" --probe "$name" $(small "$name") -r 2 --warmup 1 -o "$file" --resume
    [ "$(row_count "$file")" = "$before" ] || fail "$file: --resume measured again"
}

names=$(convoy-omp --list | awk '$2 == "probe" { print $1 }')
[ -n "$names" ] || fail "--list names no probe"
for name in $names; do
    expect_probe "$name" "$name-omp.csv" threads -w 2
    expect_probe "$name" "$name-mpi.csv" processes 2
    expect_code 2 convoy-serial --probe "$name"
done

# lost_of FILE VARIANT: sum over its rows.
lost_of() {
    columns "$1" variant lost | awk -v variant="$2" '$1 == variant { sum += $2 } END { printf "%.0f", sum }'
}

# loses_some RUN...: whether unprotected increments are lost, in up to ten tries that last longer than
# a time slice: workers that happen to run one after the other lose nothing.
loses_some() {
    local try
    for try in 1 2 3 4 5 6 7 8 9 10; do
        expect_code 0 "$@" --probe race:unprotected -s 200M -r 1 -o "lost-$1-$try.csv"
        [ "$(lost_of "lost-$1-$try.csv" unprotected)" = 0 ] || return 0
    done
    return 1
}

# race: protected increments are never lost, nor unprotected ones of threads under a global lock.
for variant in lock atomic; do
    for driver in omp mpi; do
        [ "$(lost_of race-$driver.csv $variant)" = 0 ] || fail "race:$variant lost updates ($driver)"
    done
done
loses_some threads -w 4 || fail "race:unprotected: threads lost nothing"
loses_some processes 4 || fail "race:unprotected: ranks lost nothing"
for gil in mutex cpython; do
    expect_code 0 threads --probe race:unprotected --gil $gil -w 4 -s 2M -o lost-$gil.csv
    [ "$(lost_of lost-$gil.csv unprotected)" = 0 ] || fail "race:unprotected lost updates under $gil"
done

# spawn: phases of ranks are one row per launch; those of the bare MPI program are of one start, so that
# more of them cost nothing, and only what is not on file is measured again.
[ "$(columns spawn-mpi.csv variant | sort | tr '\n' ' ')" = "barrier exec init launcher " ] ||
    fail "phases of ranks: $(columns spawn-mpi.csv variant)"
[ "$(columns spawn-omp.csv variant | grep bare | sort | tr '\n' ' ')" = "bare_barrier bare_exec bare_init bare_launcher " ] ||
    fail "phases of the bare program: $(columns spawn-omp.csv variant)"
transport='transport=(ob1/self,vader|ch4:[a-z]+/self,sm)'
columns spawn-mpi.csv flags | grep -Eq "$transport" || fail "spawn does not name the transport"
columns spawn-omp.csv variant flags | grep -Ec "^bare.*$transport" | grep -qx 4 ||
    fail "spawn does not name the bare program's transport"
columns spawn-mpi.csv variant wall_s | awk '!($2 > 0 && $2 < 60) { exit 1 }' || fail "spawn: phases out of order"
# No launcher: said in the row, and the rest is measured. A program that cannot start: exit 4, not a row.
CONVOY_LAUNCHER=/nowhere expect_code 0 threads --probe spawn -w 2 -r 1 --warmup 0 -o spawn-none.csv
columns spawn-none.csv variant flags | grep -c '^bare.*skipped: there is no launcher' | grep -qx 4 ||
    fail "spawn without a launcher"
CONVOY_LAUNCHER=$(type -P false) expect_code 4 threads --probe spawn:bare_init -w 2 -o spawn-false.csv
our_lines | grep -q 'spawn: worker 0: a bare MPI program' || fail "spawn with a launcher that fails: $(our_lines)"

# footprint: one worker count per launch; the others say why not.
expect_code 0 threads --probe footprint -w 2,3 -r 1 -o sizes.csv
columns sizes.csv workers flags | grep -q '^2.*skipped: it measures all workers' || fail "footprint of a part"
columns footprint-mpi.csv uss_bytes pss_bytes | awk '$1 <= 0 || $1 > $2 { exit 1 }' ||
    fail "footprint: unshared memory is not within 0 and the proportional set"

# queue: 1 to 16 workers, one place and many, any number of producers; ok says that nothing was lost,
# nothing came twice and the order was kept.
for places in 1 2 500; do
    for producers in 0 1 3; do
        settings="--set queue.capacity=$places --set queue.producers=$producers"
        # shellcheck disable=SC2086
        expect_code 0 threads --probe queue -w 1-5,8,16 -s 1k -r 1 $settings -o queue-all.csv
        # shellcheck disable=SC2086
        expect_code 0 processes 5 --probe queue -w 1-5 -s 500 -r 1 $settings -o queue-ranks.csv
    done
done
[ -z "$(columns queue-all.csv ok flags | grep -v '^1' | grep -v skipped)" ] || fail "queue: not ok"
[ "$(columns queue-all.csv workers ok | grep -c '^16.1')" -ge 18 ] || fail "queue: too few rows of 16 workers"

# pool: 1 to 16 workers, its variants are the schedules; ok says that each task ran once.
expect_code 0 threads --probe pool -w 1-5,8,16 -s 5 -r 1 -o pool-all.csv
expect_code 0 processes 5 --probe pool -w 1-5 -s 5 -r 1 -o pool-ranks.csv
[ -z "$(columns pool-all.csv ok flags | grep -v '^1' | grep -v skipped)" ] || fail "pool: not ok"
[ "$(columns pool-all.csv workers ok | grep -c '^16.1')" -ge 3 ] || fail "pool: too few rows of 16 workers"
[ "$(columns pool-ranks.csv workers ok | grep -c '^5.1')" -ge 3 ] || fail "pool: too few rows of 5 ranks"

# pingpong: all lengths; percentiles in order, also those of the bare loop. pool: a makespan is not below its bound by more than the
# error of the clock's calibration; each schedule says its own name.
[ "$(columns pingpong-mpi.csv params | sort -u | wc -l)" = 8 ] || fail "pingpong: not all lengths"
for file in pingpong-omp.csv pingpong-mpi.csv; do
    columns $file op_p50_us op_p90_us bare_p50_us bare_p90_us |
        awk '!(0 < $1 && $1 <= $2 && 0 < $3 && $3 <= $4) { exit 1 }' || fail "$file: percentiles out of order"
    columns $file params op_p99_us bare_p99_us op_p90_us |
        awk -F '\t' '$1 ~ /[0-9]{6}$/ && !($2 >= $4 && $3 > 0) { exit 1 }' || fail "$file: no p99"
done
[ -z "$(columns pool-omp.csv variant schedule | awk '$1 != $2')" ] || fail "pool: variants are not schedules"
columns pool-omp.csv bound_s | awk '$1 <= 0 { exit 1 }' || fail "pool: no bound"

columns metg-omp.csv metg_us bare_metg_us | awk '!($1 > 0 && $2 > 0) { exit 1 }' || fail "metg: found nothing"

# shared: any number of ranks, also odd ones, and more of them than elements.
expect_code 0 processes 5 --probe shared -s 1000 -r 1 -o shared-5.csv
expect_code 0 processes 3 --probe shared -s 2 -r 1 -o shared-3.csv
[ "$(columns shared-5.csv variant ok | grep -c '1$')" = 4 ] || fail "shared: five ranks"

# crash: a thread takes all tasks with it, and so does a rank in plain MPI; a child of a rank takes none,
# since its task is done again. A launcher that spares the other ranks (Open MPI's) says 0 in the end.
lost() {
    columns "$1" variant lost exit_code | sort -u | tr '\t\n' ' ;'
}
recovery="recovery 0 0;"
columns crash-omp.csv variant flags | grep -q "^recovery.*skipped: this MPI" && recovery="recovery  ;"
# Open MPI's launcher ends as a shell would, MPICH's with the number of the signal.
[[ $(lost crash-omp.csv) =~ ^"plain 9 "(139|11)";${recovery}threads 9 139;"$ ]] || fail "crash: $(lost crash-omp.csv)"
[ "$(lost crash-mpi.csv)" = "direct 0 ;isolated 0 139;" ] || fail "crash of a child: $(lost crash-mpi.csv)"
cat crash-omp.csv crash-mpi.csv | columns - variant op_max_us |
    awk '$1 ~ "isolated|plain|threads" && !($2 > 0) { exit 1 }' || fail "crash: nobody noticed a death"
expect_code 0 threads --probe crash -w 1,5 -s 40 -r 1 -o crash-5.csv
columns crash-5.csv variant workers flags | grep -q '^recovery.1.skipped: nobody is left' || fail "crash: recovery alone"
# A program that is no user's says so.
expect_code 2 "$CONVOY_BIN/../libexec/convoy-rescue"
expect_code 0 processes 4 --probe crash -s 40 -r 1 -o crash-4.csv

finish "probes: $(echo "$names" | tr '\n' ' ')"
