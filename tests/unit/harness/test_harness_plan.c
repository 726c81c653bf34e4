/* The plan is a pure function; what strong, weak and tasks mean for items. */
#include "command.h"

#include "plan.h"
#include "registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct plan_world one_node = {
    .driver = "omp", .default_workers = 3, .available = 64, .nodes = 1};

static void plan_good(struct command *command, const struct plan_world *world, struct plan *plan) {
    if (!plan_make(&command->options, world, plan, &command->fault))
        fail_msg("%s", command->fault.text);
}

/* The plan of a line of options as --dry-run shows it; to be freed. */
static char *plan_text(const char *line, uint64_t launch) {
    struct command command;
    struct plan plan;
    struct plan_world world = one_node;
    char *text = NULL;
    size_t length = 0;
    world.launch = launch;
    command_read(&command, line);
    plan_good(&command, &world, &plan);
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    plan_print(&plan, &command.options, &world, out);
    fclose(out);
    plan_free(&plan);
    command_free(&command);
    return text;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of configurations, sorted, in place of the text's start; returns their number. */
static size_t sort_lines(char *text, char **lines, size_t room) {
    size_t count = 0, skipped = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        if (++skipped > 3 && count < room) /* two lines about all, one of names */
            lines[count++] = line;
    qsort(lines, count, sizeof *lines, by_text);
    return count;
}

static void same_set_other_order(const char *one_line, uint64_t one_launch, const char *two_line,
                                 uint64_t two_launch) {
    enum { LINES_MAX = 200 };
    char *one = plan_text(one_line, one_launch), *two = plan_text(two_line, two_launch);
    char *one_lines[LINES_MAX], *two_lines[LINES_MAX];
    assert_string_not_equal(strstr(one, "\n\n"), strstr(two, "\n\n"));
    const size_t count = sort_lines(one, one_lines, LINES_MAX);
    assert_int_equal(sort_lines(two, two_lines, LINES_MAX), count);
    assert_true(count > 20);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(one_lines[i], two_lines[i]);
    free(one);
    free(two);
}

static void test_same_options_same_plan(void **state) {
    (void)state;
    char *one = plan_text("-k all -w 1-8 --gil cpython", 5);
    char *two = plan_text("-k all -w 1-8 --gil cpython", 5);
    assert_string_equal(one, two);
    free(one);
    free(two);
}

static void test_seed_and_launch_change_only_the_order(void **state) {
    (void)state;
    same_set_other_order("-k all -w 1-8", 0, "-k all -w 1-8", 1);
    same_set_other_order("-k all -w 1-8 --seed 1", 0, "-k all -w 1-8 --seed 12", 0);
}

static void test_every_kernel_with_every_count(void **state) {
    (void)state;
    static const unsigned counts[] = {1, 4, 2};
    static const char *const names[] = {"sum", "primes", "sleep"};
    struct command command;
    struct plan plan;
    command_read(&command, "-k sum,primes,sleep -w 1,4,2");
    plan_good(&command, &one_node, &plan);
    assert_int_equal(plan.count, 9);
    assert_int_equal(plan.workers_max, 4);
    for (size_t n = 0; n < 3; n++)
        for (size_t w = 0; w < 3; w++) {
            unsigned found = 0;
            for (size_t i = 0; i < plan.count; i++)
                found += strcmp(plan.list[i].kernel->name, names[n]) == 0 &&
                         plan.list[i].problem.workers == counts[w];
            assert_int_equal(found, 1);
        }
    plan_free(&plan);
    command_free(&command);
}

static void test_meaning_of_size_and_tasks(void **state) {
    (void)state;
    static const struct {
        const char *line;
        uint64_t items, tasks, size, tasks_per_worker;
    } cases[] = {
        {"-k sum -w 4 -s 1000", 1000, 4, 1000, 1},
        {"-k sum -w 4 -s 1000 -n 10", 10000, 10, 1000, 0},
        {"-k sum -w 4 -s 1000 --scaling weak", 4000, 4, 1000, 1},
        {"-k sum -w 4 -s 1000 -n 10 --scaling weak", 40000, 40, 1000, 0},
        {"-k sum -s 7", 7, 3, 7, 1}, /* the world's default workers */
        {"-k sum -w 4 -s 2", 2, 4, 2, 1},
        {"-k sum -w 1 -s 9223372036854775807", INT64_MAX, 1, INT64_MAX, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct command command;
        struct plan plan;
        command_read(&command, cases[i].line);
        plan_good(&command, &one_node, &plan);
        HOLDS(plan.count == 1, cases[i].line);
        HOLDS(plan.list->problem.items == cases[i].items, cases[i].line);
        HOLDS(plan.list->problem.tasks == cases[i].tasks, cases[i].line);
        HOLDS(plan.list->size == cases[i].size, cases[i].line);
        HOLDS(plan.list->tasks_per_worker == cases[i].tasks_per_worker, cases[i].line);
        plan_free(&plan);
        command_free(&command);
    }
}

static void test_default_sizes_are_the_kernels(void **state) {
    (void)state;
    struct command command;
    struct plan plan;
    command_read(&command, "-k sum:lock,sum:private -w 1");
    plan_good(&command, &one_node, &plan);
    for (size_t i = 0; i < plan.count; i++)
        assert_int_equal(plan.list[i].problem.items,
                         kernel_default_size(plan.list[i].kernel, plan.list[i].problem.variant));
    plan_free(&plan);
    command_free(&command);
}

static void test_refused(void **state) {
    (void)state;
    static const struct {
        const char *line, *word;
    } bad[] = {
        {"-k sum -w 65", "--workers: 65 asked for"},
        {"-k sum -s 4611686018427387904 -n 2", "--size, --tasks"},
        {"-k sum -s 4611686018427387904 -w 2 --scaling weak", "--size, --tasks"},
        {"-k sum -n 4611686018427387904 -w 8 --scaling weak", "--size, --tasks"},
        {"-k sum -s 9223372036854775807 -n 9223372036854775807", "--size, --tasks"},
        {"-k sume", "did you mean sum?"},
        {"-k sum --set sum.nothing=1", "--set"},
        {"-w 2", "--kernel"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct command command;
        struct plan plan;
        command_read(&command, bad[i].line);
        HOLDS(!plan_make(&command.options, &one_node, &plan, &command.fault), bad[i].line);
        HOLDS(command.fault.code == EXIT_USER, command.fault.text);
        HOLDS(strstr(command.fault.text, bad[i].word), command.fault.text);
        plan_free(&plan);
        command_free(&command);
    }
}

/* One node can share memory, several cannot: such configurations stay in the plan, with a reason.
 */
static void test_shared_memory_needs_one_node(void **state) {
    (void)state;
    struct plan_world two_nodes = one_node;
    struct command command;
    struct plan plan;
    two_nodes.nodes = 2;
    command_read(&command, "-k sum:private,sum:lock -w 2");
    plan_good(&command, &one_node, &plan);
    for (size_t i = 0; i < plan.count; i++)
        assert_null(plan.list[i].skip);
    assert_true(plan.shared_bytes > 0);
    plan_free(&plan);
    plan_good(&command, &two_nodes, &plan);
    for (size_t i = 0; i < plan.count; i++) {
        const struct configuration *made = &plan.list[i];
        const bool shares =
            strcmp(kernel_variant_name(made->kernel, made->problem.variant), "private") != 0;
        assert_int_equal(made->skip != NULL, shares);
    }
    assert_int_equal(plan.shared_bytes, 0);
    plan_free(&plan);
    command_free(&command);
}

/* Whoever goes in lockstep needs one task per worker, all at the same time; the rest of the plan
 * does not mind. */
static void test_lockstep_needs_one_task_each(void **state) {
    (void)state;
    static const struct {
        const char *line, *reason;
    } cases[] = {
        {"-k heat -w 3", NULL},
        {"-k train -w 3 -n 3", NULL},
        {"-k train -w 3 --schedule static,1", NULL},
        {"-k train -w 3 --scaling weak -n 1", NULL},
        {"-k heat -w 3 -s 3", NULL},
        {"-k heat -w 3 -s 2", "fewer items than workers"},
        {"-k heat -w 3 -n 2", "one task each"},
        {"-k heat -w 3 -n 6", "one task each"},
        {"-k heat -w 3 -n 3 --scaling weak", "one task each"},
        {"-k heat -w 3 --schedule static,2", "only a static schedule"},
        {"-k heat -w 3 --schedule dynamic", "only a static schedule"},
        {"-k heat -w 1 --schedule guided", "only a static schedule"},
        {"-k sum -w 3 -n 7 -s 1 --schedule guided", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct command command;
        struct plan plan;
        command_read(&command, cases[i].line);
        plan_good(&command, &one_node, &plan);
        const char *skip = plan.list->skip;
        HOLDS(!skip == !cases[i].reason, cases[i].line);
        if (skip && cases[i].reason)
            HOLDS(strstr(skip, cases[i].reason), cases[i].line);
        plan_free(&plan);
        command_free(&command);
    }
}

static void test_points_have_ids_of_their_own(void **state) {
    (void)state;
    struct command command;
    struct plan plan;
    command_read(&command, "-k all,sum:lock,sum:atomic -w 1-9 -s 12");
    plan_good(&command, &one_node, &plan);
    for (size_t i = 0; i < plan.count; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(plan.list[i].id != plan.list[j].id);
    plan_free(&plan);
    command_free(&command);
}

static void test_list_names_everything(void **state) {
    (void)state;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    plan_print_kernels(out);
    fclose(out);
    for (size_t i = 0; kernels_all[i]; i++) {
        char word[64];
        snprintf(word, sizeof word, "%-11s %-7s ", kernels_all[i]->name,
                 kernel_class_name(kernels_all[i]->class));
        HOLDS(strstr(text, word), word);
        for (unsigned v = 0; v < kernel_variant_count(kernels_all[i]); v++) {
            snprintf(word, sizeof word, " %s:%s: ", kernels_all[i]->name,
                     kernels_all[i]->variants[v].name);
            HOLDS(strstr(text, word), word);
        }
        for (unsigned p = 0; p < kernel_parameter_count(kernels_all[i]); p++) {
            snprintf(word, sizeof word, "--set %s.%s=", kernels_all[i]->name,
                     kernels_all[i]->parameters[p].name);
            HOLDS(strstr(text, word), word);
        }
    }
    free(text);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_options_same_plan),
        cmocka_unit_test(test_seed_and_launch_change_only_the_order),
        cmocka_unit_test(test_every_kernel_with_every_count),
        cmocka_unit_test(test_meaning_of_size_and_tasks),
        cmocka_unit_test(test_default_sizes_are_the_kernels),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_shared_memory_needs_one_node),
        cmocka_unit_test(test_lockstep_needs_one_task_each),
        cmocka_unit_test(test_points_have_ids_of_their_own),
        cmocka_unit_test(test_list_names_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
