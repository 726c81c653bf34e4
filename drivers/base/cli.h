/*
 * Command lines from tables. One table of options makes the parser, --help, the man page and the
 * bash completion, so that none of them can promise what the others do not keep.
 */
#ifndef CONVOY_CLI_H
#define CONVOY_CLI_H

#include "fault.h"

#include <stddef.h>
#include <stdio.h>

/* One occurrence of an option on the command line, as a setter sees it. */
struct cli_use {
    const char *option; /* "--size", for messages */
    const char *text;   /* its argument; NULL for flags */
    void *field;        /* where the value goes: target + option->offset */
    void *target;       /* the whole options struct */
};

struct cli_option {
    char letter;          /* short name, 0: none */
    const char *name;     /* long name without dashes */
    const char *argument; /* "LIST" as shown in help; NULL: a flag */
    const char *help;     /* one or more sentences; wrapped when printed */
    /* Parses use->text into use->field; false after filling the fault, which names use->option. */
    bool (*set)(const struct cli_use *, struct fault *);
    size_t offset;
};

struct cli {
    const char *program;  /* "convoy-omp" */
    const char *synopsis; /* "[OPTION]... STUDY" without the program */
    const char *summary;  /* one sentence, for help and man page */
    const char *details;  /* paragraphs below the options, "" for none */
    const struct cli_option *options;
    size_t option_count;
    /* Takes one positional argument into target; NULL: positional arguments are an error. */
    bool (*positional)(const char *text, void *target, struct fault *);
};

/*
 * Parses argv into *target. The program's name in argv[0] is not looked at. A message names the
 * option; an unknown option is answered with the nearest one. Uses getopt_long(3): not thread-safe.
 */
bool cli_parse(const struct cli *, int argc, char **argv, void *target, struct fault *);

/*
 * For packagers: "PROGRAM --man-page" and "PROGRAM --completion", as the only argument, print man
 * page and bash completion. True if that was asked for.
 */
bool cli_manual(const struct cli *, const char *version, int argc, char **argv);

/* Help text, man page (man(7) source) and bash completion of a program. */
void cli_print_help(const struct cli *, FILE *);
void cli_print_man(const struct cli *, const char *version, FILE *);
void cli_print_completion(const struct cli *, FILE *);

/* Setters for common kinds of fields; the field's type is in the comment. */
bool cli_set_flag(const struct cli_use *, struct fault *); /* bool */
bool cli_set_text(const struct cli_use *,
                  struct fault *); /* const char *, points into argv; not empty */
bool cli_set_count(const struct cli_use *, struct fault *);    /* uint64_t, 0 .. 2^63-1 */
bool cli_set_positive(const struct cli_use *, struct fault *); /* uint64_t, 1 .. 2^63-1 */
bool cli_set_time_ns(const struct cli_use *, struct fault *);  /* uint64_t, more than 0 */

/* Fills the fault with "OPTION: WRONG: 'TEXT'" and returns false. */
bool cli_refuse(const struct cli_use *, const char *wrong, struct fault *);

/*
 * Index of use->text in `names` (ends with NULL) into *index; otherwise a fault that lists the
 * names and, if one is near, suggests it. `noun` is what they are: "kernel", "schedule".
 */
bool cli_choose(const struct cli_use *, const char *noun, const char *const *names, int *index,
                struct fault *);

#endif
