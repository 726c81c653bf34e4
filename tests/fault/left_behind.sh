#!/usr/bin/env bash
# The file kernel's folder is gone after a stop and after an error, and its errors name operation and
# path; odd shapes of the crew do no harm.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/fault/common.sh"

expect_empty() {
    [ -z "$(ls -A "$TMPDIR")" ] || fail "$1: left behind: $(ls -A "$TMPDIR")"
}

for model in serial omp mpi; do
    $(program $model) -k file -s 2k --set file.bytes=3000 -r 100000 -o "$work/$model.csv" \
        >begun.out 2>begun.err </dev/null &
    job=$!
    wait_for 60 has_rows $model.csv 2 || fail "$model: no rows: $(cat begun.err)"
    [ -n "$(ls -A "$TMPDIR")" ] || fail "$model: no folder of files while measuring"
    kill -INT $(measuring $model.csv)
    await_end
    [ "$ended" = 75 ] || fail "$model: code $ended instead of 75: $(cat begun.err)"
    expect_empty "$model after SIGINT"
done

# The folder is pulled away in the middle; files may be made in it while it is being removed.
pull_away() {
    rm -rf "$TMPDIR"/convoy-file-* 2>/dev/null
}
for model in omp mpi; do
    $(program $model) -k file -s 2k --set file.bytes=3000 -r 100000 -o "$work/gone-$model.csv" \
        >begun.out 2>begun.err </dev/null &
    job=$!
    wait_for 60 has_rows gone-$model.csv 2 || fail "$model: no rows: $(cat begun.err)"
    wait_for 30 pull_away || fail "$model: the folder cannot be removed"
    await_end
    [ "$ended" = 4 ] || fail "$model without its folder: code $ended instead of 4: $(cat begun.err)"
    [ "$(our_lines begun.err | wc -l)" = 1 ] || fail "$model: not one line: $(cat begun.err)"
    our_lines begun.err | grep -Eq 'file: worker [0-9]+: .*: No such file' || fail "$model: $(cat begun.err)"
    expect_whole_rows gone-$model.csv
    [ -z "$(columns gone-$model.csv ok | grep -v '^1$')" ] || fail "$model: a row that is not ok"
    expect_empty "$model without its folder"
done

# Errors before the first row.
expect_code 4 ranks 3 convoy-mpi -k file,empty -s 3 --set file.dir="$work/nowhere"
our_lines | grep -Eq 'file: worker [0-2]: .* under --set file.dir: No such file' || fail "says: $(cat stderr)"
: >a-file
expect_code 4 convoy-omp -k file -w 3 -s 3 --set file.dir=a-file
grep -q 'Not a directory' stderr || fail "says: $(cat stderr)"

# Odd shapes: fewer tasks than workers, fewer items than tasks, one repetition, many workers, long lists.
long=$(for count in $(seq 200); do printf 'sum,sum:lock,empty,'; done)empty
expect_code 0 convoy-omp -k "$long" -s 1 -w 1-8 -r 1 --warmup 0 -o odd.csv
expect_code 0 convoy-omp -k sum,file,sleep -n 3 -s 1 -w 1,64 -r 1 --warmup 0 -o odd.csv
expect_code 0 convoy-omp -k sum,triad -n 1000 -s 1 -w 64 --schedule dynamic --gil cpython -r 2 -o odd.csv
expect_code 0 convoy-omp -k primes,mandelbrot,triad -s 1 -w 5,1,3 -r 1 --warmup 0 -o odd.csv
expect_code 0 ranks 16 convoy-mpi -k sum,file,sleep -n 3 -s 1 -w 16,1,3 -r 1 --warmup 0 -o odd.csv
expect_code 0 ranks 5 convoy-mpi -k sum:atomic,empty -n 2 -s 7 -w 4 --schedule guided -r 1 -o odd.csv
expect_code 0 ranks 1 convoy-mpi -k sum,sleep -s 3 -r 1 -o odd.csv
expect_whole_rows odd.csv
[ -z "$(columns odd.csv ok | grep -v '^1$')" ] || fail "odd shapes: a row that is not ok"
[ "$(columns odd.csv launch | sort -u | wc -l)" = 7 ] || fail "odd shapes: not seven launches"
expect_empty "odd shapes"
expect_code 4 env OMP_THREAD_LIMIT=2 convoy-omp -k empty -w 4
grep -q -- '--workers: 4 threads asked for, the OpenMP runtime gave' stderr || fail "says: $(cat stderr)"
finish "nothing left behind"
