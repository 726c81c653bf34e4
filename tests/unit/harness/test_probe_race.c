/* Accounting of lost updates, with interleavings made by hand. */
#include "cmocka_head.h"

#include "probe.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { UNPROTECTED, LOCK, ATOMIC };

static void do_nothing(struct env *env) {
    (void)env;
}

/* What one worker does, from start to end. */
static uint64_t count(_Atomic uint64_t *counter, unsigned variant, uint64_t times) {
    const struct problem problem = {.items = times, .variant = variant};
    struct env env = {.shared = counter, .critical_begin = do_nothing, .critical_end = do_nothing};
    return probe_race.kernel.run(NULL, &problem, (struct range){0, times}, &env);
}

static double lost(_Atomic uint64_t *counter, unsigned variant, uint64_t wanted) {
    const struct problem problem = {.items = wanted, .variant = variant};
    struct sample sample = {.lost = NAN};
    probe_race.conclude(&problem, counter, &sample);
    return sample.lost;
}

static uint64_t checksum_of_collect(_Atomic uint64_t *counter, unsigned variant, uint64_t wanted) {
    const struct problem problem = {.items = wanted, .variant = variant};
    return probe_race.kernel.collect(counter, &problem);
}

static void test_one_after_the_other_loses_nothing(void **state) {
    (void)state;
    for (unsigned variant = UNPROTECTED; variant <= ATOMIC; variant++) {
        _Atomic uint64_t counter = 0;
        const uint64_t done = count(&counter, variant, 1000) + count(&counter, variant, 234);
        assert_int_equal(done, 1234);
        assert_int_equal(counter, 1234);
        assert_true(lost(&counter, variant, 1234) == 0.0);
    }
}

/* A loads, B counts to the end, A stores: all that B did is gone. */
static void test_an_update_between_load_and_store_is_lost(void **state) {
    (void)state;
    _Atomic uint64_t counter = 0;
    const uint64_t seen_by_a = counter;
    count(&counter, UNPROTECTED, 99);
    counter = seen_by_a + 1;
    count(&counter, UNPROTECTED, 5);
    assert_true(lost(&counter, UNPROTECTED, 1 + 99 + 5) == 99.0);
}

/* Lost updates are what the unprotected variant counts, and a wrong checksum anywhere else. */
static void test_only_protected_variants_must_lose_nothing(void **state) {
    (void)state;
    _Atomic uint64_t counter = 7; /* of 10 */
    const struct problem problem = {.items = 10};
    assert_int_equal(probe_race.kernel.expected(&problem), 10);
    assert_int_equal(10 + checksum_of_collect(&counter, UNPROTECTED, 10), 10);
    assert_int_equal(10 + checksum_of_collect(&counter, LOCK, 10), 13);
    assert_int_equal(10 + checksum_of_collect(&counter, ATOMIC, 10), 13);
}

static void test_words(void **state) {
    (void)state;
    char text[64];
    const struct sample sample = {.items = 10, .lost = 3};
    probe_race.words(&sample, text, sizeof text);
    assert_string_equal(text, "3 of 10 updates lost");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_after_the_other_loses_nothing),
        cmocka_unit_test(test_an_update_between_load_and_store_is_lost),
        cmocka_unit_test(test_only_protected_variants_must_lose_nothing),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
