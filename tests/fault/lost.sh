#!/usr/bin/env bash
# What a node takes with it: a launch on two nodes (here: two by name) loses a rank, or its launcher. It is
# tried once more, rows are neither lost nor there twice; lost twice it ends the run with 4, and --resume
# makes the rows of a run without interruption.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/fault/common.sh"

cat >lost.study <<'END'
[study]
name = lost
title = What does a node take with it?
launches = 2
reps = 6
[nodes]
summary = Ranks on all nodes.
kernels = sleep
size = 1
tasks = 2
set = sleep.time=150ms
drivers = mpi
workers = nodes
END

# As a site's own: starts ranks, and while there is a file `loses`, kills what it says as soon as a row is there.
cat >launcher <<'END'
#!/usr/bin/env bash
shift # -n
ranks=$1 && shift
for ((at = 1; at < $#; at++)); do [ "${!at}" != --output ] || { next=$((at + 1)) && output=${!next}; }; done
[ -n "$output" ] || exec "$TEST_MPIEXEC" "$TEST_MPIEXEC_COUNT" "$ranks" "$@" # convoy-run asks who is there
before=$(cat "$output" 2>/dev/null | wc -l)
"$TEST_MPIEXEC" "$TEST_MPIEXEC_COUNT" "$ranks" "$@" &
mpirun=$!
read -r what times <"$STAGE/loses" 2>/dev/null || { wait $mpirun && exit 0 || exit $?; }
[ "$times" -gt 1 ] && echo "$what $((times - 1))" >"$STAGE/loses" || rm "$STAGE/loses"
until [ "$(cat "$output" 2>/dev/null | wc -l)" -gt $((before + 1)) ]; do sleep 0.02; done
case $what in
rank) kill -KILL "$(pgrep -P "$mpirun,$(pgrep -d , -P $mpirun)" -x convoy-mpi | tail -n 1)" ;; # a child, or one of a proxy of MPICH
launcher) kill -KILL $mpirun ;;
esac
wait $mpirun && exit 0 || exit $?
END
chmod +x launcher
export STAGE=$work TEST_MPIEXEC TEST_MPIEXEC_COUNT

run() {
    convoy-run ./lost.study --launcher ./launcher --nodes 2 -o "$@"
}

whole=$((2 * 7)) # rounds, repetitions
rows_are_those_of_whole() {
    expect_whole_rows "$1/samples.csv"
    row_keys "$1/samples.csv" >with.txt
    [ "$(wc -l <with.txt)" = $whole ] || fail "$1: $(wc -l <with.txt) rows instead of $whole"
    diff without.txt with.txt >differs.txt || fail "$1: rows differ: $(head -n 5 differs.txt)"
}

expect_code 0 run whole
row_keys whole/samples.csv >without.txt
rows_are_those_of_whole whole
for what in rank launcher; do
    echo "$what 1" >loses
    expect_code 0 run once-$what
    [ ! -e loses ] || fail "$what: nothing was killed"
    grep -Eq 'lost, tried once more if its nodes answer: CRASHED: code (137 \(Killed\)|9;)' stdout || fail "$what: says $(cat stdout)"
    rows_are_those_of_whole once-$what
done

echo "rank 2" >loses
expect_code 4 run twice
[ "$(our_lines | wc -l)" = 1 ] || fail "not one line: $(cat stderr)"
our_lines | grep -Eq 'launch [0-9] \(nodes: mpi x2\) was lost twice on 2 nodes; what was measured is in twice' ||
    fail "says: $(cat stderr)"
[ "$(row_count twice/samples.csv)" -lt $whole ] || fail "nothing was lost"
expect_code 0 run twice --resume
rows_are_those_of_whole twice
finish "lost launches tried again"
