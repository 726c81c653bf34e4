/* The one way to cut: everything exactly once, contiguous, as even as can be, larger pieces first.
 */
#include "cmocka_head.h"

#include "partition.h"
#include "shuffle.h"

static void check_cut(uint64_t count, uint64_t pieces) {
    uint64_t next = 0, last_size = UINT64_MAX;
    for (uint64_t i = 0; i < pieces; i++) {
        const struct range piece = partition(count, pieces, i);
        assert_int_equal(piece.begin, next);
        assert_true(piece.end >= piece.begin);
        const uint64_t size = piece.end - piece.begin;
        assert_true(size == count / pieces || size == count / pieces + 1);
        assert_true(size <= last_size);
        last_size = size;
        next = piece.end;
    }
    assert_int_equal(next, count);
}

static void test_small_counts(void **state) {
    (void)state;
    for (uint64_t count = 0; count <= 40; count++)
        for (uint64_t pieces = 1; pieces <= 45; pieces++)
            check_cut(count, pieces);
}

static void test_random_counts(void **state) {
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 2000; round++) {
        const uint64_t bits = 1 + splitmix64_below(&seed, 63);
        check_cut(splitmix64(&seed) >> (64 - bits), 1 + splitmix64_below(&seed, 300));
    }
}

static void test_huge_counts(void **state) {
    (void)state;
    check_cut(UINT64_C(1) << 62, 3);
    check_cut((UINT64_C(1) << 62) + 1, 4096);
    check_cut(UINT64_MAX, 7);
    /* As many pieces as things, looked at near the end only. */
    const uint64_t many = UINT64_C(1) << 62;
    const struct range last = partition(many, many, many - 1);
    assert_int_equal(last.begin, many - 1);
    assert_int_equal(last.end, many);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_counts),
        cmocka_unit_test(test_random_counts),
        cmocka_unit_test(test_huge_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
