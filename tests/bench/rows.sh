#!/usr/bin/env bash
# How fast convoy-report reads samples, beside two programs that do less with the same file: wc, which
# only counts lines, and an awk script that keeps the mean time of every configuration. Prints
# seconds, rows per second of wall time and peak memory of each. Reports only: a slow machine is no failure.
#
#   tests/bench/rows.sh [BUILD [ROWS]]     BUILD: a built tree with tests (default: build/release)
#                                          ROWS: default 1000000; 400 bytes each, in $TMPDIR
set -euo pipefail
export LC_ALL=C

build=${1:-build/release} rows=${2:-1000000}
for program in bin/convoy-report tests/bench/convoy_rows tests/bench/convoy_timed; do
    if [[ ! -x $build/$program ]]; then
        echo "rows.sh: no $build/$program: build the tree with its tests first" >&2
        exit 4
    fi
done
if [[ ! $rows =~ ^[1-9][0-9]*$ ]]; then
    echo "rows.sh: ROWS is a number: '$rows'" >&2
    exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/tests/bench/convoy_rows" "$rows" >"$work/samples.csv"

# Mean time by kernel, driver, lock and workers of the rows that count. Our rows have no quoted fields.
group_by='
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i
              kernel = at["kernel"]; driver = at["driver"]; lock = at["gil"]; workers = at["workers"]
              time = at["wall_s"]; phase = at["phase"]; ok = at["ok"]; next }
    $phase == "measure" && $ok == 1 && $time > 0 { key = $kernel FS $driver FS $lock FS $workers
                                                   sum[key] += $time; count[key]++ }
    END { for (key in sum) print key, sum[key] / count[key] }'

# timed NAME COMMAND...: one line of the table. The file is in memory for all of them: it was just written.
timed() {
    local name=$1
    shift
    "$build/tests/bench/convoy_timed" "$@" >"$work/out" 2>"$work/cost" || { cat "$work/cost" >&2; exit 1; }
    tail -n 1 "$work/cost" | awk -v name="$name" -v rows="$rows" \
        '{ printf "%-14s %9.2f %9.2f %12.0f %9.0f\n", name, $1, $2, rows / $1, $3 / 1048576 }'
}

printf '%s rows, %s MB, load average %s\n\n' "$rows" "$(($(stat -c %s "$work/samples.csv") / 1000000))" \
    "$(cut -d' ' -f1 /proc/loadavg)"
printf '%-14s %9s %9s %12s %9s\n' program 'wall s' 'cpu s' 'rows per s' 'peak MiB'
timed 'wc -l' wc -l "$work/samples.csv"
timed 'awk group-by' awk -F, "$group_by" "$work/samples.csv"
configurations=$(wc -l <"$work/out")
timed convoy-report "$build/bin/convoy-report" --no-plots -o "$work/report" "$work/samples.csv"
printf '\nconvoy-report has %s configurations, awk %s\n' \
    "$(($(wc -l <"$work/report/summary.csv") - 1))" "$configurations"
