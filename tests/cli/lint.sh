#!/usr/bin/env bash
# convoy-report --lint: on samples that our own programs took, and on those of others.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
[ -x "$CONVOY_BIN/convoy-report" ] || skip "no convoy-report: GSL or cJSON is missing"

# outcome RULE: what the last command said of it.
outcome() {
    awk -v rule="$1" '$1 == rule { print $2 == "NOT" ? "not kept" : $2; exit }' stdout
}

expect_outcome() {
    [ "$(outcome "$1")" = "$2" ] || fail "$1: $(outcome "$1") instead of $2"
}

mkdir ours
convoy-serial -k countdown -s 10k -r 2 -o ours/samples.csv >/dev/null
expect_code 0 convoy-report --lint ours
[ "$(grep -cE '^  [HB][0-9]+ ' stdout)" = 24 ] || fail "not 24 rules"
tail -n 1 stdout | grep -Eq '^24 rules: [0-9]+ kept, [0-9]+ not kept, [0-9]+ cannot tell$' || fail "no count"
[ "$(awk 'length > 100' stdout)" = "" ] || fail "lines of more than 100 columns"
# One launch: no limits. The columns are those of the drivers: what they record must be found.
expect_outcome H1 kept
expect_outcome H5 'not kept'
for rule in B1 B2 B4 B5 B8 B10 B12 H10 H12; do
    expect_outcome "$rule" kept
done
[ -e ours/report ] && fail "--lint makes no report"

printf 'kernel,driver,workers,wall_s,speedup\nk,pool,1,2,1\nk,pool,2,1,2\n' >theirs.csv
expect_code 0 convoy-report --lint theirs.csv
expect_outcome H4 'not kept'
expect_outcome H9 cannot
expect_code 0 convoy-report --lint ours theirs.csv

printf 'kernel,driver,workers\n' >bad.csv
expect_code 2 convoy-report --lint bad.csv
expect_code 2 convoy-report --lint
expect_code 2 convoy-report --lint --compare ours ours
expect_code 2 convoy-report --lint -o out ours
finish "checks"
