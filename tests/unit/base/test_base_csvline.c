/* CSV fields: what is written is read back, what is broken is refused. */
#include "cmocka_head.h"

#include "csvline.h"
#include "shuffle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS_MAX = 8, TEXT_MAX = 12 };

/* A record of these fields as text; to be freed. */
static char *record_of(const char *const *fields, size_t count) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    for (size_t i = 0; i < count; i++) {
        if (i)
            fputc(',', out);
        csv_write_field(out, fields[i]);
    }
    fclose(out);
    return text;
}

static void test_quotes_where_needed(void **state) {
    (void)state;
    static const char *const fields[] = {"plain", "a,b", "say \"x\"", "two\nlines",
                                         "cr\r",  NULL,  ""};
    char *record = record_of(fields, 7);
    assert_string_equal(record, "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\r\",,");
    free(record);
}

static void random_text(uint64_t *seed, char *text) {
    static const char letters[] = "ab,\"\"\n\r ;=";
    const size_t length = splitmix64_below(seed, TEXT_MAX);
    for (size_t i = 0; i < length; i++)
        text[i] = letters[splitmix64_below(seed, sizeof letters - 1)];
    text[length] = '\0';
}

static void test_random_texts_come_back(void **state) {
    (void)state;
    uint64_t seed = 4180;
    for (int round = 0; round < 5000; round++) {
        char texts[FIELDS_MAX][TEXT_MAX];
        const char *fields[FIELDS_MAX];
        char *back[FIELDS_MAX];
        const size_t count = 1 + splitmix64_below(&seed, FIELDS_MAX);
        for (size_t i = 0; i < count; i++) {
            random_text(&seed, texts[i]);
            fields[i] = texts[i];
        }
        char *record = record_of(fields, count);
        assert_int_equal(csv_split(record, back, FIELDS_MAX), count);
        for (size_t i = 0; i < count; i++)
            assert_string_equal(back[i], texts[i]);
        free(record);
    }
}

static size_t split_copy(const char *text, size_t room) {
    char record[64];
    char *fields[FIELDS_MAX];
    snprintf(record, sizeof record, "%s", text);
    return csv_split(record, fields, room);
}

static void test_broken_quotes(void **state) {
    (void)state;
    static const char *const broken[] = {"\"",       "\"a",     "a,\"b", "\"a\"b",
                                         "\"a\" ,b", "\"a\"\"", "\"\"\""};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        HOLDS(split_copy(broken[i], FIELDS_MAX) == 0, broken[i]);
}

static void test_room(void **state) {
    (void)state;
    assert_int_equal(split_copy("a,b,c", 3), 3);
    assert_int_equal(split_copy("a,b,c", 2), 0);
    assert_int_equal(split_copy("a,b,", 2), 0);
    assert_int_equal(split_copy("", 1), 1);
    assert_int_equal(split_copy(",", 2), 2);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quotes_where_needed),
        cmocka_unit_test(test_random_texts_come_back),
        cmocka_unit_test(test_broken_quotes),
        cmocka_unit_test(test_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
