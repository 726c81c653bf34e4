#!/usr/bin/env bash
# What may be wrong with the output file: another version's, another program's, damaged, forbidden, on a
# disk that is full, on a stream that is closed. Nothing that was there is ever lost.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

measure="convoy-serial -k empty,sum -s 100 -r 3"

# refused CODE PATTERN FILE: the file stays as it is, byte for byte, and nothing new appears beside it.
refused() {
    local wanted=$1 pattern=$2 file=$3 before after
    before=$(cksum <"$file"; ls -A "$(dirname "$file")")
    expect_code "$wanted" $measure -o "$file"
    after=$(cksum <"$file"; ls -A "$(dirname "$file")")
    [ "$before" = "$after" ] || fail "$file was changed, or something was written beside it"
    [ "$(wc -l <stderr)" = 1 ] || fail "$file: not one line: $(cat stderr)"
    grep -Eq -- "$pattern" stderr || fail "$file: says: $(cat stderr)"
}

mkdir files
expect_code 0 $measure -o files/good.csv
rows=$(row_count files/good.csv)
[ "$rows" = 8 ] || fail "$rows rows instead of 8"
header=$(head -n 1 files/good.csv)

# --- files of others -----------------------------------------------------------------------------
printf 'name,value\na,1\n' >files/foreign.csv
refused 2 'files/foreign.csv:1: this is not a file of raw samples' files/foreign.csv
printf 'name,value\na,1' >files/torn.csv
refused 2 'files/torn.csv:1: this is not a file of raw samples' files/torn.csv
printf '\n' >files/blank.csv
refused 2 'files/blank.csv:1: this is not a file of raw samples' files/blank.csv
printf '\xef\xbb\xbf%s\n' "$header" >files/marked.csv
refused 2 'files/marked.csv:1: this is not a file of raw samples' files/marked.csv
{ echo "$header,more"; echo '7,x'; } >files/version.csv
refused 2 'files/version.csv:1: .*version 7 .*version 2;' files/version.csv
{ echo "$header,more"; printf '7,x,torn'; } >files/version_torn.csv
refused 2 'files/version_torn.csv:1: .*version 7 .*version 2;' files/version_torn.csv
{ echo "$header"; echo '1,x'; tail -n 2 files/good.csv; } >files/damaged.csv
refused 2 'files/damaged.csv:2: not a row of [0-9]+ columns' files/damaged.csv
{ head -n 3 files/good.csv; printf '1,"no end\n'; } >files/quote.csv
refused 2 'files/quote.csv:4: not a row of [0-9]+ columns' files/quote.csv

# --- our own -------------------------------------------------------------------------------------
: >files/empty.csv
expect_code 0 $measure -o files/empty.csv
[ "$(row_count files/empty.csv)" = 8 ] || fail "an empty file was not filled"
{ cat files/good.csv; printf '1,,torn'; } >files/crashed.csv
expect_code 0 $measure -o files/crashed.csv
expect_whole_rows files/crashed.csv
[ "$(row_count files/crashed.csv)" = 16 ] || fail "rows were lost behind a torn one"
[ "$(cat files/crashed.csv.torn)" = '1,,torn' ] || fail "the torn row was not kept aside"
printf '%s' "${header:0:40}" >files/begun.csv
expect_code 0 $measure -o files/begun.csv
expect_whole_rows files/begun.csv
[ "$(head -n 1 files/begun.csv)" = "$header" ] || fail "a torn header was not made anew"

# --- tags and quotes -----------------------------------------------------------------------------
expect_code 0 convoy-serial -k empty -r 1 --tag 'a=x,"y" z' --tag b= -o files/tags.csv
expect_code 0 convoy-serial -k empty -r 1 --tag 'a=x' --resume -o files/tags.csv
[ "$(columns files/tags.csv tags | sort -u)" = 'a=x,"y" z;b=' ] || fail "tags: $(columns files/tags.csv tags)"

# --- streams -------------------------------------------------------------------------------------
code=0
convoy-serial -k empty -r 1 -o files/closed.csv >&- 2>stderr || code=$?
[ "$code" = 4 ] || fail "a table for a closed standard output: code $code"
expect_whole_rows files/closed.csv
[ "$(row_count files/closed.csv)" = 2 ] || fail "the table went into the file of rows"
code=0
convoy-serial -k empty -r 1 -o - >&- 2>stderr || code=$?
[ "$code" = 4 ] || fail "rows for a closed standard output: code $code"
expect_code 0 convoy-serial -k empty -r 1 -o files/stdin.csv <&- 2>&-
expect_whole_rows files/stdin.csv
for words in --help --version --list '-k sum --dry-run' '-k empty'; do
    code=0
    convoy-serial $words >/dev/full 2>stderr || code=$?
    [ "$code" = 4 ] || fail "$words on a full standard output: code $code"
    [ "$(wc -l <stderr)" = 1 ] || fail "$words on a full standard output: $(cat stderr)"
done
mkfifo pipe
cat pipe >files/piped.csv &
expect_code 0 $measure -o pipe
wait $!
expect_whole_rows files/piped.csv
[ "$(row_count files/piped.csv)" = 8 ] || fail "rows were lost in a pipe"
convoy-serial -k empty -r 2000 -o - 2>/dev/null | head -n 3 >files/head.csv || true
[ "$(wc -l <files/head.csv)" = 3 ] || fail "a reader that leaves got other than three lines"

# --- two launches, numbered; all ranks' one file -------------------------------------------------
expect_code 0 ranks 3 convoy-mpi -k empty,sum -s 100 -r 3 -o files/good.csv
[ "$(columns files/good.csv launch driver | sort -u | tr '\t\n' '  ')" = '0 serial 1 mpi ' ] ||
    fail "launches: $(columns files/good.csv launch driver | sort -u)"
expect_code 2 env CONVOY_LAUNCH=1 $measure -o files/good.csv
grep -q 'holds rows of launch 1 already; --resume goes on with it' stderr || fail "$(cat stderr)"
finish "output files"
