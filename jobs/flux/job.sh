#!/usr/bin/env bash
# NOT TESTED on a real system: written after the manual of flux-core 0.60; the Slurm scripts beside it are tested.
#
# A job per node count, whole nodes. Whichever ends last leaves the whole report:
#   export JOBS=$PWD/jobs BIN=$PWD/build/release/bin RESULTS=$PWD/results/mine STUDY=strong MAX_TIME=50min STARTS=3
#   for nodes in 1 2 4; do flux batch -N $nodes --exclusive -t 60m --output=convoy-{{id}}.log jobs/flux/job.sh; done
# MAX_TIME is less than the limit -t, STARTS how often a run may go on where it stopped.
set -euo pipefail
: "${JOBS:?folder jobs}" "${BIN:?folder of the programs}" "${RESULTS:?folder of the results}"
: "${STUDY:=strong}" "${MAX_TIME:=50min}" "${STARTS:=3}"
nodes=$(flux getattr size) # brokers of this instance: flux batch starts one on each node

# launcher.sh starts ranks with `flux run`. convoy-run looks at the clock itself and ends with 75.
code=0
"$BIN/convoy-run" "$STUDY" -o "$RESULTS" --run "nodes-$nodes" --resume --nodes "$nodes" \
    --launcher "$JOBS/flux/launcher.sh" --max-time "$MAX_TIME" || code=$?
printf 'convoy: %s nodes: code %s, rows in %s/runs/nodes-%s\n' "$nodes" "$code" "$RESULTS" "$nodes"
# The successor is submitted to the instance that this job is a job of. What waits for this job by its number would
# not wait for that one, so no report job depends on either: who ends a run writes the report anew.
if [ "$code" = 75 ] && [ "$STARTS" -gt 1 ]; then
    export STARTS=$((STARTS - 1))
    words=(flux batch -N "$nodes" --exclusive -t 60m '--output=convoy-{{id}}.log' "$JOBS/flux/job.sh")
    flux proxy "$(flux getattr parent-uri)" "${words[@]}" ||
        printf 'convoy: no successor; to go on: %s\n' "$(printf '%q ' "${words[@]}")"
else
    "$JOBS/slurm/report.sh" --bin "$BIN" --results "$RESULTS" || true
fi
exit "$code"
