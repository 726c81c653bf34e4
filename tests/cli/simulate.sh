#!/usr/bin/env bash
# jobs/simulate.sh: the platform file, what it refuses, and a small simulation: rows that say that they are
# simulated, the same every time, kept apart from the measured ones and drawn dashed.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

simulate() {
    "$tests/../jobs/simulate.sh" "$@"
}

# Needs no SimGrid.
expect_code 0 simulate --platform 100 --cores 8 --latency 2us --bandwidth 10GBps --speed 1.5
cp stdout platform.xml
if [ -n "${TEST_PYTHON:-}" ]; then
    "$TEST_PYTHON" - <<'PY' || fail "the platform file is not as described: $(cat platform.xml)"
import xml.etree.ElementTree as tree
cluster = tree.parse("platform.xml").getroot().find("zone/cluster").attrib
# 13 nodes for 100 ranks; a message passes two links.
assert cluster["radical"] == "0-12" and cluster["core"] == "8", cluster
assert cluster["lat"] == "1us" and cluster["bw"] == "10GBps" and cluster["speed"] == "1.5Gf", cluster
PY
fi
expect_code 2 simulate --ranks 8,x
expect_code 2 simulate --latency 2
expect_code 2 simulate --scaling strong
expect_code 2 simulate --nonsense 1
expect_code 4 simulate --ranks 8,999999 -o many
grep -q '999999 ranks takes about [0-9]* MB of memory, [0-9]* MB are available' stderr || fail "no word on memory: $(cat stderr)"
[ ! -e many ] || fail "more than fits was begun"

[ -x "$CONVOY_BIN/convoy-sim" ] && command -v smpirun >/dev/null ||
    skip "convoy-sim was not built: smpicc and smpirun are missing (Debian: libsimgrid-dev)"

# small FOLDER OPTION...: with 1 and 8 ranks and costs that are the same in each.
small() {
    expect_code 0 simulate --build "$(dirname "$CONVOY_BIN")" --ranks 8 --timeout 30s -o "$@"
}
small one --kernel heat --size 64 --steps 5
grep -Eq '^== heat with 8 ranks: simulated in [0-9]+ s, [0-9]{2,4} MB$' stdout || fail "no memory: $(cat stdout)"
[ "$(columns one/samples.csv launch | sort -u | wc -l)" = 6 ] || fail "not six launches: the report would have no limits"
[ "$(columns one/simulated.csv driver workers ok | sort -u | tr '\t\n' ' ;')" = 'simulated 1 1;simulated 8 1;' ] ||
    fail "other rows than two verified ones: $(columns one/simulated.csv driver workers ok)"
[ -z "$(columns one/simulated.csv simulated | grep -v '^nodes of 16 cores')" ] || fail "a row without its platform"
grep -q ',simulated,' one/samples.csv && fail "a simulated row among the measured ones"

# The same costs again: the same times, to the last digit.
for again in 1 2; do
    CONVOY_EXEC_NS=1 CONVOY_COSTS=one/samples.csv CONVOY_PLATFORM='nodes of 16 cores' smpirun -np 8 \
        -hostfile one/hosts-8.txt -platform one/platform-8.xml --log=root.thres:error --cfg=smpi/simulate-computation:no \
        --cfg=smpi/host-speed:1Gf "$CONVOY_BIN/convoy-sim" -k heat --size 64 --set heat.steps=5 --scaling weak --pin none -r 1 \
        --warmup 0 -o "again-$again.csv" >stdout 2>stderr </dev/null || fail "convoy-sim: $(cat stderr)"
done
cmp -s <(columns again-1.csv wall_s checksum timestamp_utc) <(columns again-2.csv wall_s checksum timestamp_utc) ||
    fail "two simulations of the same differ: $(columns again-1.csv wall_s) and $(columns again-2.csv wall_s)"

# Nothing is dealt twice or forgotten by the root, within a node and across; more ranks do more.
small two --schedule dynamic --size 20k --tasks 5 --cores 3
[ "$(columns two/simulated.csv workers nodes items ok | sort -u | tr '\t\n' ' ;')" = '1 1 100000 1;8 3 800000 1;' ] ||
    fail "dynamic schedule: $(columns two/simulated.csv workers nodes items ok)"
[ -z "$(columns two/simulated.csv flags | grep oversubscribed)" ] || fail "a simulated rank without a core of its own"
expect_code 2 simulate --build "$(dirname "$CONVOY_BIN")" -o two
grep -q -- 'two holds a simulation already: --resume goes on' stderr || fail "$(cat stderr)"

# What is there is not done again, what is missing is; other options are another simulation.
cp -r one resumed
head -n 2 one/simulated.csv >resumed/simulated.csv
sed -i '$d' resumed/samples.csv
small resumed --kernel heat --size 64 --steps 5 --resume
[ "$(columns resumed/simulated.csv workers | paste -sd ' ')" = '1 8' ] || fail "resumed: $(columns resumed/simulated.csv workers)"
[ "$(columns resumed/samples.csv launch | sort | uniq -c | awk '{ print $1 }' | sort | uniq -c | sort -n | paste -sd ' ')" = '      1 5       6 6' ] ||
    fail "resumed: samples of launches: $(columns resumed/samples.csv launch | uniq -c)"
cp resumed/simulated.csv before.csv
small resumed --kernel heat --size 64 --steps 5 --resume
cmp -s before.csv resumed/simulated.csv || fail "resumed: done again"
expect_code 2 simulate --build "$(dirname "$CONVOY_BIN")" --ranks 8 --kernel heat --size 64 --steps 6 -o resumed --resume
grep -q 'resumed was begun with other options' stderr || fail "$(cat stderr)"

# What a simulation has not is refused before anything is measured.
refused() {
    expect_code 2 simulate --build "$(dirname "$CONVOY_BIN")" --ranks 8 -o refused "${@:2}"
    grep -q -- "$1" stderr && [ ! -e refused ] || fail "${*:2}: $(cat stderr)"
}
refused "there is no kernel 'nope'" --kernel nope
refused 'sleep is of class io' --kernel heat,sleep
refused 'heat go step by step together' --kernel heat --schedule dynamic
refused 'more than 0' --speed 0.0
refused 'more than 0' --bandwidth 0GBps

# Stopped in a simulation that would take long: nothing goes on.
still_simulating() {
    grep -ls "stop/hosts-12[8]" /proc/[0-9]*/cmdline
}
"$tests/../jobs/simulate.sh" --build "$(dirname "$CONVOY_BIN")" --ranks 128 --kernel heat --size 1 --steps 20000 \
    -o "$work/stop" >stdout 2>stderr </dev/null &
job=$!
for _ in $(seq 600); do
    [ -z "$(still_simulating)" ] || break
    sleep 0.1
done
[ -n "$(still_simulating)" ] || fail "did not begin: $(cat stderr)"
sleep 1
kill -TERM "$job"
code=0
wait "$job" || code=$?
[ "$code" = 75 ] || fail "stopped by SIGTERM: code $code instead of 75: $(cat stderr)"
grep -q 'stopped by SIGTERM' stderr || fail "nothing said of the signal: $(cat stderr)"
for _ in $(seq 50); do # to give the memory back takes a moment
    [ -n "$(still_simulating)" ] || break
    sleep 0.1
done
[ -z "$(still_simulating)" ] || fail "simulates on: $(still_simulating)"

if [ -x "$CONVOY_BIN/convoy-report" ]; then
    expect_code 0 convoy-report one
    grep -q '^Simulated, not measured$' stdout || fail "the report says nothing of simulated rows"
    grep -q 'id="part_simulated"' one/report/report.html || fail "the page has no part for them"
    grep -q 'dt 2' one/report/plots/forecast-0.gp || fail "their curve is not dashed"
    grep -q simulated one/report/summary.csv one/report/models.csv one/report/verdicts.csv &&
        fail "simulated rows are in a summary"
fi
finish "jobs/simulate.sh"
