#!/usr/bin/env bash
# NOT TESTED on a real system: written after the manual of IBM Spectrum LSF 10.1; the Slurm scripts beside it are tested.
#
# A job per node count, whole nodes, here with 64 cores each. Whichever ends last leaves the whole report:
#   export JOBS=$PWD/jobs BIN=$PWD/build/release/bin RESULTS=$PWD/results/mine STUDY=strong MAX_TIME=50min STARTS=3
#   for nodes in 1 2 4; do bsub -J convoy-$nodes -n $((64 * nodes)) -R 'span[ptile=64]' <jobs/lsf/job.sh; done
# Whole nodes for oneself, -x, want a queue with EXCLUSIVE = Y (`bqueues -l`); name it with bsub -q.
# MAX_TIME is less than the limit -W, STARTS how often a run may go on where it stopped.
#BSUB -W 60
#BSUB -x
#BSUB -o convoy-%J.log
#BSUB -Q 75
set -euo pipefail
: "${JOBS:?folder jobs}" "${BIN:?folder of the programs}" "${RESULTS:?folder of the results}"
: "${STUDY:=strong}" "${MAX_TIME:=50min}" "${STARTS:=3}"
mkdir -p "$RESULTS"
hosts=$RESULTS/hosts-$LSB_JOBID
sort -u "$LSB_DJOB_HOSTFILE" >"$hosts"
nodes=$(wc -l <"$hosts")

# convoy-run looks at the clock itself and ends with 75, for which -Q above has the job requeued; the last start
# ends with another code. A line per start is kept in the folder, because LSF counts only for itself.
date -u +%FT%TZ >>"$RESULTS/starts-$LSB_JOBID"
code=0
"$BIN/convoy-run" "$STUDY" -o "$RESULTS" --run "nodes-$nodes" --resume --nodes "$nodes" --hostfile "$hosts" \
    --max-time "$MAX_TIME" || code=$?
printf 'convoy: job %s, %s nodes: code %s, rows in %s/runs/nodes-%s\n' "$LSB_JOBID" "$nodes" "$code" "$RESULTS" "$nodes"
[ "$code" != 75 ] || [ "$(wc -l <"$RESULTS/starts-$LSB_JOBID")" -lt "$STARTS" ] || code=1
# Who ends a run writes the report anew, over what all have measured by then.
[ "$code" = 75 ] || "$JOBS/slurm/report.sh" --bin "$BIN" --results "$RESULTS" || true
exit "$code"
