#!/usr/bin/env bash
# What the harness costs, beside the same work without it: prints one table, then whether the goals
# are reached. Reports only: ends with 0 whatever the figures are. Takes less than a minute.
#
#   tests/bench/overhead.sh [BUILD]      BUILD: a built tree with tests (default: build/release)
set -euo pipefail

build=${1:-build/release}
mpirun=${MPIRUN:-mpirun}
ranks=$(env -u OMP_NUM_THREADS -u OMP_THREAD_LIMIT nproc)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Open MPI: root, containers, one-sided calls, no binding; other MPI libraries ignore this.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_osc=^ucx

for program in bin/convoy-omp bin/convoy-mpi tests/bench/convoy_overhead_{threads,ranks}; do
    if [[ ! -x $build/$program ]]; then
        echo "overhead.sh: no $build/$program: build the tree with its tests first" >&2
        exit 4
    fi
done

# repetition MODEL COMMAND...: the median step from row to row of a kernel that does nothing
repetition() {
    local model=$1 rows=$work/$1.csv
    shift
    "$@" -p compact -k empty --warmup 0 -r 1000 -o "$rows" </dev/null >"$work/out"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "timestamp_utc") column = i; next }
        { split(substr($column, 12), time, /[:Z]/)
          now_us = 1e6 * (3600 * time[1] + 60 * time[2] + time[3])
          if (NR > 2) print now_us - last_us
          last_us = now_us }' "$rows" | sort -g |
        awk -v model="$model" -v workers="$ranks" '{ step_us[NR] = $1 }
            END { printf "%-8s %-16s %-8s %7d %.0f us from row to row when the work is nothing\n",
                         model, "repetition", "-", workers, step_us[int(NR / 2)] }'
}

run_all() {
    "$build/tests/bench/convoy_overhead_threads"
    repetition threads "$build/bin/convoy-omp" -w "$ranks"
    "$mpirun" -n "$ranks" "$build/tests/bench/convoy_overhead_ranks" </dev/null | tail -n +2
    repetition ranks "$mpirun" -n "$ranks" "$build/bin/convoy-mpi"
}

cat <<'TEXT'
us: processor time one worker spends on one task, dispatching included; bare: `omp for` or a plain MPI program (block loop,
MPI_Fetch_and_op) around the same call, ours: the harness; ratio and added: medians of paired runs, made in turn.

TEXT
run_all | tee "$work/all" | grep --line-buffered -v '^goal'
cat <<'TEXT'

METG(50 %): the shortest task, dispatching included, at which half of the peak rate is left. lock off, bare: our dispatch written
without the lock; one task per worker (whole) and tasks of 1 us. barrier: wall time of one; bare: `omp barrier`, MPI_Barrier.

TEXT
grep '^goal' "$work/all"
echo "load average: $(cut -d' ' -f1 /proc/loadavg) on $ranks processors"
