#!/usr/bin/env bash
# The last job: one report from the samples of all node counts. Needs no Slurm either:
#   jobs/slurm/report.sh --bin build/release/bin --results results/mine
set -euo pipefail

bin='' results='' modules='' modules_sh=''
while [ $# -gt 0 ]; do
    case $1 in
    --bin) bin=$2 ;;
    --results) results=$2 ;;
    --modules) modules=$2 ;;
    --modules-sh) modules_sh=$2 ;;
    *) printf 'report.sh: unknown option %s\n' "$1" >&2 && exit 2 ;;
    esac
    shift 2
done
if [ -n "$modules" ]; then
    # shellcheck source=jobs/slurm/modules.sh
    . "$modules_sh"
    modules_load "$modules" || { printf 'convoy: modules cannot be loaded: %s\n' "$modules" && exit 4; }
fi

"$bin/convoy-report" -o "$results/report" "$results"
printf 'convoy: report of %s: %s/report/report.html\n' "$results" "$results"
