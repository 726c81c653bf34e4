/*
 * Several threads run one kernel on one state at once, on disjoint ranges handed out one after the
 * other, as under convoy-omp. Under ThreadSanitizer this also shows that kernels share nothing they
 * should not.
 */
#include "stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>

#include <cmocka.h>

enum { WORKERS = 4, CHUNKS = 40 };

struct crew {
    struct stand stand;
    atomic_uint next_chunk;
};

struct member {
    struct crew *crew;
    unsigned worker;
    uint64_t checksum;
};

/* In lockstep the ranges are fixed. */
static uint64_t together_run(struct stand *stand) {
    uint64_t ends[WORKERS];
    for (unsigned i = 0; i < WORKERS; i++)
        ends[i] = stand->problem.items * (i + 1) / WORKERS;
    return stand_run_together(stand, ends);
}

static void *work(void *argument) {
    struct member *member = argument;
    struct stand *stand = &member->crew->stand;
    const uint64_t items = stand->problem.items;
    uint64_t chunk;
    member->checksum = stand->kernel->identity;
    while ((chunk = atomic_fetch_add(&member->crew->next_chunk, 1)) < CHUNKS) {
        const struct range range = {items * chunk / CHUNKS, items * (chunk + 1) / CHUNKS};
        const uint64_t part = stand_run(stand, member->worker, range);
        member->checksum = kernel_combine(stand->kernel, member->checksum, part);
    }
    return NULL;
}

static uint64_t crew_run(struct crew *crew) {
    pthread_t threads[WORKERS];
    struct member members[WORKERS];
    for (unsigned i = 0; i < WORKERS; i++) {
        members[i] = (struct member){crew, i, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &members[i]), 0);
    }
    uint64_t checksum = crew->stand.kernel->identity;
    for (unsigned i = 0; i < WORKERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        checksum = kernel_combine(crew->stand.kernel, checksum, members[i].checksum);
    }
    return stand_collect(&crew->stand, checksum);
}

static void check_variant(const struct kernel *kernel, unsigned variant) {
    const uint64_t items = stand_items(kernel, 8e6, 100003);
    const struct problem problem = stand_problem(kernel, variant, items, WORKERS);
    struct crew crew = {.next_chunk = 0};
    stand_start(&crew.stand, kernel, &problem);
    const uint64_t checksum = kernel->lockstep ? together_run(&crew.stand) : crew_run(&crew);
    if (checksum != kernel->expected(&problem) || stand_faults(&crew.stand) != 0)
        fail_msg("%s %s", kernel->name, kernel_variant_name(kernel, variant));
    stand_stop(&crew.stand);
}

static void threads_agree_with_expected(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const unsigned variants = kernel_variant_count(kernels_all[i]);
        if (kernel_unavailable(kernels_all[i]))
            continue;
        for (unsigned v = 0; v < variants || v == 0; v++)
            check_variant(kernels_all[i], v);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_agree_with_expected)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
