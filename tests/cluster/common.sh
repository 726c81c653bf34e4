# Common to the tests of several nodes; sourced after lib.sh. Gives hosts h1 .. h4, which are taken down
# at exit, and a working directory that all of them see.

export CONVOY_HOSTS=$work/hosts
hosts=$tests/cluster/hosts.sh

# The hosts have their own /dev/shm, where lib.sh's folder may be.
shared=$(mktemp -d "/tmp/convoy-cluster-XXXXXX")
CONVOY_HOSTS=$shared/hosts
export TMPDIR=$shared/tmp
mkdir "$TMPDIR"
cleanup+=('"$hosts" down' 'rm -rf "$shared"')
cd "$shared"

reason=$("$hosts" check) || skip "$reason"
"$TEST_MPIEXEC" --version 2>/dev/null | grep -q "Open MPI\|OpenRTE" || skip "hosts are entered by the agent of Open MPI's mpirun only"

# What a launcher needs between hosts: TCP on the one network they have, an agent that enters them, and
# a sign of life of each daemon every second, without which a dead link is never noticed.
export OMPI_MCA_btl=self,vader,tcp OMPI_MCA_btl_tcp_if_include=eth0 OMPI_MCA_oob_tcp_if_include=eth0
export OMPI_MCA_plm=rsh OMPI_MCA_plm_rsh_agent=$CONVOY_HOSTS/agent.sh OMPI_MCA_plm_rsh_no_tree_spawn=1
export OMPI_MCA_oob_tcp_keepalive_time=2 OMPI_MCA_oob_tcp_keepalive_intvl=1 OMPI_MCA_oob_tcp_keepalive_probes=3
unset OMPI_MCA_osc

# on HOST COMMAND...
on() {
    timeout -k 5 120 "$hosts" exec "$@" </dev/null
}

# across NODES PER_NODE PROGRAM...: that many ranks on each of the first hosts, in blocks.
across() {
    local nodes=$1 each=$2 list
    shift 2
    list=$(seq -f "h%g:$each" -s , "$nodes")
    on h1 "$TEST_MPIEXEC" --host "$list" "$TEST_MPIEXEC_COUNT" $((nodes * each)) "$@"
}
