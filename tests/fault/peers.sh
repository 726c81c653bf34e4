#!/usr/bin/env bash
# The kernels that talk to a server: one that refuses, closes, lies, is silent or talks nonsense ends the
# run with code 4 and one clear line; our own server ends with the run, however that ends.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

# A kernel that this build does not have is named "unavailable" by --list.
has() {
    ! convoy-serial --list | grep -A1 "^$1 " | grep -q unavailable
}

# No server of a test's own run may stay: they are named by their program.
servers() {
    local folder
    for folder in /proc/[0-9]*; do
        [ "$(cat "$folder/comm" 2>/dev/null)" = convoy-peer ] || continue
        grep -q '^State:.*Z' "$folder/status" 2>/dev/null || echo "${folder#/proc/}"
    done
}
before=$(servers | sort)
no_server_left() {
    local tries=0
    until [ "$(servers | sort)" = "$before" ]; do
        tries=$((tries + 1))
        [ $tries -lt 50 ] || { fail "$1: a server goes on: $(servers | tr '\n' ' ')" && return 0; }
        sleep 0.1
    done
}

for kernel in http transfer; do
    has $kernel || continue
    short="-k $kernel -n 8 -s 2 --reps 2 --warmup 0 --set http.latency=1ms --set transfer.bytes=100k"
    has http || short="-k $kernel -n 8 -s 2 --reps 2 --warmup 0 --set transfer.bytes=100k"
    expect_code 0 convoy-omp $short -w 1,8
    no_server_left "$kernel, threads"
    expect_code 0 ranks 3 convoy-mpi $short -w 1,3
    no_server_left "$kernel, ranks"
    # Killed in the middle: nobody is left to say good-bye.
    convoy-omp -k $kernel -n 4 -s 100000 -w 4 >/dev/null 2>&1 &
    sleep 0.5
    kill -KILL $!
    wait $! 2>/dev/null || true
    no_server_left "$kernel, killed"
done

# transfer knows no server but its own: one that falls silent, and one that dies, in the middle.
own_server() {
    for candidate in $(servers); do
        grep -qx "$candidate" <<<"$before" || { echo "$candidate" && return; }
    done
}
interfere() {
    local signal=$1 pattern=$2 driver server=''
    convoy-omp -k transfer -n 2 -s 1000000 -w 2 --reps 1 --warmup 0 >/dev/null 2>stderr &
    driver=$!
    for _ in $(seq 100); do
        server=$(own_server)
        [ -z "$server" ] || break
        sleep 0.05
    done
    sleep 0.3
    kill "-$signal" "$server" || fail "transfer, $signal: no server"
    wait $driver && code=0 || code=$?
    [ "$code" = 4 ] || fail "transfer, $signal: code $code"
    grep -Eq "transfer: worker [01]: send to or receive from the local server: $pattern" stderr ||
        fail "transfer, $signal: says: $(cat stderr)"
    kill -KILL "$server" 2>/dev/null || true
    no_server_left "transfer, $signal"
}
if has transfer; then
    interfere KILL 'Connection reset by peer|Broken pipe'
    interfere STOP 'Connection timed out'
fi

has http || skip "no libcurl here"
[ -n "$TEST_PYTHON" ] || skip "no python3 for servers that misbehave"

expect_code 4 convoy-serial -k http --set http.url=http://127.0.0.1:1/
grep -q 'http: worker 0: GET: connect to the server: Connection refused' stderr || fail "says: $(cat stderr)"
expect_code 2 convoy-serial -k http --set http.url=ftp://127.0.0.1/
grep -q 'not a URL that begins with http:// or https://' stderr || fail "says: $(cat stderr)"

# against KIND CODE PATTERN: a server of that kind.
against() {
    local kind=$1 code=$2 pattern=$3 port
    mkfifo in-$kind
    "$TEST_PYTHON" "$tests/fault/peers.py" "$kind" <in-$kind >port-$kind &
    exec {hold}>in-$kind
    until [ -s port-$kind ]; do sleep 0.05; done
    port=$(cat port-$kind)
    expect_code "$code" convoy-omp -k http -w 2 --reps 1 --warmup 0 -s 3 --set http.url="http://127.0.0.1:$port/"
    exec {hold}>&-
    [ "$code" = 0 ] && return 0
    [ "$(our_lines | wc -l)" = 1 ] || fail "$kind: not one line: $(cat stderr)"
    grep -Eq "http: worker [01]: $pattern" stderr || fail "$kind: says: $(cat stderr)"
}
against good 0 ''
against close 4 'GET: read the answer, the server closed the connection: Connection reset by peer'
against garbage 4 'GET: understand the answer, it is no HTTP: Protocol error'
against short 4 'GET: read the answer, it ended too early: Connection reset by peer'
against missing 4 "GET: the answer's status is not 200: Protocol error"
against slow 4 'GET: wait for the answer: Connection timed out'
finish "servers that misbehave"
