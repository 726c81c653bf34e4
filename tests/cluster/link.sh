#!/usr/bin/env bash
# A link goes down for good in the middle: mpirun ends within 60 s with a message and a code, and what
# was measured is in the file, which --resume goes on with once the link is back.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
needs_open_mpi

LIMIT_S=60
run=(convoy-mpi -k sleep -n 40 -s 1 --set sleep.time=20ms --reps 60 --warmup 0 -o rows.csv --seed 3)

"$hosts" up 4
across 4 2 "${run[@]}" >stdout 2>stderr &
launcher=$!
wait_for 30 has_rows rows.csv 5 || fail "no rows came"
"$hosts" link h3 down
began=$SECONDS
code=0
timeout "$LIMIT_S" tail --pid="$launcher" -f /dev/null || fail "still running $LIMIT_S s after the link went down"
wait "$launcher" || code=$?
took=$((SECONDS - began))
[ "$code" != 0 ] && [ "$code" != 124 ] || fail "code $code"
grep -qi 'lost communication' stderr || fail "no message about the node: $(head -n 3 stderr)"
grep -q 'h3' stderr || fail "the message does not name h3"
expect_whole_rows rows.csv
kept=$(row_count rows.csv)
[ "$kept" -ge 5 ] && [ "$kept" -lt 60 ] || fail "$kept rows"

"$hosts" link h3 up
# Its ranks and daemon noticed the end as well: nothing of ours runs there any more.
expect_code 0 across 4 2 "${run[@]}" --resume
[ "$(row_count rows.csv)" = 60 ] || fail "$(row_count rows.csv) rows after --resume"
finish "ended after $took s with code $code, $kept rows kept"
