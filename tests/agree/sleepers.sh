#!/usr/bin/env bash
# Eight workers that sleep, on however few cores: eight times faster than one and next to no processor
# time, neither in the sleep nor in the waiting for each other. Ratios inside one launch; three tries,
# because others may use the machine.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

options="-k sleep -n 8 -s 10 --set sleep.time=10ms -w 1,8 --reps 3 --warmup 0"

# Median wall time of one worker over that of eight, largest share of a core per worker.
ratios() {
    columns "$1" workers wall_s cpu_s | sort -k1,1n -k2,2g | awk -F '\t' '
        { wall[$1, ++count[$1]] = $2; if ($3 / ($2 * $1) > share) share = $3 / ($2 * $1) }
        END { printf "%.2f %.4f\n", wall[1, 2] / wall[8, 2], share }'
}

good() {
    awk -v speedup="$1" -v share="$2" 'BEGIN { exit !(speedup >= 6 && share <= 0.25) }'
}

try() {
    local name=$1 attempt result
    shift
    for attempt in 1 2 3; do
        rm -f sleepers.csv
        expect_code 0 "$@" $options -o sleepers.csv
        result=$(ratios sleepers.csv)
        echo "$name: speed-up and share of a core: $result"
        if good $result; then
            return 0
        fi
    done
    fail "$name: speed-up and share of a core $result, wanted at least 6 and at most 0.25"
}

try threads convoy-omp
try ranks ranks 8 convoy-mpi
finish "sleepers"
