#!/usr/bin/env bash
# The ranks of one of four hosts stand still for most of the time: the column of busy times shows it,
# and the report names the host. Sleeps take the same time however busy the machine is.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
[ -x "$CONVOY_BIN/convoy-report" ] || skip "no convoy-report: libgsl-dev or libcjson-dev was missing when this was built"
needs_open_mpi

"$hosts" up 4
"$hosts" slow h3 convoy-mpi
for launch in 1 2 3; do
    expect_code 0 across 4 1 convoy-mpi -k sleep --set sleep.time=2ms -s 600 --reps 2 --warmup 0 -o slow.csv
done
columns slow.csv node_busy_s | grep -vE '^h1=[0-9.]+ h2=[0-9.]+ h3=[0-9.]+ h4=[0-9.]+$' &&
    fail "node_busy_s: not a time for each host"
expect_code 0 convoy-report slow.csv -o report --no-plots
grep -q 'Slow node: h3 took [0-9.]* times as long as the median of the 3 other nodes' stdout report/report.html ||
    fail "h3 is not named: $(columns slow.csv node_busy_s | tail -n 3)"
[ "$(grep -o 'Slow node: h[0-9]' report/report.html | sort -u)" = 'Slow node: h3' ] || fail "others are named, too"
finish "$(grep -ho 'Slow node: [^.]*\.[^.]*' report/report.html | head -n 1)"
