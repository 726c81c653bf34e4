#!/bin/sh
# The program as a user meets it: exit codes, messages, files, a page that needs nobody else.
set -u
report=$1
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# expect CODE PATTERN ARGUMENT...: exit code, and what stdout and stderr together must hold.
expect() {
    code=$1 pattern=$2
    shift 2
    output=$("$report" "$@" 2>&1)
    got=$?
    [ "$got" = "$code" ] || fail "'$*' ended with $got instead of $code: $output"
    printf '%s\n' "$output" | grep -q -e "$pattern" || fail "'$*' does not say '$pattern': $output"
}

mkdir "$dir/study"
awk 'BEGIN {
    print "kernel,driver,workers,wall_s,launch"
    for (launch = 1; launch <= 8; launch++) {
        print "k<&>,serial,1," 1 + launch / 1000 "," launch
        for (workers = 1; workers <= 4; workers *= 2) {
            print "k<&>,omp," workers "," (1 + launch / 1000) / workers "," launch
            print "k<&>,mpi," workers "," (1.2 + launch / 1000) / workers "," launch
        }
    }
}' > "$dir/study/samples.csv"
echo '{"host": "</pre><script>"}' > "$dir/study/provenance.json"
echo '[{"ph":"X","name":"k task 0","pid":0,"tid":0,"ts":1,"dur":5}]' > "$dir/study/trace-one.json"

expect 0 'Usage: convoy-report' --help
expect 0 'convoy-report [0-9]' --version
expect 2 'name a CSV file'
expect 2 "cannot read .*nothing.csv" "$dir/nothing.csv"
expect 2 'did you mean --title' --titel x
expect 0 'threads are 1.20 times as fast as processes' "$dir/study"
expect 0 'Report: ' -o "$dir/deep/er" --title 'A <title>' --no-plots "$dir/study/samples.csv"
expect 0 'median time' -o "$dir/formats" --verbose --no-plots "$dir/study"
expect 2 "format: .*xml" --format xml "$dir/study"
expect 2 '--format goes without --lint' --lint --format md "$dir/study"
expect 2 '--verbose goes without --compare' --compare --verbose "$dir/study" "$dir/study"
expect 0 '"verdict"\|"rows"\|{' --compare --format json "$dir/study" "$dir/study"
for format in csv json md; do
    output=$("$report" -o "$dir/formats" --no-plots --format "$format" "$dir/study" 2> "$dir/stderr") ||
        fail "--format $format ended with $?"
    printf '%s\n' "$output" | grep -q 'threads: 1.20 times as fast' || fail "--format $format has no answer: $output"
    printf '%s\n' "$output" | grep -q 'Report: ' && fail "--format $format prints more than the table"
    grep -q 'Report: .*/report.html' "$dir/stderr" || fail "--format $format does not say where the page is"
done
printf 'kernel,driver,workers\n' > "$dir/bad.csv"
expect 2 'bad.csv:1: the header has no column wall_s' "$dir/bad.csv"
printf 'kernel,driver,workers,wall_s\nk,omp,1,0\n' > "$dir/empty.csv"
expect 2 'none of 1 row can be used' "$dir/empty.csv"
: > "$dir/file"
expect 4 'cannot make folder' -o "$dir/file/x" "$dir/study"


# Two CSV files in one folder have a report each; what an earlier report drew does not stay.
cp "$dir/study/samples.csv" "$dir/study/second.csv"
expect 0 'Report: .*/second-report/report.html' --no-plots "$dir/study/second.csv"
[ -s "$dir/study/second-report/report.html" ] || fail "second.csv has no report of its own"
for name in old.time.svg old.time.pdf old.dat theirs.svg theirs.gp theirs.dat; do
    : > "$dir/study/report/plots/$name"
done
echo '# Draws old.time.svg and old.time.pdf: gnuplot old.time.gp' > "$dir/study/report/plots/old.time.gp"
expect 0 'Report: .*/study/report/report.html' "$dir/study"
[ "$(cd "$dir/study/report/plots" && echo old.* theirs.*)" = 'old.* theirs.dat theirs.gp theirs.svg' ] ||
    fail "pictures of an earlier report are still there, or files of others are not"

page=$dir/study/report/report.html
for file in report.html summary.csv models.csv verdicts.csv plots/k.dat plots/k.time.gp plots/k.speedup.gp \
    extrap/k.txt \
    plots/timeline-1-one.gp; do
    [ -s "$dir/study/report/$file" ] || fail "$file was not written"
done
awk '!/^#/ && $14 {
    off = $1 > $14 ? $1 - $14 : $14 - $1; seen = 1; if (off > 0.0601 && off > 0.0301 * $14) wrong = 1 } END { exit wrong || !seen }' \
    "$dir/study/report/plots/k.dat" || fail "points stand more than 0.06 and 3 % beside their number of workers"
grep -q '<title>A &lt;title&gt;</title>' "$dir/deep/er/report.html" || fail "the title is not escaped"
[ -e "$dir/deep/er/plots" ] && fail "--no-plots made plots"
grep -q 'k&lt;&amp;&gt;' "$page" || fail "names are not escaped"
grep -q '&lt;/pre&gt;&lt;script&gt;' "$page" || fail "the provenance is not escaped"
[ "$(grep -ci '<script' "$page")" -eq 1 ] || fail "the page has other scripts than its own"
grep -qi -e '<link' -e ' src=' -e '@import' "$page" && fail "the page needs something outside itself"
grep -q '<p class="facts">base serial, 1 worker: .*(median, 95 % limits .* to .*)' "$page" ||
    fail "the base's time has no limits"
if command -v gnuplot > /dev/null; then
    [ "$(grep -c '<figure' "$page")" -eq 7 ] || fail "not all pictures are in the page"
    for picture in k.time k.speedup k.efficiency k.karp-flatt k.launches drift timeline-1-one; do
        [ -s "$dir/study/report/plots/$picture.svg" ] || fail "no $picture.svg"
        [ -s "$dir/study/report/plots/$picture.pdf" ] || fail "no $picture.pdf"
    done
fi

# The point of one node is in two curves of each panel, and is compared once.
awk 'BEGIN {
    print "kernel,class,driver,nodes,workers,pus,launch,wall_s"
    for (kernel = 1; kernel <= 40; kernel++)
        for (nodes = 1; nodes <= 2; nodes++)
            print "k" kernel ",cpu,mpi," nodes "," 2 * nodes ",2," nodes ",1"
}' > "$dir/nodes.csv"
expect 0 'processes, 2 per node' --compare "$dir/nodes.csv" "$dir/nodes.csv"
[ "$(printf '%s\n' "$output" | grep -c '^  processes')" -eq 80 ] || fail "not two lines for each of 40 panels: $output"

# Without gnuplot: the same answers, no pictures, one sentence that says so.
output=$(PATH=/nonexistent "$report" -o "$dir/bare" "$dir/study" 2>&1) || fail "no gnuplot: $output"
printf '%s\n' "$output" | grep -q 'gnuplot was not found' || fail "nothing is said about gnuplot"
grep -q '<svg' "$dir/bare/report.html" && fail "pictures without gnuplot"
[ -s "$dir/bare/plots/k.time.gp" ] || fail "scripts are not kept without gnuplot"

[ "$failures" -eq 0 ] && echo "all good"
exit "$failures"
