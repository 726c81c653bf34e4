#!/usr/bin/env bash
# Hosts have own names and clocks, reach each other, and leave nothing behind: neither `down` nor a test
# that fails in the middle.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"
. "$tests/cluster/common.sh"

gone() {
    local process
    for process in "$@"; do
        [ ! -e "/proc/$process" ] || grep -q '^State:.*Z' "/proc/$process/status" || return 1
    done 2>/dev/null
}

"$hosts" up 3
[ "$(on h2 hostname)" = h2 ] || fail "h2 is called $(on h2 hostname)"
on h3 bash -c '(exec 3<>/dev/tcp/h1/9) 2>&1 | grep -q refused' || fail "h3 does not reach h1"
on h3 grep -q 'monotonic *3000 ' /proc/self/timens_offsets || fail "the clock of h3 is not its own"

"$hosts" exec h2 sleep 1000 </dev/null >/dev/null 2>&1 &
inside=$!
"$hosts" slow h2 sleep
held=$(cat "$CONVOY_HOSTS"/*.pid "$CONVOY_HOSTS"/*.slow)
sleep 0.3
"$hosts" down
# shellcheck disable=SC2086
wait_for 5 gone $held $inside || fail "down left processes: $held $inside"
[ -z "$(ls "$CONVOY_HOSTS")" ] || fail "down left files: $(ls "$CONVOY_HOSTS")"

# A test that fails leaves through the trap of lib.sh.
cat >fails.sh <<S
set -euo pipefail
. "$tests/lib.sh"
. "$tests/cluster/common.sh"
"\$hosts" up 2
cat "\$CONVOY_HOSTS"/*.pid >"$PWD/held"
false
S
expect_code 1 bash fails.sh
held=$(cat held)
# shellcheck disable=SC2086
wait_for 5 gone $held || fail "a failed test left processes: $held"
finish "hosts up and down"
