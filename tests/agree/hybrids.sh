#!/usr/bin/env bash
# Every kernel and variant in ranks of threads: 1 x 4, 2 x 2 and 4 x 1 compute what the serial driver
# computes, for all schedules, all locks, strong and weak scaling, two seeds; the rows say what they are.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/agree/common.sh"

for seed in 1 77; do
    for items in 35 84 44 42 22; do
        reference $seed "$every" $items
    done
    reference $seed "$fine" 10007
done

turn=0
for schedule in $schedules; do
    for lock in $locks; do
        for part in $turn $((turn + 2)); do
            expect_code 0 ranks 2 convoy-mpi -t 2 -w 2,4 $(pick $part) $short \
                --schedule "$schedule" --gil "$lock" -o hybrids.csv
        done
        turn=$((turn + 1))
        expect_code 0 ranks 1 convoy-mpi -t 4 $(pick $turn) $short --schedule "$schedule" \
            --gil "$lock" -o hybrids.csv
    done
    expect_code 0 ranks 4 convoy-mpi -t 1 $(pick $turn) $short --schedule "$schedule" -o hybrids.csv
done
for layout in "1 -t 4" "2 -t 2 -w 2,4" "4 -t 1"; do
    for set in together together-weak; do
        expect_code 0 ranks ${layout%% *} convoy-mpi ${layout#* } $(set_options $set) --seed 77 \
            $short --gil cpython -o hybrids.csv
    done
done
take_skipped hybrids.csv
compare hybrids.csv

# Whole ranks of two threads, or one rank of four; one thread each is no hybrid.
columns hybrids.csv driver ranks threads workers | sort -u >found.txt
printf '%s\t%s\t%s\t%s\n' hybrid 1 2 2 hybrid 1 4 4 hybrid 2 2 4 mpi 4 1 4 >wanted.txt
diff wanted.txt found.txt || fail "drivers, ranks, threads, workers"
finish "$(row_count hybrids.csv) rows of ranks of threads"
