/* Lengths of the pool's tasks, and the bound that no schedule beats. */
#include "cmocka_head.h"

#include "pool.h"
#include "probe.h"

enum { SHORTEST_NS = 50 * 1000, KINDS = 9, TASKS = 1 << 16 };

/* Each length is half as frequent as the next shorter one; the longest takes what is left. */
static void test_lengths(void **state) {
    (void)state;
    unsigned counts[KINDS] = {0};
    for (uint64_t task = 0; task < TASKS; task++) {
        uint64_t steps = pool_task_ns(1, task) / SHORTEST_NS;
        unsigned kind = 0;
        for (; steps > 1; steps /= 2)
            kind++;
        assert_true(kind < KINDS);
        assert_int_equal(pool_task_ns(1, task), (uint64_t)SHORTEST_NS << kind);
        counts[kind]++;
    }
    for (unsigned kind = 0; kind < KINDS; kind++) {
        const unsigned share = TASKS >> (kind + 1 < KINDS ? kind + 1 : kind);
        assert_in_range(counts[kind], share - share / 3, share + share / 3);
    }
}

static void test_bound(void **state) {
    (void)state;
    uint64_t total_ns = 0, longest_ns = 0;
    for (uint64_t task = 0; task < 100; task++) {
        const uint64_t task_ns = pool_task_ns(3, task);
        total_ns += task_ns;
        longest_ns = task_ns > longest_ns ? task_ns : longest_ns;
    }
    assert_int_equal(pool_bound_ns(3, 100, 1), total_ns);
    assert_int_equal(pool_bound_ns(3, 100, 2), total_ns / 2);
    assert_int_equal(pool_bound_ns(3, 100, 1000), longest_ns);
    assert_int_equal(pool_bound_ns(3, 1, 4), pool_task_ns(3, 0));
}

/* Every task counts once, in any split; one left out or done twice shows. */
static void do_nothing(struct env *env, uint64_t time_ns) {
    (void)env;
    (void)time_ns;
}

static void test_checksum(void **state) {
    (void)state;
    const struct problem problem = {.items = 50, .seed = 9};
    struct env env = {.compute = do_nothing};
    const struct kernel *kernel = &probe_pool.kernel;
    const uint64_t low = kernel->run(NULL, &problem, (struct range){0, 20}, &env);
    const uint64_t high = kernel->run(NULL, &problem, (struct range){20, 50}, &env);
    const uint64_t twice = kernel->run(NULL, &problem, (struct range){0, 1}, &env);
    assert_true(low + high == kernel->expected(&problem));
    assert_true(low + high + twice != kernel->expected(&problem));
    assert_true(high != kernel->expected(&problem));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_checksum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
