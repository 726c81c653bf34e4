#include "fault.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool fault_set(struct fault *fault, enum exit_code code, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));

/* What a user typed may hold line breaks and worse; the text must stay one line. */
static void keep_to_one_line(char *text) {
    for (; *text; text++)
        if (iscntrl((unsigned char)*text))
            *text = '?';
}

static bool fault_set(struct fault *fault, enum exit_code code, const char *format, va_list args) {
    if (fault->code == EXIT_DONE) {
        fault->code = code;
        vsnprintf(fault->text, sizeof fault->text, format, args);
        keep_to_one_line(fault->text);
    }
    return false;
}

bool fault_user(struct fault *fault, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fault_set(fault, EXIT_USER, format, args);
    va_end(args);
    return false;
}

bool fault_environment(struct fault *fault, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fault_set(fault, EXIT_ENVIRONMENT, format, args);
    va_end(args);
    return false;
}

void fault_prefix(struct fault *fault, const char *prefix) {
    const size_t length = strnlen(prefix, sizeof fault->text - 1);
    if (fault->code == EXIT_DONE)
        return;
    memmove(fault->text + length, fault->text, sizeof fault->text - length);
    memcpy(fault->text, prefix, length);
    fault->text[sizeof fault->text - 1] = '\0';
}

void fault_keep(struct fault *fault, const struct fault *other) {
    if (fault->code == EXIT_DONE)
        *fault = *other;
}

void fault_print(const struct fault *fault, const char *program) {
    fprintf(stderr, "%s: %s\n", program, fault->text);
}
