#!/usr/bin/env bash
# The kernels' own server under hundreds of connections: slow, silent and senseless ones beside the good ones,
# which it serves; with more than it has descriptors for; and with hundreds of workers.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

convoy-serial --list | grep -A1 '^http ' | grep -q unavailable && skip "no libcurl here"
[ -n "$TEST_PYTHON" ] || skip "no python3 for a crowd"

# The server that a run started: its child of that name.
server_of() {
    local child name
    for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do
        read -r name <"/proc/$child/comm" && [ "$name" = convoy-peer ] && server=$child && return 0
    done
    return 1
}

server_gone() {
    [ ! -d "/proc/$1" ]
}

# crowd NAME DESCRIPTORS COUNT [few]: beside a run that goes on meanwhile, of which every row must be good; with at
# most so many descriptors per process.
crowd() {
    local name=$1 descriptors=$2 run server= code=0
    shift 2
    (ulimit -n "$descriptors" && exec convoy-omp -k http -w 4 -n 4 -s 25 -r 500 --warmup 0 --max-time 60s \
        --set http.latency=5ms -o "$name.csv" >"$name.out" 2>&1) &
    run=$!
    cleanup+=("kill $run 2>/dev/null")
    wait_for 10 server_of "$run" || { fail "$name: no server" && return 0; }
    "$TEST_PYTHON" "$tests/fault/crowd.py" "$server" "$@" >"$name.crowd" 2>&1 || fail "$name: $(tail -n 5 "$name.crowd")"
    kill -0 "$run" 2>/dev/null || fail "$name: the run was over before the crowd"
    kill -TERM "$run"
    wait "$run" || code=$?
    [ $code = 75 ] || fail "$name: the run ends with $code: $(tail -n 3 "$name.out")"
    [ "$(columns "$name.csv" ok | sort -u)" = 1 ] || fail "$name: rows that are not good"
    wait_for 5 server_gone "$server" || fail "$name: the server goes on"
}
crowd hundreds "$(ulimit -Hn)" 400
crowd few 64 200 few

# 256 that sleep in a request at once: in turn they would sleep 5.12 s.
expect_code 0 convoy-omp -k http -w 256 -n 256 -s 1 -r 1 --warmup 0 --set http.latency=20ms -o many.csv
[ "$(columns many.csv ok)" = 1 ] || fail "256 workers: not good"
columns many.csv wall_s | awk '{ exit $1 < 2.56 ? 0 : 1 }' || fail "256 workers wait in turn: $(columns many.csv wall_s) s"
finish "a crowd at the server"
