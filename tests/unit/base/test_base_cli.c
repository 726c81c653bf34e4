/* Command lines from a small made-up table. */
#include "cmocka_head.h"

#include "cli.h"

#include <string.h>

struct wishes {
    bool loud, lossy;
    const char *name;
    uint64_t count, size, time_ns;
    int colour;
    char places[64];
};

static const char *const colours[] = {"red", "green", "blue", NULL};

static bool set_colour(const struct cli_use *use, struct fault *fault) {
    return cli_choose(use, "colour", colours, use->field, fault);
}

#define AT(field) offsetof(struct wishes, field)

static const struct cli_option table[] = {
    {'l', "loud", NULL, "Be loud.", cli_set_flag, AT(loud)},
    {0, "lossy", NULL, "Lose some.", cli_set_flag, AT(lossy)},
    {'n', "name", "TEXT", "A name.", cli_set_text, AT(name)},
    {'c', "count", "N", "A count.", cli_set_count, AT(count)},
    {0, "size", "N", "A size.", cli_set_positive, AT(size)},
    {0, "time", "TIME", "A time.", cli_set_time_ns, AT(time_ns)},
    {0, "colour", "NAME", "A colour.", set_colour, AT(colour)},
};

static bool take_place(const char *text, void *target, struct fault *fault) {
    struct wishes *wishes = target;
    if (strcmp(text, "nowhere") == 0)
        return fault_user(fault, "no such place");
    strcat(strcat(wishes->places, text), ";");
    return true;
}

static const struct cli plain = {
    .program = "wish",
    .synopsis = "[OPTION]...",
    .summary = "wish for things",
    .details = "",
    .options = table,
    .option_count = sizeof table / sizeof *table,
};

enum { WORDS_MAX = 16 };

/* Parses a line cut at blanks; '' stands for an empty word. The words live until the next call. */
static bool parse(const struct cli *cli, const char *line, struct wishes *wishes,
                  struct fault *fault) {
    static char words[256], empty[] = "", program[] = "wish";
    char *argv[WORDS_MAX + 1] = {program};
    int argc = 1;
    strcpy(words, line);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
        argv[argc++] = strcmp(word, "''") == 0 ? empty : word;
    *wishes = (struct wishes){.count = 7, .colour = -1};
    *fault = (struct fault){0};
    return cli_parse(cli, argc, argv, wishes, fault);
}

static struct wishes good(const struct cli *cli, const char *line) {
    struct wishes wishes;
    struct fault fault;
    if (!parse(cli, line, &wishes, &fault))
        fail_msg("'%s' should be good: %s", line, fault.text);
    assert_int_equal(fault.code, EXIT_DONE);
    return wishes;
}

static void test_all_ways_to_write_a_value(void **state) {
    (void)state;
    static const char *const ways[] = {"--name=x", "--name x", "-n x", "-nx",
                                       "--na=x",   "--nam x",  "-lnx"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        assert_string_equal(good(&plain, ways[i]).name, "x");
    assert_string_equal(good(&plain, "--name=-x").name, "-x");
    assert_string_equal(good(&plain, "--name=a=b").name, "a=b");
    assert_string_equal(good(&plain, "--name --loud").name, "--loud");
}

static void test_setters(void **state) {
    (void)state;
    const struct wishes wishes =
        good(&plain, "-l --count 4Ki --size 3k --time 1.5ms --colour green");
    assert_true(wishes.loud);
    assert_false(wishes.lossy);
    assert_int_equal(wishes.count, 4096);
    assert_int_equal(wishes.size, 3000);
    assert_int_equal(wishes.time_ns, 1500000);
    assert_int_equal(wishes.colour, 1);
}

static void test_defaults_stay_and_the_last_wins(void **state) {
    (void)state;
    assert_int_equal(good(&plain, "").count, 7);
    assert_int_equal(good(&plain, "-c 1 -c 2 --count 3").count, 3);
}

static void test_messages(void **state) {
    (void)state;
    static const struct {
        const char *line, *text;
    } bad[] = {
        {"--nmae x", "unknown option '--nmae'; did you mean --name?"},
        {"--zzzzzzzz", "unknown option '--zzzzzzzz'; --help lists them"},
        {"--zzzzzzzz=3", "unknown option '--zzzzzzzz'; --help lists them"},
        {"-z", "unknown option '-z'; --help lists them"},
        {"-lz", "unknown option '-z'; --help lists them"},
        {"-zl", "unknown option '-z'; --help lists them"},
        {"--lo", "'--lo' is the start of several options; --help lists them"},
        {"--lo=2", "'--lo' is the start of several options; --help lists them"},
        {"--loud=2", "--loud takes no value"},
        {"--lou=2", "--loud takes no value"},
        {"--name", "--name needs a value: TEXT"},
        {"-n", "--name needs a value: TEXT"},
        {"-ln", "--name needs a value: TEXT"},
        {"--name ''", "--name: must not be empty: ''"},
        {"--name=", "--name: must not be empty: ''"},
        {"-c 12x", "--count: not a whole number with an optional suffix k M G Ki Mi Gi: '12x'"},
        {"-c -1", "--count: must not be negative: '-1'"},
        {"-c 9223372036854775808",
         "--count: too large, at most 9223372036854775807: '9223372036854775808'"},
        {"--size 0", "--size: too small: '0'"},
        {"--time 0s", "--time: must be more than 0: '0s'"},
        {"--time 5", "--time: a time needs a unit: us, ms, s or min: '5'"},
        {"--colour gren", "--colour: unknown colour 'gren'; did you mean green?"},
        {"--colour xxxxxxxx", "--colour: unknown colour 'xxxxxxxx'; known are red, green, blue"},
        {"here", "unexpected argument 'here'; options start with -"},
        {"-l here", "unexpected argument 'here'; options start with -"},
        {"-- -l", "unexpected argument '-l'; options start with -"},
        {"here --nmae", "unknown option '--nmae'; did you mean --name?"},
        {"-", "unexpected argument '-'; options start with -"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct wishes wishes;
        struct fault fault;
        HOLDS(!parse(&plain, bad[i].line, &wishes, &fault), bad[i].line);
        HOLDS(fault.code == EXIT_USER, bad[i].line);
        assert_string_equal(fault.text, bad[i].text);
    }
}

static void test_positionals(void **state) {
    (void)state;
    struct cli cli = plain;
    cli.positional = take_place;
    assert_string_equal(good(&cli, "here -l there").places, "here;there;");
    assert_string_equal(good(&cli, "here -- -l --name").places, "here;-l;--name;");
    assert_false(good(&cli, "here -- -l").loud);
    struct wishes wishes;
    struct fault fault;
    assert_false(parse(&cli, "nowhere there", &wishes, &fault));
    assert_string_equal(fault.text, "no such place");
    assert_string_equal(wishes.places, "");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_ways_to_write_a_value),
        cmocka_unit_test(test_setters),
        cmocka_unit_test(test_defaults_stay_and_the_last_wins),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_positionals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
