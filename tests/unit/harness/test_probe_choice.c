/* Which configurations a line with --probe makes, and which options it refuses. */
#include "command.h"

#include "choice.h"
#include "plan.h"
#include "probe.h"
#include "registry.h"

#include <string.h>

enum { AVAILABLE = 4 };

static struct plan_world world_of(const char *driver) {
    return (struct plan_world){.driver = driver,
                               .default_workers = AVAILABLE,
                               .available = AVAILABLE,
                               .nodes = 1,
                               .launcher_known = true};
}

static void makes(const char *driver, const char *line, size_t configurations, size_t alone) {
    struct command command;
    struct plan plan;
    const struct plan_world world = world_of(driver);
    command_read(&command, line);
    if (!plan_make(&command.options, &world, &plan, &command.fault))
        fail_msg("%s: %s", line, command.fault.text);
    HOLDS(plan.count == configurations, line);
    HOLDS(plan.alone == alone, line);
    for (size_t i = 0; i < plan.count; i++)
        HOLDS(plan.list[i].probe->alone == (i < alone), line);
    plan_free(&plan);
    command_free(&command);
}

static void refuses(const char *driver, const char *line, const char *words) {
    struct command command;
    struct plan plan;
    const struct plan_world world = world_of(driver);
    command_read(&command, line);
    HOLDS(!plan_make(&command.options, &world, &plan, &command.fault), line);
    HOLDS(command.fault.code == EXIT_USER, line);
    if (!strstr(command.fault.text, words))
        fail_msg("%s: %s", line, command.fault.text);
    plan_free(&plan);
    command_free(&command);
}

static void test_all_variants_unless_one_is_named(void **state) {
    (void)state;
    makes("omp", "--probe race", 3, 0);
    makes("omp", "--probe race:lock", 1, 0);
    makes("omp", "--probe race --variant atomic", 1, 0);
    makes("omp", "--probe race,race:lock,race", 3, 0);
    makes("omp", "--probe race -w 1,2,4", 9, 0);
}

static void test_variants_by_driver(void **state) {
    (void)state;
    makes("omp", "--probe spawn", 8, 8);
    makes("mpi", "--probe spawn", 4, 4);
    refuses("mpi", "--probe spawn:fork", "convoy-omp only");
    refuses("omp", "--probe spawn:init", "convoy-mpi only");
}

/* Whatever the order on the line and the shuffle: children are forked before there is a team. */
static void test_alone_comes_first(void **state) {
    (void)state;
    makes("omp", "--probe race,spawn,footprint -w 2,4 --seed 7", 6 + 16 + 2, 16);
    makes("omp", "--probe spawn,race -w 2,4 --seed 8", 6 + 16, 16);
}

static void test_refused(void **state) {
    (void)state;
    refuses("serial", "--probe race", "one worker and nothing to probe");
    refuses("omp", "--probe rcae", "did you mean race?");
    refuses("omp", "--probe race:lokc", "no variant 'lokc'");
    refuses("omp", "--probe race -k sum", "--probe and --kernel");
    refuses("omp", "--probe race,spawn --gil mutex", "--gil: means nothing to probe spawn");
    refuses("omp", "--probe spawn --schedule dynamic", "--schedule: means nothing");
    refuses("omp", "--probe spawn -n 4", "--tasks: means nothing");
    refuses("omp", "--probe spawn -s 4", "--size: means nothing");
    refuses("omp", "--probe spawn --scaling weak", "--scaling: means nothing");
    refuses("omp", "--probe spawn --pin compact", "--pin: means nothing");
    refuses("omp", "--probe spawn --trace x.json", "--trace: means nothing");
    refuses("omp", "--probe race --set race.x=1", "no kernel and no probe");
}

/* What has one value per launch has one row, whatever --reps says; the others what it says. */
static void test_rows(void **state) {
    (void)state;
    static const struct {
        const char *driver, *line;
        uint64_t rows;
    } known[] = {
        {"omp", "--probe spawn:fork -r 4 --warmup 2", 4 + 2},
        {"omp", "--probe spawn:bare_init -r 4 --warmup 2", 1},
        {"mpi", "--probe spawn:init -r 4 --warmup 2", 1},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct command command;
        struct plan plan;
        const struct plan_world world = world_of(known[i].driver);
        command_read(&command, known[i].line);
        assert_true(plan_make(&command.options, &world, &plan, &command.fault));
        assert_int_equal(configuration_rows(&command.options, &plan.list[0]), known[i].rows);
        plan_free(&plan);
        command_free(&command);
    }
}

/* The table itself: names are words, and every variant runs under some driver. */
static void test_tables(void **state) {
    (void)state;
    for (size_t i = 0; probes_all[i]; i++) {
        const struct probe *probe = probes_all[i];
        const char *name = probe->kernel.name;
        HOLDS(probe_find(name) == probe && !kernel_find(name), name);
        HOLDS(probe->run || probe->kernel.run, name);
        HOLDS(probe->kernel.expected && probe->drivers && probe->workers_min > 0, name);
        HOLDS(probe->workers_min <= probe->workers_max, name);
        HOLDS(!probe->swept || kernel_parameter_count(&probe->kernel) > 0, name);
        for (unsigned v = 0; v < kernel_variant_count(&probe->kernel); v++)
            HOLDS(probe_variant_drivers(probe, v) & probe->drivers, name);
    }
    assert_null(probe_find("xyzzy"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_variants_unless_one_is_named),
        cmocka_unit_test(test_variants_by_driver),
        cmocka_unit_test(test_alone_comes_first),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
