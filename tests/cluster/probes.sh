#!/usr/bin/env bash
# Probes on two hosts: those that need shared memory or one clock say so, the others work.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
needs_open_mpi

"$hosts" up 2
for probe in "race -s 1000" "queue -s 100" "pingpong -s 100" "shared -s 1000" "pool -s 50" "crash -s 10" \
    spawn footprint metg; do
    # shellcheck disable=SC2086
    expect_code 0 across 2 1 convoy-mpi --probe $probe --reps 1 --warmup 0 -o rows.csv
done
columns rows.csv kernel variant ok flags | sort -u >rows.txt
grep -v 'skipped:' rows.txt | cut -f 1-3 | sort -u >measured.txt
grep 'skipped:' rows.txt | cut -f 1-2 | sort -u >skipped.txt
for works in 'queue	message	1' 'pingpong	message	1' 'shared	copies	1' 'pool	static	1' 'pool	dynamic	1'; do
    grep -qx "$works" measured.txt || fail "not measured on two hosts: $works"
done
for shares in 'race	atomic' 'queue	shared' 'pingpong	memory' 'shared	window' 'crash	isolated' 'metg	static' \
    'footprint	' 'spawn	init'; do
    grep -qx "$shares" skipped.txt || fail "not skipped on two hosts: $shares"
done
finish "$(wc -l <measured.txt) measured, $(wc -l <skipped.txt) skipped with the reason"
