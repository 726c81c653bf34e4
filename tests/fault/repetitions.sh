#!/usr/bin/env bash
# What opens files or takes memory in every repetition has no more of either after 1,000 repetitions than
# after 100: kernels with their servers, locks, teams and queues, threads and ranks.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/fault/common.sh"

# Reused memory settles within the first repetitions; a block of 600 bytes lost in each is more than this.
growth_kib=512
# Each of the workers may happen to have a file open whenever it is looked at.
workers=3

# Of those with the command line that measures to FILE: the programs themselves, and the servers they started.
# What else they start, as probe spawn does, comes and goes.
drivers_of() {
    local pid all
    all=" $(measuring "$1" | paste -sd' ') "
    for pid in $all; do
        [[ $all == *" $(awk '$1 == "PPid:" { print $2 }' "/proc/$pid/status" 2>/dev/null) "* ]] || echo "$pid"
    done
}

servers_of() {
    local pid
    for pid in $(measuring "$1"); do
        [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != convoy-peer ] || echo "$pid"
    done
}

# held PID...: descriptors, then resident KiB of all of them, the least of some looks: in the middle of a
# repetition there are more.
held() {
    local look pid
    local -a open
    for look in 1 2 3 4 5 6; do
        for pid in "$@"; do
            open=("/proc/$pid/fd/"*)
            echo "$look ${#open[@]} $(awk '$1 == "VmRSS:" { print $2 }' "/proc/$pid/status")"
        done
        sleep 0.003
    done | awk '{ open[$1] += $2; size[$1] += $3 }
        END {
            for (look in open) {
                if (!few || open[look] < few) few = open[look]
                if (!small || size[look] < small) small = size[look]
            }
            print few, small
        }'
}

# What a worker may happen to hold when it is looked at: fresh memory may come as a huge page of 2 MiB, or two where
# it reaches over the edge of one.
passing_kib() {
    case $1 in pagefault*) echo $((workers * 2 * 2048)) ;; *) echo 0 ;; esac
}

give_up() {
    fail "$2: $(cat begun.err)"
    kill -KILL $(measuring "$1") 2>/dev/null || true
    await_end
}

# steady NAME PROGRAM...: it measures until it is stopped.
tried=0
steady() {
    local file=$1.csv open_early size_early open_late size_late
    local -a who
    shift
    "$@" -r 1000000 --warmup 0 -o "$work/$file" >begun.out 2>begun.err </dev/null &
    job=$!
    tried=$((tried + 1))
    wait_for 20 has_rows "$file" 100 || { give_up "$file" "$*: no 100 rows"; return; }
    mapfile -t who < <(drivers_of "$file" && servers_of "$file")
    read -r open_early size_early < <(held "${who[@]}")
    wait_for 40 has_rows "$file" 1000 || { give_up "$file" "$*: no 1000 rows"; return; }
    read -r open_late size_late < <(held "${who[@]}")
    kill -INT $(drivers_of "$file")
    await_end
    [ "$ended" = 75 ] || fail "$*: code $ended instead of 75: $(cat begun.err)"
    [ "$open_late" -le $((open_early + workers)) ] || fail "$*: $open_early descriptors, later $open_late"
    [ "$size_late" -le $((size_early + growth_kib + $(passing_kib "$file"))) ] || fail "$*: $size_early KiB, later $size_late"
}

settings() {
    case $1 in
    file) echo "--set file.bytes=5000" ;;
    http) echo "--set http.latency=10us" ;;
    query) echo "--set query.rows=100" ;;
    transfer) echo "--set transfer.bytes=1000" ;;
    mmap) echo "--set mmap.pages=4" ;;
    heat) echo "--set heat.steps=2" ;;
    train) echo "--set train.steps=2" ;;
    esac
}

# has KERNEL: whether this build can run it.
known=" $(kernel_words | paste -sd' ') "
has() {
    [[ $known == *" $1 "* ]]
}

for kernel in file http query transfer mmap alloc openclose pagefault heat train; do
    has $kernel || { echo "$kernel: not in this build" && continue; }
    steady $kernel convoy-omp -w $workers -k $kernel -s 9 $(settings $kernel)
done
! has http || steady http-new convoy-omp -w $workers -k http -s 9 $(settings http) --set http.keepalive=0
for lock in mutex cpython; do
    steady sum-$lock convoy-omp -w $workers -k sum:lock -s 30 -n 9 --schedule dynamic --gil $lock --gil-interval 100us
done
for probe in queue spawn:pthread spawn:fork spawn:later_team shared; do
    case $probe in spawn*) size= ;; *) size="-s 60" ;; esac
    steady "${probe/:/-}" convoy-omp -w $workers --probe $probe $size
done
for kernel in openclose transfer heat; do
    steady ranks-$kernel ranks 2 convoy-mpi -w 2 -k $kernel -s 9 $(settings $kernel)
done
finish "1,000 repetitions of $tried programs"
