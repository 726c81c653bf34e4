# What the tests of interruptions share.

plan="-k sleep,sum,file -s 20 -n 5 --set sleep.time=1ms --set file.bytes=5000 -r 8 --warmup 2"
counts="1,2,3" # workers

# ends_in_sleep PROGRAM...: whether one worker's sleep comes last in the plan.
ends_in_sleep() {
    "$@" $plan --seed "$seed" --dry-run | tail -n 1 | grep -Eq '^sleep +1 '
}

# The order is drawn with the seed. One worker's sleep, a second of it, is to come last: time to interrupt
# whatever comes before.
seed=1
until ends_in_sleep convoy-serial && ends_in_sleep convoy-omp -w $counts; do
    seed=$((seed + 1))
done
plan="$plan --seed $seed"

# rows that PLAN writes for serial, omp and mpi
serial_rows=30
all_rows=90

# program MODEL: the command in front of the options; three ranks have three workers.
program() {
    case $1 in
    serial) echo convoy-serial ;;
    omp) echo "convoy-omp -w $counts" ;;
    mpi) echo "ranks 3 convoy-mpi -w $counts" ;;
    esac
}

rows_of() {
    [ "$1" = serial ] && echo $serial_rows || echo $all_rows
}

# uninterrupted MODEL: MODEL.csv, to compare with.
uninterrupted() {
    expect_code 0 $(program "$1") $plan -o "$1.csv"
    [ "$(row_count "$1.csv")" = "$(rows_of "$1")" ] || fail "$1: $(row_count "$1.csv") rows"
}

# processes PATTERN FILE: those whose program's name fits the pattern and that write to $work/FILE. Reads
# /proc itself: a signal must come before the measuring ends.
processes() {
    local pattern=$1 file=$2 folder
    local -a words
    for folder in /proc/[0-9]*; do
        { mapfile -d '' -t words <"$folder/cmdline"; } 2>/dev/null || continue
        [[ ${words[0]:-} =~ (^|/)$pattern$ && " ${words[*]} " == *" $work/$file "* ]] &&
            echo "${folder#/proc/}"
    done
    return 0
}

# Those that measure to FILE, and what started them.
measuring() {
    processes 'convoy-[a-z]+' "$1"
}
launcher_of() {
    processes '(mpirun|mpiexec|orterun)[a-z.]*' "$1"
}

# begin MODEL FILE ROWS [OPTION]...: starts it, waits until FILE has that many rows; $job is its shell's.
begin() {
    local model=$1 file=$2 rows=$3
    shift 3
    $(program "$model") $plan -o "$work/$file" "$@" >begun.out 2>begun.err </dev/null &
    job=$!
    wait_for 30 has_rows "$file" "$rows" || fail "$model: no rows: $(cat begun.err)"
}

# ended: waits for what `begin` started; its code in $ended.
await_end() {
    ended=0
    wait "$job" 2>/dev/null || ended=$?
}

# continued MODEL FILE: --resume makes the set of rows that a launch without interruption makes.
continued() {
    local model=$1 file=$2
    expect_code 0 $(program "$model") $plan -o "$work/$file" --resume
    expect_whole_rows "$file"
    row_keys "$file" >with.txt
    row_keys "$model.csv" >without.txt
    diff without.txt with.txt >differs.txt || fail "$model: rows differ: $(head -n 5 differs.txt)"
    [ -z "$(columns "$file" ok | grep -v '^1$')" ] || fail "$model: a row that is not ok"
}

# The file kernel leaves nothing, and nobody measures any more.
expect_clean() {
    [ -z "$(ls -A "$TMPDIR" | grep convoy-file)" ] || fail "$1: left in TMPDIR: $(ls "$TMPDIR")"
    [ -z "$(measuring "$2")" ] || fail "$1: still running: $(measuring "$2")"
}

valid_json() {
    if [ -n "${TEST_PYTHON:-}" ]; then
        "$TEST_PYTHON" -m json.tool "$1" >/dev/null || fail "$1 is no JSON"
    else
        echo "no python3: $1 is not checked"
    fi
}
