#!/usr/bin/env bash
# --trace: valid JSON, one begin and one end for each task and repetition, in order for each worker. Two
# programs that write into one file at once mix no rows. provenance.json is valid after all of it.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/fault/common.sh"

# expect_trace EVENTS: trace.json has that many begins and ends, nested rightly for each worker.
expect_trace() {
    local wanted=$1 edge
    for edge in B E; do
        [ "$(grep -c "\"ph\":\"$edge\"" trace.json)" = "$wanted" ] ||
            fail "$(grep -c "\"ph\":\"$edge\"" trace.json) events $edge instead of $wanted"
    done
    valid_json trace.json
    [ -n "${TEST_PYTHON:-}" ] || return 0
    "$TEST_PYTHON" - <<'PYTHON' || fail "the trace's order"
import collections, json, sys
lanes = collections.defaultdict(list)
for event in json.load(open("trace.json")):
    if event["ph"] in "BE":
        lanes[event["pid"], event["tid"]].append(event)
for lane, events in lanes.items():
    for begin, end in zip(events[::2], events[1::2]):
        if (begin["ph"], end["ph"]) != ("B", "E") or begin["name"] != end["name"]:
            sys.exit(f"{lane}: {begin} is not followed by its end but by {end}")
        if not 0 <= begin["ts"] <= end["ts"]:
            sys.exit(f"{lane}: {begin} ends before it begins")
    ends = [event["ts"] for event in events[1::2]]
    begins = [event["ts"] for event in events[::2]]
    if any(b < e for e, b in zip(ends, begins[1:])):
        sys.exit(f"{lane}: two tasks at once")
PYTHON
}

# 7 tasks x (3 + 1) repetitions x 2 kernels x 3 worker counts
traced="-k sum,sleep --set sleep.time=1ms -n 7 -s 2 -r 3 --warmup 1 --trace trace.json"
for schedule in static dynamic guided,2; do
    for lock in off mutex cpython; do
        expect_code 0 convoy-omp $traced -w 1,2,3 --schedule $schedule --gil $lock
        expect_trace 168
    done
    expect_code 0 ranks 3 convoy-mpi $traced -w 1,2,3 --schedule $schedule
    expect_trace 168
done
expect_code 0 convoy-serial $traced
expect_trace 56
expect_code 0 convoy-omp -k sum,sleep -n 2 -s 1 -w 5 -r 1 --warmup 0 --trace trace.json # idle workers
expect_trace 4

# A file of traces that another program left longer.
seq 100000 >trace.json
expect_code 0 convoy-serial -k empty -r 1 --warmup 0 --trace trace.json
expect_trace 1

# Two at once, many rows: only whole ones, all of them, and none of both is the other's.
for round in 1 2 3; do
    convoy-serial -k empty -r 2000 --warmup 0 -o both.csv --tag who=a >/dev/null &
    first=$!
    convoy-omp -k empty -w 1,2 -r 1000 --warmup 0 -o both.csv --tag who=b >/dev/null &
    second=$!
    wait $first || fail "round $round: the first of two writers: code $?"
    wait $second || fail "round $round: the second of two writers: code $?"
    expect_whole_rows both.csv
    [ "$(row_count both.csv)" = $((round * 4000)) ] || fail "$(row_count both.csv) rows of two writers"
    [ "$(columns both.csv tags | sort | uniq -c | tr -s ' \n' ' ')" = " $((round * 2000)) who=a $((round * 2000)) who=b " ] ||
        fail "round $round: rows of a and b: $(columns both.csv tags | sort | uniq -c)"
    [ ! -e both.csv.torn ] || fail "round $round: a row in the making was taken for a torn one"
    valid_json provenance.json
done
finish "traces and two writers"
