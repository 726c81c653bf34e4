#!/usr/bin/env bash
# The job of all experiments: runs a study on the nodes that it got. submit.sh submits it; by hand:
#   sbatch --nodes=4 --exclusive jobs/slurm/job.sh --bin $PWD/build/release/bin --results $PWD/results/mine strong
# It goes on where an earlier one stopped, and requeues itself when time is up or launches failed. convoy-run sets
# OMP_NUM_THREADS to the threads of each launch and OMP_PROC_BIND=false; places come from hwloc, bounded by the CPUs of
# the job, and are read back. OMP_PLACES and the like of a module or a profile do not reach the programs.
#SBATCH --job-name=convoy --time=60 --signal=B:USR1@120 --requeue --open-mode=append
set -euo pipefail

bin='' results='' submit=submit.sh launcher=auto launcher_options='' modules='' modules_sh='' requeues=3

mistake() {
    printf 'job.sh: %s\n' "$1" >&2
    exit 2
}

take_options() {
    while [[ ${1-} == --* ]]; do
        [ $# -gt 1 ] || mistake "$1 needs a value"
        case $1 in
        --bin) bin=$2 ;;
        --results) results=$2 ;;
        --submit) submit=$2 ;; # how to submit more: words for the shell
        --launcher) launcher=$2 ;;
        --launcher-options) launcher_options=$2 ;;
        --modules) modules=$2 ;;
        --modules-sh) modules_sh=$2 ;;
        --requeues) requeues=$2 ;;
        *) mistake "unknown option $1" ;;
        esac
        shift 2
    done
    [ -n "$bin" ] && [ -n "$results" ] && [ $# -gt 0 ] || mistake '--bin, --results and a study are needed'
    [ -n "${SLURM_JOB_ID-}" ] || mistake 'this is no job of Slurm: sbatch starts it, see its first lines'
    study=$1 && shift
    run_options=("$@")
    go_on="to go on: $submit --nodes $SLURM_JOB_NUM_NODES --study $(printf %q "$study") --results $(printf %q "$results")"
    go_on+=${SLURM_ARRAY_TASK_COUNT:+ --array $SLURM_ARRAY_TASK_COUNT}${1:+ --$(printf ' %q' "$@")}
}

# One line of the log and of anyone who greps for it.
say() {
    printf 'convoy: job %s, %s nodes: %s\n' "$name" "$SLURM_JOB_NUM_NODES" "$*"
}

give_up() {
    say "$2"
    exit "$1"
}

# Each job is a run of its own below the shared folder, so that none waits for or mixes with another one; an
# element of an array is one round, one launch of everything.
choose_run() {
    local run=nodes-$SLURM_JOB_NUM_NODES
    name=$SLURM_JOB_ID # of the last element this is the number of the whole array
    if [ -n "${SLURM_ARRAY_TASK_ID-}" ]; then
        name=${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID
        run=$run-round-$SLURM_ARRAY_TASK_ID
        run_options+=(--round "$SLURM_ARRAY_TASK_ID")
    fi
    run_options+=(--run "$run")
    folder=$results/runs/$run
}

# The first of the process managers that MPI libraries know which this Slurm has, too.
srun_manager() {
    local listed kind
    listed=$(srun --mpi=list 2>&1)
    for kind in pmix cray_shasta pmi2; do
        ! grep -qw "$kind" <<<"$listed" || { printf '%s\n' "--mpi=$kind" && return; }
    done
}

# auto: mpirun of the MPI that Convoy was built with, which is convoy-run's own default, if there is any mpirun.
# convoy-run gives srun what a step does not inherit (--cpus-per-task, -K1) and where ranks go.
choose_launcher() {
    local word words
    [ "$launcher" != auto ] || command -v mpirun >/dev/null || launcher=srun
    [ "$launcher" = auto ] || run_options+=(--launcher "$launcher")
    if [ "${launcher##*/}" = srun ] && [[ $launcher_options != *--mpi* ]]; then
        launcher_options="$(srun_manager) $launcher_options"
    fi
    read -ra words <<<"$launcher_options"
    for word in "${words[@]}"; do run_options+=(--launcher-option "$word"); done
}

rows() {
    [ -f "$folder/samples.csv" ] && echo $(($(wc -l <"$folder/samples.csv") - 1)) || echo 0
}

# What Slurm has decided on this start; nothing while it lets it run, or does not answer. It decides before it signals,
# but the final state is seen only after this script: until then a job that was taken back is COMPLETING like one that
# is out of time or will start again, and only reason and count of starts tell which.
decided() {
    local line
    line=$(timeout 5 scontrol -o show job "$name" 2>/dev/null) || return 0
    case $(field JobState) in
    '' | RUNNING | SUSPENDED | SIGNALING | RESIZING) return 0 ;;
    esac
    [ "$(field Restarts)" = "${SLURM_RESTART_COUNT:-0}" ] || { echo 'requeued by others' && return; }
    case $(field Reason) in
    TimeLimit) echo 'out of time' ;;
    NodeDown) echo 'ended because a node was lost' ;;
    *) echo 'cancelled (scancel or preemption)' ;;
    esac
}

# A field of `line`: the first, since users' own words come later.
field() {
    [[ ! $line =~ \ $1=([^\ ]*) ]] || printf '%s' "${BASH_REMATCH[1]}"
}

# USR1 comes to this script alone and is passed on; TERM comes to all processes of the job, and a second signal
# would make convoy-run end at once, where after the first it finishes the row that it is at.
asked='' trapped=''
# shellcheck disable=SC2317  # called by traps
ask() {
    asked=${asked:-$1}
    trapped=yes
    say "$1: finishing the row"
    [ "$2" != USR1 ] || kill -USR1 "${!-}" 2>/dev/null || true
}

# The exit code of convoy-run in `code`. Traps run only while bash waits, and end the wait.
measure() {
    trap 'ask "warned of its time limit" USR1' USR1
    trap 'outside=$(decided) && ask "${outside:-ended from outside}" TERM' TERM
    "$bin/convoy-run" "$study" -o "$results" --resume --nodes "$SLURM_JOB_NUM_NODES" "${run_options[@]}" &
    code=0
    while true; do
        trapped=
        wait $! && code=0 || code=$?
        [ -n "$trapped" ] || break
    done
    trap '' USR1 TERM # which a requeue sends
}

# requeue WHAT: goes on in the same job later, if it may.
requeue() {
    local so_far=${SLURM_RESTART_COUNT:-0}
    [ "$so_far" -lt "$requeues" ] || give_up "$code" "$1; all $requeues requeues are used up; $go_on"
    scontrol requeue "$name" ||
        give_up "$code" "$1; Slurm does not requeue it when asked; unless it has done so by itself, $go_on"
    give_up "$code" "$1; requeued, $((so_far + 1)) of $requeues"
}

# Whether another convoy-run writes there, which holds this lock: a job that was not submitted by submit.sh, or by
# somebody else.
in_use() {
    local code=0
    [ -e "$folder/launches.csv" ] || return 1
    flock --shared --nonblock --conflict-exit-code 99 "$folder/launches.csv" true 2>/dev/null || code=$?
    [ "$code" = 99 ]
}

conclude() {
    local after what
    after=$(rows)
    what="$after rows in $folder"
    case $code in
    0) give_up 0 "done, $what" ;;
    2) give_up 2 "convoy-run refused it, see above, $what" ;;
    3) give_up 3 "done, but results were WRONG, $what" ;;
    4) ! in_use || give_up 4 "$folder is in use by another job, $what; when that has ended, $go_on" ;;
    75) asked=${asked:-stopped by itself (--max-time) or by a signal} ;;
    esac
    asked=${asked:-a launch failed, code $code, see $folder/log.txt}
    outside=$(decided)
    asked=${outside:-$asked}
    case $asked in
    warned* | out*) requeue "$asked, $what" ;;
    requeued*) give_up 75 "$asked, $what; it starts again" ;;
    cancelled*) give_up 75 "$asked, $what; $go_on" ;;
    ended*) give_up 75 "$asked, $what; unless Slurm requeues it, $go_on" ;;
    esac
    [ "$after" -gt "$before" ] || give_up "$code" "$asked, $what, none of them new: not requeued; $go_on"
    requeue "$asked, $what"
}

take_options "$@"
choose_run
if [ -n "$modules" ]; then
    # shellcheck source=jobs/slurm/modules.sh
    . "$modules_sh"
    modules_load "$modules" || give_up 4 "modules cannot be loaded: $modules"
fi
choose_launcher
before=$(rows)
say "study $study, start $((${SLURM_RESTART_COUNT:-0} + 1)), $before rows in $folder, $SLURM_JOB_NODELIST"
measure
conclude
