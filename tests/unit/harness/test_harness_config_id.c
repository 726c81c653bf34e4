/* Which options make another measurement, so that --resume refuses, and which do not. */
#include "command.h"

#include "plan.h"

#include <string.h>

#define BASE "-k sum,sleep -w 1,2 -s 1000 -n 6 "

static uint64_t id_in(const char *line, struct plan_world world) {
    struct command command;
    struct plan plan;
    command_read(&command, line);
    if (!plan_make(&command.options, &world, &plan, &command.fault))
        fail_msg("%s: %s", line, command.fault.text);
    const uint64_t id = plan.config_id;
    plan_free(&plan);
    command_free(&command);
    return id;
}

static const struct plan_world world = {
    .driver = "omp", .default_workers = 2, .available = 2, .nodes = 1};

static void test_shaping_options_differ(void **state) {
    (void)state;
    static const char *const lines[] = {
        BASE,
        "-k sum -w 1,2 -s 1000 -n 6",
        "-k sum:lock,sleep -w 1,2 -s 1000 -n 6",
        "-k sum,sleep,primes -w 1,2 -s 1000 -n 6",
        "-k sum,sleep -w 1 -s 1000 -n 6",
        BASE "--variant atomic",
        BASE "-s 1001",
        BASE "-n 7",
        "-k sum,sleep -w 1,2 -s 1000",
        BASE "--scaling weak",
        BASE "--schedule dynamic",
        BASE "--schedule static,2",
        BASE "--schedule guided",
        BASE "--schedule guided,2",
        BASE "--gil mutex",
        BASE "--gil cpython",
        BASE "--gil cpython --gil-interval 1ms",
        BASE "-p compact",
        BASE "-p scatter",
        BASE "-p 0",
        BASE "-p 0,1",
        BASE "-r 6",
        BASE "--warmup 2",
        BASE "--warmup 0",
        BASE "--seed 2",
        BASE "--set sleep.time=3ms",
    };
    enum { LINES = sizeof lines / sizeof *lines };
    uint64_t ids[LINES];
    for (size_t i = 0; i < LINES; i++) {
        ids[i] = id_in(lines[i], world);
        for (size_t j = 0; j < i; j++)
            if (ids[i] == ids[j])
                fail_msg("'%s' and '%s' are taken for the same", lines[i], lines[j]);
    }
}

/* Four workers as 1 x 4 under MPI, 2 x 2, 4 x 1. */
static void test_layouts_differ(void **state) {
    (void)state;
    struct plan_world layout = {
        .driver = "hybrid", .default_workers = 4, .available = 4, .nodes = 1};
    uint64_t ids[3];
    for (unsigned i = 0; i < 3; i++) {
        layout.threads = i == 2 ? 0 : 4 >> i;
        ids[i] = id_in("-k sum", layout);
    }
    assert_true(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
}

static void test_other_options_do_not(void **state) {
    (void)state;
    static const char *const lines[] = {
        BASE "-o x.csv",
        BASE "-o x.csv --resume",
        BASE "--tag a=b",
        BASE "--trace t.json",
        BASE "--max-time 3s",
        BASE "--dry-run",
        "-k sleep,sum -w 1,2 -s 1000 -n 6",
        "-k sum,sleep -w 2,1 -s 1000 -n 6",
        "-k sum,sleep,sum -w 1,2 -s 1k -n 6",
        BASE "-r 5 --warmup 1 --seed 1 --gil off -p none",
    };
    const uint64_t base = id_in(BASE, world);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        HOLDS(id_in(lines[i], world) == base, lines[i]);
}

static void test_world(void **state) {
    (void)state;
    const uint64_t base = id_in(BASE, world);
    struct plan_world other = world;
    other.launch = 17;
    assert_true(id_in(BASE, other) == base);
    other = world;
    other.driver = "mpi";
    assert_true(id_in(BASE, other) != base);
    other = world;
    other.available = 4;
    assert_true(id_in(BASE, other) != base);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shaping_options_differ),
        cmocka_unit_test(test_layouts_differ),
        cmocka_unit_test(test_other_options_do_not),
        cmocka_unit_test(test_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
