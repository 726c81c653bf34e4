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
[ "$(grep -c '^sbatch .*/report\.sh' stdout)" = 1 ] || fail "not one report"
[ "$(grep '^sbatch .*/job\.sh' stdout | grep -o -- ' --nodes=[0-9]*' | grep -o 'nodes.*' | sort)" = "$(printf 'nodes=%s\n' 1 2 4)" ] ||
    fail "not the sizes that were asked for"
grep -A1 '^# .*/job\.sh$' stdout | tail -n 1 | grep -q '^#!' || fail "the script is not shown"
[ ! -e r ] || fail "--dry-run made a folder"

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
refused 'site.conf: nowhere cannot be read' --nodes 1 --site nowhere

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
printf 'time = 2\n' >wrong.conf
refused 'warning_s = 120 is no less than time = 2 minutes' --nodes 1 --site wrong.conf --dry-run
# What convoy-run itself would refuse in the job.
expect_code 2 "$submit" --nodes 2 --study strnog
grep -q "no study 'strnog'; did you mean strong" stderr || fail "wrong study: $(cat stderr)"
[ ! -e results ] || fail "wrong study: a folder was made"
finish "submit.sh"
