#!/usr/bin/env bash
# Workers in lockstep in ranks, in threads of ranks, in both: everybody gets from everybody what it must,
# all or only some workers take part, and one that fails leaves nobody waiting.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
program=$CONVOY_BIN/../tests/convoy_lockstep_ranks
[ -x "$program" ] || skip "needs $program"

# march RANKS THREADS WORKERS [FAILING]
march() {
    local count=$1
    shift
    expect_code 0 timeout 60 "$TEST_MPIEXEC" "$TEST_MPIEXEC_COUNT" "$count" "$program" "$@"
    grep -q ': good$' stdout || fail "$count ranks, threads, workers, failing: $*: $(cat stdout)"
}

march 1 1 1
march 1 3 3
march 2 1 2
march 5 1 5
march 5 1 3
march 2 2 4
march 3 3 9
march 3 3 7
march 3 2 3
march 3 3 2
march 3 1 3 1
march 2 3 6 4
march 2 2 3 0
finish "workers in lockstep"
