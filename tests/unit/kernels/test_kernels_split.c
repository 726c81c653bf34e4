/*
 * Any split of the items over any workers, in any order, gives the expected checksum: for every
 * kernel in the list and every variant, so that a new kernel is tested as soon as it is listed. Of
 * kernels in lockstep all workers run at once, one range each, wherever the cuts are.
 */
#include "stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { RANGES_MAX = 4096, WORKERS = 3 };

/* A way of cutting 0 .. items-1: cut points in `ends`, the last one is `items`; how many there are.
 */
typedef size_t cutter(uint64_t items, uint64_t ends[RANGES_MAX], uint64_t *random);

/* xorshift64: Marsaglia, "Xorshift RNGs", J. Stat. Soft. 8(14), 2003; another source than the
 * kernels'. */
static uint64_t random_below(uint64_t *state, uint64_t bound) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state % bound;
}

static size_t cut_not(uint64_t items, uint64_t *ends, uint64_t *random) {
    (void)random;
    ends[0] = items;
    return 1;
}

static size_t cut_to_singles(uint64_t items, uint64_t *ends, uint64_t *random) {
    (void)random;
    const uint64_t singles = items < 200 ? items : 200;
    for (uint64_t i = 0; i < singles; i++)
        ends[i] = i + 1;
    ends[singles] = items;
    return singles + 1;
}

static int compare(const void *a, const void *b) {
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* Random cuts, some of them equal: empty ranges must add nothing. */
static size_t cut_at_random(uint64_t items, uint64_t *ends, uint64_t *random) {
    const size_t count = 2 + random_below(random, 30);
    for (size_t i = 0; i + 1 < count; i++)
        ends[i] = random_below(random, items + 1);
    ends[count - 1] = items;
    qsort(ends, count, sizeof *ends, compare);
    return count;
}

/* Every range half as long as what is left: very uneven. */
static size_t cut_uneven(uint64_t items, uint64_t *ends, uint64_t *random) {
    (void)random;
    size_t count = 0;
    for (uint64_t end = 0; end < items; count++) {
        end += (items - end + 1) / 2;
        ends[count] = end;
    }
    return count;
}

static cutter *const cutters[] = {cut_not,       cut_to_singles, cut_at_random,
                                  cut_at_random, cut_at_random,  cut_uneven};
enum { CUTTERS = sizeof cutters / sizeof *cutters };

/* The order in which the ranges are run: a Fisher-Yates shuffle. */
static void order_shuffle(size_t *order, size_t count, uint64_t *random) {
    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        const size_t other = random_below(random, i);
        const size_t kept = order[i - 1];
        order[i - 1] = order[other];
        order[other] = kept;
    }
}

static uint64_t run_cut(struct stand *stand, cutter *cut, uint64_t *random) {
    static uint64_t ends[RANGES_MAX];
    static size_t order[RANGES_MAX];
    const size_t count = cut(stand->problem.items, ends, random);
    assert_in_range(count, 1, RANGES_MAX);
    order_shuffle(order, count, random);
    stand_clear(stand);
    uint64_t checksum = stand->kernel->identity;
    for (size_t i = 0; i < count; i++) {
        const size_t at = order[i];
        const struct range range = {at > 0 ? ends[at - 1] : 0, ends[at]};
        const unsigned worker = (unsigned)random_below(random, WORKERS);
        checksum = kernel_combine(stand->kernel, checksum, stand_run(stand, worker, range));
    }
    return stand_collect(stand, checksum);
}

/* Ends of one range per worker, none of them empty. Turn 0: all of one size, as far as possible; 1:
 * every range twice as long as the one before; else at random. */
static void cut_for_workers(const struct problem *problem, int turn, uint64_t *ends,
                            uint64_t *random) {
    const uint64_t workers = problem->workers;
    uint64_t begin = 0;
    for (uint64_t w = 0; w + 1 < workers; w++) {
        const uint64_t spare = problem->items - begin - (workers - w); /* beside one for each */
        const uint64_t more = turn == 0   ? spare / (workers - w)
                              : turn == 1 ? spare >> (workers - w)
                                          : random_below(random, spare + 1);
        begin += 1 + more;
        ends[w] = begin;
    }
    ends[workers - 1] = problem->items;
}

static void check_together(const struct kernel *kernel, const struct problem *problem) {
    enum { TURNS = 5 };
    struct stand stand;
    stand_start(&stand, kernel, problem);
    assert_int_equal(stand.setup_error, 0);
    const uint64_t expected = kernel->expected(problem);
    uint64_t ends[STAND_WORKERS_MAX], random = problem->items * 2 + 1;
    for (int turn = 0; turn < TURNS; turn++) {
        cut_for_workers(problem, turn, ends, &random);
        stand_clear(&stand);
        const uint64_t checksum = stand_run_together(&stand, ends);
        if (checksum != expected)
            fail_msg("%s, %llu items, %u workers, turn %d: %016llx instead of %016llx",
                     kernel->name, (unsigned long long)problem->items, problem->workers, turn,
                     (unsigned long long)checksum, (unsigned long long)expected);
        assert_int_equal(stand_faults(&stand), 0);
        for (unsigned w = 1; w < problem->workers; w++) {
            assert_int_equal(stand.workers[w].allreduces, stand.workers[0].allreduces);
            assert_int_equal(stand.workers[w].exchanges, stand.workers[0].exchanges);
        }
        assert_true(stand.workers[0].allreduces + stand.workers[0].exchanges > 0);
    }
    stand_stop(&stand);
}

static void check_lockstep(const struct kernel *kernel, struct problem problem) {
    static const unsigned counts[] = {1, 2, 3, 5, 8};
    for (size_t i = 0; i < sizeof counts / sizeof *counts && counts[i] <= problem.items; i++) {
        problem.workers = counts[i];
        problem.tasks = counts[i];
        check_together(kernel, &problem);
    }
}

static void check_problem(const struct kernel *kernel, const struct problem *problem) {
    struct stand stand;
    if (kernel->lockstep) {
        check_lockstep(kernel, *problem);
        return;
    }
    stand_start(&stand, kernel, problem);
    assert_int_equal(stand.setup_error, 0);
    const uint64_t expected = kernel->expected(problem);
    uint64_t random = problem->items * 2 + 1;
    for (size_t i = 0; i < CUTTERS; i++) {
        const uint64_t checksum = run_cut(&stand, cutters[i], &random);
        if (checksum != expected)
            fail_msg("%s %s, %llu items, cutter %zu: %016llx instead of %016llx", kernel->name,
                     kernel_variant_name(kernel, problem->variant),
                     (unsigned long long)problem->items, i, (unsigned long long)checksum,
                     (unsigned long long)expected);
        assert_int_equal(stand_faults(&stand), 0);
    }
    stand_stop(&stand);
}

/* Sizes around powers of two, primes, and one that takes about 3 ms. */
static void check_variant(const struct kernel *kernel, unsigned variant) {
    static const uint64_t sizes[] = {1, 2, 3, 7, 16, 17, 64, 97, 1009, 1024, 4099, 65537};
    const uint64_t most = stand_items(kernel, 3e6, 1000003);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] < most; i++) {
        const struct problem problem = stand_problem(kernel, variant, sizes[i], WORKERS);
        check_problem(kernel, &problem);
    }
    const struct problem problem = stand_problem(kernel, variant, most, WORKERS);
    check_problem(kernel, &problem);
}

static void any_split_gives_the_expected_checksum(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const unsigned variants = kernel_variant_count(kernels_all[i]);
        if (kernel_unavailable(kernels_all[i]))
            continue;
        for (unsigned v = 0; v < variants || v == 0; v++)
            check_variant(kernels_all[i], v);
    }
}

/* A repetition must not depend on the ones before it. */
static void repetitions_agree(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        if (kernel_unavailable(kernel))
            continue;
        const struct problem problem = stand_problem(kernel, 0, stand_items(kernel, 1e6, 999), 1);
        struct stand stand;
        stand_start(&stand, kernel, &problem);
        for (int repetition = 0; repetition < 3; repetition++) {
            stand_clear(&stand);
            const uint64_t own = stand_run(&stand, 0, (struct range){0, problem.items});
            assert_int_equal(stand_collect(&stand, own), kernel->expected(&problem));
        }
        stand_stop(&stand);
    }
}

/* A checksum that an item left out or done twice does not change would verify nothing. */
static void a_lost_or_doubled_item_is_noticed(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        if (kernel_unavailable(kernel))
            continue;
        const struct problem problem = stand_problem(kernel, 0, 4, 1); /* 3 is prime */
        struct stand stand;
        stand_start(&stand, kernel, &problem);
        const uint64_t lost = stand_run(&stand, 0, (struct range){0, 3});
        assert_int_not_equal(stand_collect(&stand, lost), kernel->expected(&problem));
        stand_clear(&stand);
        uint64_t twice = stand_run(&stand, 0, (struct range){0, 4});
        twice = kernel_combine(kernel, twice, stand_run(&stand, 0, (struct range){3, 4}));
        assert_int_not_equal(stand_collect(&stand, twice), kernel->expected(&problem));
        stand_stop(&stand);
    }
}

/* Data that depend on the seed must; the others must not. */
static void seeds_change_data_and_stay_verified(void **unused) {
    (void)unused;
    static const char *const seeded[] = {"triad", "file", "montecarlo", "blur", "encrypt", "alloc",
                                         "query", "http", "transfer",   "heat", "train"};
    for (size_t i = 0; i < sizeof seeded / sizeof *seeded; i++) {
        const struct kernel *kernel = kernel_find(seeded[i]);
        if (kernel_unavailable(kernel))
            continue;
        struct problem problem = stand_problem(kernel, 0, 5, WORKERS);
        const uint64_t one = kernel->expected(&problem);
        problem.seed++;
        assert_int_not_equal(kernel->expected(&problem), one);
        check_problem(kernel, &problem);
        problem.seed = UINT64_MAX;
        check_problem(kernel, &problem);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_split_gives_the_expected_checksum),
        cmocka_unit_test(repetitions_agree),
        cmocka_unit_test(a_lost_or_doubled_item_is_noticed),
        cmocka_unit_test(seeds_change_data_and_stay_verified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
