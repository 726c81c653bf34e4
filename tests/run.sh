#!/usr/bin/env bash
# Installs what is missing, builds, runs the tests. Options behind the preset go to ctest.
set -euo pipefail

preset=release
ctest_options=()
while [ $# -gt 0 ]; do
    case $1 in
    --preset) preset=${2:?--preset needs a name} && shift ;;
    --help)
        printf 'Usage: tests/run.sh [--preset release|debug|asan|clang|mpich|bare] [ctest option]...\n'
        printf 'Install what is missing, build, run the tests. Example: tests/run.sh -L unit\n'
        exit 0
        ;;
    *) ctest_options+=("$1") ;;
    esac
    shift
done

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=jobs/setup.sh
. jobs/setup.sh

others=
case $preset in
clang) others="clang libomp-dev" ;;
mpich) others="mpich libmpich-dev" ;;
# Several hosts, a real Slurm, simulated clusters: label cluster and convoy-sim. All of it runs as folders and
# processes of the tests; no service of this machine is used.
release) others="iproute2 slurm-wlm munge libpmix-dev libsimgrid-dev" ;;
esac
# The browser that looks at the report's page. Ubuntu has it as a snap only: there that test is skipped.
browser=
! grep -q '^ID=debian' /etc/os-release 2>/dev/null || browser="chromium chromium-driver"
# shellcheck disable=SC2086  # a list of words
setup_install $SETUP_PACKAGES libcmocka-dev python3 $browser $others
setup_build "$preset"
say "testing"
# One test at a time: several of them measure ratios, and the machine may have two cores.
ctest --preset "$preset" --no-tests=error "${ctest_options[@]}"
