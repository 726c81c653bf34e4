#!/usr/bin/env bash
# Fuzzes the CSV reader and the loader of convoy-report for some seconds (default: 60), from the
# corpus on. Installs what is missing, builds build/fuzz. Ends with another code than 0 if there is a
# finding: its input is named and kept; fixed, it belongs into tests/fuzz/corpus.
#
#   tests/fuzz/run.sh [SECONDS]
set -euo pipefail
seconds=${1:-60}
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.."
# shellcheck source=jobs/setup.sh
. jobs/setup.sh

# shellcheck disable=SC2086  # a list of words
setup_install $SETUP_PACKAGES clang libomp-dev
# libFuzzer comes in a package of the compiler's version.
setup_install "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
setup_build fuzz

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
findings=build/fuzz/findings
mkdir -p "$findings" "$work/corpus"
say "fuzzing for $seconds s; inputs that break something are kept in $findings"
# What is new is kept in the first folder, which is not the one in the repository.
if ! build/fuzz/tests/convoy_fuzz_csv -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -dict=tests/fuzz/csv.dict -artifact_prefix="$findings/" -print_final_stats=1 \
    "$work/corpus" tests/fuzz/corpus >"$work/log" 2>&1; then
    tail -n 60 "$work/log" >&2
    fail "a finding, see $findings"
fi
grep -E '^(Done|stat::number_of_executed_units|stat::average_exec_per_sec|stat::peak_rss_mb)' "$work/log"
