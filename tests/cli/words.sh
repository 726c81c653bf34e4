#!/usr/bin/env bash
# What the programs say of themselves and cannot be compared byte for byte: versions, kernels of each
# class, the table of placements, the table of results.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

expect_line() {
    grep -Eq -- "$1" stdout || fail "no line like '$1' in: $(head -n 3 stdout)"
}

# Version, revision; compiler and flags; libraries with the runtime that makes the model.
driver_version() {
    local program=$1 runtime=$2
    shift 2
    expect_code 0 "$@" convoy-"$program" --version
    expect_line "^convoy-$program [0-9]+\.[0-9]+\.[0-9]+ \(.+\)$"
    expect_line '^built with .+, [A-Za-z]+: .*-W'
    expect_line "^libraries: hwloc 2\.$runtime"
    [ "$(wc -l <stdout)" = 3 ] || fail "convoy-$program --version has other than three lines"
}

driver_version serial '' env
driver_version omp '.*OpenMP [0-9]{6}' env
driver_version mpi '.*(Open MPI|MPICH)' ranks 3
for program in run report; do
    [ -x "$CONVOY_BIN/convoy-$program" ] || continue
    expect_code 0 convoy-$program --version
    expect_line "^convoy-$program [0-9]+\.[0-9]+\.[0-9]+"
done

# A kernel whose library this was built without says so, with the package to install; the others do not.
while read -r library kernel; do
    expect_code 0 convoy-serial --version
    built=0
    ! grep -q "^libraries: .*\b$library [0-9]" stdout || built=1
    expect_code 0 convoy-serial --list
    said=$(grep -A1 "^$kernel " stdout | grep -Ec '^ +unavailable: built without .+ \(Debian: [a-z0-9-]+-dev\)$' || true)
    [ $((built + said)) = 1 ] || fail "$kernel: built with $library: $built, said to be unavailable: $said"
    [ "$said" = 0 ] || expect_code 4 convoy-serial -k "$kernel"
done <<'KERNELS'
gmp factorial
crypto encrypt
sqlite query
curl http
KERNELS

# --dry-run and --list measure nothing and write nothing.
expect_code 0 convoy-omp -k all -w 1,2 --dry-run -o rows.csv
expect_code 0 convoy-omp --list -k nonsense -o rows.csv
[ ! -e rows.csv ] || fail "a plan made an output file"

expect_code 0 convoy-omp -w 3 --show-pinning --pin compact
expect_line '^worker +rank +thread +host +requested +got +last seen$'
[ "$(grep -Ec '^ +[0-2] +0 +[0-2] ' stdout)" = 3 ] || fail "three workers, other lines: $(cat stdout)"
expect_code 0 ranks 3 convoy-mpi --show-pinning
[ "$(grep -Ec '^ +[0-2] +[0-2] +0 ' stdout)" = 3 ] || fail "three ranks, other lines: $(cat stdout)"

# The table of results: one line for each configuration; none where rows take its place.
expect_code 0 convoy-omp -k empty,sum -s 100 -w 1,2
[ "$(wc -l <stdout)" = 5 ] || fail "a header and four lines expected: $(cat stdout)"
expect_code 0 convoy-omp -k empty -w 2 -r 4 --warmup 2 -o -
[ "$(columns stdout ok | grep -c '^1$')" = 6 ] || fail "six rows on standard output expected"
for count in 1 4; do
    expect_code 0 ranks $count convoy-mpi -k empty -r 4 --warmup 2 -o -
    [ "$(columns stdout ok | grep -c '^1$')" = 6 ] || fail "six rows from $count ranks expected"
done
finish "words"
