#!/usr/bin/env bash
# A host file names more hosts than --nodes, and some that are gone: only the first ones are asked. The host that
# convoy-run runs on need not be among them, and then no driver runs there.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
[ -x "$CONVOY_BIN/convoy-run" ] || skip "no convoy-run: libinih-dev was missing when this was built"

cat >hosts.study <<'S'
[study]
name = hosts
title = Who runs what?
launches = 1
reps = 1
warmup = 0

[all]
summary = Every driver.
kernels = empty
drivers = serial, omp, mpi
workers = 2*nodes
S
hosts_of() {
    columns "$1/samples.csv" driver hosts | sort | paste -sd ';'
}
"$hosts" up 3

# h9 there is none. Its like is never asked, here on one node as on two.
slots=' slots=2'
[ $mpiexec_kind = openmpi ] || slots=:2
printf '%s\n' "h1$slots" "h2$slots" h9 >hostfile
expect_code 0 on h1 convoy-run ./hosts.study --hostfile hostfile --nodes 1 -o one
[ "$(hosts_of one)" = 'mpi	h1*2;omp	h1;serial	h1' ] || fail "one node: $(hosts_of one)"
expect_code 0 on h1 convoy-run ./hosts.study --hostfile hostfile --nodes 2 -o two
[ "$(hosts_of two)" = 'mpi	h1*2 h2*2;serial	h1' ] || fail "two nodes: $(hosts_of two)"

# From a host that is not in the file.
printf 'h2\nh3\nh9\n' >hostfile
expect_code 0 on h1 convoy-run ./hosts.study --hostfile hostfile --nodes 1 -o away.one
[ "$(hosts_of away.one)" = 'mpi	h2*2;omp	h2;serial	h2' ] || fail "one node elsewhere: $(hosts_of away.one)"
expect_code 0 on h1 convoy-run ./hosts.study --hostfile hostfile --nodes 2 -o away.two
[ "$(hosts_of away.two)" = 'mpi	h2*2 h3*2;serial	h2' ] || fail "two nodes elsewhere: $(hosts_of away.two)"
# One of them is gone. Only Open MPI's launcher says so at once; MPICH's waits for it, as long as a launch may take.
if [ $mpiexec_kind = openmpi ]; then
    printf 'h2\nh9\n' >hostfile
    expect_code 4 on h1 convoy-run ./hosts.study --hostfile hostfile -o gone
    grep -q 'was lost, and now no answer comes from h9;' stderr || fail "h9 is not named: $(cat stderr)"
    printf 'h9\n' >hostfile
    expect_code 4 on h1 convoy-run ./hosts.study --hostfile hostfile -o gone.one
    grep -q 'launch 1 .* was lost, and now no answer comes from h9;' stderr || fail "h9 alone: $(cat stderr)"
fi
finish "the first hosts of a file, and no others"
