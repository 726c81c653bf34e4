#!/usr/bin/env bash
# Every kernel on 1, 2 and 4 hosts, two ranks on each: the checksums of the serial driver, the hosts of
# all ranks and the clocks of the hosts in the rows; what needs shared memory is skipped on several
# hosts, with the reason.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"
needs_open_mpi
. "$tests/agree/common.sh"

"$hosts" up 4
reference 1 "$every" 35
for schedule in static dynamic,2 guided; do
    expect_code 0 across 4 2 convoy-mpi -k "$every" -n 7 -s 5 --seed 1 -w 1,4,7,8 $short \
        --schedule "$schedule" -o ranks.csv
done
expect_code 0 across 4 2 convoy-mpi -k "$together" -s 35 --seed 1 -w 1,4,7,8 $short -o ranks.csv
expect_code 0 across 3 1 convoy-mpi -k "$every" -n 7 -s 5 --seed 1 --schedule dynamic --gil cpython $short -o three.csv
grep -v 'skipped:' three.csv >three-measured.csv
compare three-measured.csv

# Skipped: kernels in lockstep with other tasks than workers, shared memory beyond one host.
columns ranks.csv kernel variant workers flags | grep 'skipped:' >skipped.txt
grep -v 'step by step together' skipped.txt | cut -f 1-2 | sort -u | tr '\t\n' ': ' >found.txt
grep -q 'falseshare:.*sum:atomic sum:lock sum:shared-array' found.txt ||
    fail "skipped for want of shared memory: $(cat found.txt)"
grep -v 'step by step together' skipped.txt | grep -v 'share memory, which nodes do not' &&
    fail "skipped for another reason"
grep -v 'skipped:' ranks.csv >measured.csv
compare measured.csv

# Workers 0 and 1 are on h1, 2 and 3 on h2; clocks are 1000 s apart from host to host.
columns measured.csv workers nodes ranks_per_node hosts clock_offset_us clock_bound_us flags | sort -u |
    awk -F '\t' '
        function near(us, s) { return us - s * 1e6 < 1e5 && s * 1e6 - us < 1e5 }
        $1 == 1 && !($2 == 1 && $3 == 1 && $4 == "h1" && $5 == "" && $7 !~ /local_clocks/) { print }
        $1 == 4 && !($2 == 2 && $3 == 2 && $4 == "h1*2 h2*2" && near($5, 1000) && $7 ~ /local_clocks/) { print }
        $1 == 7 && !($2 == 4 && $3 == 2 && $4 == "h1*2 h2*2 h3*2 h4" && near($5, 3000)) { print }
        $1 == 8 && !($2 == 4 && $3 == 2 && $4 == "h1*2 h2*2 h3*2 h4*2" && $6 > 0 && $6 < 1e5) { print }' >wrong.txt
[ ! -s wrong.txt ] || fail "nodes: $(head -n 2 wrong.txt)"

# The estimate is off by no more than its bound says: all hosts have the clock of one kernel.
if [ -n "${TEST_PYTHON:-}" ] && [ -f provenance.json ]; then
    "$TEST_PYTHON" - <<'P' || fail "provenance.json: clocks"
import json
for launch in json.load(open("provenance.json"))["launches"]:
    for i, node in enumerate(launch["node_list"][1:], 1):
        error = abs(node["clock_offset_us"] - 1e9 * i)
        assert node["host"] == f"h{i + 1}" and error <= node["clock_bound_us"], node
P
fi
finish "$(row_count measured.csv) rows on 1 to 4 hosts"
