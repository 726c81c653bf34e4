#!/usr/bin/env bash
# An MPI library that allows less than was asked for: code 4 and one clear line.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
library=$CONVOY_BIN/../tests/libconvoy_mpi_single.so
[ -f "$library" ] || skip "needs $library"

expect_code 4 ranks 2 env LD_PRELOAD="$library" convoy-mpi -t 2 -k empty -r 1
our_lines >lines.txt
[ "$(wc -l <lines.txt)" = 1 ] || fail "$(wc -l <lines.txt) lines instead of one"
grep -q 'MPI_THREAD_FUNNELED was asked for, MPI_Init_thread gave MPI_THREAD_SINGLE' lines.txt ||
    fail "$(head -n 1 lines.txt)"
expect_code 0 ranks 2 convoy-mpi -t 2 -k empty -r 1
finish "thread level"
