#!/usr/bin/env bash
# Eight workers that sleep, on however few cores: eight times faster than one and next to no processor
# time, neither in the sleep nor, with nine tasks, in the seven others' waiting for the one that sleeps
# twice. Ratios inside one launch; three tries, because others may use the machine.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

options="-k sleep -s 10 --set sleep.time=10ms --reps 3 --warmup 0"

# Median wall time of one worker over that of eight, most cores that were busy at a time.
ratios() {
    columns "$1" workers wall_s cpu_s | sort -k1,1n -k2,2g | awk -F '\t' '
        { wall[$1, ++count[$1]] = $2; if ($3 / $2 > cores) cores = $3 / $2 }
        END { printf "%.2f %.3f\n", wall[1, 2] / wall[8, 2], cores }'
}

# good SPEEDUP CORES LEAST: spinning, seven of eight waiters keep a core busy half of the time and more.
good() {
    awk -v speedup="$1" -v cores="$2" -v least="$3" 'BEGIN { exit !(speedup >= least && cores <= 0.25) }'
}

# try NAME TASKS LEAST COMMAND...
try() {
    local name=$1 tasks=$2 least=$3 attempt result
    shift 3
    for attempt in 1 2 3; do
        rm -f sleepers.csv
        expect_code 0 "$@" $options -n "$tasks" -w 1,8 -o sleepers.csv
        result=$(ratios sleepers.csv)
        echo "$name, $tasks tasks: speed-up and busy cores: $result"
        if good $result "$least"; then
            return 0
        fi
    done
    fail "$name: speed-up and busy cores $result, wanted at least $least and at most 0.25"
}

# Nine equal tasks take eight workers two rounds: 4.5 times faster at best.
try threads 8 6 convoy-omp
try threads 9 3.4 convoy-omp
try ranks 8 6 ranks 8 convoy-mpi
try ranks 9 3.4 ranks 8 convoy-mpi
finish "sleepers"
