#!/usr/bin/env bash
# The templates for PBS, LSF and Flux beside stand-ins for convoy-run and the batch systems' commands: at least their
# shell is right. What they start, who goes on, and that a run which has ended leaves a report.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

jobs=$(realpath "$tests/../jobs")
mkdir bin fake
cat >bin/convoy-run <<'TEXT'
#!/usr/bin/env bash
printf '%s ' "$@" >>called
printf '\n' >>called
mkdir -p results/runs/nodes-2
echo row >>results/runs/nodes-2/samples.csv
exit "$(head -n 1 codes; sed -i 1d codes)"
TEXT
cat >bin/convoy-report <<'TEXT'
#!/usr/bin/env bash
mkdir -p "$2"
wc -l <"$3/runs/nodes-2/samples.csv" >"$2/report.html"
TEXT
# Each writes what it was asked; qsub and flux batch run the job, as the system would, after the one that asks.
cat >fake/qsub <<'TEXT'
#!/usr/bin/env bash
echo "qsub $*" >>asked
[ ! -e refuses ] || exit 1
[ "$1 $3" = '-l -v' ] && IFS=, read -ra set <<<"$4" && echo "env ${set[*]} bash $5" >next
TEXT
cat >fake/flux <<'TEXT'
#!/usr/bin/env bash
echo "flux $*" >>asked
case "$1 ${2-}" in
'getattr size') echo 2 ;;
'getattr parent-uri') echo local:///parent ;;
'proxy local:///parent') shift 2 && exec "$@" ;;
'batch '*) echo "env STARTS=$STARTS bash ${!#}" >next ;;
'run '*) ;;
*) exit 1 ;;
esac
TEXT
chmod +x bin/* fake/*
printf '%s\n' n1 n1 n2 n2 >nodefile
export PATH=$work/fake:$PATH JOBS=$jobs BIN=$work/bin RESULTS=$work/results STUDY=weak MAX_TIME=7min
export PBS_O_WORKDIR=$work PBS_NODEFILE=$work/nodefile PBS_JOBID=5.server CPUS=64
export LSB_JOBID=6 LSB_DJOB_HOSTFILE=$work/nodefile

# run SYSTEM CODES...: starts the job and what it asks for, with these ends of convoy-run; codes in `ended`.
run() {
    local command="bash $jobs/$1/job.sh" code
    rm -rf results called asked next
    printf '%s\n' "${@:2}" >codes
    export STARTS=3
    ended=
    while [ -n "$command" ]; do
        code=0
        $command >stdout 2>stderr </dev/null || code=$?
        ended="$ended $code"
        command=
        [ ! -e next ] || { command=$(cat next) && rm next; }
        # LSF starts a job again by itself for the code of -Q
        if [ "$1" = lsf ] && [ "$code" = 75 ]; then command="bash $jobs/lsf/job.sh"; fi
    done
}

# ran WHAT CODES STARTS: how all starts ended; the last one left a report over the rows of all.
ran() {
    [ "$ended" = " $2" ] || fail "$1: ended with$ended instead of $2: $(cat stderr)"
    [ "$(wc -l <called)" = "$3" ] || fail "$1: $(wc -l <called) starts instead of $3"
    [ "$(cat results/report/report.html 2>/dev/null)" = "$3" ] || fail "$1: no report over all rows: $(cat stdout stderr)"
    grep -Eq '^convoy: .*2 nodes: code [0-9]+, rows in .*/runs/nodes-2$' stdout || fail "$1: says: $(cat stdout)"
}

for system in pbs lsf flux; do
    run $system 0
    ran $system 0 1
    hosts=" --hostfile $work/results/hosts-[56].*"
    [ $system != flux ] || hosts=" --launcher $jobs/flux/launcher.sh"
    grep -Eqx -- "weak -o $work/results --run nodes-2 --resume --nodes 2$hosts --max-time 7min " called ||
        fail "$system: starts: $(cat called)"
    run $system 3
    ran $system 3 1
    run $system 75 75 0
    ran "$system, gone on with" '75 75 0' 3
    last=75
    [ $system != lsf ] || last=1 # or LSF would start it again
    run $system 75 75 75
    ran "$system, starts used up" "75 75 $last" 3
done
run pbs 75 0
grep -q '^qsub -l select=2:ncpus=64:mpiprocs=64 -v CPUS=64,.*,STUDY=weak,MAX_TIME=7min,STARTS=2 ' asked || fail "$(cat asked)"
touch refuses
run pbs 75
[ "$ended" = ' 75' ] && grep -q '^convoy: no successor; to go on: qsub -l select=2:' stdout || fail "refused: $(cat stdout)"
run flux 75 0
grep -q "^flux batch -N 2 --exclusive -t 60m --output=convoy-{{id}}.log $jobs/flux/job.sh" asked || fail "$(cat asked)"
CONVOY_NODES=2 expect_code 0 "$jobs/flux/launcher.sh" -n 8 program
tail -n 1 asked | grep -qx 'flux run -N 2 --exclusive -o cpu-affinity=off -n 8 program' || fail "$(tail -n 1 asked)"

# What the head of each script tells to type is what it understands.
for system in pbs lsf flux; do
    for name in JOBS BIN RESULTS STUDY MAX_TIME STARTS; do
        grep -Eq "^# .*\b$name=" "$jobs/$system/job.sh" || fail "$system: $name is not explained"
    done
    grep -q '^# NOT TESTED on a real system' "$jobs/$system/job.sh" || fail "$system: not marked"
done
finish "templates"
