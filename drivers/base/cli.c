#include "cli.h"

#include "check.h"
#include "text.h"

#include <ctype.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_LONG = 256, HELP_COLUMN = 30, HELP_WIDTH = 100 };

/* getopt's two tables, made from ours; option i returns FIRST_LONG + i for both of its names. */
struct getopt_tables {
    struct option *longs;
    char *shorts;
};

static struct getopt_tables tables_make(const struct cli *cli) {
    struct getopt_tables tables = {
        .longs = must_alloc((cli->option_count + 1) * sizeof *tables.longs),
        .shorts = must_alloc(2 * cli->option_count + 2),
    };
    char *at = tables.shorts;
    *at++ = ':'; /* report a missing argument as ':' instead of printing */
    for (size_t i = 0; i < cli->option_count; i++) {
        const struct cli_option *option = &cli->options[i];
        tables.longs[i].name = option->name;
        tables.longs[i].has_arg = option->argument ? required_argument : no_argument;
        tables.longs[i].val = FIRST_LONG + (int)i;
        if (option->letter) {
            *at++ = option->letter;
            if (option->argument)
                *at++ = ':';
        }
    }
    return tables;
}

static void tables_free(struct getopt_tables *tables) {
    free(tables->longs);
    free(tables->shorts);
}

static const struct cli_option *option_of(const struct cli *cli, int got) {
    if (got >= FIRST_LONG)
        return &cli->options[got - FIRST_LONG];
    for (size_t i = 0; i < cli->option_count; i++)
        if (cli->options[i].letter == got)
            return &cli->options[i];
    return NULL;
}

static const char *nearest_option(const struct cli *cli, const char *name) {
    const char **names = must_alloc((cli->option_count + 1) * sizeof *names);
    for (size_t i = 0; i < cli->option_count; i++)
        names[i] = cli->options[i].name;
    const char *nearest = text_nearest(name, names);
    free(names);
    return nearest;
}

static bool is_ambiguous(const struct cli *cli, const char *name, size_t length) {
    int matches = 0;
    for (size_t i = 0; i < cli->option_count; i++)
        matches += strncmp(cli->options[i].name, name, length) == 0;
    return matches > 1;
}

static bool refuse_option(const struct cli *cli, const char *word, struct fault *fault) {
    if (strncmp(word, "--", 2) != 0)
        return fault_user(fault, "unknown option '-%c'; --help lists them", optopt);
    const size_t length = strcspn(word + 2, "=");
    if (optopt >= FIRST_LONG)
        return fault_user(fault, "--%s takes no value", option_of(cli, optopt)->name);
    if (is_ambiguous(cli, word + 2, length))
        return fault_user(fault, "'%.*s' is the start of several options; --help lists them",
                          (int)length + 2, word);
    char *name = strndup(word + 2, length);
    const char *nearest = nearest_option(cli, name);
    free(name);
    if (nearest)
        return fault_user(fault, "unknown option '%.*s'; did you mean --%s?", (int)length + 2, word,
                          nearest);
    return fault_user(fault, "unknown option '%.*s'; --help lists them", (int)length + 2, word);
}

static bool refuse_missing(const struct cli *cli, struct fault *fault) {
    const struct cli_option *option = option_of(cli, optopt);
    return fault_user(fault, "--%s needs a value: %s", option->name, option->argument);
}

static bool option_apply(const struct cli_option *option, void *target, struct fault *fault) {
    char label[64];
    snprintf(label, sizeof label, "--%s", option->name);
    const struct cli_use use = {label, optarg, (char *)target + option->offset, target};
    return option->set(&use, fault);
}

static bool positionals_apply(const struct cli *cli, int argc, char **argv, void *target,
                              struct fault *fault) {
    for (int i = optind; i < argc; i++) {
        if (!cli->positional)
            return fault_user(fault, "unexpected argument '%s'; options start with -", argv[i]);
        if (!cli->positional(argv[i], target, fault))
            return false;
    }
    return true;
}

bool cli_parse(const struct cli *cli, int argc, char **argv, void *target, struct fault *fault) {
    struct getopt_tables tables = tables_make(cli);
    bool good = true;
    optind = 0; /* glibc: start afresh */
    opterr = 0;
    while (good) {
        const int word = optind ? optind : 1;
        const int got = getopt_long(argc, argv, tables.shorts, tables.longs, NULL);
        if (got == -1)
            break;
        if (got == '?')
            good = refuse_option(cli, optind > word ? argv[optind - 1] : argv[word], fault);
        else if (got == ':')
            good = refuse_missing(cli, fault);
        else
            good = option_apply(option_of(cli, got), target, fault);
    }
    good = good && positionals_apply(cli, argc, argv, target, fault);
    tables_free(&tables);
    return good;
}

/* Prints words from column `indent` on; the first line starts at column `at`. */
static void print_wrapped(FILE *out, const char *text, int at, int indent) {
    while (*text) {
        const int length = (int)strcspn(text, " ");
        if (at > indent && at + 1 + length > HELP_WIDTH) {
            fprintf(out, "\n%*s", indent, "");
            at = indent;
        }
        at += fprintf(out, "%s%.*s", at > indent ? " " : "", length, text);
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

static void print_option_help(const struct cli_option *option, FILE *out) {
    char left[80];
    const int used = snprintf(left, sizeof left, "  %c%c%c --%s %s", option->letter ? '-' : ' ',
                              option->letter ? option->letter : ' ', option->letter ? ',' : ' ',
                              option->name, option->argument ? option->argument : "");
    fprintf(out, "%-*s", HELP_COLUMN, left);
    if (used >= HELP_COLUMN)
        fprintf(out, "\n%*s", HELP_COLUMN, "");
    print_wrapped(out, option->help, HELP_COLUMN, HELP_COLUMN);
}

void cli_print_help(const struct cli *cli, FILE *out) {
    fprintf(out, "Usage: %s %s\n", cli->program, cli->synopsis);
    print_wrapped(out, cli->summary, 0, 0);
    fputs("\nOptions:\n", out);
    for (size_t i = 0; i < cli->option_count; i++)
        print_option_help(&cli->options[i], out);
    if (*cli->details)
        fprintf(out, "\n%s", cli->details);
}

/* man(7) treats a leading point or quote and every backslash as its own; dashes are escaped. */
static void print_roff(const char *text, FILE *out) {
    bool line_start = true;
    for (; *text; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            fputs("\\&", out);
        if (*text == '-')
            fputs("\\-", out);
        else if (*text == '\\')
            fputs("\\e", out);
        else
            fputc(*text, out);
        line_start = *text == '\n';
    }
}

static void print_option_man(const struct cli_option *option, FILE *out) {
    fputs(".TP\n.B ", out);
    if (option->letter)
        fprintf(out, "\\-%c, ", option->letter);
    fputs("\\-\\-", out);
    print_roff(option->name, out);
    if (option->argument)
        fprintf(out, " \\fI%s\\fR", option->argument);
    fputc('\n', out);
    print_roff(option->help, out);
    fputc('\n', out);
}

void cli_print_man(const struct cli *cli, const char *version, FILE *out) {
    fputs(".TH ", out);
    for (const char *at = cli->program; *at; at++)
        fputc(toupper((unsigned char)*at), out);
    fprintf(out, " 1 \"\" \"Convoy %s\" \"User Commands\"\n.SH NAME\n", version);
    print_roff(cli->program, out);
    fputs(" \\- ", out);
    print_roff(cli->summary, out);
    fprintf(out, "\n.SH SYNOPSIS\n.B %s\n", cli->program);
    print_roff(cli->synopsis, out);
    fputs("\n.SH OPTIONS\n", out);
    for (size_t i = 0; i < cli->option_count; i++)
        print_option_man(&cli->options[i], out);
    if (*cli->details) {
        fputs(".SH NOTES\n.nf\n", out);
        print_roff(cli->details, out);
        fputs(".fi\n", out);
    }
}

void cli_print_completion(const struct cli *cli, FILE *out) {
    fprintf(out, "complete -f -W \"");
    for (size_t i = 0; i < cli->option_count; i++)
        fprintf(out, "%s--%s", i ? " " : "", cli->options[i].name);
    fprintf(out, "\" %s\n", cli->program);
}

bool cli_manual(const struct cli *cli, const char *version, int argc, char **argv) {
    const bool man = argc == 2 && strcmp(argv[1], "--man-page") == 0;
    const bool completion = argc == 2 && strcmp(argv[1], "--completion") == 0;
    if (man)
        cli_print_man(cli, version, stdout);
    if (completion)
        cli_print_completion(cli, stdout);
    return man || completion;
}

bool cli_refuse(const struct cli_use *use, const char *wrong, struct fault *fault) {
    return fault_user(fault, "%s: %s: '%.200s'", use->option, wrong, use->text);
}

bool cli_set_flag(const struct cli_use *use, struct fault *fault) {
    (void)fault;
    *(bool *)use->field = true;
    return true;
}

bool cli_set_text(const struct cli_use *use, struct fault *fault) {
    if (!*use->text)
        return cli_refuse(use, "must not be empty", fault);
    *(const char **)use->field = use->text;
    return true;
}

bool cli_set_count(const struct cli_use *use, struct fault *fault) {
    const char *wrong = text_count(use->text, 0, INT64_MAX, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

bool cli_set_positive(const struct cli_use *use, struct fault *fault) {
    const char *wrong = text_count(use->text, 1, INT64_MAX, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

bool cli_set_time_ns(const struct cli_use *use, struct fault *fault) {
    uint64_t value;
    const char *wrong = text_time_ns(use->text, &value);
    if (!wrong && value == 0)
        wrong = "must be more than 0";
    if (wrong)
        return cli_refuse(use, wrong, fault);
    *(uint64_t *)use->field = value;
    return true;
}

static char *join(const char *const *names) {
    char *list = must_strdup("");
    for (size_t i = 0; names[i]; i++) {
        char *longer = must_format("%s%s%s", list, i ? ", " : "", names[i]);
        free(list);
        list = longer;
    }
    return list;
}

bool cli_choose(const struct cli_use *use, const char *noun, const char *const *names, int *index,
                struct fault *fault) {
    for (int i = 0; names[i]; i++) {
        if (strcmp(names[i], use->text) == 0) {
            *index = i;
            return true;
        }
    }
    const char *nearest = text_nearest(use->text, names);
    char *list = join(names);
    if (nearest)
        fault_user(fault, "%s: unknown %s '%.200s'; did you mean %s?", use->option, noun, use->text,
                   nearest);
    else
        fault_user(fault, "%s: unknown %s '%.200s'; known are %s", use->option, noun, use->text,
                   list);
    free(list);
    return false;
}
