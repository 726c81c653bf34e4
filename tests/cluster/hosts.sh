#!/usr/bin/env bash
# Hosts on one machine, for tests of several nodes without a cluster: each is a set of namespaces with
# its own name, network, clock, shared memory and /etc/hosts; TCP between them goes over a bridge that
# has a namespace of its own. Files are the same on all of them, as on a cluster with a shared file
# system. Needs root, iproute2 and util-linux; nothing is left in the namespaces of the machine.
#
#   hosts.sh check              code 77 and a reason if this machine cannot do it
#   hosts.sh up COUNT           h1 .. hCOUNT, 10.77.0.1 and so on; clocks 1000 s apart
#   hosts.sh exec HOST CMD...   runs a command there
#   hosts.sh link HOST up|down
#   hosts.sh slow HOST NAME     programs of that name there stand still for most of the time
#   hosts.sh down               ends every process of every host, by its number
#
# CONVOY_HOSTS names the folder that remembers them. The file is also mpirun's agent: called by the
# name agent.sh (a link in that folder) it takes HOST COMMAND..., as ssh does.
set -euo pipefail

: "${CONVOY_HOSTS:=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)}"
net=10.77.0

die() {
    echo "hosts.sh: $*" >&2
    exit 1
}

cannot() {
    echo "no hosts as namespaces here: $*"
    exit 77
}

check() {
    local program
    [ "$(id -u)" = 0 ] || cannot "root is needed"
    for program in ip unshare nsenter setsid find pgrep; do
        command -v "$program" >/dev/null || cannot "there is no program $program"
    done
    unshare --net --uts --ipc --mount --time --fork true 2>/dev/null ||
        cannot "this kernel or container gives no namespaces"
    unshare --net sh -c 'ip link add br0 type bridge && ip link add v0 type veth peer name v1' 2>/dev/null ||
        cannot "no bridge or veth in this kernel"
}

# wait_for FILE: it is written by a process that was just started.
wait_for() {
    local tries=500
    until [ -s "$1" ]; do
        [ $((tries -= 1)) -gt 0 ] || die "$1 does not come"
        sleep 0.01
    done
}

# A process that holds the namespaces, and does nothing else. It outlives this script and holds none of
# its files open: whoever waits for the end of a test's output would wait for it.
hold() {
    local name=$1 clock=$2
    setsid unshare --net --uts --ipc --mount --propagation private --time --monotonic "$clock" --fork \
        sh -c 'hostname "$1" && mount -t tmpfs tmpfs /dev/shm && mount --bind "$2/hosts" /etc/hosts &&
               echo $$ >"$2/$1.new" && mv "$2/$1.new" "$2/$1.pid" && exec sleep 1000000' \
        sh "$name" "$CONVOY_HOSTS" </dev/null >/dev/null 2>&1 &
    wait_for "$CONVOY_HOSTS/$name.pid"
}

holder() {
    cat "$CONVOY_HOSTS/$1.pid" 2>/dev/null || die "no host $1"
}

inside() {
    local host=$1
    shift
    nsenter --target "$(holder "$host")" --net --uts --ipc --mount --time -- "$@"
}

connect() {
    local number=$1 switch host=h$1
    switch=$(holder switch)
    ip link add eth0 netns "$(holder "$host")" type veth peer name "p$number" netns "$switch"
    inside "$host" ip addr add "$net.$number/24" dev eth0
    inside "$host" ip link set lo up
    inside "$host" ip link set eth0 up
    inside switch ip link set "p$number" master br0 up
}

up() {
    local count=$1 i
    mkdir -p "$CONVOY_HOSTS"
    [ ! -e "$CONVOY_HOSTS/hosts" ] || die "they are up already"
    {
        echo "127.0.0.1 localhost"
        for i in $(seq "$count"); do echo "$net.$i h$i"; done
    } >"$CONVOY_HOSTS/hosts"
    ln -sf "$(realpath "${BASH_SOURCE[0]}")" "$CONVOY_HOSTS/agent.sh"
    hold switch 0
    inside switch ip link add br0 type bridge
    inside switch ip link set br0 up
    for i in $(seq "$count"); do
        hold "h$i" "$((1000 * i))"
        connect "$i"
    done
}

# Processes whose network is this host's: all that ever ran there and still live.
processes() {
    local of
    of=$(readlink "/proc/$(holder "$1")/ns/net") || return 0
    [ "$of" != "$(readlink /proc/self/ns/net)" ] || return 0 # the holder's number is another process's by now
    of=${of//[][]/?} # brackets would be a set of characters
    find /proc/[0-9]*/ns/net -lname "$of" 2>/dev/null | cut -d / -f 3
}

# Until the host is gone.
stand_still() {
    local holder=$1 name=$2 programs
    while [ -e "/proc/$holder" ]; do
        programs=$(pgrep --ns "$holder" --nslist net -x "$name" || true)
        # shellcheck disable=SC2086
        [ -z "$programs" ] || kill -STOP $programs 2>/dev/null || true
        sleep 0.08
        # shellcheck disable=SC2086
        [ -z "$programs" ] || kill -CONT $programs 2>/dev/null || true
        sleep 0.02
    done
}

slow() {
    stand_still "$(holder "$1")" "$2" </dev/null >/dev/null 2>&1 &
    echo $! >"$CONVOY_HOSTS/$1.slow"
}

down() {
    local file host
    for file in "$CONVOY_HOSTS"/*.pid; do
        [ -e "$file" ] || continue
        host=$(basename "$file" .pid)
        [ ! -e "$CONVOY_HOSTS/$host.slow" ] || kill "$(cat "$CONVOY_HOSTS/$host.slow")" 2>/dev/null || true
        # shellcheck disable=SC2046
        kill -9 $(processes "$host") 2>/dev/null || true
        rm -f "$file" "$CONVOY_HOSTS/$host.slow"
    done
    rm -f "$CONVOY_HOSTS/hosts" "$CONVOY_HOSTS/agent.sh"
}

run() {
    local host=$1 pid
    shift
    pid=$(holder "$host")
    exec nsenter --target "$pid" --net --uts --ipc --mount --time --wd="$PWD" -- "$@"
}

if [ "$(basename "$0")" = agent.sh ]; then
    CONVOY_HOSTS=$(dirname "$0")
    host=$1
    shift
    run "$host" sh -c "$*"
fi

case ${1:-} in
check) check ;;
up) up "$2" ;;
exec) run "${@:2}" ;;
link) inside "$2" ip link set eth0 "$3" ;;
slow) slow "$2" "$3" ;;
down) down ;;
*) sed -n '7,14s/^# *//p' "${BASH_SOURCE[0]}" ;;
esac
