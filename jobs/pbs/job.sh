#!/usr/bin/env bash
# NOT TESTED: written after the manual of PBS Professional 2022; the Slurm scripts beside it are tested.
#
# A job per node count, whole nodes, here with 64 cores each; then the report, once they have ended:
#   for nodes in 1 2 4; do qsub -l select=$nodes:ncpus=64:mpiprocs=64 -v \
#     BIN=$PWD/build/release/bin,RESULTS=$PWD/results/mine,STUDY=strong,MAX_TIME=55min,STARTS=3 jobs/pbs/job.sh; done
#   qsub -l select=1:ncpus=1 -W depend=afterany:ID:ID:ID -- $PWD/jobs/slurm/report.sh \
#     --bin $PWD/build/release/bin --results $PWD/results/mine
#PBS -N convoy
#PBS -l walltime=01:00:00
#PBS -l place=scatter:excl
#PBS -j oe
#PBS -r y
set -euo pipefail
: "${BIN:?folder of the programs}" "${RESULTS:?folder of the results}" "${STUDY:=strong}" "${MAX_TIME:=55min}" "${STARTS:=3}"
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
# A job may seldom rerun itself (qrerun is for operators): it submits its successor.
if [ "$code" = 75 ] && [ "$STARTS" -gt 1 ]; then
    next=BIN=$BIN,RESULTS=$RESULTS,STUDY=$STUDY,MAX_TIME=$MAX_TIME,STARTS=$((STARTS - 1))
    qsub -l "select=$nodes:ncpus=${NCPUS:?}:mpiprocs=$NCPUS" -v "$next" "$PBS_O_WORKDIR/jobs/pbs/job.sh"
fi
exit "$code"
