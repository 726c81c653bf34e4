#!/usr/bin/env bash
# What can be seen mechanically: clang-format, clang-tidy, shellcheck, and who includes what.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=jobs/setup.sh
. jobs/setup.sh

setup_install clang libomp-dev clang-format clang-tidy shellcheck
[ -f build/release/compile_commands.json ] || fail "build first: cmake --preset release && cmake --build --preset release"

# probe/bare/mpi.c is the bare MPI program that probe spawn compares team/mpi.c with.
say "one file includes mpi.h beside the bare program, one has OpenMP pragmas, hwloc.h stays in drivers/pin"
allow() {
    local found
    found=$(git grep -lE "$2" -- kernels drivers analysis | grep -vE "$3" || true)
    [ -z "$found" ] || fail "$1 is not to be in: $found"
}
allow mpi.h '#[[:space:]]*include[[:space:]]*<mpi\.h>' '^drivers/(team/mpi\.c|probe/bare/mpi\.c|sim/adapt_mpi\.h)$'
allow OpenMP '#[[:space:]]*pragma[[:space:]]+omp' '^drivers/team/omp\.c$'
allow hwloc.h '#[[:space:]]*include[[:space:]]*<hwloc\.h>' '^drivers/pin/'

say "clang-format"
git ls-files -z '*.c' '*.h' | xargs -0 clang-format --dry-run -Werror

say "shellcheck"
git ls-files -z '*.sh' .ci/run | xargs -0 shellcheck -s bash -S error

say "clang-tidy"
# The stand-ins for missing libraries are not part of this build, and convoy-sim has another compiler.
git ls-files -z '*.c' | grep -zvE '(provenance_none|product_missing|sim/(host_sim|main_sim|sim_node|standin|word_sim))\.c$' |
    xargs -0 -P "$(nproc)" -n 8 clang-tidy -p build/release --quiet 2>/dev/null
say "clean"
