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

mapfile -t folders < <(find "$results" -path "$results/nodes-*" -name samples.csv -printf '%h\n' | sort -V)
[ "${#folders[@]}" -gt 0 ] || { printf 'convoy: no samples under %s\n' "$results" && exit 4; }
"$bin/convoy-report" -o "$results/report" "${folders[@]}"
printf 'convoy: report of %s jobs: %s/report/report.html\n' "${#folders[@]}" "$results"
