#!/usr/bin/env bash
# The same under convoy-run: a link goes down in the middle of a study on four hosts. It ends with code 4
# and says why within 60 s, rows are kept, and --resume completes them when the link is back.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
needs_open_mpi

LIMIT_S=60
cat >link.study <<'S'
[study]
name = link
title = A link goes down
launches = 2
reps = 30

[nodes]
summary = Sleeps on all nodes.
kernels = sleep
drivers = mpi
workers = cores*nodes
size = 20
S
seq -f 'h%g' 4 >hostfile
"$hosts" up 4
timeout -k 5 150 "$hosts" exec h1 convoy-run ./link.study -o results --hostfile hostfile </dev/null >stdout 2>stderr &
runner=$!
wait_for 30 has_rows results/samples.csv 5 || fail "no rows came"
"$hosts" link h3 down
began=$SECONDS
code=0
timeout "$LIMIT_S" tail --pid="$runner" -f /dev/null || fail "still running $LIMIT_S s after the link went down"
wait "$runner" || code=$?
took=$((SECONDS - began))
[ "$code" = 4 ] || fail "code $code instead of 4"
grep -q 'was lost, and now no answer comes from h3;' stderr || fail "the host is not named: $(tail -n 3 stderr)"
expect_whole_rows results/samples.csv
kept=$(row_count results/samples.csv)
[ "$kept" -ge 5 ] || fail "$kept rows"

"$hosts" link h3 up
expect_code 0 on h1 convoy-run ./link.study -o results --hostfile hostfile --resume
[ "$(row_count results/samples.csv)" = 62 ] || fail "$(row_count results/samples.csv) rows after --resume"
finish "ended after $took s with code $code, $kept rows kept"
