#!/usr/bin/env bash
# NOT TESTED. convoy-run calls it with -n RANKS PROGRAM...; Convoy binds by itself, inside the whole node.
exec flux run -N "${CONVOY_NODES:?}" --exclusive -o cpu-affinity=off "$@"
