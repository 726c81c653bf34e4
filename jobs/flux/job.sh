#!/usr/bin/env bash
# NOT TESTED: written after the manual of flux-core 0.60; the Slurm scripts beside it are tested.
#
# A job per node count, whole nodes; then the report, once they have ended:
#   export BIN=$PWD/build/release/bin RESULTS=$PWD/results/mine STUDY=strong MAX_TIME=55min STARTS=3
#   export JOBS=$PWD/jobs/flux
#   for nodes in 1 2 4; do flux batch -N $nodes --exclusive -t 60m --output=convoy-{{id}}.log jobs/flux/job.sh; done
#   flux submit -n 1 --dependency=afterany:ID --dependency=afterany:ID --dependency=afterany:ID \
#     jobs/slurm/report.sh --bin $BIN --results $RESULTS
set -euo pipefail
: "${BIN:?folder of the programs}" "${RESULTS:?folder of the results}" "${STUDY:=strong}" "${MAX_TIME:=55min}" "${STARTS:=3}"
: "${JOBS:?folder of this script}"
nodes=$(flux resource list -n -o '{nnodes}' | head -n 1)

# launcher.sh starts ranks with `flux run`. convoy-run looks at the clock itself and ends with 75.
code=0
"$BIN/convoy-run" "$STUDY" -o "$RESULTS" --run "nodes-$nodes" --resume --nodes "$nodes" \
    --launcher "$JOBS/launcher.sh" --max-time "$MAX_TIME" || code=$?
printf 'convoy: %s nodes: code %s, rows in %s/runs/nodes-%s\n' "$nodes" "$code" "$RESULTS" "$nodes"
# The successor is submitted to the instance that this job is a job of.
if [ "$code" = 75 ] && [ "$STARTS" -gt 1 ]; then
    STARTS=$((STARTS - 1)) flux proxy "$(flux getattr parent-uri)" flux batch -N "$nodes" --exclusive -t 60m \
        "$JOBS/job.sh"
fi
exit "$code"
