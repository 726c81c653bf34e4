#!/usr/bin/env bash
# The drivers' lines of the table of bad inputs with three ranks: the launcher ends with the same code
# as one process does, and exactly one message comes.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cli/mistake.sh"

tried=0
bad() {
    local code=$1 pattern=$2
    local -a settings
    shift 2
    split_settings "$@"
    shift ${#settings[@]}
    case $1 in
    any | ranks_only) shift ;;
    *) return 0 ;;
    esac
    try_mistake "$code" "$pattern" mpi ranks 3 env "$@"
}

. "$tests/cli/bad_inputs.sh"
[ "$tried" -gt 60 ] || fail "only $tried commands were tried"
finish "$tried bad commands with three ranks"
