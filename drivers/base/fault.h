/*
 * What can go wrong because of a user or an environment, as a value: a function that can fail takes
 * a `struct fault *` and returns false (or NULL) after filling it. Nobody prints or exits on the
 * way, so that with many ranks one message is printed once and every rank ends with the same code.
 * Bugs are no faults: they hit CHECK (check.h).
 */
#ifndef CONVOY_FAULT_H
#define CONVOY_FAULT_H

#include <stdbool.h>

/* Exit codes of all programs; 75 is EX_TEMPFAIL of sysexits.h. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_REGRESSION = 1,   /* convoy-report --compare: slower than the bound */
    EXIT_USER = 2,         /* unknown option, bad value, unreadable study or CSV */
    EXIT_WRONG_RESULT = 3, /* a kernel's checksum was not the expected one */
    EXIT_ENVIRONMENT = 4,  /* no such CPU, disk full, launcher missing ... */
    EXIT_STOPPED = 75      /* time limit or signal; --resume goes on */
};

enum { FAULT_TEXT_MAX = 1024 };

struct fault {
    enum exit_code code;       /* EXIT_DONE: nothing happened */
    char text[FAULT_TEXT_MAX]; /* one line without a trailing newline or program name */
};

/*
 * Fill *fault with a formatted text (cut at FAULT_TEXT_MAX) and return false, so that a caller can
 * write `return fault_user(fault, ...)`. A fault that is already set is kept: the first one is the
 * cause. `fault` must not be NULL.
 */
bool fault_user(struct fault *fault, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool fault_environment(struct fault *fault, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Puts words in front of a fault's text, if there is a fault. */
void fault_prefix(struct fault *fault, const char *prefix);

/* Takes over another fault if there is none yet. */
void fault_keep(struct fault *fault, const struct fault *other);

/* Prints "PROGRAM: TEXT" on stderr. */
void fault_print(const struct fault *fault, const char *program);

#endif
