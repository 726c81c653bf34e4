/* Help, man page and completion promise what the table holds: of a made-up table and of the
 * drivers' own. */
#include "cmocka_head.h"

#include "cli.h"
#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH_MAX = 100 };

static const struct cli_option few[] = {
    {'s', "short", NULL, ".starts with a point and holds a \\backslash", cli_set_flag, 0},
    {0, "an-option-with-a-very-long-name", "ARGUMENT",
     "Sentence after sentence, so that the text must be wrapped more than once: one two three four "
     "five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen.",
     cli_set_text, 0},
    {0, "thing", "N", "Help.", cli_set_text, 0},
};

static const struct cli made_up = {
    .program = "made-up",
    .synopsis = "[OPTION]...",
    .summary = "nothing at all",
    .details = "'Quoted at the start.\n",
    .options = few,
    .option_count = sizeof few / sizeof *few,
};

static const char *const drivers[] = {"convoy-serial", "convoy-omp", "convoy-mpi"};

static char *page_of(const struct cli *cli, char which) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    if (which == 'h')
        cli_print_help(cli, out);
    else if (which == 'm')
        cli_print_man(cli, "1.2.3", out);
    else
        cli_print_completion(cli, out);
    fclose(out);
    return text;
}

/* How often `word` stands in `text` with none of `more` behind it. */
static unsigned occurrences(const char *text, const char *word, const char *more) {
    unsigned count = 0;
    for (const char *at = text; (at = strstr(at, word)); at++)
        count += !at[strlen(word)] || !strchr(more, at[strlen(word)]);
    return count;
}

/* How an option stands at the head of its place in one of the pages. */
static void head_of(const struct cli_option *option, char which, char *head, size_t room) {
    char name[64] = "", letter[8] = "";
    for (const char *from = option->name; *from; from++) {
        const char text[] = {*from, '\0'};
        strcat(name, which == 'm' && *from == '-' ? "\\-" : text);
    }
    if (option->letter)
        snprintf(letter, sizeof letter, which == 'm' ? "\\-%c, " : "-%c, ", option->letter);
    if (which == 'h')
        snprintf(head, room, "\n  %4s--%s", letter, name);
    else if (which == 'm')
        snprintf(head, room, ".B %s\\-\\-%s", letter, name);
    else
        snprintf(head, room, "--%s", name);
}

static void names_each_option_once(const struct cli *cli, char which) {
    char *page = page_of(cli, which);
    for (size_t i = 0; i < cli->option_count; i++) {
        char head[160];
        head_of(&cli->options[i], which, head, sizeof head);
        HOLDS(occurrences(page, head, "abcdefghijklmnopqrstuvwxyz-\\") == 1, head);
    }
    free(page);
}

static void fits_the_width(const struct cli *cli) {
    char *page = page_of(cli, 'h');
    for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n"))
        HOLDS(strlen(line) <= WIDTH_MAX, line);
    free(page);
}

static void check_pages(const struct cli *cli) {
    names_each_option_once(cli, 'h');
    names_each_option_once(cli, 'm');
    names_each_option_once(cli, 'c');
    fits_the_width(cli);
}

static void test_made_up_table(void **state) {
    (void)state;
    check_pages(&made_up);
}

static void test_driver_tables(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++) {
        const struct cli cli = options_cli(drivers[i]);
        assert_string_equal(cli.program, drivers[i]);
        check_pages(&cli);
    }
}

/* The contract's options, all of them, for every driver; --threads comes with the hybrid driver. */
static void test_driver_tables_keep_the_contract(void **state) {
    (void)state;
    static const struct {
        char letter;
        const char *name;
    } contract[] = {
        {'k', "kernel"},     {'w', "workers"}, {'n', "tasks"},      {'s', "size"},   {0, "scaling"},
        {0, "schedule"},     {0, "gil"},       {0, "gil-interval"}, {'p', "pin"},    {'r', "reps"},
        {0, "warmup"},       {0, "max-time"},  {0, "seed"},         {'o', "output"}, {0, "variant"},
        {0, "probe"},        {0, "resume"},    {0, "trace"},        {0, "list"},     {0, "dry-run"},
        {0, "show-pinning"}, {0, "version"},   {0, "help"},         {0, "tag"},
    };
    const struct cli cli = options_cli("convoy-omp");
    for (size_t c = 0; c < sizeof contract / sizeof *contract; c++) {
        unsigned found = 0;
        for (size_t i = 0; i < cli.option_count; i++)
            found += strcmp(cli.options[i].name, contract[c].name) == 0 &&
                     cli.options[i].letter == contract[c].letter;
        HOLDS(found == 1, contract[c].name);
    }
}

static void test_every_help_is_a_sentence(void **state) {
    (void)state;
    const struct cli cli = options_cli("convoy-omp");
    for (size_t i = 0; i < cli.option_count; i++) {
        const char *help = cli.options[i].help;
        HOLDS(help[0] && help[strlen(help) - 1] == '.', cli.options[i].name);
        HOLDS(!strstr(help, "  "), cli.options[i].name);
    }
}

/* man(7): a line that starts with a point or an apostrophe is a request, a backslash an escape. */
static void test_man_page_escapes(void **state) {
    (void)state;
    char *page = page_of(&made_up, 'm');
    assert_non_null(strstr(page, "\n\\&.starts with a point and holds a \\ebackslash\n"));
    assert_non_null(strstr(page, "\n\\&'Quoted at the start.\n"));
    assert_non_null(strstr(page, ".TH MADE-UP 1 \"\" \"Convoy 1.2.3\""));
    free(page);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_made_up_table),
        cmocka_unit_test(test_driver_tables),
        cmocka_unit_test(test_driver_tables_keep_the_contract),
        cmocka_unit_test(test_every_help_is_a_sentence),
        cmocka_unit_test(test_man_page_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
