#!/usr/bin/env bash
# Under ThreadSanitizer and Archer, which knows what OpenMP orders: a race that was planted is found, and
# the locks, schedules, barriers, queues and workers in lockstep have none.
#
# Left out by name: race:unprotected, whose lost updates are what that probe measures. (It loads and stores
# atomically, so that it is no race to the language: the detector has nothing to say of it.)
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

# libomp's own memory is no business of ours; without Archer what OpenMP orders would look unordered.
export TSAN_OPTIONS="ignore_noninstrumented_modules=1 exitcode=66" ARCHER_OPTIONS=verbose=1

programs=$CONVOY_BIN/../tests
planted=$programs/convoy_planted_race

has_archer() {
    grep -aq '^Archer detected OpenMP application with TSan' stdout stderr || fail "without Archer: $*"
}

expect_code 66 "$planted" off
has_archer "$planted" off
grep -aq 'WARNING: ThreadSanitizer: data race' stderr || fail "the planted race is reported as something else"
for lock in mutex cpython; do
    expect_code 0 "$planted" $lock
done

# clean PROGRAM...: not one report; the code of a report is 66.
clean() {
    expect_code 0 "$@"
    ! grep -aq 'WARNING: ThreadSanitizer' stderr || fail "$* has a race: $(grep -a -m 1 SUMMARY stderr)"
}

threads() {
    clean convoy-omp -w 1,3 -r 2 --warmup 1 "$@"
    has_archer "$@"
}

# Items are few where each takes long; those of the others outlast some batches between two looks at the lock.
slow='^(factorial|blur|encrypt|mmap|openclose|sleep|file|http|query|transfer|heat|train|mixed)'
fine=$(kernel_words | grep -Ev "$slow" | paste -sd, -)
coarse=$(kernel_words | grep -E "$slow" | grep -Ev '^(heat|train)' | paste -sd, -)
settings="--set sleep.time=100us --set mixed.compute=20us --set mixed.wait=50us --set query.rows=100 --set file.bytes=1001"
settings="$settings --set http.latency=100us --set transfer.bytes=1001 --set mandelbrot.depth=50"
turn=0
for lock in off mutex cpython; do
    for schedule in static static,3 dynamic dynamic,2 guided; do
        # shellcheck disable=SC2086
        threads -k "$fine" -n 7 -s 1501 $settings --gil $lock --gil-interval 200us --schedule $schedule
        turn=$((turn + 1))
        [ $((turn % 2)) = 0 ] || continue
        # shellcheck disable=SC2086
        threads -k "$coarse" -n 7 -s 2 $settings --gil $lock --gil-interval 200us --schedule $schedule
    done
    threads -k heat,train -s 35 --set heat.steps=5 --set train.steps=5 --gil $lock
done

for places in 1 4; do
    for producers in 0 2; do
        threads --probe queue -s 500 --set queue.capacity=$places --set queue.producers=$producers
    done
done
threads --probe pool -s 40
threads --probe race:lock,race:atomic,shared -s 5000

# The same parts with threads that pthread_create makes, and in orders that a launch rarely meets.
for name in gil_rules gil_exclusion gil_blocking harness_barrier harness_lockstep harness_schedule probe_fifo; do
    [ ! -x "$programs/test_$name" ] || clean "$programs/test_$name"
done

# Within each rank; what other processes do to shared memory the detector cannot see.
clean ranks 2 convoy-mpi --probe queue -s 300 -r 1
clean ranks 2 convoy-mpi -k sum,heat -s 35 --set heat.steps=5 -r 1
finish "no race but the planted one"
