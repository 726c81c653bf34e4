#!/usr/bin/env bash
# Tasks handed out across hosts: a host with little processor time, or with a first rank that is busy
# for long, does not let the others wait; every task is run once (checksums), by all hosts.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
needs_open_mpi

"$hosts" up 4

# tasks_by_worker FILE: how many events of a trace each worker has, one line per worker.
tasks_by_worker() {
    grep -o '"tid":[ ]*[0-9]*' "$1" | grep -o '[0-9]*$' | sort -n | uniq -c | awk '{ print $1 }'
}

# alone ITEMS TIME: how long one worker takes, here and now; what others take is compared with that.
alone() {
    expect_code 0 on h1 "$CONVOY_BIN/convoy-serial" -k sleep -n "$1" -s 1 --set sleep.time="$2" --reps 1 --warmup 0 -o alone.csv
    columns alone.csv wall_s | tail -n 1
}

# takes_over FILE SHARE ALONE: rows that are not right, or take more than that share.
takes_over() {
    columns "$1" schedule ok wall_s | awk -F '\t' -v most="$2" -v alone="$3" '$2 != 1 || $3 > most * alone'
}

# 400 sleeps of 5 ms by 8 workers: an eighth of the time of one at best.
for schedule in dynamic dynamic,3 guided; do
    expect_code 0 across 4 2 convoy-mpi -k sleep -n 400 -s 1 --set sleep.time=5ms --schedule "$schedule" \
        --reps 1 --warmup 0 --trace "trace-$schedule.json" -o rows.csv
done
takes_over rows.csv 0.5 "$(alone 400 5ms)" >slow.txt
[ ! -s slow.txt ] || fail "handed out too slowly: $(cat slow.txt)"

# Long tasks: whoever computes answers nobody meanwhile. Ten of 300 ms by 4 workers on 4 hosts take three rounds
# instead of ten; waiting for the root's task doubles that at worst, and nobody waits for ever.
expect_code 0 timeout 60 "$hosts" exec h1 "$TEST_MPIEXEC" --host h1:1,h2:1,h3:1,h4:1 "$TEST_MPIEXEC_COUNT" 4 \
    "$CONVOY_BIN/convoy-mpi" -k sleep -n 10 -s 1 --set sleep.time=300ms --schedule dynamic \
    --reps 1 --warmup 0 --trace long.json -o long.csv
takes_over long.csv 0.8 "$(alone 10 300ms)" >slow.txt
[ ! -s slow.txt ] || fail "long tasks wait for the root: $(cat slow.txt)"
[ "$(tasks_by_worker long.json | wc -l)" = 4 ] || fail "not every host had a task"

# Smaller than one batch, and fewer tasks than hosts.
for tasks in 1 2 3 5; do
    expect_code 0 across 4 2 convoy-mpi -k primes,empty -n "$tasks" -s 100 -w 1,2,5,8 --schedule dynamic \
        --reps 2 --warmup 0 -o few.csv
done
columns few.csv ok | grep -qv 1 && fail "few tasks: a row is not ok"
finish "$(row_count rows.csv) rows, each worker's tasks: $(tasks_by_worker trace-dynamic.json | tr '\n' ' ')"
