#!/usr/bin/env bash
# From a clone to an answer about this machine: installs what is missing, builds, runs a study, writes the report.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: jobs/workstation.sh [--quick] [--study NAME] [-o DIR] [--resume]
Install what is missing, build, run a study (default: default), write its report, say the verdict.

  --quick       a first look in under a minute, without confidence limits
  --study NAME  another study: a name from jobs/studies or a path
  -o DIR        folder of the results (default: results/NAME-TIME)
  --resume      go on with a study that was stopped (with -o, otherwise the latest one)
TEXT
}

study=default
output=
run_options=()
while [ $# -gt 0 ]; do
    case $1 in
    --quick | --resume) run_options+=("$1") ;;
    --study) study=${2:?--study needs a name} && shift ;;
    -o | --output) output=$(realpath -m -- "${2:?-o needs a folder}") && shift ;;
    --help) usage && exit 0 ;;
    *) printf 'workstation.sh: unknown option %s; --help shows all\n' "$1" >&2 && exit 2 ;;
    esac
    shift
done
case $study in */* | *.study) study=$(realpath -- "$study") ;; esac

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=jobs/setup.sh
. "$here/jobs/setup.sh"

if [ -f "$here/CMakeLists.txt" ]; then
    cd -- "$here"
    # shellcheck disable=SC2086  # a list of words
    setup_install $SETUP_PACKAGES
    setup_build release
    bin=$here/build/release/bin
else # installed: PREFIX/share/convoy/jobs beside PREFIX/bin; results go where the user stands
    bin=$(cd -- "$here/../../bin" && pwd)
fi
[ -x "$bin/convoy-run" ] || fail "convoy-run was not built: libinih is missing"

if [ -z "$output" ]; then
    case " ${run_options[*]-} " in
    *" --resume "*) output=$(ls -dt results/*/run.ini 2>/dev/null | head -n 1) && output=${output%/run.ini} ;;
    *) output=results/$(basename -- "$study" .study)-$(date -u +%Y%m%dT%H%M%SZ) ;;
    esac
    [ -n "$output" ] || fail "--resume: no earlier study under results/"
fi
say "measuring: study $study into $output"
code=0
"$bin/convoy-run" "$study" -o "$output" "${run_options[@]}" || code=$?
# 3 and 4: something went wrong with single launches, what was measured is worth a report all the same.
case $code in 0 | 3 | 4) ;; *) exit "$code" ;; esac

[ -x "$bin/convoy-report" ] || fail "convoy-report was not built: libgsl or libcjson is missing"
say "analysing"
"$bin/convoy-report" "$output"
say "samples: $output/samples.csv"
say "report:  $output/report/report.html"
exit "$code"
