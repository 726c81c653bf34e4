/* The key `layout`: all ways to make workers of ranks and threads, as variants and as commands. */
#include "cmocka_head.h"
#include "command.h"
#include "fixture.h"
#include "layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY "[s]\nsummary = S\nkernels = countdown\n"

static void expect_layouts(unsigned workers, unsigned nodes, const char *expected) {
    struct layout list[LAYOUTS_MAX];
    char text[1024] = "";
    const size_t count = layout_list(workers, nodes, list);
    for (size_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%ux%u", i ? " " : "",
                 list[i].ranks, list[i].threads);
    assert_string_equal(text, expected);
}

static void all_divisors_are_layouts(void **state) {
    (void)state;
    expect_layouts(1, 1, "1x1");
    expect_layouts(7, 1, "1x7 7x1");
    expect_layouts(12, 1, "1x12 2x6 3x4 4x3 6x2 12x1");
    expect_layouts(16, 4, "4x4 8x2 16x1");
    expect_layouts(12, 2, "2x6 4x3 6x2 12x1");
    expect_layouts(6, 4, "");
    struct layout list[LAYOUTS_MAX];
    for (unsigned workers = 1; workers <= STUDY_WORKERS_MAX; workers++)
        assert_in_range(layout_list(workers, 1, list), 1, LAYOUTS_MAX);
}

/* Names of all variants on a machine of four cores, in the order of making, separated by commas. */
static void expect_variants_on(unsigned nodes, const char *text, const char *expected) {
    char names[1024] = "";
    struct study *study = study_good(text);
    const struct round_choices choices = no_choices();
    const struct machine_size machine = {.cores = 4, .pus = 8, .nodes = nodes};
    struct fault fault = {0};
    struct rounds *rounds = rounds_make(study, machine, &choices, &fault);
    if (!rounds) {
        fail_msg("%s", fault.text);
        return;
    }
    for (size_t v = 0; v < rounds->variant_count; v++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", v ? ", " : "",
                 rounds->variants[v].name);
    rounds_free(rounds);
    study_free(study);
    assert_string_equal(names, expected);
}

static void expect_variants(const char *text, const char *expected) {
    expect_variants_on(1, text, expected);
}

/* A team of threads stays inside a node; ranks go to nodes in equal blocks. */
static void nodes_share_the_ranks(void **state) {
    (void)state;
    expect_variants_on(2, HEAD BODY "layout = auto\n", "hybrid 2x4, hybrid 4x2, mpi x8");
    expect_variants_on(4, HEAD BODY "layout = auto:8\n", "hybrid 4x2, mpi x8");
}

static void sections_become_variants(void **state) {
    (void)state;
    expect_variants(HEAD BODY "layout = auto\n", "omp x4, hybrid 2x2, mpi x4");
    expect_variants(HEAD BODY "layout = auto:8\n", "omp x8, hybrid 2x4, hybrid 4x2, mpi x8");
    expect_variants(HEAD BODY "layout = auto:2*cores\ndrivers = serial, omp, mpi\n",
                    "serial, omp x8, hybrid 2x4, hybrid 4x2, mpi x8");
    expect_variants(HEAD BODY "workers = 2, 6\nlayout = auto\n",
                    "omp x2, omp x6, mpi x2, hybrid 2x3, hybrid 3x2, mpi x6");
    expect_variants(HEAD BODY "layout = auto:1\n", "omp x1, mpi x1");
    expect_variants(HEAD BODY "layout = auto:4\ndrivers = mpi\n", "hybrid 2x2, mpi x4");
}

/* Every rank has a lock of its own: locks are for ranks here, too. */
static void every_layout_meets_every_lock(void **state) {
    (void)state;
    expect_variants(HEAD BODY "layout = auto\ngil = off, cpython\n",
                    "omp x4, omp x4 gil=cpython, hybrid 2x2, hybrid 2x2 gil=cpython, mpi x4, "
                    "mpi x4 gil=cpython");
}

static const char *command_of(const struct rounds *rounds, const char *name) {
    static char text[512];
    static const struct launcher plain = {
        .kind = LAUNCHER_PLAIN, .path = "mpirun", .nodes = 1, .pus = 8};
    static const struct command_places places = {"/b", &plain, "out", false};
    for (size_t i = 0; i < rounds->launch_count; i++) {
        if (strcmp(rounds->launches[i].variant->name, name) != 0)
            continue;
        char **argv = command_make(rounds, &rounds->launches[i], &places);
        char *command = command_text(argv);
        snprintf(text, sizeof text, "%s", command);
        free(command);
        command_free(argv);
        return text;
    }
    fail_msg("no variant '%s'", name);
    return NULL;
}

static void expect_begins(const char *command, const char *beginning) {
    if (strncmp(command, beginning, strlen(beginning)) != 0)
        fail_msg("%s\nexpected %s...", command, beginning);
}

static void ranks_go_to_the_launcher_and_threads_to_the_driver(void **state) {
    (void)state;
    struct study *study = study_good(HEAD BODY "layout = auto:8\n");
    const struct round_choices choices = no_choices();
    struct rounds *rounds = rounds_good(study, 4, 8, &choices);
    expect_begins(command_of(rounds, "omp x8"), "/b/convoy-omp --workers 8 --kernel");
    expect_begins(command_of(rounds, "hybrid 2x4"),
                  "mpirun -n 2 /b/convoy-mpi --threads 4 --kernel");
    expect_begins(command_of(rounds, "hybrid 4x2"),
                  "mpirun -n 4 /b/convoy-mpi --threads 2 --kernel");
    expect_begins(command_of(rounds, "mpi x8"), "mpirun -n 8 /b/convoy-mpi --kernel");
    rounds_free(rounds);
    study_free(study);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_divisors_are_layouts),
        cmocka_unit_test(nodes_share_the_ranks),
        cmocka_unit_test(sections_become_variants),
        cmocka_unit_test(every_layout_meets_every_lock),
        cmocka_unit_test(ranks_go_to_the_launcher_and_threads_to_the_driver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
