#!/usr/bin/env bash
# Every kernel and variant: threads compute what the serial driver computes, for all schedules, all
# locks, 1, 2, 3 and 5 workers, strong and weak scaling, two seeds.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/agree/common.sh"

make_references
turn=0
for schedule in $schedules; do
    for lock in $locks; do
        for part in 0 1 2 3; do
            expect_code 0 convoy-omp $(pick $((turn + part))) -w 1,2,3,5 $short \
                --schedule "$schedule" --gil "$lock" -o threads.csv
        done
        turn=$((turn + 1))
    done
done
march convoy-omp -o threads.csv
take_skipped threads.csv
complete threads.csv
compare threads.csv
# Only workers in lockstep talk to each other, and for no longer than all of them were there.
expect_code 0 convoy-omp -k heat,countdown -s 1000 -w 3 --reps 1 --warmup 0 -o talk.csv
columns talk.csv kernel wall_s comm_wait_s | awk '$1 == "heat" { good += $3 > 0 && $3 <= 3 * $2 }
    $1 == "countdown" { good += NF == 2 }
    END { exit good != 2 }' || fail "time spent talking: $(columns talk.csv kernel wall_s comm_wait_s)"

finish "$(row_count threads.csv) rows of threads"
