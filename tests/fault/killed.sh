#!/usr/bin/env bash
# kill -9 in the middle, where nothing can be tidied up: --resume makes the same set of rows as a launch
# that nobody interrupted, none twice, none missing.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/fault/common.sh"

# The rows that the dead left are the first of the finished file.
for model in serial omp mpi; do
    uninterrupted $model
    for after in 1 $(($(rows_of $model) / 2)); do
        file=$model-killed-$after.csv
        begin $model "$file" "$after"
        kill -9 $(measuring "$file")
        await_end
        [ "$ended" != 0 ] || fail "$model: killed and yet code 0"
        left=$(row_count "$file")
        [ "$left" -lt "$(rows_of $model)" ] || fail "$model: killed too late: $left rows"
        cp "$file" before.csv
        valid_json provenance.json
        continued $model "$file"
        head -c "$(wc -c <before.csv)" "$file" | cmp -s - before.csv || fail "$model: older rows changed"
        columns "$file" flags | tail -n 1 | grep -q resumed || fail "$model: resumed rows do not say so"
        # Once more: everything is there.
        cksum "$file" >once.txt
        continued $model "$file"
        cksum "$file" | cmp -s - once.txt || fail "$model: --resume of a finished launch wrote"
    done
done

# The last row torn in the middle, as a crash of the machine leaves it: moved aside, measured again.
for model in serial omp; do
    file=$model-torn.csv
    cp $model.csv "$file"
    truncate -s "-$(($(tail -n 1 "$file" | wc -c) / 2))" "$file"
    tail -n 1 "$file" >torn.txt
    printf '\n' >>torn.txt
    continued $model "$file"
    cmp -s torn.txt "$file.torn" || fail "$model: the torn row was not kept aside"
done
valid_json provenance.json
finish "killed and resumed"
