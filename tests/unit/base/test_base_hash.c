/* FNV-1a against the test vectors of draft-eastlake-fnv, appendix C. */
#include "cmocka_head.h"

#include "hash.h"

#include <string.h>

static void test_published_vectors(void **state) {
    (void)state;
    static const struct {
        const char *text;
        uint64_t hash;
    } vectors[] = {
        {"", UINT64_C(0xcbf29ce484222325)},
        {"a", UINT64_C(0xaf63dc4c8601ec8c)},
        {"foobar", UINT64_C(0x85944171f73967e8)},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_int_equal(hash_bytes(HASH_START, vectors[i].text, strlen(vectors[i].text)),
                         vectors[i].hash);
}

static void test_goes_on_where_it_stopped(void **state) {
    (void)state;
    const uint64_t half = hash_bytes(HASH_START, "foo", 3);
    assert_int_equal(hash_bytes(half, "bar", 3), hash_bytes(HASH_START, "foobar", 6));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_vectors),
        cmocka_unit_test(test_goes_on_where_it_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
