#!/usr/bin/env bash
# SIGINT, SIGTERM and SIGUSR1 let the row be finished and end with 75; --resume completes. Ranks: SIGUSR1
# to the launcher reaches all of them, and one to a single rank stops all.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/fault/common.sh"

# stopped MODEL FILE: code 75, one line that says so, whole rows, fewer than all, nothing left behind.
stopped() {
    local model=$1 file=$2 rows
    await_end
    [ "$ended" = 75 ] || fail "$file: code $ended instead of 75: $(cat begun.err)"
    [ "$(our_lines begun.err | wc -l)" = 1 ] || fail "$file: not one line: $(cat begun.err)"
    our_lines begun.err | grep -Eq 'stopped by .* after [0-9]+ rows; the same command with --resume' ||
        fail "$file: says: $(cat begun.err)"
    rows=$(our_lines begun.err | sed -E 's/.*after ([0-9]+) rows.*/\1/')
    expect_whole_rows "$file"
    [ "$(row_count "$file")" = "$rows" ] || fail "$file: $(row_count "$file") rows, says $rows"
    [ "$rows" -lt "$(rows_of "$model")" ] || fail "$file: not stopped in the middle"
    expect_clean "$model" "$file"
    valid_json provenance.json
}

nobody_measures() {
    [ -z "$(measuring "$1")" ]
}

for model in serial omp mpi; do
    uninterrupted $model
done
for signal in INT TERM USR1; do
    for model in serial omp; do
        file=$model-$signal.csv
        begin $model "$file" 5
        kill -$signal $(measuring "$file")
        stopped $model "$file"
        continued $model "$file"
    done
done

# To the launcher, as a batch system does it.
begin mpi mpi-USR1.csv 10
kill -USR1 "$(launcher_of mpi-USR1.csv)"
stopped mpi mpi-USR1.csv
continued mpi mpi-USR1.csv
# To one rank that is not the first, and to all at once.
for signal in INT TERM USR1; do
    begin mpi mpi-one-$signal.csv 10
    kill -$signal "$(measuring mpi-one-$signal.csv | tail -n 1)"
    stopped mpi mpi-one-$signal.csv
done
continued mpi mpi-one-TERM.csv
begin mpi mpi-all.csv 10
kill -TERM $(measuring mpi-all.csv)
stopped mpi mpi-all.csv
continued mpi mpi-all.csv

# SIGINT and SIGTERM a launcher does not forward: it ends its ranks in its own way and with its own code.
for signal in INT TERM; do
    begin mpi mpi-launcher-$signal.csv 10
    kill -$signal "$(launcher_of mpi-launcher-$signal.csv)"
    await_end
    [ "$ended" != 0 ] || fail "$signal to the launcher: code 0"
    wait_for 10 nobody_measures mpi-launcher-$signal.csv || fail "$signal to the launcher: ranks live on"
    rm -rf "$TMPDIR"/convoy-file-*
    continued mpi mpi-launcher-$signal.csv
done

# A time limit is a stop like the others, and again and again leads to the end.
runs=0
while [ "$runs" -lt 30 ]; do
    runs=$((runs + 1))
    code=0
    convoy-omp -w $counts $plan -o "$work/limit.csv" --max-time 300ms --resume >begun.out 2>begun.err || code=$?
    expect_whole_rows limit.csv
    [ "$code" = 75 ] || break
done
[ "$code" = 0 ] || fail "--max-time again and again: code $code: $(cat begun.err)"
[ "$runs" -gt 2 ] || fail "--max-time 300ms never stopped it"
continued omp limit.csv
expect_clean omp limit.csv
finish "stopped and resumed"
