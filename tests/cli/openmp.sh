#!/usr/bin/env bash
# What a site's module or a profile exports for OpenMP: under convoy-run none of it reaches the programs; a program
# that is started by hand has as many threads as it was told, and says which variable keeps it from its places.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
unset OMP_WAIT_POLICY OMP_NUM_THREADS OMP_THREAD_LIMIT OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY
cpus=$(nproc) # which looks at OMP_NUM_THREADS, too
[ "$cpus" -ge 2 ] || skip "one CPU: there is no other place that a variable could keep a thread from"

# places PROGRAM...: where its workers are, as read back.
places() {
    "$@" --show-pinning 2>stderr </dev/null | awk '$1 ~ /^[0-9]+$/ { print $6 }' | paste -sd ' '
}

hybrid=("$TEST_MPIEXEC" "$TEST_MPIEXEC_COUNT" 1 convoy-mpi --threads 2)
free=$(places convoy-omp -k empty -w 2 -p compact)
[ "$(tr ' ' '\n' <<<"$free" | sort -u | wc -l)" = 2 ] || fail "two workers, but placed at $free"
[ "$(places "${hybrid[@]}" -k empty -p compact)" = "$free" ] || fail "hybrid: not at $free: $(cat stderr)"

# The number of threads is the option's, and numbers change no place.
export OMP_NUM_THREADS=1 OMP_DYNAMIC=true
[ "$(places convoy-omp -k empty -w 2 -p compact)" = "$free" ] || fail "OMP_NUM_THREADS: $(cat stderr)"
[ "$(places "${hybrid[@]}" -k empty -p compact)" = "$free" ] || fail "hybrid, OMP_NUM_THREADS: $(cat stderr)"

# What binds before main() begins is named. Each line: the variables, the one to be unset.
while read -r variables named; do
    for program in "convoy-omp -w 2" "${hybrid[*]}"; do
        IFS=, read -ra set <<<"$variables"
        # shellcheck disable=SC2086  # a command
        got=$(places env "${set[@]}" $program -k empty -p compact)
        [ "$got" != "$free" ] || continue # an OpenMP that binds nothing before it is asked
        grep -q "workers share PU .*; unset $named: --pin places workers" stderr ||
            fail "$variables, $program: at $got without a word: $(cat stderr)"
    done
done <<'TEXT'
OMP_PROC_BIND=close,OMP_PLACES=cores OMP_PROC_BIND
OMP_PLACES={0} OMP_PLACES
GOMP_CPU_AFFINITY=0 GOMP_CPU_AFFINITY
TEXT
[ "$(places env OMP_PROC_BIND=false OMP_PLACES=cores GOMP_CPU_AFFINITY=0 convoy-omp -w 2 -k empty -p compact)" = "$free" ] ||
    fail "OMP_PROC_BIND=false does not switch the others off: $(cat stderr)"
expect_code 4 env OMP_THREAD_LIMIT=1 convoy-omp -w 2 -k empty
grep -q 'the OpenMP runtime gave 1' stderr || fail "OMP_THREAD_LIMIT: $(cat stderr)"

# One rank whose runtime gives less, as a profile on one node may have it: nobody waits for it in a barrier.
cat >one_limited <<'TEXT'
#!/bin/sh
[ "${OMPI_COMM_WORLD_RANK-${PMI_RANK-0}}" = 0 ] || export OMP_THREAD_LIMIT=1
exec "$@"
TEXT
chmod +x one_limited
expect_code 4 timeout 30 "$TEST_MPIEXEC" "$TEST_MPIEXEC_COUNT" 2 ./one_limited convoy-mpi --threads 2 -k empty
grep -q -- '--threads: 2 threads asked for, the OpenMP runtime gave 1' stderr || fail "one rank of two: $(cat stderr)"

# All of it at once around convoy-run.
command -v convoy-run >/dev/null || { [ "$failures" = 0 ] && finish "OpenMP's variables"; }
cat >two.study <<'TEXT'
[study]
name = two
title = Are two threads at two places?
launches = 1
reps = 1
warmup = 0

[threads]
summary = One process and one rank of two threads.
kernels = empty
drivers = omp, mpi
workers = 2
pin = compact
TEXT
export OMP_PLACES=cores OMP_PROC_BIND=close GOMP_CPU_AFFINITY=0 OMP_THREAD_LIMIT=1 KMP_AFFINITY=compact
expect_code 0 convoy-run ./two.study -o out
[ "$(columns out/samples.csv driver workers pus flags | grep -c "	2	$cpus	")" = 2 ] || fail "$(columns out/samples.csv driver workers pus flags)"
! grep -qE 'oversubscribed|share PU' out/samples.csv out/log.txt || fail "disturbed: $(cat out/log.txt)"
if [ -n "$TEST_PYTHON" ] && [ -s out/provenance.json ]; then
    "$TEST_PYTHON" - >said <<'TEXT'
import json
for launch in json.load(open("out/provenance.json"))["launches"]:
    print(launch["driver"], *sorted(f"{k}={v}" for k, v in launch["environment"].items() if k[:4] in ("OMP_", "KMP_", "GOMP")))
TEXT
    [ "$(sort said | paste -sd ';')" = "mpi OMP_NUM_THREADS=1 OMP_PROC_BIND=false OMP_WAIT_POLICY=passive;omp \
OMP_NUM_THREADS=2 OMP_PROC_BIND=false OMP_WAIT_POLICY=passive" ] || fail "what launches were told: $(cat said)"
fi
finish "OpenMP's variables"
