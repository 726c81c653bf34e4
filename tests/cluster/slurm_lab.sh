#!/usr/bin/env bash
# A real Slurm of several nodes on this machine, all of it in one folder and in namespaces that end with it.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: slurm_lab.sh DIR COMMAND
  up NODES [CPUS]   start controller and nodes n1..; each node claims CPUS (4) CPUs
  run CMD...        run CMD on the login node
  kill-node K       power off node nK: everything on it dies at once
  kill-daemon K     kill the slurmd of node nK only: its jobs go on
  revive K          start what of nK is dead
  down              stop everything and remove DIR
Needs root and Debian's slurm-wlm, munge, libpmix-dev (for srun --mpi=pmix), iproute2. DIR: at most 60
characters, because of the sockets below it, and not under /dev/shm, which every node has its own of.
TEXT
}

# A node is `unshare`: own host name, network, /dev/shm, processes and $lab/local, so that it differs from its
# neighbours in what MPI looks at. The controller's namespaces hold the bridge and the login node.
[ $# -ge 2 ] || { usage >&2 && exit 2; }
self=$(realpath -- "${BASH_SOURCE[0]}")
lab=$(realpath -m -- "$1")
command=$2
shift 2
net=10.231.0
export SLURM_CONF=$lab/slurm.conf

die() {
    printf 'slurm_lab: %s\n' "$*" >&2
    exit 4
}

# Ticks since boot at which a process began; nothing for a zombie or nobody.
born() {
    local words
    read -ra words < <(sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null) || true
    [ "${#words[@]}" -gt 19 ] && [ "${words[0]}" != Z ] && printf '%s\n' "${words[19]}"
}

# pid/NAME holds "PID BORN", so that a process that got the same number later is never hit.
alive() {
    local pid since
    { read -r pid since <"$lab/pid/$1"; } 2>/dev/null && [ -n "$since" ] && [ "$(born "$pid")" = "$since" ]
}

pid_of() {
    local pid
    read -r pid _ <"$lab/pid/$1" && printf '%s\n' "$pid"
}

# daemon NAME CMD...: in a session of its own, holding nothing of ours open.
daemon() {
    local name=$1
    shift
    setsid "$@" </dev/null >>"$lab/log/$name.out" 2>&1 &
    printf '%s %s\n' $! "$(born $!)" >"$lab/pid/$name"
}

# await SECONDS WHAT CMD...: until CMD succeeds.
await() {
    local until=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$until" ] || die "$what: not ready in time; see $lab/log"
        sleep 0.05
    done
}

# stop NAME SIGNAL: and wait until it is gone.
stop() {
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        alive "$1" || { rm -f "$lab/pid/$1" && return 0; }
        [ $((tries % 60)) != 0 ] || kill "-$2" "$(pid_of "$1")" 2>/dev/null || true
        sleep 0.05
    done
    kill -KILL "$(pid_of "$1")" 2>/dev/null || true
}

# On the login node. Its TMPDIR is another folder on each node, which MPI's session folders need.
on_login() {
    TMPDIR=$lab/local OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
        nsenter -t "$(pid_of ctl)" --uts --mount --net --wd="$PWD" -- "$@"
}

# The first process of the controller: holds its namespaces.
be_controller() {
    hostname ctl
    mount --bind "$lab/hosts" /etc/hosts
    ip link set lo up
    ip link add br0 type bridge
    ip addr add "$net.254/24" dev br0
    ip link set br0 up
    : >"$lab/ctl.ready"
    exec sleep infinity
}

# The first process of node n$1; HUP starts a dead slurmd again.
be_node() {
    cd "$lab" # slurmd goes back to where it was begun, which must be there
    hostname "n$1"
    mount -t tmpfs -o size=512m,mode=1777 shm /dev/shm
    mount --bind "$lab/hosts" /etc/hosts
    mount --bind "$lab/nodes/n$1" "$lab/local"
    ip link set lo up
    until ip addr add "$net.$1/24" dev eth0 2>/dev/null; do sleep 0.01; done
    ip link set eth0 up
    trap 'kill -0 "$slurmd" 2>/dev/null || start_slurmd "$1"' HUP
    start_slurmd "$1"
    while true; do wait -n 2>/dev/null || sleep 0.2; done
}

start_slurmd() {
    slurmd -D -N "n$1" </dev/null >>"$lab/log/slurmd.n$1.out" 2>&1 &
    slurmd=$!
    printf '%s\n' "$slurmd" >"$lab/nodes/n$1/slurmd.pid"
}

has_own_net() {
    [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

on_bridge() {
    nsenter -t "$(pid_of ctl)" --net "$@"
}

start_node() {
    local pid
    mkdir -p "$lab/nodes/n$1" "$lab/spool/n$1"
    daemon "n$1" unshare --uts --mount --ipc --net --pid --fork --kill-child=KILL --mount-proc \
        bash "$self" "$lab" be-node "$1"
    pid=$(pid_of "n$1")
    await 5 "n$1" has_own_net "$pid"
    on_bridge ip link del "p$1" 2>/dev/null || true # of a node that has only just died
    on_bridge ip link add "p$1" type veth peer name eth0 netns "$pid"
    on_bridge ip link set "p$1" master br0 up
}

# Timeouts as short as they can be, so that a dead node is noticed within 20 s. mpi.conf: with the default fence
# one start in sixty crashed in MPI_Init; the plugin's folder is named by uid and job only, so it must be the node's.
write_configuration() {
    local node
    printf '127.0.0.1 localhost\n%s.254 ctl\n' "$net" >"$lab/hosts"
    for ((node = 1; node <= $1; node++)); do printf '%s.%s n%s\n' "$net" $node $node >>"$lab/hosts"; done
    printf '%s\n' "PMIxCliTmpDirBase=$lab/local" PMIxCollFence=ring PMIxFenceBarrier=true >"$lab/mpi.conf"
    echo CgroupPlugin=cgroup/v1 >"$lab/cgroup.conf" # detection fails where cgroups are neither v1 nor v2
    cat >"$SLURM_CONF" <<TEXT
ClusterName=lab
SlurmctldHost=ctl($net.254)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$lab/munge/sock,cred_expire=5
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
StateSaveLocation=$lab/state
SlurmdSpoolDir=$lab/spool/%n
SlurmctldPidFile=$lab/state/slurmctld.pid
SlurmdPidFile=$lab/spool/%n.pid
SlurmctldLogFile=$lab/log/slurmctld.log
SlurmdLogFile=$lab/log/slurmd.%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=2,bf_interval=2,batch_sched_delay=0,sched_min_interval=0
ReturnToService=2
SlurmdTimeout=6
MessageTimeout=5
TCPTimeout=1
BatchStartTimeout=10
InactiveLimit=0
KillWait=5
MinJobAge=86400
NodeName=n[1-$1] NodeAddr=$net.[1-$1] CPUs=$2 RealMemory=1000
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE DefaultTime=5 State=UP
TEXT
}

start_munged() {
    (umask 077 && head -c 128 /dev/urandom >"$lab/munge/key")
    daemon munged nsenter -t "$(pid_of ctl)" --uts --mount --net munged --foreground --force \
        --socket="$lab/munge/sock" --key-file="$lab/munge/key" --seed-file="$lab/munge/seed" \
        --pid-file="$lab/munge/pid" --origin=127.0.0.1
    await 10 munged munge -n -S "$lab/munge/sock"
}

all_idle() {
    [ "$(on_login sinfo -h -t idle -o %D)" = "$1" ]
}

up() {
    local node tool
    for tool in slurmctld slurmd sbatch munged ip unshare nsenter; do
        command -v $tool >/dev/null || die "no $tool: apt-get install slurm-wlm munge libpmix-dev iproute2"
    done
    [ "${#lab}" -le 60 ] || die "$lab: longer than 60 characters"
    mkdir -p "$lab"/{munge,state,log,pid,spool,nodes,local}
    write_configuration "$1" "${2:-4}"
    daemon ctl unshare --uts --mount --net bash "$self" "$lab" be-controller
    await 5 controller test -e "$lab/ctl.ready"
    start_munged
    daemon slurmctld nsenter -t "$(pid_of ctl)" --uts --mount --net slurmctld -D
    for ((node = 1; node <= $1; node++)); do start_node $node; done
    await 30 "$1 nodes" all_idle "$1"
}

revive() {
    if alive "n$1"; then
        kill -HUP "$(tr -d ' ' <"/proc/$(pid_of "n$1")/task/$(pid_of "n$1")/children")"
    else
        start_node "$1"
    fi
}

# The children of a node's first process are its slurmd and what that started; the first is the one.
kill_daemon() {
    local first
    first=$(tr -d ' ' <"/proc/$(pid_of "n$1")/task/$(pid_of "n$1")/children")
    nsenter -t "$first" --pid --mount -- kill -KILL "$(cat "$lab/nodes/n$1/slurmd.pid")"
}

# Nodes first: with its `unshare` ends everything on a node, jobs too.
down() {
    local path
    for path in "$lab"/pid/n[0-9]*; do [ ! -e "$path" ] || stop "${path##*/}" KILL; done
    for path in slurmctld munged; do [ ! -e "$lab/pid/$path" ] || stop $path TERM; done
    [ ! -e "$lab/pid/ctl" ] || stop ctl KILL
    rm -rf -- "$lab"
}

case $command in
up) up "$@" ;;
run) on_login "$@" ;;
kill-node) stop "n$1" KILL ;;
kill-daemon) kill_daemon "$1" ;;
revive) revive "$1" ;;
down) down ;;
be-controller) be_controller ;;
be-node) be_node "$@" ;;
*) usage >&2 && exit 2 ;;
esac
