#!/usr/bin/env bash
# NOT TESTED on a real system: written after the manual of PBS Professional 2022; the Slurm scripts beside it are tested.
#
# A job per node count, whole nodes, here with 64 cores each. Whichever ends last leaves the whole report:
#   for nodes in 1 2 4; do qsub -l select=$nodes:ncpus=64:mpiprocs=64 -v \
#     CPUS=64,JOBS=$PWD/jobs,BIN=$PWD/build/release/bin,RESULTS=$PWD/results/mine,STUDY=strong,MAX_TIME=50min,STARTS=3 \
#     jobs/pbs/job.sh; done
# CPUS is the ncpus of one node, MAX_TIME less than the walltime, STARTS how often a run may go on where it stopped.
#PBS -N convoy
#PBS -l walltime=01:00:00
#PBS -l place=scatter:excl
#PBS -j oe
#PBS -r y
set -euo pipefail
: "${JOBS:?folder jobs}" "${BIN:?folder of the programs}" "${RESULTS:?folder of the results}"
: "${CPUS:?ncpus of a node}" "${STUDY:=strong}" "${MAX_TIME:=50min}" "${STARTS:=3}"
cd "$PBS_O_WORKDIR"
mkdir -p "$RESULTS"
hosts=$RESULTS/hosts-$PBS_JOBID
sort -u "$PBS_NODEFILE" >"$hosts"
nodes=$(wc -l <"$hosts")

# PBS gives no warning before the time limit, so convoy-run looks at the clock itself and ends with 75.
code=0
"$BIN/convoy-run" "$STUDY" -o "$RESULTS" --run "nodes-$nodes" --resume --nodes "$nodes" --hostfile "$hosts" \
    --max-time "$MAX_TIME" || code=$?
printf 'convoy: job %s, %s nodes: code %s, rows in %s/runs/nodes-%s\n' "$PBS_JOBID" "$nodes" "$code" "$RESULTS" "$nodes"
# A job may seldom rerun itself (qrerun is for operators): it submits its successor. What waits for this job by its
# number would not wait for that one, so no report job depends on either: who ends a run writes the report anew.
if [ "$code" = 75 ] && [ "$STARTS" -gt 1 ]; then
    words=(qsub -l "select=$nodes:ncpus=$CPUS:mpiprocs=$CPUS" -v
        "CPUS=$CPUS,JOBS=$JOBS,BIN=$BIN,RESULTS=$RESULTS,STUDY=$STUDY,MAX_TIME=$MAX_TIME,STARTS=$((STARTS - 1))"
        "$JOBS/pbs/job.sh")
    "${words[@]}" || printf 'convoy: no successor; to go on: %s\n' "$(printf '%q ' "${words[@]}")"
else
    "$JOBS/slurm/report.sh" --bin "$BIN" --results "$RESULTS" || true
fi
exit "$code"
