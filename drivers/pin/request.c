#include "check.h"
#include "pin.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char NOT_A_REQUEST[] =
    "not none, compact, scatter, numa or a list of PU numbers such as 0,2,4-7";
static const char NOT_A_LIST[] = "not a list of PU numbers such as 0,2,4-7";

static const char *const policy_names[] = {
    [PIN_NONE] = "none", [PIN_COMPACT] = "compact", [PIN_SCATTER] = "scatter", [PIN_NUMA] = "numa"};

static bool policy_find(const char *text, enum pin_policy *policy) {
    for (size_t i = 0; i < sizeof policy_names / sizeof *policy_names; i++)
        if (strcmp(text, policy_names[i]) == 0) {
            *policy = (enum pin_policy)i;
            return true;
        }
    return false;
}

/* Reads decimal digits at **at and moves *at behind them. */
static const char *number_read(const char **at, unsigned *number) {
    if (!isdigit((unsigned char)**at))
        return NOT_A_LIST;
    char *end;
    errno = 0;
    const unsigned long value = strtoul(*at, &end, 10);
    if (errno == ERANGE || value > INT_MAX)
        return "a PU number is too large";
    *number = (unsigned)value;
    *at = end;
    return NULL;
}

/* Reads "N" or "N-M" at **at and appends its numbers to the list. */
static const char *span_read(const char **at, struct pin_request *request) {
    unsigned from;
    const char *wrong = number_read(at, &from);
    if (wrong)
        return wrong;
    unsigned to = from;
    if (**at == '-') {
        ++*at;
        if ((wrong = number_read(at, &to)))
            return wrong;
    }
    if (to < from)
        return "a range must not run backwards";
    if (to - from >= PIN_LIST_MAX - request->list_count)
        return "too many PUs";
    for (unsigned pu = from; pu <= to; pu++)
        request->list[request->list_count++] = pu;
    return NULL;
}

static const char *list_read(const char *text, struct pin_request *request) {
    for (const char *at = text;; at++) {
        const char *wrong = span_read(&at, request);
        if (wrong)
            return wrong;
        if (!*at)
            return NULL;
        if (*at != ',')
            return NOT_A_LIST;
    }
}

const char *pin_request_read(const char *text, struct pin_request *request) {
    *request = (struct pin_request){.policy = PIN_NONE, .text = text};
    if (policy_find(text, &request->policy))
        return NULL;
    if (!isdigit((unsigned char)*text))
        return NOT_A_REQUEST;
    request->policy = PIN_LIST;
    request->list = must_alloc(PIN_LIST_MAX * sizeof *request->list);
    const char *wrong = list_read(text, request);
    if (wrong)
        pin_request_free(request);
    return wrong;
}

void pin_request_free(struct pin_request *request) {
    free(request->list);
    *request = (struct pin_request){.policy = PIN_NONE, .text = "none"};
}
