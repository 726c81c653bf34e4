# One bad command and everything that is expected of it.

# Sets the caller's `settings` to the NAME=VALUE words in front of the program's name.
split_settings() {
    settings=()
    while [[ $1 == *=* ]]; do
        settings+=("$1")
        shift
    done
}

# The output of a driver's command: rows.csv, unless the command names another.
with_output() {
    local word
    for word in "$@"; do
        [ "$word" = -o ] && return 1
    done
    return 0
}

# Only whole rows, and for a user's mistake no file at all.
expect_nothing_lost() {
    local code=$1 about=$2
    [ "$code" = 2 ] && [ -n "$(ls -A)" ] && fail "$about: written: $(ls -A)"
    [ -s rows.csv ] && expect_whole_rows rows.csv
    rm -rf -- * "$work"/tmp/*
}

# try_mistake CODE PATTERN PROGRAM PREFIX... env ARGUMENT...: in an empty folder, which is left empty.
# The caller's `settings` are set for the program alone.
try_mistake() {
    local wanted=$1 pattern=$2 program=$3 code=0 lines about
    local -a prefix=() output=()
    shift 3
    while [ "$1" != env ]; do
        prefix+=("$1")
        shift
    done
    shift
    case $program in
    serial | omp | mpi) with_output "$@" && output=(-r 2 -o rows.csv) ;;
    esac
    about="${settings[*]} convoy-$program $*"
    mkdir -p "$work/case"
    cd "$work/case"
    "${prefix[@]}" env "${settings[@]}" convoy-"$program" "${output[@]}" "$@" \
        >"$work/stdout" 2>"$work/stderr" </dev/null || code=$?
    tried=$((tried + 1))
    [ "$code" = "$wanted" ] || fail "$about: code $code instead of $wanted"
    lines=$(our_lines "$work/stderr")
    [ "${#prefix[@]}" -gt 0 ] || lines=$(cat "$work/stderr")
    [ "$(grep -c '' <<<"$lines")" = 1 ] || fail "$about: not one line: $lines"
    grep -Eq -- "^convoy-$program: .*$pattern" <<<"$lines" || fail "$about: says: $lines"
    [ "$wanted" != 2 ] || [ ! -s "$work/stdout" ] || fail "$about: prints: $(head -n 1 "$work/stdout")"
    expect_nothing_lost "$wanted" "$about"
    cd "$work"
}
