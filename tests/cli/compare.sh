#!/usr/bin/env bash
# convoy-report --compare as a job script meets it: what decides the exit code, and what is refused.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
[ -x "$CONVOY_BIN/convoy-report" ] || skip "no convoy-report: GSL or cJSON is missing"

# study FOLDER SLOWDOWN SIZE LAUNCHES CPU: two configurations; the second one takes SLOWDOWN times 1 s.
study() {
    mkdir -p "$1"
    awk -v slowdown="$2" -v size="$3" -v launches="$4" 'BEGIN {
        print "kernel,driver,workers,size,launch,wall_s"
        for (launch = 1; launch <= launches; launch++) {
            print "sum,omp,2," size "," launch "," 1 + launch / 2000
            print "sum,mpi,2," size "," launch "," slowdown * (1 + launch / 2000)
        }
    }' >"$1/samples.csv"
    echo '{"hosts":[{"host":"n1","cpu_model":"'"$5"'","kernel":"6.1"}],"launches":[]}' >"$1/provenance.json"
}

# says PATTERN [FILE]: in what the last command printed.
says() {
    grep -Eq -- "$1" "${2:-stdout}" || fail "does not say '$1': $(tail -n 4 "${2:-stdout}")"
}

study old 1 1000 8 fast
study same 1.001 1000 8 fast
study slower 1.10 1000 8 fast
study few 9 1000 5 fast
study larger 1 2000 8 fast
study elsewhere 1.10 1000 8 slow

expect_code 0 convoy-report --compare old old
says '2 configurations compared: 0 slower than the bound allows, 2 equal\.'
expect_code 0 convoy-report --compare old same
expect_code 1 convoy-report --compare old slower
says '^! processes .*1\.10 .*REGRESSION$'
says '^REGRESSION: sum: processes, 2 workers: 1\.10 \('
[ ! -s stderr ] || fail "a regression is no error message: $(head -n 1 stderr)"
expect_code 0 convoy-report --compare slower old
says ' faster$'
expect_code 0 convoy-report --max-slowdown 15% --compare old slower
expect_code 1 convoy-report --max-slowdown 8 --compare old slower/samples.csv
expect_code 0 convoy-report --compare old few
says '^NO LIMITS for 2 of 2 configurations'

expect_code 2 convoy-report --compare old larger
says 'old and larger are not comparable: kernel sum: size 1k / 2k' stderr
expect_code 2 convoy-report --compare old elsewhere
says 'CPU model: fast / slow .*--despite-differences' stderr
[ ! -s stdout ] || fail "something is printed although it was refused"
expect_code 1 convoy-report --despite-differences --compare old elsewhere
says 'NOT COMPARABLE, CPU model: fast / slow'
expect_code 0 convoy-report --despite-differences --compare old larger
rm same/provenance.json
expect_code 0 convoy-report --compare old same
says 'Cannot tell whether both were taken on one machine: there is no readable'

expect_code 1 convoy-report -o out --compare old slower
[ "$(columns out/compare.csv driver outcome max_slowdown launches_new | sort | tr '\t\n' ', ')" = \
    'mpi,regression,0.05,8 omp,equal,0.05,8 ' ] || fail "compare.csv: $(cat out/compare.csv)"
expect_code 4 convoy-report -o old/samples.csv/x --compare old slower
[ -e old/report ] && fail "a comparison makes no report"

expect_code 2 convoy-report --compare old
says 'needs two CSV files or folders, OLD and NEW; 1 given' stderr
expect_code 2 convoy-report --compare old same slower
expect_code 2 convoy-report --compare old nothing
says "cannot read 'nothing'" stderr
for bound in 5%% -5% x % 0.05 nan inf 0x5 1e9 '5 %'; do
    expect_code 2 convoy-report --max-slowdown "$bound" --compare old same
    says '^convoy-report: --max-slowdown: ' stderr
done
expect_code 2 convoy-report --max-slowdown 5% old
expect_code 2 convoy-report --despite-differences old
expect_code 2 convoy-report --title x --compare old same
expect_code 2 convoy-report --no-plots --compare old same
finish "comparisons"
