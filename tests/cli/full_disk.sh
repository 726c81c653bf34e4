#!/usr/bin/env bash
# A disk that fills up in the middle, files and folders that must not be written, more memory than there
# is: code 4, one line, and every row that was written stays whole.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

# One line on standard error: the program's, or under a launcher ours.
expect_words() {
    [ "$(our_lines | wc -l)" = 1 ] || fail "not one line: $(cat stderr)"
    grep -Eq -- "$1" stderr || fail "says: $(cat stderr)"
}

# More than any machine has; refused before it is touched. Should it not be, we are the first to go.
if [ "$(cat /proc/sys/vm/overcommit_memory)" = 0 ]; then
    echo 1000 >/proc/self/oom_score_adj
    expect_code 4 convoy-serial -k triad -s 1000G -o memory.csv
    expect_words 'triad: worker 0: memory for three arrays: Cannot allocate memory'
    expect_code 4 ranks 3 convoy-mpi -k triad -s 1000G -o memory.csv
    expect_words 'triad: worker [0-2]: memory for three arrays: Cannot allocate memory'
    [ "$(row_count memory.csv)" = 0 ] || fail "rows without memory"
fi

[ "$(id -u)" = 0 ] || skip "needs root: mount, chattr"

# fill NAME COMMAND...: into a small file system until it is full.
fill() {
    local name=$1
    shift
    mkdir -p small
    if ! mount -t tmpfs -o size=64k none small 2>mount.txt; then
        echo "no tmpfs here: $(cat mount.txt)"
        return 0
    fi
    cleanup+=("umount $work/small 2>/dev/null")
    expect_code 4 "$@" -o small/rows.csv
    expect_words '--output: small/rows.csv: .*No space left on device'
    expect_whole_rows small/rows.csv
    cp small/rows.csv "$name.csv"
    umount small
    [ "$(row_count "$name.csv")" -gt 50 ] || fail "$name: only $(row_count "$name.csv") rows"
    columns "$name.csv" rep phase | sort | uniq -d | grep -q . && fail "$name: rows twice"
    return 0
}
fill serial convoy-serial -k empty -r 5000
fill threads convoy-omp -k empty -w 2 -r 5000
fill ranks ranks 3 convoy-mpi -k empty -r 5000

# The kernel's own disk: the row that could not be computed is not there, the others are.
mkdir -p small
if mount -t tmpfs -o size=64k none small 2>mount.txt; then
    cleanup+=("umount $work/small 2>/dev/null")
    expect_code 4 convoy-omp -k file,empty -w 2 -s 4 --set file.dir=small --set file.bytes=100k -o file.csv
    expect_words 'file: worker [01]: .*: No space left on device'
    [ -z "$(ls -A small)" ] || fail "left behind: $(ls -A small)"
    columns file.csv kernel | grep -q file && fail "a row of a kernel that failed"
    if convoy-serial --list | grep -A9 '^query' | grep -q unavailable; then
        echo "no SQLite here"
    else
        expect_code 4 ranks 2 convoy-mpi -k query -s 4 --set query.dir=small -o query.csv
        expect_words 'query: worker [01]: .*: No space left on device'
        [ -z "$(ls -A small)" ] || fail "left behind: $(ls -A small)"
    fi
    umount small
fi

# A file that nobody may change, though root may write everything else.
: >fixed.csv
if chattr +i fixed.csv 2>/dev/null; then
    cleanup+=("chattr -i $work/fixed.csv")
    expect_code 4 convoy-serial -k empty -o fixed.csv
    expect_words '--output: fixed.csv: .*(Operation not permitted|Permission denied)'
    chattr -i fixed.csv
else
    echo "no chattr +i here"
fi

# A user without rights: the folder, the file, provenance.json beside a file that may be written.
if command -v setpriv >/dev/null && setpriv --reuid 65534 --clear-groups test -x "$CONVOY_BIN/convoy-serial"; then
    nobody="setpriv --reuid 65534 --clear-groups"
    chmod 755 "$work"
    mkdir -m 755 closed
    mkdir -m 777 open
    : >closed/rows.csv
    expect_code 4 $nobody convoy-serial -k empty -o closed/rows.csv
    expect_words '--output: closed/rows.csv: .*Permission denied'
    expect_code 4 $nobody convoy-serial -k empty -o closed/new.csv
    expect_words '--output: closed/new.csv: .*Permission denied'
    [ ! -e closed/new.csv ] || fail "a file in a closed folder"
    chmod 666 closed/rows.csv
    expect_code 4 $nobody convoy-serial -k empty -o closed/rows.csv
    expect_words 'provenance.json.*Permission denied'
    expect_code 4 $nobody convoy-serial -k file -s 2 --set file.dir=closed -o open/rows.csv
    expect_words 'file: worker 0: .*: Permission denied'
    expect_code 4 $nobody convoy-serial -k empty --trace closed/trace.json -o open/rows.csv
    expect_words '--trace: closed/trace.json: Permission denied'
    expect_code 0 $nobody convoy-serial -k empty -o open/rows.csv
fi
finish "full disks and closed folders"
