#!/usr/bin/env bash
# Jobs that are interrupted in every way that Slurm and its nodes know: what was measured stays, and what goes on
# by itself ends with the rows of a job that nobody interrupted. Prints the matrix.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/slurm_common.sh"

# study NAME TIME: six launches of five rows, each of five sleeps of TIME.
study() {
    cat >"$1.study" <<TEXT
[study]
name = $1
title = Is anything lost?
launches = 6
reps = 4
warmup = 1

[sleep]
summary = The same rows, whatever happens.
kernels = sleep
set = sleep.time=$2
size = 5
drivers = mpi
workers = nodes
TEXT
}
all_rows=30

# NAME|STUDY|TIME LIMIT|WARNING_S|REQUEUES|ROWS before|WHAT is done then|STATE ExitCode at the end|what the log says.
# All run at the same time, each on nodes of its own; those that lose a node need others. More than 5 rows are the
# second launch.
cases='plain|short|5|120|3|1|nothing|COMPLETED 0:0|done, 30 rows
warned|slow|1|55|3|1|nothing|COMPLETED 0:0|warned of its time limit, [0-9]+ rows in .*; requeued, 1 of 3
used-up|slow|1|55|0|1|nothing|FAILED 75:0|all 0 requeues are used up; to go on: .*/submit.sh --site .* --nodes 2
no-warning|endless|1|1|0|1|nothing|[FT].*|time[ limt]*: finishing the row
scancel|short|5|120|3|7|scancel|CANCELLED 75:0|cancelled \(scancel or preemption\), [0-9]+ rows in [^;]*; to go on
warned-cut|slower|1|55|3|1|cancel_warned|CANCELLED 75:0|cancelled \(scancel or preemption\), [0-9]+ rows in [^;]*; to go on
requeue|short|5|120|0|7|requeue|COMPLETED 0:0|done, 30 rows
rank|short|5|120|3|7|kill_rank|COMPLETED 0:0|done, 30 rows
daemon|short|5|120|3|7|kill_daemon|COMPLETED 0:0|done, 30 rows
second-node|short|5|120|3|7|kill_second|COMPLETED 0:0|done, 30 rows
first-node|short|5|120|3|7|kill_first|COMPLETED 0:0|done, 30 rows'

study_of() {
    sed -n "s/^$1|\([a-z]*\)|.*/\1/p" <<<"$cases"
}

samples_of() {
    echo "$1/runs/nodes-2/samples.csv"
}

rows_now() {
    [ -f "$(samples_of "$1")" ] && row_count "$(samples_of "$1")" || echo 0
}

# The number of the job's first or second node.
node_of() {
    slurm run scontrol show hostnames "$(job_field "$(job_of "$1" 2)" NodeList)" | sed -n "$2s/^n//p"
}

act_nothing() { :; }
act_scancel() { slurm run scancel "$(job_of "$1" 2)"; }
# While it finishes the row after the warning, after which it would requeue itself.
cancel_warned() { wait_for 90 grep -q 'warned of its time limit: finishing' "$1"/job-*.log && act_scancel "$1"; }
act_cancel_warned() { cancel_warned "$1" & }
act_requeue() { slurm run scontrol requeue "$(job_of "$1" 2)"; }
kill_rank() { kill -KILL "$(writers_of "$1" convoy-mpi | tail -n 1)" 2>/dev/null; }
act_kill_rank() { wait_for 10 kill_rank "$1"; } # between two launches there is none
act_kill_daemon() { slurm kill-daemon "$(node_of "$1" 2)"; }
act_kill_second() { slurm kill-node "$(node_of "$1" 2)"; }
act_kill_first() { slurm kill-node "$(node_of "$1" 1)"; }

declare -A before=() after=()

submit_case() {
    printf 'time = %s\nwarning_s = %s\nrequeues = %s\n' "$3" "$4" "$5" >site.conf
    submitted "$1" --nodes 2 --study "$2.study"
}

# Once it has its rows, with a copy of what was there.
interrupt_case() {
    [ -z "${before[$1]-}" ] && has_rows "$(samples_of "$1")" "$6" || return 0
    cp "$(samples_of "$1")" "$1.before"
    before[$1]=$(row_count "$1.before")
    "act_$7" "$1" || fail "$1: $7 did not work"
}

all_interrupted() {
    for_all interrupt_case
    [ "${#before[@]}" = "$(wc -l <<<"$cases")" ]
}

# What was measured is still there, and nothing is there twice.
check_case() {
    local id file
    id=$(job_of "$1" 2)
    file=$(samples_of "$1")
    [ -f "$file" ] || return 0
    ended=$(job_field "$id" JobState)
    ended="$ended $(job_field "$id" ExitCode)"
    after[$1]=$(rows_now "$1")
    head -c "$(wc -c <"$1.before")" "$file" | cmp -s - "$1.before" || fail "$1: older rows changed"
    all_ok "$file"
    [ -z "$(row_keys "$file" | uniq -d)" ] || fail "$1: rows that are there twice"
    [[ $ended =~ ^$8$ ]] || fail "$1: ended $ended instead of $8"
    grep -Eqh "^convoy: job $id, 2 nodes: .*$9" "$1"/job-*.log || fail "$1: says: $(grep -h '^convoy' "$1"/job-*.log)"
    case $ended in COMPLETED*) row_keys "$file" | cmp -s - plain.keys || fail "$1: other rows than without interruption" ;; esac
}

for_all() {
    local line words
    while IFS= read -r line; do
        IFS='|' read -ra words <<<"$line"
        "$1" "${words[@]}"
    done <<<"$cases"
}

matrix_line() {
    printf '%-12s %-12s %6s %6s %6s  %-16s %s\n' "$@"
}

# What the log says first of the interruption, shortened.
said_by() {
    grep -Eh '^convoy|[*]{3} JOB|CRASHED' "$1"/job-*.log | grep -Ev ': study |finishing' | head -n 1 |
        sed -E 's/^convoy: job [0-9]+, 2 nodes: //; s/, see [^,]*//; s/ in [^ ,;]*//; s/; to go on.*|; unless.*//' |
        cut -c 1-100
}

matrix_case() {
    check_case "$@"
    matrix_line "$1" "${7//_/ }" "${before[$1]:--}" "${after[$1]:--}" "$(grep -hc ': study ' "$1"/job-*.log)" "$ended" \
        "$(said_by "$1")"
}

# The same command into the same folder goes on, whatever ended the job.
go_on() {
    local name
    printf 'time = 5\n' >site.conf
    for name in "$@"; do submitted "$name" --nodes 2 --study "$(study_of "$name").study"; done
    await_jobs 60
    for name in "$@"; do
        row_keys "$(samples_of "$name")" | cmp -s - plain.keys || fail "$name: other rows when gone on with"
        matrix_line "$name" 'submit again' "${after[$name]}" "$(rows_now "$name")" 1 \
            "$(job_field "$(job_of "$name" 2)" JobState)" "$(grep '^convoy' "$name/job-$(job_of "$name" 2).log" | tail -n 1 | sed -E 's/.*nodes: | in .*//g')"
    done
}

slurm_up 24
study short 100ms
study slow 300ms
study slower 1s
study endless 13s
for_all submit_case
wait_for 60 all_interrupted || fail "only these have rows: ${!before[*]}"
await_jobs 100
row_keys "$(samples_of plain)" >plain.keys
[ "$(wc -l <plain.keys)" = $all_rows ] || fail "plain: $(wc -l <plain.keys) rows"
matrix_line case 'what is done' before after starts ended 'what the log says of it'
for_all matrix_case
go_on scancel used-up
finish "interrupted"
