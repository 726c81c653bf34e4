/* Command lines word by word, and the environment they are started in. */
#include "cmocka_head.h"
#include "command.h"
#include "environment.h"
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

static const struct launcher mpirun = {
    LAUNCHER_OPENMPI, "/usr/bin/mpirun", NULL, NULL, 1, 4, false, NULL};
static const struct command_places places = {"/b", &mpirun, "out", false};

/* Command line of the launch of that variant in that round, as text; to be freed. */
static char *command_of(const char *text, const char *name, unsigned round,
                        const struct command_places *where) {
    struct study *study = study_good(text);
    const struct round_choices choices = no_choices();
    struct rounds *rounds = rounds_good(study, 2, 4, &choices);
    char *command = NULL;
    for (size_t i = 0; i < rounds->launch_count && !command; i++) {
        const struct launch *launch = &rounds->launches[i];
        if (launch->round != round || strcmp(launch->variant->name, name) != 0)
            continue;
        char **argv = command_make(rounds, launch, where);
        command = command_text(argv);
        command_free(argv);
    }
    if (!command)
        fail_msg("no variant '%s' in round %u", name, round);
    rounds_free(rounds);
    study_free(study);
    return command;
}

static const char everything[] =
    "[study]\nname = t\ntitle = T\nreps = 3\nseed = 9\nlaunches = 2\n"
    "[s-1]\nsummary = S\nkernels = sum:lock, sleep\ndrivers = serial, omp, mpi\nworkers = 3\n"
    "tasks = 2k\nsize = 10\nset = sleep.time=5ms\nschedule = dynamic:4\ngil = off, cpython\n"
    "gil_interval = 500us\nscaling = weak\npin = 0,2-3\nwarmup = 0\ntrace = yes\n";

#define SHARED "--kernel sum:lock,sleep --tasks 2000 --size 10 --set sleep.time=5ms --scaling weak "
#define ENDING "--pin 0,2-3 --reps 3 --warmup 0 --seed 9 --output out/samples.csv --tag section=s-1"

static void commands_spell_everything_out(void **state) {
    static const struct {
        const char *name;
        unsigned round;
        const char *expected;
    } cases[] = {
        {"serial", 2, "/b/convoy-serial " SHARED "--schedule static --gil off " ENDING},
        {"omp x3", 2, "/b/convoy-omp --workers 3 " SHARED "--schedule dynamic,4 --gil off " ENDING},
        {"omp x3 gil=cpython interval=500us", 2,
         "/b/convoy-omp --workers 3 " SHARED
         "--schedule dynamic,4 --gil cpython --gil-interval 500us " ENDING},
        {"mpi x3", 2,
         "/usr/bin/mpirun -n 3 /b/convoy-mpi " SHARED "--schedule dynamic,4 --gil off " ENDING},
        {"omp x3 gil=cpython interval=500us", 1,
         "/b/convoy-omp --workers 3 " SHARED
         "--schedule dynamic,4 --gil cpython --gil-interval 500us " ENDING
         " --trace out/trace-s-1-omp-x3-gil-cpython-interval-500us.json"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *command = command_of(everything, cases[i].name, cases[i].round, &places);
        assert_string_equal(command, cases[i].expected);
        free(command);
    }
}

static void defaults_are_spelled_out_too(void **state) {
    (void)state;
    struct command_places resumed = places;
    resumed.resume = true;
    char *command = command_of(
        HEAD "[s]\nsummary = S\nkernels = sum\nvariant = atomic, private\ndrivers = omp\n"
             "workers = 1\n",
        "omp x1", 1, &resumed);
    assert_string_equal(command,
                        "/b/convoy-omp --workers 1 --kernel sum:atomic,sum:private --scaling "
                        "strong --schedule static --gil off --pin none --reps 5 --warmup 1 "
                        "--seed 1 --output out/samples.csv --tag section=s --resume");
    free(command);
}

static void without_ranks_the_first_host_is_kept_too(void **state) {
    static const struct launcher away = {LAUNCHER_HYDRA, "mpiexec", "hosts", NULL, 4, 4,
                                         false,          "first"};
    static const struct command_places elsewhere = {"/b", &away, "out", false};
    static const char text[] = HEAD "[a]\nsummary = A\nkernels = empty\ndrivers = serial, omp\n"
                                    "workers = 2\n";
    static const struct {
        const char *name, *beginning;
    } cases[] = {
        {"serial", "mpiexec -n 1 -f first -ppn 1 /b/convoy-serial --kernel "},
        {"omp x2", "mpiexec -n 1 -f first -ppn 1 /b/convoy-omp --workers 2 "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *command = command_of(text, cases[i].name, 1, &elsewhere);
        if (strncmp(command, cases[i].beginning, strlen(cases[i].beginning)) != 0)
            fail_msg("%s", command);
        free(command);
    }
}

static void commands_survive_a_shell(void **state) {
    char plain[] = "a-b", blank[] = "a b", quote[] = "it's", empty[] = "", dollar[] = "$x";
    char *const argv[] = {plain, blank, quote, empty, dollar, NULL};
    char *text = command_text(argv);
    (void)state;
    assert_string_equal(text, "a-b 'a b' 'it'\\''s' '' '$x'");
    free(text);
}

/* Value of a name, NULL if it is not there; fails if it is there twice. */
static const char *value_of(char *const *environment, const char *name) {
    const char *value = NULL;
    const size_t length = strlen(name);
    for (; *environment; environment++) {
        if (strncmp(*environment, name, length) != 0 || (*environment)[length] != '=')
            continue;
        assert_null(value);
        value = *environment + length + 1;
    }
    return value;
}

static char *const inherited[] = {
    (char[]){"PATH=/bin"},
    (char[]){"OMPI_COMM_WORLD_RANK=3"},
    (char[]){"PMIX_RANK=3"},
    (char[]){"PMI_SIZE=4"},
    (char[]){"ORTE_X=1"},
    (char[]){"OPAL_Y=1"},
    (char[]){"OMP_NUM_THREADS=7"},
    (char[]){"OMP_WAIT_POLICY=active"},
    (char[]){"OMP_PROC_BIND=close"},
    (char[]){"OMP_PLACES=cores"},
    (char[]){"KMP_AFFINITY=x"},
    (char[]){"GOMP_CPU_AFFINITY=0"},
    (char[]){"CONVOY_LAUNCH=99"},
    (char[]){"CONVOY_OTHER=kept"},
    (char[]){"OMPI_MCA_btl=tcp"},
    (char[]){"HOME=/h"},
    (char[]){"MY_OMP_THING=kept"},
    (char[]){"UCX_TLS=tcp"},
    (char[]){"HYDI_CONTROL_FD=5"},
    (char[]){"MPIR_CVAR_NOLOCAL=1"},
    NULL,
};

static void environment_is_cleaned_and_filled(void **state) {
    static const struct {
        const char *name, *value;
    } expected[] = {
        {"PATH", "/bin"},
        {"HOME", "/h"},
        {"MY_OMP_THING", "kept"},
        {"CONVOY_OTHER", "kept"},
        {"OMPI_COMM_WORLD_RANK", NULL},
        {"PMIX_RANK", NULL},
        {"PMI_SIZE", NULL},
        {"ORTE_X", NULL},
        {"OPAL_Y", NULL},
        {"OMP_NUM_THREADS", "1"},
        {"OMP_PROC_BIND", "false"},
        {"OMP_PLACES", NULL},
        {"KMP_AFFINITY", NULL},
        {"GOMP_CPU_AFFINITY", NULL},
        {"OMPI_ALLOW_RUN_AS_ROOT", NULL},
        {"OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", NULL},
        {"OMPI_MCA_rmaps_base_oversubscribe", "1"},
        {"OMPI_MCA_hwloc_base_binding_policy", "none"},
        {"OMPI_MCA_mpi_yield_when_idle", "1"},
        {"OMPI_MCA_btl_vader_single_copy_mechanism", "none"},
        {"OMPI_MCA_osc", "^ucx"},
        {"OMPI_MCA_odls_base_cutoff", "100000"},
        {"OMPI_MCA_pml", "ob1"},
        {"OMPI_MCA_btl", "self,vader"},
        {"HYDRA_BINDING", "none"},
        {"UCX_TLS", "self,sm"},
        {"HYDI_CONTROL_FD", NULL},
        {"MPIR_CVAR_NOLOCAL", NULL},
        {"OMP_WAIT_POLICY", "passive"},
        {"CONVOY_STUDY", "t"},
        {"CONVOY_STUDY_FILE", "out/study.study"},
        {"CONVOY_RUN_ID", "r1"},
        {"CONVOY_LAUNCH", "5"},
        {"CONVOY_EXEC_NS", "123456789012"},
    };
    const struct environment_facts facts = {false, "t", "r1", 5,    "out", UINT64_C(123456789012),
                                            1,     2,   1,    false};
    char **environment = environment_make(inherited, &facts);
    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const char *value = value_of(environment, expected[i].name);
        if (expected[i].value)
            assert_string_equal(value ? value : "(not set)", expected[i].value);
        else if (value)
            fail_msg("%s is still set", expected[i].name);
    }
    environment_free(environment);
}

/* How nodes reach each other is the site's to say; a dead one must show. */
static void several_nodes_keep_what_the_site_set(void **state) {
    char *const site[] = {
        (char[]){"OMPI_MCA_btl_tcp_if_include=ib0"},
        (char[]){"OMPI_MCA_oob_tcp_if_include=eth0"},
        (char[]){"OMPI_MCA_plm_rsh_agent=ssh -x"},
        (char[]){"OMPI_MCA_pml=ucx"},
        (char[]){"OMPI_MCA_ess_base_jobid=7"},
        (char[]){"OMPI_MCA_oob_tcp_keepalive_time=9"},
        (char[]){"SLURM_JOB_ID=5"},
        (char[]){"PMIX_RANK=3"},
        (char[]){"CONVOY_NODES=8"},
        NULL,
    };
    static const struct {
        const char *name, *one, *several;
    } expected[] = {
        {"OMPI_MCA_btl_tcp_if_include", NULL, "ib0"},
        {"OMPI_MCA_oob_tcp_if_include", NULL, "eth0"},
        {"OMPI_MCA_plm_rsh_agent", NULL, "ssh -x"},
        {"OMPI_MCA_ess_base_jobid", NULL, NULL},
        {"PMIX_RANK", NULL, NULL},
        {"SLURM_JOB_ID", "5", "5"},
        {"OMPI_MCA_pml", "ob1", "ucx"},
        {"OMPI_MCA_btl", "self,vader", "self,vader,tcp"},
        {"OMPI_MCA_oob_tcp_keepalive_time", NULL, "9"},
        {"OMPI_MCA_oob_tcp_keepalive_intvl", NULL, "1"},
        {"OMPI_MCA_oob_tcp_keepalive_probes", NULL, "3"},
        {"CONVOY_NODES", "1", "4"},
        {"CONVOY_RANKS_PER_NODE", "8", "2"},
        {"CONVOY_THREADS", "3", "3"},
        {"OMP_NUM_THREADS", "3", "3"},
    };
    (void)state;
    for (unsigned nodes = 1; nodes <= 4; nodes += 3) {
        const struct environment_facts facts = {false, "t", "r1", 5, "out", 1, nodes, 8, 3, false};
        char **environment = environment_make(site, &facts);
        for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
            const char *value = value_of(environment, expected[i].name);
            const char *wanted = nodes == 1 ? expected[i].one : expected[i].several;
            if (strcmp(value ? value : "-", wanted ? wanted : "-") != 0)
                fail_msg("%u nodes: %s is %s, not %s", nodes, expected[i].name, value ? value : "-",
                         wanted ? wanted : "-");
        }
        environment_free(environment);
    }
}

/* One node that is not this machine has to be reached as well. */
static void a_node_elsewhere_is_reached_as_the_site_says(void **state) {
    char *const site[] = {(char[]){"OMPI_MCA_plm_rsh_agent=ssh -x"}, NULL};
    (void)state;
    for (unsigned away = 0; away <= 1; away++) {
        const struct environment_facts facts = {false, "t", "r1", 5, "out", 1, 1, 8, 3, away};
        char **environment = environment_make(site, &facts);
        const char *agent = value_of(environment, "OMPI_MCA_plm_rsh_agent");
        assert_string_equal(agent ? agent : "-", away ? "ssh -x" : "-");
        assert_string_equal(value_of(environment, "OMPI_MCA_btl"),
                            away ? "self,vader,tcp" : "self,vader");
        environment_free(environment);
    }
}

static void root_is_allowed_only_as_root(void **state) {
    const struct environment_facts facts = {true, "t", "r1", 5, "out", 1, 1, 2, 1, false};
    char **environment = environment_make(inherited, &facts);
    (void)state;
    assert_string_equal(value_of(environment, "OMPI_ALLOW_RUN_AS_ROOT"), "1");
    assert_string_equal(value_of(environment, "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"), "1");
    environment_free(environment);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_spell_everything_out),
        cmocka_unit_test(defaults_are_spelled_out_too),
        cmocka_unit_test(commands_survive_a_shell),
        cmocka_unit_test(environment_is_cleaned_and_filled),
        cmocka_unit_test(several_nodes_keep_what_the_site_set),
        cmocka_unit_test(a_node_elsewhere_is_reached_as_the_site_says),
        cmocka_unit_test(without_ranks_the_first_host_is_kept_too),
        cmocka_unit_test(root_is_allowed_only_as_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
