/* Keys of a fixed size, each with a number of its own. */
#include "keys.h"

#include "data.h"
#include "made_up.h"

#include <stdint.h>
#include <string.h>

static void equal_keys_have_equal_numbers(void **state) {
    (void)state;
    enum { MANY = 100000 };
    struct keys *keys = keys_new(2 * sizeof(uint32_t));
    /* Keys that differ in few bits, and in the first or the second half. */
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < MANY; i++) {
            const uint32_t key[2] = {i / 300, i % 300 << 20};
            assert_int_equal(keys_keep(keys, key), i);
        }
    assert_int_equal(keys_count(keys), MANY);
    const uint32_t *key = keys_at(keys, 301);
    assert_int_equal(key[0], 1);
    assert_int_equal(key[1], 1 << 20);
    keys_free(keys);
    keys_free(NULL);
}

/* More than the few that are looked at one by one. */
static void tallies_count_many_texts(void **state) {
    (void)state;
    struct tallies tallies = {0};
    for (word round = 0; round < 3; round++)
        for (word text = 1; text <= 1000; text++)
            tally_add(&tallies, text, text);
    assert_int_equal(tallies.count, 1000);
    for (word text = 1; text <= 1000; text++) {
        assert_int_equal(tallies.items[text - 1].text, text);
        assert_int_equal(tallies.items[text - 1].rows, 3 * text);
    }
    tallies_free(&tallies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_keys_have_equal_numbers),
        cmocka_unit_test(tallies_count_many_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
