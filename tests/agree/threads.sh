#!/usr/bin/env bash
# Every kernel and variant: threads compute what the serial driver computes, for all schedules, all
# locks, 1, 2, 3 and 5 workers, strong and weak scaling, two seeds.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/agree/common.sh"

make_references
for schedule in $schedules; do
    for lock in $locks; do
        for set in strong weak weak-alone fine; do
            for seed in 1 77; do
                expect_code 0 convoy-omp $(set_options $set) --seed $seed -w 1,2,3,5 $short \
                    --schedule "$schedule" --gil "$lock" -o threads.csv
            done
        done
    done
done
complete threads.csv
compare threads.csv
finish "$(row_count threads.csv) rows of threads"
