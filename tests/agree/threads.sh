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
finish "$(row_count threads.csv) rows of threads"
