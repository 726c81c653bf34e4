#!/usr/bin/env bash
# Predicts how Convoy's kernels would scale on a cluster that is not there: measures what their work costs on
# one core here, then runs the MPI driver in SimGrid on a described platform. Rows go to FOLDER/simulated.csv with
# driver=simulated, never among the measured ones in FOLDER/samples.csv; convoy-report draws them dashed.
#
# Model: a rank computes for the cost measured here divided by --speed; a message takes --overhead at both ends,
# --latency, and its bytes / --bandwidth, shared with what else goes through the same node's link (--node-latency and
# --node-bandwidth within a node); switches never congest. A dynamic schedule is dealt as on real nodes: by messages
# between the first ranks of nodes, the root answering between two tasks of its own, and within a node from a pool in
# shared memory, which costs nothing here. Allreduce and barrier: recursive doubling; gather and broadcast: binomial
# trees, the latter outside of what is timed. Not modelled: start-up, noise, imbalance, memory contention, polling.
# --validate runs the same on this machine and states the error.
set -euo pipefail
exec 3>&2 # a trap may run while standard error goes to the log

usage() {
    cat <<'TEXT'
usage: jobs/simulate.sh [options]
  --ranks LIST          rank counts to simulate (default 64,1024,4096); 1 is always added
  --cores N             cores of a node (default 16)
  --nodes N             at least so many nodes (default: as many as the ranks need)
  --speed X             speed of a core, this machine's is 1 (default 1)
  --latency TIME        of the network, e.g. 1.5us (default)
  --bandwidth RATE      of a node's link, e.g. 12.5GBps (default)
  --overhead TIME       time a core spends per message, sender and receiver each (default 0.5us)
  --node-latency TIME   within a node (default 0.5us)
  --node-bandwidth RATE within a node (default 5GBps)
  --kernel LIST         kernels (default heat,train; with a dynamic schedule countdown)
  --schedule WORD       static or dynamic[,CHUNK] (default static)
  --scaling WORD        weak (default) or strong
  --size N              items per task (default: the kernel's; countdown 2M); strong: of the whole
  --tasks N             tasks per rank with a dynamic schedule (default 20)
  --steps N             steps of heat and train (default 20)
  --validate            also run with 2 and 4 ranks here, and simulate this machine: states the error
  --platform N          print the platform file for N ranks and end
  -o, --output FOLDER   default results/simulated-TIME
  --build FOLDER        default build/release
  --timeout TIME        of one simulation (default 30min)
  --resume              go on in the folder -o with the same options: what is there is not done again

What one simulation takes, seconds of one core of a virtual machine, and memory:
  ranks                       64          1024          4096
  heat, 20 steps      1 s  67 MB    7 s 0.6 GB   51 s 2.8 GB
  train, 20 steps     1 s  69 MB   12 s 0.6 GB  146 s 2.7 GB
  dynamic, 20 tasks   1 s  64 MB    5 s 0.5 GB   44 s 2.4 GB
Time grows with the square of the ranks, or faster. What will not fit into memory is refused before the start, and so
is what vm.max_map_count forbids: a rank takes seven mappings, with Linux's default of 65530 about 9000 ranks fit.
TEXT
}

fail() {
    printf 'simulate.sh: %s\n' "$2" >&3
    exit "$1"
}

say() {
    printf '== %s\n' "$*"
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
ranks=64,1024,4096 cores=16 nodes=0 speed=1 latency=1.5us bandwidth=12.5GBps overhead=0.5us
node_latency=0.5us node_bandwidth=5GBps kernels='' schedule=static scaling=weak size='' tasks=20 steps=20
validate='' platform='' output='' resume='' build=$root/build/release limit=30min

while [ $# -gt 0 ]; do
    case $1 in
    -h | --help) usage && exit 0 ;;
    --validate) validate=1 && shift && continue ;;
    --resume) resume=1 && shift && continue ;;
    esac
    [ $# -ge 2 ] || fail 2 "$1: needs a value, or is no option (--help shows them)"
    case $1 in
    --ranks) ranks=$2 ;;
    --cores) cores=$2 ;;
    --nodes) nodes=$2 ;;
    --speed) speed=$2 ;;
    --latency) latency=$2 ;;
    --bandwidth) bandwidth=$2 ;;
    --overhead) overhead=$2 ;;
    --node-latency) node_latency=$2 ;;
    --node-bandwidth) node_bandwidth=$2 ;;
    --kernel) kernels=$2 ;;
    --schedule) schedule=$2 ;;
    --scaling) scaling=$2 ;;
    --size) size=$2 ;;
    --tasks) tasks=$2 ;;
    --steps) steps=$2 ;;
    --platform) platform=$2 ;;
    -o | --output) output=$2 ;;
    --build) build=$2 ;;
    --timeout) limit=$2 ;;
    *) fail 2 "$1: no such option (--help shows them)" ;;
    esac
    shift 2
done

dynamic='' && [[ $schedule = dynamic* ]] && dynamic=1

# check OPTION VALUE PATTERN WHAT
check() {
    [[ $2 =~ ^($3)$ ]] || fail 2 "$1: $4 is needed: '$2'"
}
number='[0-9]+(\.[0-9]+)?(e-?[0-9]+)?'
above_zero() {
    [[ $2 =~ [1-9] ]] || fail 2 "$1: more than 0 is needed: '$2'"
}
check --ranks "$ranks" '[1-9][0-9]{0,5}(,[1-9][0-9]{0,5})*' 'a list of rank counts'
check --cores "$cores" '[1-9][0-9]{0,4}' 'a number of cores'
check --nodes "$nodes" '[0-9]{1,6}' 'a number of nodes'
check --speed "$speed" "$number" 'a number'
above_zero --speed "$speed"
for option in latency overhead node-latency; do
    name=${option//-/_}
    check "--$option" "${!name}" "$number(ns|us|ms|s)" 'a time with ns, us, ms or s'
done
for option in bandwidth node-bandwidth; do
    name=${option//-/_}
    check "--$option" "${!name}" "${number}[kMG]?Bps" 'a rate with MBps or GBps'
    above_zero "--$option" "${!name}"
done
check --schedule "$schedule" 'static|dynamic(,[1-9][0-9]*)?' 'static or dynamic[,CHUNK]'
check --scaling "$scaling" 'weak|strong' 'weak or strong'
check --tasks "$tasks" '[1-9][0-9]*' 'a number of tasks'
check --steps "$steps" '[1-9][0-9]*' 'a number of steps'
check --timeout "$limit" '[1-9][0-9]*(s|min|h)' 'a time with s, min or h'
[ -z "$size" ] || check --size "$size" '[1-9][0-9]*([kMG]i?)?' 'a number of items'
[ "$scaling" = weak ] || [ -n "$size" ] || fail 2 '--scaling strong: the whole work is needed: --size'
[ "$scaling" = weak ] || [[ $size =~ ^[0-9]+$ ]] || fail 2 '--size: a plain number is needed with --scaling strong'
[ -z "$dynamic" ] || [ "$scaling" = weak ] || fail 2 '--schedule dynamic: only with --scaling weak'
[ -n "$kernels" ] || kernels=$([ -n "$dynamic" ] && echo countdown || echo heat,train)

# nodes_for RANKS
nodes_for() {
    local needed=$((($1 + cores - 1) / cores))
    echo $((needed > nodes ? needed : nodes))
}

print_platform() {
    cat <<XML
<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <zone id="world" routing="Full">
    <cluster id="cluster" prefix="node" suffix="" radical="0-$(($(nodes_for "$1") - 1))" speed="${speed}Gf" core="$cores"
      lat="$(half "$latency")" bw="$bandwidth" loopback_lat="$node_latency" loopback_bw="$node_bandwidth"/>
  </zone>
</platform>
XML
}

# A message goes through the links of two nodes, half of the latency each: half TIME
half() {
    awk -v time="$1" 'BEGIN { unit = time; sub(/^[0-9.]+(e-?[0-9]+)?/, "", unit); printf "%.9g%s", time / 2, unit }'
}

# seconds TIME
seconds() {
    awk -v time="$1" 'BEGIN {
        unit = time; sub(/^[0-9.]+(e-?[0-9]+)?/, "", unit)
        printf "%.9g", time * (unit == "ns" ? 1e-9 : unit == "us" ? 1e-6 : unit == "ms" ? 1e-3 : 1) }'
}

# Blocks of ranks by node.
print_hosts() {
    awk -v ranks="$1" -v cores="$cores" 'BEGIN { for (i = 0; i < ranks; i++) print "node" int(i / cores) }'
}

if [ -n "$platform" ]; then
    check --platform "$platform" '[1-9][0-9]{0,5}' 'a number of ranks'
    print_platform "$platform"
    exit 0
fi

command -v smpirun >/dev/null || fail 4 'smpirun was not found: install SimGrid (Debian: libsimgrid-dev), then configure and build again'
IFS=, read -ra counts <<<"$ranks"
IFS=, read -ra kernel_list <<<"$kernels"

# What the largest simulation takes, as measured, with a fifth in reserve: the program's copy, stack and heap of each
# rank, and lists of all ranks in each.
refuse_too_many() {
    local most megabytes available maps
    most=$(printf '%s\n' "${counts[@]}" | sort -n | tail -n 1)
    megabytes=$(((most * 660 + most * most * 45 / 1000) / 1000))
    available=$(awk '/^MemAvailable:/ { print int($2 / 1000) }' /proc/meminfo)
    maps=$(cat /proc/sys/vm/max_map_count 2>/dev/null || echo 65530)
    [ "$megabytes" -le "$available" ] ||
        fail 4 "--ranks: simulating $most ranks takes about $megabytes MB of memory, $available MB are available"
    [ $((most * 7 + 500)) -le "$maps" ] ||
        fail 4 "--ranks: $most ranks need $((most * 7 + 500)) mappings in one process, Linux allows $maps: sysctl vm.max_map_count=$((most * 8 + 1000))"
}

refuse_too_many
bin=$build/bin
[ -x "$bin/convoy-sim" ] || fail 4 "$bin/convoy-sim is missing: configure and build (cmake --preset release && cmake --build --preset release)"

# What cannot be simulated is refused before anything is measured.
check_kernel() {
    local name=${1%%:*} class
    class=$("$bin/convoy-serial" --list | awk -v name="$name" '/^[a-z]/ && $1 == name { print $2 }')
    case $class in
    '') fail 2 "--kernel: there is no kernel '$name': $bin/convoy-serial --list shows them" ;;
    os | io | mixed) fail 2 "--kernel: $name is of class $class: a simulation has no devices and no operating system" ;;
    comm) [ -z "$dynamic" ] || fail 2 "--kernel: the workers of $name go step by step together: only with --schedule static" ;;
    esac
}
for kernel in "${kernel_list[@]}"; do check_kernel "$kernel"; done

# A folder is one simulation: its options are in options.txt.
asked="$ranks $cores $nodes $speed $latency $bandwidth $overhead $node_latency $node_bandwidth"
asked+=" $kernels $schedule $scaling ${size:--} $tasks $steps ${validate:--}"
[ -n "$output" ] || [ -z "$resume" ] || fail 2 '--resume: which folder? -o names it'
[ -n "$output" ] || output=$root/results/simulated-$(date +%Y%m%d-%H%M%S)
if [ -e "$output/options.txt" ]; then
    [ -n "$resume" ] || fail 2 "-o: $output holds a simulation already: --resume goes on with it"
    [ "$(cat "$output/options.txt")" = "$asked" ] || fail 2 "--resume: $output was begun with other options"
else
    [ ! -e "$output/simulated.csv" ] && [ ! -e "$output/samples.csv" ] || fail 2 "-o: $output holds other rows: name another folder"
    mkdir -p "$output" && printf '%s\n' "$asked" >"$output/options.txt" || fail 4 "-o: cannot write into $output"
fi

# The one process under way. Whoever is stopped stops it: nobody would find gigabytes that go on simulating.
child=''
attend() {
    local code=0
    "$@" 3>&- &
    child=$!
    wait "$child" || code=$?
    child=''
    return $code
}

stopped() {
    trap '' HUP INT TERM
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null || true
    [ -z "$child" ] || wait "$child" || true
    fail 75 "stopped by SIG$1; the same options with -o $output --resume go on"
}
trap 'stopped HUP' HUP
trap 'stopped INT' INT
trap 'stopped TERM' TERM

# work KERNEL SIZE: the options that say what is computed; SIZE empty: the kernel's.
work() {
    local default=''
    [ "$1" != countdown ] || [ -z "$dynamic" ] || default=2M
    printf -- '--kernel %s ' "$1"
    case $1 in heat | train) printf -- '--set %s.steps=%s ' "$1" "$steps" ;; esac
    [ -z "${2:-$default}" ] || printf -- '--size %s ' "${2:-$default}"
    [ -z "$dynamic" ] || printf -- '--tasks %s ' "$tasks"
}

# rows FILE DRIVER KERNEL WORKERS SIZE TEXT: how many of FILE are of that work and hold the text; SIZE empty: any.
rows() {
    local variant=''
    [[ $3 != *:* ]] || variant=${3#*:}
    [ -e "$1" ] || { echo 0 && return; }
    awk -F, -v driver="$2" -v kernel="${3%%:*}" -v variant="$variant" -v workers="$4" -v size="$5" -v text="$6" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["driver"] == driver && $at["kernel"] == kernel && (variant == "" || $at["variant"] == variant) &&
            $at["workers"] == workers && (size == "" || $at["size"] == size) && $at["phase"] == "measure" && index($0, text) { count++ }
        END { print count + 0 }' "$1"
}

# measured DRIVER KERNEL WORKERS SIZE LAUNCH: whether that launch of five repetitions is there already.
measured() {
    [ "$(rows "$output/samples.csv" "$1" "$2" "$3" "$4" ",launch=$5,")" -ge 5 ]
}

# What one worker of each run does, six launches of five repetitions each: fewer give no limits.
calibrate() {
    local kernel count share launch divisors=1
    [ "$scaling" = weak ] || divisors=$(printf '%s\n' 1 "${counts[@]}" | sort -nu)
    for kernel in "${kernel_list[@]}"; do
        say "measuring what $kernel costs on one core, six launches of six runs"
        for launch in 1 2 3 4 5 6; do
            for count in $divisors; do
                share=$size
                [ "$scaling" = weak ] || share=$((size / count))
                [ "$share" != 0 ] || fail 2 "--size: fewer items than ranks"
                ! measured serial "$kernel" 1 "$([ "$scaling" = weak ] || echo "$share")" $launch || continue
                # shellcheck disable=SC2046  # a list of words
                attend "$bin/convoy-serial" $(work "$kernel" "$share") --scaling weak --reps 5 \
                    --tag launch="$launch" --output "$output/samples.csv" >>"$output/log.txt" 2>&1 ||
                    fail $? "convoy-serial failed: $(tail -n 1 "$output/log.txt")"
            done
        done
    done
}

# The process that simulates says last how much memory it took.
memory_text() {
    awk '/^simulated in [0-9]+ kB$/ { kb = $3 }
        END { print kb < 1e6 ? sprintf("%.0f MB", kb / 1e3) : sprintf("%.1f GB", kb / 1e6) }' "$output/log.txt"
}

# simulate RANKS KERNEL WORDS
simulate() {
    local from=$SECONDS code=0
    [ "$(rows "$output/simulated.csv" simulated "$2" "$1" '' "$3")" -lt 1 ] || return 0
    print_platform "$1" >"$output/platform-$1.xml"
    print_hosts "$1" >"$output/hosts-$1.txt"
    local each && each=$(seconds "$overhead")
    # shellcheck disable=SC2046  # a list of words
    CONVOY_EXEC_NS=1 CONVOY_COSTS=$output/samples.csv CONVOY_PLATFORM=$3 attend timeout -k 5 "${limit%in}" \
        smpirun -np "$1" -hostfile "$output/hosts-$1.txt" -platform "$output/platform-$1.xml" \
        --log=root.thres:error --cfg=smpi/simulate-computation:no --cfg=smpi/host-speed:1Gf \
        --cfg=smpi/barrier:ompi_recursivedoubling --cfg=smpi/allreduce:rdb \
        --cfg=smpi/gather:ompi_binomial --cfg=smpi/bcast:binomial_tree --cfg=smpi/allgather:bruck \
        --cfg=network/model:CM02 --cfg=network/crosstraffic:0 --cfg=network/TCP-gamma:0 \
        --cfg=smpi/os:"0:$each:0" --cfg=smpi/or:"0:$each:0" --cfg=smpi/ois:"0:$each:0" \
        --cfg=smpi/async-small-thresh:65536 --cfg=smpi/send-is-detached-thresh:65536 \
        --cfg=smpi/iprobe:1e-7 --cfg=smpi/test:1e-7 --cfg=contexts/stack-size:256 \
        "$bin/convoy-sim" $(work "$2" "$size") --scaling "$scaling" --schedule "$schedule" --pin none \
        --reps 1 --warmup 0 --output "$output/simulated.csv" >>"$output/log.txt" 2>&1 || code=$?
    case $code in 124 | 137) fail 75 "the simulation of $2 with $1 ranks was stopped after $limit; --timeout gives it more" ;; esac
    [ $code = 0 ] || fail $((code > 4 ? 4 : code)) "the simulation of $2 with $1 ranks failed: $(tail -n 1 "$output/log.txt"); see $output/log.txt"
    say "$2 with $1 ranks: simulated in $((SECONDS - from)) s, $(memory_text)"
}

words() {
    echo "nodes of $cores cores, speed $speed; latency $latency, $bandwidth per node, overhead $overhead; within a node $node_latency, $node_bandwidth"
}

# field FILE VARIANT PARAMS: the median of op_p50_us.
latency_of() {
    awk -F, -v variant="$2" -v params="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["variant"] == variant && $at["params"] == params && $at["phase"] == "measure" { print $at["op_p50_us"] }' "$1" |
        sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

launch_here() {
    OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1 \
        OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_mpi_yield_when_idle=1 \
        OMPI_MCA_btl_vader_single_copy_mechanism=none attend timeout -k 5 300 \
        mpirun -n "$1" "$bin/convoy-mpi" "${@:2}" >>"$output/log.txt" 2>&1 </dev/null ||
        fail $? "convoy-mpi failed: see $output/log.txt"
}

# The network of the validation: messages between two ranks here.
measure_network() {
    local bytes short long
    for bytes in 8 32768; do
        [ ! -e "$output/pingpong.csv" ] || [ -z "$(latency_of "$output/pingpong.csv" message bytes=$bytes)" ] || continue
        launch_here 2 --probe pingpong --variant message --set pingpong.bytes="$bytes" --output "$output/pingpong.csv"
    done
    short=$(latency_of "$output/pingpong.csv" message bytes=8)
    long=$(latency_of "$output/pingpong.csv" message bytes=32768)
    node_latency=${short}us
    node_bandwidth=$(awk -v short="$short" -v long="$long" 'BEGIN { printf "%.4gMBps", (32768 - 8) / (long - short) }')
}

# The same work on this machine, really and simulated, on one node with this machine's cores. The latency measured
# between two ranks holds what both spend on a message.
validation() {
    local kernel count launch
    say "measuring this machine's messages, and 2 and 4 ranks"
    measure_network
    cores=$(nproc) nodes=0 speed=1 latency=$node_latency bandwidth=$node_bandwidth overhead=0us
    for kernel in "${kernel_list[@]}"; do
        for launch in 1 2 3 4 5 6; do
            for count in 2 4; do
                ! measured mpi "$kernel" $count '' $launch || continue
                # shellcheck disable=SC2046  # a list of words
                launch_here "$count" $(work "$kernel" "$size") --scaling "$scaling" --schedule "$schedule" --reps 5 \
                    --tag launch="$launch" --output "$output/samples.csv"
            done
        done
        for count in 1 2 4; do
            nodes_for_one "$count" simulate "$count" "$kernel" "this machine, $cores cores; latency $node_latency, overhead included, $node_bandwidth"
        done
    done
}

# All ranks on one node, however many cores it has: nodes_for_one RANKS COMMAND...
nodes_for_one() {
    print_hosts() {
        awk -v ranks="$1" 'BEGIN { for (i = 0; i < ranks; i++) print "node0" }'
    }
    nodes_for() {
        echo 1
    }
    shift
    "$@"
}

calibrate
for kernel in "${kernel_list[@]}"; do
    for count in $(printf '%s\n' 1 "${counts[@]}" | sort -nu); do
        simulate "$count" "$kernel" "$(words)"
    done
done
[ -z "$validate" ] || validation
[ ! -x "$bin/convoy-report" ] || "$bin/convoy-report" "$output"
say "rows: $output/simulated.csv (simulated), $output/samples.csv (measured here)"
