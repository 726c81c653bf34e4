# What the tests under Slurm share; sourced, after lib.sh, by each. Gives: $shared, a folder that all nodes see.

[ "$(id -u)" = 0 ] || skip "a Slurm of virtual nodes needs root"
for tool in slurmctld slurmd sbatch munged ip unshare nsenter; do
    command -v $tool >/dev/null || skip "no $tool: packages slurm-wlm, munge, libpmix-dev, iproute2"
done
for tool in run report; do
    [ -x "$CONVOY_BIN/convoy-$tool" ] || skip "no convoy-$tool: libinih-dev, libgsl-dev or libcjson-dev was missing when this was built"
done
unshare --uts --mount --net --ipc --pid --fork true 2>/dev/null || skip "no namespaces here"

# Settings for one node would reach the jobs.
unset OMPI_MCA_pml OMPI_MCA_btl
shared=$(mktemp -d /tmp/cvXXXX)
cleanup+=("slurm down" "rm -rf $shared")
submit_sh=$tests/../jobs/slurm/submit.sh

slurm() {
    bash "$tests/cluster/slurm_lab.sh" "$shared/lab" "$@"
}

# slurm_up NODES
slurm_up() {
    slurm up "$1" || fail "no Slurm"
    [ "$failures" = 0 ] || finish
    cd "$shared"
    printf 'time = 5\n' >site.conf
}

# submitted NAME OPTION...: submits into $shared/NAME; ids of its jobs in the order of node counts: job_of NAME NODES
submitted() {
    local name=$1
    shift
    slurm run env CONVOY_BIN="$CONVOY_BIN" bash "$submit_sh" --results "$shared/$name" --site site.conf "$@" \
        >"$name.submit" 2>&1 || fail "$name: submit.sh: $(cat "$name.submit")"
}

job_of() {
    awk -F, -v nodes="$2" '$2 == nodes { id = $1 } END { print id }' "$1/jobs.csv"
}

# Of the job as a whole, or of the array's element ID_K.
job_field() {
    slurm run scontrol -o show job "$1" | tr ' ' '\n' | sed -n "s/^$2=//p" | head -n 1
}

# A squeue that cannot reach its controller prints nothing, too.
queue_is_empty() {
    local jobs
    jobs=$(slurm run squeue -h) && [ -z "$jobs" ]
}

# await_jobs SECONDS
await_jobs() {
    wait_for "$1" queue_is_empty || fail "still there: $(slurm run squeue -h -o '%i %j %T %r')"
}

# writers_of NAME PROGRAM: pids of those that write below $shared/NAME.
writers_of() {
    local folder
    local -a words
    for folder in /proc/[0-9]*; do
        { mapfile -d '' -t words <"$folder/cmdline"; } 2>/dev/null || continue
        [[ ${words[0]:-} == */"$2" && "${words[*]} " == *" $shared/$1"[/\ ]* ]] && echo "${folder#/proc/}"
    done
    return 0
}

all_ok() {
    expect_whole_rows "$1"
    [ -z "$(columns "$1" ok | grep -v '^1$')" ] || fail "$1: a row that is not ok"
}
