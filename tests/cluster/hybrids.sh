#!/usr/bin/env bash
# Ranks of threads on 1 and 2 hosts, two ranks of two threads on each: the checksums of the serial
# driver under every schedule, ranks and hosts in the rows, parts of the hosts that do not overlap.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
. "$tests/agree/common.sh"

"$hosts" up 2
reference 1 "$every" 35
for schedule in static dynamic,2 guided; do
    expect_code 0 across 2 2 convoy-mpi -t 2 -k "$every" -n 7 -s 5 --seed 1 -w 2,4,6,8 $short \
        --schedule "$schedule" --gil cpython -o ranks.csv
done
expect_code 0 across 2 2 convoy-mpi -t 2 -k "$together" -s 35 --seed 1 -w 2,6,8 $short -o ranks.csv
grep -v 'skipped:' ranks.csv >measured.csv
compare measured.csv

columns measured.csv driver workers ranks threads nodes ranks_per_node hosts | sort -u >found.txt
{
    printf 'hybrid\t2\t1\t2\t1\t1\th1\n'
    printf 'hybrid\t4\t2\t2\t1\t2\th1*2\n'
    printf 'hybrid\t6\t3\t2\t2\t2\th1*2 h2\n'
    printf 'hybrid\t8\t4\t2\t2\t2\th1*2 h2*2\n'
} >wanted.txt
diff wanted.txt found.txt || fail "ranks, threads, hosts"

# Every host counts its own ranks: with one rank of two threads on each nobody shares a PU.
if [ "$(nproc)" -ge 2 ]; then
    for policy in compact scatter; do
        expect_code 0 across 2 1 convoy-mpi -t 2 --show-pinning -p $policy
        awk 'NR > 1 && $1 ~ /^[0-9]+$/ { print $4, $6 }' stdout | sort | uniq -d >twice.txt
        [ ! -s twice.txt ] || fail "$policy: $(head -n 1 twice.txt) twice"
        [ "$(grep -c '^ *[0-3] ' stdout)" = 4 ] || fail "$policy: $(cat stdout)"
    done
fi
finish "$(row_count measured.csv) rows of ranks of threads on 1 and 2 hosts"
