#!/usr/bin/env bash
# Every line of the table of bad inputs, without ranks: right code, exactly one line on standard error
# that names what is wrong, nothing on standard output, nothing written (or whole rows, for what shows
# only while measuring).
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cli/mistake.sh"
export ASAN_OPTIONS=detect_leaks=1

tried=0
bad() {
    local code=$1 pattern=$2 program
    local -a settings
    shift 2
    split_settings "$@"
    shift ${#settings[@]}
    case $1 in
    any) programs="serial omp" ;;
    ranks_only) programs=serial ;;
    *) programs=$1 ;;
    esac
    shift
    for program in $programs; do
        [ -x "$CONVOY_BIN/convoy-$program" ] || continue
        try_mistake "$code" "$pattern" "$program" env "$@"
    done
}

. "$tests/cli/bad_inputs.sh"
[ "$tried" -gt 150 ] || fail "only $tried commands were tried"
finish "$tried bad commands"
