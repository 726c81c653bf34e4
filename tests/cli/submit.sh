#!/usr/bin/env bash
# jobs/slurm/submit.sh without Slurm: what it would submit, and what it says to mistakes in options and site.conf.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

submit=$tests/../jobs/slurm/submit.sh
cat >site.conf <<'TEXT'
# comment
partition = main
  account=abc
qos = long
constraint = rome&ib
modules = gcc openmpi/4.1
launcher = srun
launcher_options = --mpi=pmix --distribution=block
hint = nomultithread
time = 2:00:00
warning_s = 90
requeues = 5
mail = me@example.org
sbatch_options = --reservation=r1 --mem=0
TEXT

# says PATTERN: ./stdout has a line with that, taken literally.
says() {
    grep -qF -e "$1" stdout || fail "nothing like '$1' in: $(head -n 3 stdout)"
}

expect_code 0 "$submit" --nodes 1,2,4 --study strong --site site.conf --results r --seed 7 --dry-run -- --quick
for words in --partition=main --account=abc --qos=long '--constraint=rome\&ib' '--modules gcc\ openmpi/4.1' \
    '--launcher srun' '--launcher-options --mpi=pmix\ --distribution=block' --hint=nomultithread --time=2:00:00 \
    --signal=B:USR1@90 '--requeues 5' --mail-user=me@example.org '--reservation=r1 --mem=0' --exclusive --requeue \
    --dependency=afterany:ID-OF-convoy- 'strong --seed 7 --quick'; do
    says "$words"
done
[ "$(grep -c '^sbatch .*/job\.sh' stdout)" = 3 ] || fail "not three jobs"
grep -q "^sbatch --dependency=singleton .* --job-name=convoy-4$(tr / . <<<"$work/r") .*/job\.sh" stdout || fail "two jobs of a size may run at once"
[ "$(grep -c '^sbatch .*/report\.sh' stdout)" = 1 ] || fail "not one report"
[ "$(grep '^sbatch .*/job\.sh' stdout | grep -o -- ' --nodes=[0-9]*' | grep -o 'nodes.*' | sort)" = "$(printf 'nodes=%s\n' 1 2 4)" ] ||
    fail "not the sizes that were asked for"
grep -A1 '^# .*/job\.sh$' stdout | tail -n 1 | grep -q '^#!' || fail "the script is not shown"
[ ! -e r ] || fail "--dry-run made a folder"

# Beside each job what it does and how long that takes; what one node does beyond several; the report by hand.
grep -Eq '^# job ID-OF-convoy-1: 1 node, about [^,;]+ if its nodes are like this one; sections strong,uneven,nodes$' stdout ||
    fail "the plan of one node: $(grep '^# job' stdout)"
grep -Eq '^# job ID-OF-convoy-4: 4 nodes, about [^,;]+ if .*; sections nodes$' stdout || fail "of four: $(grep '^# job' stdout)"
says 'to have just these everywhere: -- --only nodes'
says "# report at any time: $(realpath "$submit" | sed 's/submit/report/') --bin $CONVOY_BIN --results $work/r --modules gcc"
says "--submit CONVOY_BIN="
expect_code 0 "$submit" --nodes 2,4 --study lock --results r --dry-run
! grep -q 'to have just these' stdout || fail "a remark on one node, which nobody asked for"
says 'sections nodes'
expect_code 2 "$submit" --nodes 2 --study strnog --dry-run

# An estimate beyond the time limit is said, with what the requeues make of it.
printf 'time = 0:10\nwarning_s = 5\nrequeues = 9999\n' >tight.conf
expect_code 0 "$submit" --nodes 1 --study gil --site tight.conf --results r --dry-run
grep -Eq 'longer than time = 0:10: about [0-9]+ starts, it requeues itself\)' stdout || fail "$(grep '^# job' stdout)"
sed -i s/9999/2/ tight.conf
expect_code 0 "$submit" --nodes 1 --study gil --site tight.conf --results r --dry-run
grep -Eq 'about [0-9]+ starts, more than requeues = 2 allow; raise one of them' stdout || fail "$(grep '^# job' stdout)"
whole=$(grep -o 'about [0-9]* starts' stdout)
expect_code 0 "$submit" --nodes 1 --study gil --site tight.conf --results r --array 8 --dry-run
grep -q ', 8 launches, each about ' stdout || fail "array: $(grep '^# job' stdout)"
[ "$(grep -o 'about [0-9]* starts' stdout)" != "$whole" ] || fail "an element of an array takes as long as all"
printf 'time = 1-0\n' >long.conf
expect_code 0 "$submit" --nodes 1 --study gil --site long.conf --results r --dry-run
! grep -q 'longer than time' stdout || fail "a day is not enough: $(grep '^# job' stdout)"

# Same seed, same order; not always as given.
orders=$(for seed in 1 2 3 4 5 6 7 8; do
    "$submit" --nodes 1,2,4,8 --site site.conf --seed $seed --dry-run | grep -o 'nodes=[0-9]*' | head -n 4 | paste -sd ' '
done | sort -u | wc -l)
[ "$orders" -gt 1 ] || fail "never another order"
expect_code 0 "$submit" --nodes 1,2 --array 6 --site site.conf --results r --dry-run
[ "$(grep -c -- '--array=1-6 .*job-%A-%a.log' stdout)" = 2 ] || fail "no arrays: $(head -n 1 stdout)"

printf 'exclusive = no\ncpus_per_node = 12' >shared.conf
expect_code 0 "$submit" --nodes 2 --site shared.conf --results r --dry-run
says '--ntasks-per-node=1 --cpus-per-task=12'
! grep '^sbatch' stdout | grep -q -- --exclusive || fail "exclusive = no is exclusive"
expect_code 0 "$submit" --nodes 2 --site "$tests/../jobs/slurm/site.conf.example" --dry-run

# refused PATTERN OPTION...: code 2, one line.
refused() {
    local pattern=$1
    shift
    expect_code 2 "$submit" "$@"
    [ "$(wc -l <stderr)" = 1 ] || fail "$*: not one line: $(cat stderr)"
    grep -Eq -- "$pattern" stderr || fail "$*: says: $(cat stderr)"
}
refused '--nodes is needed'
refused "--nodes: 'x' in '1,x'" --nodes 1,x
refused "--nodes: '0' in" --nodes 0
refused '--nodes needs a value' --nodes
refused '--nodes: 2 is there twice' --nodes 2,1,2
refused 'unknown option --node;' --node 1
refused "--array: 'many' is not a whole number" --nodes 1 --array many
refused '--study: ./none.study cannot be read' --nodes 1 --study ./none.study --dry-run
refused '--site: nowhere is no file that can be read' --nodes 1 --site nowhere
refused '--site: tmp is no file that can be read' --nodes 1 --site tmp
expect_code 0 "$submit" -h
says 'Usage: jobs/slurm/submit.sh --nodes LIST'

# wrong_site LINE PATTERN: what the last line of a site.conf is refused for.
wrong_site() {
    printf '# line 1\npartition = main\n%s\n' "$1" >wrong.conf
    refused "^submit.sh: wrong.conf:3: $2" --nodes 1 --site wrong.conf --dry-run
}
wrong_site 'partitions = main' "unknown key 'partitions'; known are: partition account"
wrong_site 'launcher = aprun' "launcher = 'aprun' is no value"
wrong_site 'exclusive = maybe' "exclusive = 'maybe' is no value"
wrong_site 'time = soon' "time = 'soon' is no value"
wrong_site 'requeues = -1' "requeues = '-1' is no value"
wrong_site 'just words' "'just words' is no KEY = VALUE"
printf 'exclusive = no\n' >wrong.conf
refused 'exclusive = no needs cpus_per_node' --nodes 1 --site wrong.conf --dry-run
for limit in 2 1 2:00 0:1:59 0-0:2 0-0:1:60 0-0; do
    printf 'time = %s\n' "$limit" >wrong.conf
    refused "^submit.sh: wrong.conf: warning_s = 120 is no less than time = $limit, which is [0-9]+ s$" --nodes 1 --site wrong.conf --dry-run
done
# report_time TIME WANTED: an hour for the report, or less where jobs have less.
report_time() {
    printf 'time = %s\n' "$1" >limit.conf
    expect_code 0 "$submit" --nodes 1 --site limit.conf --dry-run
    grep '^sbatch .*/report\.sh' stdout | grep -q -- " --time=$2 " || fail "time = $1: $(grep '/report\.sh' stdout)"
}
report_time 30 30
report_time 2:01 2:01
report_time 0-1 60
report_time 2:00:00 60
# Stand-ins for a cluster of two partitions, whose sbatch takes as many jobs as it is told.
mkdir fake
printf '#!/bin/sh\nprintf "small 4\\nbig* 6\\nbig* 2\\n"\n' >fake/sinfo
printf '#!/bin/sh\necho x >>taken && [ $(wc -l <taken) -le ${TAKES:-99} ] && wc -l <taken\n' >fake/sbatch
chmod +x fake/*
# cluster CODE OPTION...
cluster() {
    local wanted=$1
    shift
    rm -rf taken out
    PATH=$work/fake:$PATH expect_code "$wanted" "$submit" --study strong --results out "$@"
}
printf 'partition = small\n' >small.conf
cluster 2 --nodes 2,5 --site small.conf
grep -q -- '--nodes: 5, but partition small has 4: the job would wait for ever' stderr || fail "too large: $(cat stderr)"
[ ! -e taken ] && [ ! -e out ] || fail "too large: and yet submitted"
cluster 0 --nodes 2,4 --site small.conf
says 'job 3: the report'
for conf in 'partition = small,big' 'partition = elsewhere' $'partition = small\nsbatch_options = --reservation=r'; do
    printf '%s\n' "$conf" >unsure.conf
    cluster 0 --nodes 2,50 --site unsure.conf
    ! grep -q 'wait for ever' stdout stderr || fail "$conf: knows too much: $(cat stdout)"
done
printf 'time = 60\n' >any.conf
cluster 0 --nodes 9 --site any.conf
says 'the default partition has 8 nodes: the job of 9 may wait for ever'
TAKES=2 cluster 4 --nodes 1,2,4 --site any.conf
grep -q 'sbatch refused: .*; to take back what was submitted before: scancel 1 2$' stderr || fail "refused: $(cat stderr)"

# Folders that cannot be made, and one that nothing came into.
PATH=$work/fake:$PATH expect_code 4 "$submit" --nodes 1 --results /proc/nope
grep -q '^submit.sh: --results: .*/proc/nope' stderr && [ "$(wc -l <stderr)" = 1 ] || fail "--results: $(cat stderr)"
TAKES=0 cluster 4 --nodes 1 --site any.conf
grep -q '^submit.sh: sbatch refused: sbatch ' stderr || fail "refused: $(cat stderr)"
[ ! -e out ] || fail "the first job was refused: left behind: $(find out)"
mkdir old
TAKES=0 PATH=$work/fake:$PATH expect_code 4 "$submit" --nodes 1 --results old
[ -d old ] || fail "a folder that was there is gone"

# Programs: where they are said to be, and with the modules that they need.
CONVOY_BIN=nonexist refused '^submit.sh: CONVOY_BIN: no convoy-run in nonexist$' --nodes 1
CONVOY_BIN=/nonexist refused '^submit.sh: CONVOY_BIN: no convoy-run in /nonexist$' --nodes 1 --dry-run
mkdir -p needy modules/init
printf '#!/bin/sh\n[ -n "$LOADED" ] || { echo libmpi.so.40: cannot open shared object file >&2; exit 127; }\nexec "%s/convoy-run" "$@"\n' "$CONVOY_BIN" >needy/convoy-run
printf 'module() { [ "$2" != none-such ] && export LOADED="$2"; }\n' >modules/init/bash
chmod +x needy/convoy-run
export MODULESHOME=$work/modules LMOD_PKG=$work/none
printf 'modules = gcc openmpi\n' >with.conf
for run in '' --dry-run; do
    CONVOY_BIN=$work/needy cluster 4 --nodes 1 --site any.conf $run
    grep -q 'needy/convoy-run cannot be run here, code 127; what it needs stands behind modules in site.conf$' stderr || fail "$run: $(cat stderr)"
    [ ! -e taken ] && [ ! -e out ] || fail "cannot be run, and yet submitted"
    CONVOY_BIN=$work/needy cluster 0 --nodes 1 --site with.conf $run
    says '1 node, about '
done
printf 'modules = none-such\n' >without.conf
cluster 2 --nodes 1 --site without.conf
grep -qx 'submit.sh: without.conf: modules = none-such cannot be loaded' stderr || fail "modules: $(cat stderr)"
cluster 0 --nodes 1 --site without.conf --dry-run
says '# modules = none-such cannot be loaded here'

# What convoy-run itself would refuse in the job.
expect_code 2 "$submit" --nodes 2 --study strnog
grep -q "no study 'strnog'; did you mean strong" stderr || fail "wrong study: $(cat stderr)"
[ ! -e results ] || fail "wrong study: a folder was made"
# The report by hand: what keeps it from being written is said, with the command to write it later.
report=$(realpath "$tests/../jobs/slurm/report.sh")
mkdir -p 'my out/runs/n1' bin
expect_code 4 "$report" --bin "$work/bin" --results 'my out'
grep -Eq '^convoy: no report of my out: there is no .*; to write it later: .*/report.sh --bin .* --results my\\ out $' stdout || fail "$(cat stdout)"
printf '#!/bin/sh\n[ ! -e broken ] || exit 2\nmkdir -p "$2"\ncat "$3"/runs/*/samples.csv >"$2/report.html"\n' >bin/convoy-report
printf 'if [ -e more ]; then mv more "$3/runs/n1/samples.csv"; fi\necho Report: "$2/report.html"\n' >>bin/convoy-report
chmod +x bin/convoy-report
expect_code 2 "$report" --bin "$work/bin" --results 'my out'
says 'convoy: no report of my out: nothing is measured there yet'
echo 1 >'my out/runs/n1/samples.csv'
expect_code 0 "$report" --bin "$work/bin" --results 'my out'
[ "$(head -n 1 stdout)" = 'Report: my out/report/report.html' ] || fail "$(cat stdout)"
echo 12 >more # a job ends while the report is made: it is made once more, over all rows
expect_code 0 "$report" --bin "$work/bin" --results 'my out'
[ "$(cat 'my out/report/report.html')" = 12 ] || fail "an old report stayed: $(cat 'my out/report/report.html')"
touch broken
expect_code 2 "$report" --bin "$work/bin" --results 'my out'
says 'convoy: no report of my out: see above; to write it later:'
[ -s 'my out/report/report.html' ] || fail "a failed report took the old one away"
rm broken
for _ in 1 2 3 4 5 6 7 8; do "$report" --bin "$work/bin" --results 'my out' >>many 2>&1 & done
for _ in 1 2 3 4 5 6 7 8; do wait -n || fail "one of eight at once: $(cat many)"; done
[ "$(ls -A 'my out' | sort | paste -sd ' ')" = 'report runs' ] && [ "$(ls -A 'my out/report')" = report.html ] ||
    fail "left behind: $(find 'my out')"
expect_code 2 "$report" --bin "$work/bin" --results nowhere
expect_code 2 "$report" --results
grep -qx 'report.sh: --results needs a value' stderr || fail "report: $(cat stderr)"
finish "submit.sh"
