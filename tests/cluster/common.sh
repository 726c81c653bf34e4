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
case $("$TEST_MPIEXEC" --version 2>/dev/null) in
*"Open MPI"* | *OpenRTE*) mpiexec_kind=openmpi ;;
*HYDRA*) mpiexec_kind=mpich ;;
*) skip "nobody knows how $TEST_MPIEXEC enters hosts" ;;
esac

# Before tests of what Open MPI's mpirun does when a host is gone, and of four hosts: on these MPICH 4.0.2 was seen
# to hang in MPI_Finalize after all rows were written.
needs_open_mpi() {
    [ $mpiexec_kind = openmpi ] || skip "Open MPI's mpirun is needed, not $TEST_MPIEXEC"
}

# What a launcher needs between hosts: TCP on the one network they have, an agent that enters them, and
# a sign of life of each daemon every second, without which a dead link is never noticed.
export OMPI_MCA_btl=self,vader,tcp OMPI_MCA_btl_tcp_if_include=eth0 OMPI_MCA_oob_tcp_if_include=eth0
export OMPI_MCA_plm=rsh OMPI_MCA_plm_rsh_agent=$CONVOY_HOSTS/agent.sh OMPI_MCA_plm_rsh_no_tree_spawn=1
export OMPI_MCA_oob_tcp_keepalive_time=2 OMPI_MCA_oob_tcp_keepalive_intvl=1 OMPI_MCA_oob_tcp_keepalive_probes=3
unset OMPI_MCA_osc
# The same for MPICH, whose agent is called like rsh: HOST COMMAND... No shared memory: together with TCP
# MPICH 4.0.2 with UCX often hangs in MPI_Finalize, one rank closing a connection that the others no longer serve.
export HYDRA_LAUNCHER=rsh HYDRA_LAUNCHER_EXEC=$CONVOY_HOSTS/agent.sh HYDRA_IFACE=eth0
export UCX_TLS=self,tcp UCX_NET_DEVICES=eth0

# on HOST COMMAND...
on() {
    timeout -k 5 120 "$hosts" exec "$@" </dev/null
}

# across NODES PER_NODE PROGRAM...: that many ranks on each of the first hosts, in blocks.
across() {
    local nodes=$1 each=$2 list
    shift 2
    list=$(seq -f "h%g:$each" -s , "$nodes")
    [ $mpiexec_kind = openmpi ] || set -- -ppn "$each" "$@"
    on h1 "$TEST_MPIEXEC" --host "$list" "$TEST_MPIEXEC_COUNT" $((nodes * each)) "$@"
}
