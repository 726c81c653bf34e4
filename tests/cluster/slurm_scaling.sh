#!/usr/bin/env bash
# submit.sh under a real Slurm: strong scaling over 1, 2 and 4 nodes with both launchers, several jobs into one
# results folder at once, arrays whose elements are launches, hybrid layouts, and a report of all of it.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/slurm_common.sh"
slurm_up 12

cat >strong.study <<'TEXT'
[study]
name = strong
title = Does fixed work scale over nodes?
launches = 2
reps = 2
warmup = 1

[nodes]
summary = Fixed work on all cores of all nodes.
kernels = countdown
size = 1M
drivers = serial, mpi
workers = 2*nodes
TEXT

cat >hybrid.study <<'TEXT'
[study]
name = hybrid
title = Which layout fills two nodes best?
launches = 1
reps = 2
warmup = 1

[layouts]
summary = Ranks of threads, all ways.
kernels = countdown
size = 1M
drivers = serial, mpi
layout = auto:4*nodes
TEXT

# As many workers as the job has cores, on nodes that have more.
cat >part.study <<'TEXT'
[study]
name = part
title = Does a job keep to its part of a node?
launches = 1
reps = 1
warmup = 0

[nodes]
summary = All cores of the job, ranks with places.
kernels = empty
drivers = serial, mpi
workers = cores*nodes
pin = compact
TEXT

# measured FOLDER NODES ROWS: all rows of a job, from as many hosts as it has nodes.
measured() {
    local file=$1/samples.csv
    [ -f "$file" ] || { fail "$1: nothing measured: $(cat "${1%%/*}"/job-*.log)" && return; }
    all_ok "$file"
    [ "$(row_count "$file")" = "$3" ] || fail "$1: $(row_count "$file") rows instead of $3"
    [ "$(columns "$file" driver nodes workers | sort -u | paste -sd ' ')" = "mpi	$2	$((2 * $2)) serial	1	1" ] ||
        fail "$1: $(columns "$file" driver nodes workers | sort -u)"
}

# With so many nodes nearly all of these run at the same time.
submitted mpirun --nodes 1,2,4 --study strong.study
first=$(job_of mpirun 4)
submitted mpirun --nodes 4 --study strong.study # waits for the first, and finds nothing to do
submitted hybrid-mpirun --nodes 2 --study hybrid.study
printf 'time = 5\nlauncher = srun\n' >site.conf
submitted srun --nodes 2,4 --study strong.study
submitted hybrid-srun --nodes 2 --study hybrid.study
printf 'time = 5\nexclusive = no\ncpus_per_node = 2\n' >site.conf
submitted array --nodes 2 --array 3 --study strong.study
printf 'time = 5\nexclusive = no\ncpus_per_node = 1\n' >site.conf
submitted part-mpirun --nodes 1,2 --study part.study
printf 'launcher = srun\n' >>site.conf
submitted part-srun --nodes 2 --study part.study
await_jobs 100

for nodes in 1 2 4; do measured mpirun/runs/nodes-$nodes $nodes 12; done
for nodes in 2 4; do measured srun/runs/nodes-$nodes $nodes 12; done
for element in 1 2 3; do measured array/runs/nodes-2-round-$element 2 6; done
for launcher in mpirun srun; do
    workers=$(columns part-$launcher/runs/nodes-2/samples.csv driver nodes workers | sort -u | paste -sd ' ')
    [ "$workers" = "mpi	2	2 serial	1	1" ] || fail "part of a node, $launcher: $workers"
    file=hybrid-$launcher/runs/nodes-2/samples.csv
    all_ok "$file"
    layouts=$(columns "$file" driver nodes ranks threads | sort -u | tr '\t' ' ' | paste -sd ';')
    [ "$layouts" = 'hybrid 2 2 4;hybrid 2 4 2;mpi 2 8 1;serial 1 1 1' ] || fail "$launcher: layouts $layouts"
done
grep -q '^\$ .*mpi[a-z.]* -n 8 --map-by ppr:2:node' mpirun/runs/nodes-4/log.txt || fail "mpirun was not used: $(grep '^\$' mpirun/runs/nodes-4/log.txt | tail -n 2)"
grep -q '^\$ .*/srun .*-n 8 .*--mpi=pmix' srun/runs/nodes-4/log.txt || fail "srun was not used"
[ "$(grep -h '^convoy: job .*: done, 12 rows in' mpirun/job-*.log | wc -l)" = 4 ] || fail "$(cat mpirun/job-*.log)"
begun=$(job_field "$(job_of mpirun 4)" StartTime)
[[ ! $begun < $(job_field "$first" EndTime) ]] || fail "two jobs of one size at the same time"

# The report came last, and has the curve over nodes.
for name in mpirun srun array hybrid-mpirun hybrid-srun; do
    [ "$(job_field "$(job_of $name report)" ExitCode)" = 0:0 ] || fail "$name: $(cat $name/report-*.log)"
    [ -s $name/report/report.html ] || fail "$name: no report"
done
curve=$(columns mpirun/report/summary.csv driver workers launches | sort -u | sort -n -k 2 | paste -sd " ")
[ "$curve" = "serial	1	6 mpi	2	2 mpi	4	2 mpi	8	2" ] || fail "the curve: $curve: $(cut -d , -f 1-20 mpirun/report/summary.csv)"
columns array/report/summary.csv driver workers launches | grep -q "mpi	4	3" || fail "three elements are not three launches"
finish "scaling over nodes"
