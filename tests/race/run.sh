#!/usr/bin/env bash
# Looks for data races: installs what is missing, builds what races.sh needs with ThreadSanitizer, clang's
# OpenMP and its Archer, and runs it. ThreadSanitizer and Open MPI do not go together: MPICH it is.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
# shellcheck source=jobs/setup.sh
. jobs/setup.sh

# shellcheck disable=SC2086  # a list of words
setup_install $SETUP_PACKAGES libcmocka-dev clang mpich libmpich-dev
# The runtime with Archer comes in a package of the compiler's version.
setup_install "libomp-$(clang -dumpversion | cut -d. -f1)-dev"
setup_build tsan
say "testing"
ctest --preset tsan --no-tests=error -L '^race$' "$@"
