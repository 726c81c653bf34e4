#!/usr/bin/env bash
# Every kernel and variant: ranks compute what the serial driver computes, for all schedules, all
# locks, 1, 2, 3 and 5 workers, strong and weak scaling, two seeds. A start of the launcher costs half
# a second: two for each schedule and lock, with all worker counts in them, and one for each number of
# ranks without others beside them.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/agree/common.sh"

make_references
turn=0
for schedule in $schedules; do
    for lock in $locks; do
        for part in $turn $((turn + 2)); do
            expect_code 0 ranks 5 convoy-mpi $(pick $part) -w 1,2,3,5 $short \
                --schedule "$schedule" --gil "$lock" -o ranks.csv
        done
        turn=$((turn + 1))
    done
done
for count in 1 2 3; do
    expect_code 0 ranks $count convoy-mpi $(pick $count) $short --schedule dynamic,2 \
        --gil cpython -o ranks.csv
done
march ranks 5 convoy-mpi -o ranks.csv
take_skipped ranks.csv
complete ranks.csv
compare ranks.csv
finish "$(row_count ranks.csv) rows of ranks"
