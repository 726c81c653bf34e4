#!/usr/bin/env bash
# What the programs print about themselves, against tests/golden/*.txt, byte for byte once what
# depends on the machine or on optional libraries is out.
#
# To renew after a wanted change: UPDATE_GOLDEN=1 ctest -R cli_golden, then look at git diff. Nothing
# that runs by itself sets it; a missing file is a failure.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

# golden NAME COMMAND...: code 0, nothing on standard error, the text of golden/NAME.txt.
golden() {
    local file=$tests/golden/$1.txt
    shift
    expect_code 0 "$@"
    [ -s stderr ] && fail "words on standard error: $*: $(head -n 1 stderr)"
    if [ "${UPDATE_GOLDEN:-0}" = 1 ]; then
        cp stdout "$file"
    elif [ ! -f "$file" ]; then
        fail "$file is missing; UPDATE_GOLDEN=1 makes it"
    else
        diff -u "$file" stdout || fail "$* differs from $file"
    fi
}

# A kernel whose library is missing has one line more.
list() {
    convoy-"$1" --list | grep -v '^ *unavailable: '
}

# The machine, the estimate and its parts.
study_plan() {
    convoy-run --dry-run "$tests/golden/example.study" |
        sed -E -e '/^machine /d' -e 's/^(estimate ).*/\1.../' \
            -e 's/^( +[0-9]+ +[0-9]+ .* [0-9]+) +[0-9.]+  /\1 ...  /'
}

plan="sum:lock,primes,sleep,mandelbrot --seed 4 --dry-run"
for program in serial omp run report; do
    [ -x "$CONVOY_BIN/convoy-$program" ] || continue
    golden help-$program convoy-$program --help
done
golden help-mpi ranks 2 convoy-mpi --help
golden list list serial
golden list list omp
golden plan-serial convoy-serial -k $plan -s 3M -r 3 --warmup 0
golden plan-omp convoy-omp -k $plan -w 1-3 -n 10 -s 1k --schedule guided,2 --gil cpython
golden plan-weak convoy-omp -k $plan -w 2,5 -s 64Ki --scaling weak --gil mutex
golden plan-mpi ranks 3 convoy-mpi -k $plan -w 2,3 -s 12345 --schedule dynamic --set sleep.time=1ms
[ -x "$CONVOY_BIN/convoy-run" ] && golden plan-study study_plan
finish "golden texts"
