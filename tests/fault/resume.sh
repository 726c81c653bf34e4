#!/usr/bin/env bash
# --resume refuses to mix what does not belong together: other options, another program, another model.
# What does not shape a row may change.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/fault/common.sh"

base="-k sum,empty -s 1000 -n 6 -w 1,2 -r 4 --warmup 1"
expect_code 0 convoy-omp $base -o whole.csv
head -n 8 whole.csv >part.csv

# refused PATTERN PROGRAM OPTIONS: code 2, one line, the file as it was.
refused() {
    local pattern=$1
    shift
    cp part.csv rows.csv
    expect_code 2 "$@" -o rows.csv --resume
    cmp -s part.csv rows.csv || fail "changed by a refused: $*"
    [ "$(our_lines | wc -l)" = 1 ] || fail "not one line: $(cat stderr)"
    grep -Eq -- "$pattern" stderr || fail "$*: says: $(cat stderr)"
}

options='--resume: rows.csv was measured with other options \(launch 0'
refused "$options" convoy-omp -k sum -s 1000 -n 6 -w 1,2 -r 4
refused "$options" convoy-omp -k sum:lock,empty -s 1000 -n 6 -w 1,2 -r 4
refused "$options" convoy-omp -k sum,empty -s 1001 -n 6 -w 1,2 -r 4
refused "$options" convoy-omp -k sum,empty -s 1000 -n 7 -w 1,2 -r 4
refused "$options" convoy-omp -k sum,empty -s 1000 -n 6 -w 1-3 -r 4
for change in '-r 5' '--warmup 2' '--seed 9' '--schedule dynamic' '--schedule static,2' '--gil mutex' \
    '--scaling weak' '--pin compact'; do
    refused "$options" convoy-omp $base $change
done
refused "$options" convoy-omp $base --gil cpython --gil-interval 1ms
refused "$options" convoy-serial -k sum,empty -s 1000 -n 6 -r 4
refused "$options" ranks 2 convoy-mpi $base

# Another build: the same program with one more byte behind it.
mkdir bin
cp "$CONVOY_BIN/convoy-omp" bin/
printf '\n' >>bin/convoy-omp
refused '--resume: rows.csv was measured with another build of convoy-omp' bin/convoy-omp $base

# Where the rows go and how they are looked at does not shape them.
cp part.csv rows.csv
expect_code 0 convoy-omp $base -o rows.csv --resume --max-time 10min --tag when=later --trace trace.json
row_keys whole.csv >without.txt
row_keys rows.csv | diff without.txt - >differs.txt || fail "rows differ: $(head -n 5 differs.txt)"
valid_json trace.json

# In an order of its own, with everything there or nothing there.
expect_code 0 convoy-omp $base -o rows.csv --resume
[ "$(row_count rows.csv)" = 20 ] || fail "$(row_count rows.csv) rows after one more --resume"
expect_code 0 convoy-omp $base -o fresh.csv --resume
[ "$(row_count fresh.csv)" = 20 ] || fail "--resume without a file: $(row_count fresh.csv) rows"
head -n 1 whole.csv >header.csv
expect_code 0 convoy-omp $base -o header.csv --resume
[ "$(row_count header.csv)" = 20 ] || fail "--resume of a header: $(row_count header.csv) rows"
finish "resume"
