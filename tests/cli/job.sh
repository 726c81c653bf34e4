#!/usr/bin/env bash
# jobs/slurm/job.sh beside stand-ins for convoy-run and Slurm's commands: what it starts, what it makes of exit codes
# and signals, when it requeues itself. tests/cluster has the same under a real Slurm.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

job=$tests/../jobs/slurm/job.sh
mkdir bin fake
cat >bin/convoy-run <<'TEXT'
#!/usr/bin/env bash
# Writes $ROWS rows, ends with $CODE; for CODE=wait with 75 on USR1.
printf '%s\n' "$*" >called
folder=$(sed -E 's/.* -o ([^ ]*) .*--run ([^ ]*).*/\1\/runs\/\2/' called)
mkdir -p "$folder"
[ -f "$folder/samples.csv" ] || echo header >"$folder/samples.csv"
for ((row = 0; row < ROWS; row++)); do echo row >>"$folder/samples.csv"; done
[ "$CODE" = wait ] || exit "$CODE"
trap 'exit 75' USR1
echo >waiting
for ((tenth = 0; tenth < 200; tenth++)); do sleep 0.1; done
TEXT
cat >fake/scontrol <<'TEXT'
#!/bin/sh
[ "$1" = -o ] || { echo "$@" >>requeued && exit; }
echo "$@" >>shown
echo "JobId=7 JobName=convoy JobState=${STATE:-RUNNING Reason=None} Dependency=(null) Requeue=1 Restarts=${RESTARTS:-0} BatchFlag=1"
TEXT
printf '#!/bin/sh\necho "MPI plugin types are... none pmi2 pmix"\n' >fake/srun
chmod +x bin/convoy-run fake/*
mkdir -p modules/init
printf 'module() { [ "$2" != none-such ] && echo "$2" >>loaded; }\n' >modules/init/bash
export MODULESHOME=$work/modules LMOD_PKG=$work/none PATH=$work/fake:$PATH
export SLURM_JOB_ID=7 SLURM_JOB_NUM_NODES=2 SLURM_JOB_NODELIST='n[1-2]' ROWS=1 CODE=0
unset SLURM_RESTART_COUNT SLURM_ARRAY_TASK_ID SLURM_ARRAY_JOB_ID

# job CODE OPTION...: in fresh results, unless `again` is set.
again=
job() {
    local wanted=$1
    shift
    [ -n "$again" ] || rm -rf results
    rm -f requeued called loaded
    expect_code "$wanted" bash "$job" --bin "$work/bin" --results "$work/results" --modules-sh \
        "$tests/../jobs/slurm/modules.sh" "$@"
}

# says PATTERN REQUEUES: in the last line, which there is one of.
says() {
    tail -n 1 stdout | grep -Eq "^convoy: job [0-9_]+, 2 nodes: $1" || fail "says: $(tail -n 1 stdout)"
    [ "$(cat requeued 2>/dev/null)" = "$2" ] || fail "requeued: $(cat requeued 2>/dev/null)"
}

job 0 --launcher mpirun strong --quick
says 'done, 1 rows in .*/runs/nodes-2$' ''
[ "$(cat called)" = "strong -o $work/results --resume --nodes 2 --quick --run nodes-2 --launcher mpirun" ] || fail "$(cat called)"
job 0 --launcher srun --launcher-options '-v --exact' strong
grep -q -- '--launcher srun --launcher-option --mpi=pmix --launcher-option -v --launcher-option --exact$' called || fail "$(cat called)"
job 0 --launcher srun --launcher-options --mpi=pmi2 strong
grep -q -- '--launcher srun --launcher-option --mpi=pmi2$' called || fail "$(cat called)"

CODE=3 job 3 strong
says 'done, but results were WRONG, 1 rows' ''
CODE=2 job 2 strong
says 'convoy-run refused it, see above, 1 rows' ''
CODE=4 job 4 strong
says 'a launch failed, code 4, .*log.txt, 1 rows .*; requeued, 1 of 3' 'requeue 7'
CODE=4 ROWS=0 job 4 strong
says 'a launch failed, .* none of them new: not requeued; to go on: submit.sh --nodes 2 --study strong --results' ''
CODE=75 job 75 strong
says 'stopped by itself .*; requeued, 1 of 3' 'requeue 7'
CODE=4 job 4 --requeues 0 --submit '/c/submit.sh --site /c/my\ site' strong
says 'a launch failed.*; to go on: /c/submit.sh --site /c/my\\ site --nodes 2 --study strong --results ' ''
CODE=4 SLURM_RESTART_COUNT=2 job 4 --requeues 3 strong
says 'a launch failed, .*; requeued, 3 of 3' 'requeue 7'
CODE=4 SLURM_RESTART_COUNT=3 job 4 --requeues 3 strong
says 'a launch failed, .*; all 3 requeues are used up; to go on' ''

# wrong MESSAGE WORD...: a mistake in the words behind the script.
wrong() {
    local message=$1
    shift
    expect_code 2 bash "$job" "$@"
    [ "$(cat stderr)" = "job.sh: $message" ] || fail "$*: $(cat stderr)"
}
wrong '--bin needs a value' --results r --bin
wrong 'unknown option --bim' --bim x strong
wrong '--bin, --results and a study are needed' --bin b --results r
wrong '--bin, --results and a study are needed' --bin b strong
SLURM_JOB_ID= wrong 'this is no job of Slurm: sbatch starts it, see its first lines' --bin b --results r strong

# Two jobs of one size into one folder.
mkdir -p results/runs/nodes-2
again=yes
echo header >results/runs/nodes-2/launches.csv
flock results/runs/nodes-2/launches.csv sh -c 'echo >locked; while [ -e locked ]; do sleep 0.05; done' &
wait_for 10 test -e locked || fail "no lock"
CODE=4 job 4 strong
says '.*/runs/nodes-2 is in use by another job, [0-9]+ rows in [^;]*; when that has ended, to go on: submit.sh' ''
rm locked
wait $!
CODE=4 job 4 strong
says 'a launch failed, code 4, .*; requeued, 1 of 3' 'requeue 7'
again=

mv fake/scontrol answers
printf '#!/bin/sh\nexit 1\n' >fake/scontrol
chmod +x fake/scontrol
CODE=4 job 4 strong
says 'a launch failed, .*; Slurm does not requeue it when asked; unless it has done so by itself, to go on' ''
mv answers fake/scontrol

# signalled SIGNAL CODE: the same while it waits for convoy-run.
signalled() {
    rm -rf results requeued waiting
    CODE=wait bash "$job" --bin "$work/bin" --results "$work/results" strong >stdout 2>stderr &
    wait_for 10 test -e waiting || fail "convoy-run does not run"
    kill "-$1" $!
    [ "$1" != TERM ] || kill -USR1 $(pgrep -P $! -f "$work/bin/convoy-run") # Slurm signals all
    local code=0
    wait $! || code=$?
    [ "$code" = "$2" ] || fail "$1: code $code instead of $2: $(cat stdout stderr)"
}
signalled USR1 75
says 'warned of its time limit, 1 rows .*; requeued, 1 of 3' 'requeue 7'
signalled TERM 75
says 'ended from outside, 1 rows .*; unless Slurm requeues it, to go on' ''

# Slurm ends it: what it has decided is asked of it, and what was taken back never comes back.
export STATE='COMPLETING Reason=None'
signalled USR1 75 # warned first
says 'cancelled \(scancel or preemption\), 1 rows in [^;]*; to go on' ''
signalled TERM 75
says 'cancelled \(scancel or preemption\), 1 rows in [^;]*; to go on' ''
grep -q ': cancelled (scancel or preemption): finishing the row' stdout || fail "not said at once: $(cat stdout)"
CODE=4 job 75 strong
says 'cancelled .*; to go on' ''
RESTARTS=1 signalled TERM 75
says 'requeued by others, 1 rows in [^;]*; it starts again$' ''
SLURM_RESTART_COUNT=1 RESTARTS=1 signalled TERM 75
says 'cancelled .*; to go on' ''
STATE='CANCELLED Reason=None' signalled USR1 75
says 'cancelled .*; to go on' ''
STATE='COMPLETING Reason=TimeLimit' signalled TERM 75
says 'out of time, 1 rows .*; requeued, 1 of 3' 'requeue 7'
STATE='COMPLETING Reason=NodeDown' signalled TERM 75
says 'ended because a node was lost, .*; unless Slurm requeues it, to go on' ''
unset STATE

SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_JOB_ID=6 job 0 strong --launches 8
says 'done, 1 rows in .*/runs/nodes-2-round-5$' ''
CODE=4 SLURM_ARRAY_TASK_COUNT=8 SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_JOB_ID=6 job 4 --requeues 0 strong --launches 8
says 'a launch failed.*; to go on: submit.sh --nodes 2 --study strong --results .* --array 8 -- --launches 8$' ''
grep -q -- '--launches 8 --round 5 --run nodes-2-round-5' called || fail "$(cat called)"
# The last element has the array's own number: asked for by that, all elements would be requeued.
rm shown
CODE=4 SLURM_JOB_ID=6 SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_JOB_ID=6 job 4 strong --launches 8
says 'a launch failed, .*; requeued, 1 of 3' 'requeue 6_8'
[ "$(sort -u shown)" = '-o show job 6_8' ] || fail "the last element asks: $(cat shown)"
again=yes
job 0 strong
grep -q 'start 1, 0 rows in .*, n\[1-2\]$' stdout || fail "$(head -n 1 stdout)"
again=

job 0 --modules 'gcc openmpi' strong
[ "$(paste -sd ' ' loaded)" = 'gcc openmpi' ] || fail "modules: $(cat loaded)"
job 4 --modules 'gcc none-such' strong
says 'modules cannot be loaded: gcc none-such' ''
[ ! -e called ] || fail "measured without its modules"
finish "job.sh"
