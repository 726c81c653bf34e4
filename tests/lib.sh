# Common to the tests that run the real programs; sourced, after `set -euo pipefail`, by each.
#
# programs.cmake sets: CONVOY_BIN (folder of the programs), TEST_MPIEXEC, TEST_MPIEXEC_COUNT (the
# launcher and its flag for the number of ranks), TEST_PYTHON (may be empty).
# Gives: $work, a temporary folder that is removed at exit, which is the working directory.

: "${CONVOY_BIN:?folder of the programs}" "${TEST_MPIEXEC:=mpirun}" "${TEST_MPIEXEC_COUNT:=-n}"
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PATH=$CONVOY_BIN:$PATH
unset CONVOY_STUDY CONVOY_RUN_ID CONVOY_LAUNCH CONVOY_EXEC_NS CONVOY_EXEC_CLOCK HWLOC_SYNTHETIC

# What a launcher needs as root, on fewer cores than ranks, in a container; see convoy-run's
# environment.c for the reasons. Shared memory only: a start takes half the time.
if [ "$(id -u)" = 0 ]; then
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none
export OMPI_MCA_mpi_yield_when_idle=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
export OMPI_MCA_osc=^ucx OMPI_MCA_pml=ob1 OMPI_MCA_btl=self,vader OMP_WAIT_POLICY=passive
# MPICH's, which passes over Open MPI's as that does over these.
export HYDRA_BINDING=none UCX_TLS=self,sm
# Otherwise mpirun waits a second for its ranks whenever a code is not 0.
export OMPI_MCA_odls_base_sigkill_timeout=0

# Memory of its own keeps the tests of the file kernel fast; any folder will do.
scratch=${TMPDIR:-/tmp}
[ -d /dev/shm ] && [ -w /dev/shm ] && scratch=/dev/shm
work=$(mktemp -d "$scratch/convoy-test-XXXXXX")
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
cleanup=()

leave() {
    local code=$? line
    for line in "${cleanup[@]}"; do
        eval "$line" || true
    done
    cd /
    rm -rf "$work"
    exit "$code"
}
trap leave EXIT
cd "$work"

failures=0

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    failures=$((failures + 1))
}

# Last line of every test: what it says is the test's result.
finish() {
    if [ "$failures" -gt 0 ]; then
        echo "$failures failures" >&2
        exit 1
    fi
    echo "$*: good"
}

# The rest is skipped (CTest: SKIP_RETURN_CODE), with the reason; what failed before still counts.
skip() {
    [ "$failures" -eq 0 ] || finish
    echo "skipped: $*"
    exit 77
}

# In builds with sanitizers: Open MPI keeps some memory until the end, and the leak checker now and then
# dies beside OpenMP's threads. cli/mistakes.sh, where no team is formed, lets it look.
export ASAN_OPTIONS=detect_leaks=0

# ranks N PROGRAM...: under the launcher, which would eat standard input.
ranks() {
    local count=$1
    shift
    "$TEST_MPIEXEC" "$TEST_MPIEXEC_COUNT" "$count" "$@" </dev/null
}

# expect_code CODE COMMAND...: output in ./stdout, messages in ./stderr.
expect_code() {
    local wanted=$1 code=0
    shift
    "$@" >stdout 2>stderr </dev/null || code=$?
    [ "$code" = "$wanted" ] && return 0
    fail "code $code instead of $wanted: $*"
    head -n 5 stderr >&2
}

# Lines on standard error that are ours: mpirun adds a block of its own when a rank's code is not 0.
our_lines() {
    grep -a '^convoy' "${1:-stderr}" || true
}

# columns FILE NAME...: these columns of a CSV, tab separated, without the header; '-' is standard
# input. Reads quoted fields, not line breaks in them: our rows have none.
columns() {
    local file=$1
    shift
    awk -v names="$*" '
        function split_row(line, fields,    count, at, char, quoted, field) {
            count = 0; field = ""; quoted = 0
            for (at = 1; at <= length(line); at++) {
                char = substr(line, at, 1)
                if (quoted && char == "\"" && substr(line, at + 1, 1) == "\"") { field = field char; at++ }
                else if (char == "\"") quoted = !quoted
                else if (char == "," && !quoted) { fields[++count] = field; field = "" }
                else field = field char
            }
            fields[++count] = field
            return count
        }
        NR == 1 {
            count = split_row($0, head)
            for (i = 1; i <= count; i++) place[head[i]] = i
            wanted = split(names, name, " ")
            for (i = 1; i <= wanted; i++)
                if (!(name[i] in place)) { print "no column " name[i] > "/dev/stderr"; exit 1 }
            next
        }
        {
            if (split_row($0, row) != count) { print "row " NR " has other columns" > "/dev/stderr"; exit 1 }
            for (i = 1; i <= wanted; i++) printf "%s%s", row[place[name[i]]], i < wanted ? "\t" : "\n"
        }' "$file"
}

# Every row whole, with as many fields as the header; the last one ended.
expect_whole_rows() {
    local file=$1
    columns "$file" ok >/dev/null || fail "$file: not every row is whole"
    [ -z "$(tail -c 1 "$file")" ] || fail "$file: its last row has no end"
}

row_count() {
    echo $(($(wc -l <"$1") - 1))
}

# What makes a row the one it is, whatever was measured.
row_keys() {
    columns "$1" driver kernel variant workers tasks size schedule gil launch phase rep | sort
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
    local until=$((SECONDS + $1))
    shift
    while ! "$@"; do
        [ "$SECONDS" -lt "$until" ] || return 1
        sleep 0.02
    done
}

has_rows() {
    [ -f "$1" ] && [ "$(wc -l <"$1")" -gt "$2" ]
}

# kernel:variant words of all kernels that this build can run, one a line.
kernel_words() {
    convoy-serial --list | awk '
        function flush() { if (name != "" && !missing && !variants) print name }
        /^[a-z]/ { flush(); name = $2 == "probe" ? "" : $1; missing = 0; variants = 0 }
        $1 == "unavailable:" { missing = 1 }
        $1 ~ "^" name ":" && !missing { sub(/:$/, "", $1); print $1; variants++ }
        END { flush() }'
}
