#!/usr/bin/env bash
# The last job: one report from the samples of all node counts. Needs no Slurm either. It may be called at any time,
# over whatever is measured by then, and by several at once:
#   jobs/slurm/report.sh --bin build/release/bin --results results/mine
set -euo pipefail

bin='' results='' modules='' modules_sh='' self=$0
while [ $# -gt 0 ]; do
    [[ $1 != --* || $# -gt 1 ]] || { printf 'report.sh: %s needs a value\n' "$1" >&2 && exit 2; }
    case $1 in
    --bin) bin=$2 ;;
    --results) results=$2 ;;
    --modules) modules=$2 ;;
    --modules-sh) modules_sh=$2 ;;
    --self) self=$2 ;; # its name for messages: Slurm runs a copy
    *) printf 'report.sh: unknown option %s\n' "$1" >&2 && exit 2 ;;
    esac
    shift 2
done
[ -d "$results" ] || { printf 'report.sh: --results: there is no folder %s\n' "$results" >&2 && exit 2; }
[ -n "$bin" ] || { printf 'report.sh: --bin is needed: the folder of convoy-report\n' >&2 && exit 2; }

# Sizes of all samples: whether anything was measured, and whether more since.
samples() {
    find "$results" -name samples.csv -size +0 -printf '%p %s\n' | sort
}

# give_up CODE WHY
give_up() {
    local words=("$self" --bin "$bin" --results "$results")
    [ -z "$modules" ] || words+=(--modules "$modules" --modules-sh "$modules_sh")
    printf 'convoy: no report of %s: %s; to write it later: %s\n' "$results" "$2" "$(printf '%q ' "${words[@]}")"
    exit "$1"
}

# Beside the old one, so that what is there is always a whole report.
make() {
    "$bin/convoy-report" -o "$new/report" "$results" |
        PLACE=$results/report/report.html awk '/^Report: / { $0 = "Report: " ENVIRON["PLACE"] } { print }' ||
        give_up "${PIPESTATUS[0]}" 'see above'
}

put_in_place() {
    local tries
    for ((tries = 0; tries < 20; tries++)); do
        ! mv -T -- "$new/report" "$results/report" 2>/dev/null || return 0
        mv -T -- "$results/report" "$new/old-$tries" 2>/dev/null || true # or another call was faster
    done
    give_up 4 "$results/report cannot be replaced"
}

if [ -n "$modules" ]; then
    # shellcheck source=jobs/slurm/modules.sh
    . "$modules_sh"
    modules_load "$modules" || give_up 4 "modules cannot be loaded: $modules"
fi
[ -x "$bin/convoy-report" ] || give_up 4 "there is no $bin/convoy-report (libgsl or libcjson was missing)"
[ -n "$(samples)" ] || give_up 2 'nothing is measured there yet; the logs of the jobs say why'
new=$(mktemp -d "$results/.report-XXXXXX") || give_up 4 "$results cannot be written"
trap 'rm -rf -- "$new"' EXIT
# Another call may have begun later, over more rows, and be done already: then once more.
for _ in 1 2 3 4 5; do
    before=$(samples)
    make
    put_in_place
    [ "$(samples)" != "$before" ] || break
done
printf 'convoy: report of %s: %s/report/report.html\n' "$results" "$results"
