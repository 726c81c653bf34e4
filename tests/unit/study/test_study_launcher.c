/* Command lines of launchers, and how many nodes a run has. */
#include "cmocka_head.h"
#include "launcher.h"
#include "places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The words as one line; valid until the next call. */
static const char *line_of(const struct launcher *launcher, unsigned ranks, unsigned threads) {
    static char line[1024];
    struct text_list words = launcher_words(launcher, ranks, threads);
    *line = '\0';
    for (size_t i = 0; i < words.count; i++)
        snprintf(line + strlen(line), sizeof line - strlen(line), "%s%s", i ? " " : "",
                 words.items[i]);
    text_list_free(&words);
    return line;
}

#define EXPORTED                                                                  \
    " -x CONVOY_STUDY -x CONVOY_STUDY_FILE -x CONVOY_RUN_ID -x CONVOY_LAUNCH -x " \
    "CONVOY_EXEC_NS -x CONVOY_EXEC_CLOCK -x OMP_WAIT_POLICY -x OMP_PROC_BIND -x OMP_NUM_THREADS"
#define SRUN " --distribution=block --cpu-bind=none --export=ALL -K1"

static void ranks_go_to_nodes_in_equal_blocks(void **state) {
    static const struct {
        struct launcher launcher; /* kind, path, hostfile, options, nodes, pus, allocated, first */
        unsigned ranks, threads;
        const char *expected;
    } cases[] = {
        {{LAUNCHER_PLAIN, "go", NULL, NULL, 4, 2, true, NULL}, 8, 1, "go -n 8"},
        {{LAUNCHER_OPENMPI, "mpirun", NULL, NULL, 1, 2, false, NULL}, 8, 1, "mpirun -n 8"},
        {{LAUNCHER_OPENMPI, "mpirun", NULL, NULL, 1, 2, true, NULL},
         8,
         1,
         "mpirun -n 8 --map-by ppr:8:node --rank-by slot" EXPORTED},
        {{LAUNCHER_OPENMPI, "mpirun", "hosts", NULL, 4, 2, false, NULL},
         8,
         1,
         "mpirun -n 8 --hostfile hosts --map-by ppr:2:node --rank-by slot" EXPORTED},
        {{LAUNCHER_HYDRA, "mpiexec", NULL, NULL, 1, 2, false, NULL}, 8, 1, "mpiexec -n 8"},
        {{LAUNCHER_HYDRA, "mpiexec", "hosts", NULL, 2, 2, false, NULL},
         8,
         1,
         "mpiexec -n 8 -f hosts -ppn 4"},
        {{LAUNCHER_SRUN, "srun", NULL, NULL, 4, 16, true, NULL},
         16,
         4,
         "srun -n 16 --mpi=pmix -N 4 --ntasks-per-node=4 --cpus-per-task=4" SRUN},
        /* the whole node, however few the ranks */
        {{LAUNCHER_SRUN, "srun", NULL, NULL, 4, 16, true, NULL},
         8,
         1,
         "srun -n 8 --mpi=pmix -N 4 --ntasks-per-node=2 --cpus-per-task=8" SRUN},
        /* more than it has */
        {{LAUNCHER_SRUN, "srun", NULL, NULL, 1, 2, true, NULL},
         8,
         1,
         "srun -n 8 --mpi=pmix -N 1 --ntasks-per-node=8 --cpus-per-task=1" SRUN " -O"},
        {{LAUNCHER_SRUN, "srun", NULL, NULL, 1, 4, true, NULL},
         2,
         4,
         "srun -n 2 --mpi=pmix -N 1 --ntasks-per-node=2 --cpus-per-task=4" SRUN " -O"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(line_of(&cases[i].launcher, cases[i].ranks, cases[i].threads),
                            cases[i].expected);
}

static void options_of_the_user_come_last(void **state) {
    char mpi[] = "--mpi=pmi2", time[] = "--time=5", *items[] = {mpi, time};
    const struct text_list options = {items, 2};
    const struct launcher launcher = {LAUNCHER_SRUN, "srun", NULL, &options, 2, 1, true, NULL};
    (void)state;
    assert_string_equal(line_of(&launcher, 2, 1),
                        "srun -n 2 -N 2 --ntasks-per-node=1 --cpus-per-task=1" SRUN
                        " --mpi=pmi2 --time=5");
}

static void kinds_are_known_by_name_or_answer(void **state) {
    (void)state;
    assert_int_equal(launcher_kind_of("/opt/slurm/bin/srun"), LAUNCHER_SRUN);
    assert_int_equal(launcher_kind_of("mpirun.openmpi"), LAUNCHER_OPENMPI);
    assert_int_equal(launcher_kind_of("/x/mpiexec.mpich"), LAUNCHER_HYDRA);
    assert_int_equal(launcher_kind_of("./my-mpirun"), LAUNCHER_PLAIN);
    assert_int_equal(launcher_kind_from("mpirun (Open MPI) 4.1.4\n"), LAUNCHER_OPENMPI);
    assert_int_equal(launcher_kind_from("HYDRA build details:\n    Version: 4.0.2\n"),
                     LAUNCHER_HYDRA);
    assert_int_equal(launcher_kind_from("Intel(R) MPI Library for Linux* OS, Version 2021.8\n"),
                     LAUNCHER_HYDRA);
    assert_int_equal(launcher_kind_from(""), LAUNCHER_PLAIN);
}

static void nodes_are_asked_for_or_found(void **state) {
    struct fault fault = {EXIT_DONE, ""};
    (void)state;
    unsetenv("SLURM_JOB_NUM_NODES");
    assert_int_equal(launcher_nodes(0, 0, NULL, &fault), 1);
    assert_int_equal(launcher_nodes(3, 0, NULL, &fault), 3);
    assert_int_equal(launcher_nodes(0, 3, "hosts", &fault), 3);
    assert_int_equal(launcher_nodes(1, 3, "hosts", &fault), 1);
    setenv("SLURM_JOB_NUM_NODES", "4", 1);
    assert_int_equal(launcher_nodes(0, 0, NULL, &fault), 4);
    assert_int_equal(launcher_nodes(2, 0, NULL, &fault), 2);
    assert_int_equal(launcher_nodes(5, 0, NULL, &fault), 0);
    assert_int_equal(fault.code, EXIT_USER);
    unsetenv("SLURM_JOB_NUM_NODES");
}

static void the_launcher_of_the_build_comes_first(void **state) {
    struct fault fault = {EXIT_DONE, ""};
    char *found = place_launcher(NULL, "/bin/sh", &fault);
    (void)state;
    assert_string_equal(found, "/bin/sh");
    free(found);
    setenv("PATH", "/nowhere", 1);
    assert_null(place_launcher(NULL, "/nowhere/mpiexec", &fault));
    assert_string_equal(fault.text,
                        "mpirun is not in PATH, and the study starts ranks: install it (Debian, "
                        "Ubuntu: package openmpi-bin), or name one with --launcher");
}

/* A whole node of more PUs than this machine has, and a part of one. */
static void allocations_are_kept_to(void **state) {
    (void)state;
    struct machine_size size = {.cores = 8, .pus = 16, .nodes = 2};
    launcher_keep_to_allocation(&size);
    assert_int_equal(size.pus, 16);
    setenv("SLURM_CPUS_ON_NODE", "64", 1);
    launcher_keep_to_allocation(&size);
    assert_int_equal(size.pus, 16);
    setenv("SLURM_CPUS_ON_NODE", "10", 1);
    launcher_keep_to_allocation(&size);
    assert_int_equal(size.pus, 10);
    assert_int_equal(size.cores, 8);
    setenv("SLURM_CPUS_ON_NODE", "4", 1);
    launcher_keep_to_allocation(&size);
    assert_int_equal(size.pus, 4);
    assert_int_equal(size.cores, 4);
    unsetenv("SLURM_CPUS_ON_NODE");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_go_to_nodes_in_equal_blocks),
        cmocka_unit_test(options_of_the_user_come_last),
        cmocka_unit_test(kinds_are_known_by_name_or_answer),
        cmocka_unit_test(nodes_are_asked_for_or_found),
        cmocka_unit_test(allocations_are_kept_to),
        cmocka_unit_test(the_launcher_of_the_build_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
