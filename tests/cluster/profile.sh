#!/usr/bin/env bash
# Daemons of the launcher read another host's profile. What it exports for OpenMP moves no worker of convoy-run: threads
# of a rank there are at places of their own, as on the first host.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
[ -x "$CONVOY_BIN/convoy-run" ] || skip "no convoy-run: libinih-dev was missing when this was built"
[ "$(nproc)" -ge 2 ] || skip "one CPU: there is no other place that a variable could keep a thread from"

"$hosts" up 2
printf '#!/bin/sh\nexport OMP_PLACES=cores OMP_PROC_BIND=close GOMP_CPU_AFFINITY=0 OMP_NUM_THREADS=7\nexec %s "$@"\n' \
    "$OMPI_MCA_plm_rsh_agent" >profile.sh
chmod +x profile.sh
printf 'h1\nh2\n' >hostfile
cat >two.study <<'TEXT'
[study]
name = two
title = Are the threads of a rank at two places?
launches = 1
reps = 1
warmup = 0

[layouts]
summary = One rank of two threads on each host, and two ranks.
kernels = empty
drivers = mpi
layout = auto:4
pin = compact
TEXT
OMPI_MCA_plm_rsh_agent=$PWD/profile.sh expect_code 0 on h1 convoy-run "$PWD/two.study" --hostfile hostfile -o out
[ "$(columns out/samples.csv driver hosts | sort | paste -sd ';')" = 'hybrid	h1 h2;mpi	h1*2 h2*2' ] ||
    fail "not on both hosts: $(columns out/samples.csv driver hosts)"
! columns out/samples.csv flags | grep -E 'oversubscribed|overlap' || fail "two workers at one place"
! grep 'share PU' out/log.txt || fail "a mask was narrowed"
finish "a profile elsewhere"
