#include "text.h"

#include "check.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit {
    const char *suffix;
    uint64_t scale;
};

static const struct unit count_units[] = {
    {"", 1},
    {"k", 1000},
    {"M", 1000 * 1000},
    {"G", UINT64_C(1000) * 1000 * 1000},
    {"Ki", 1024},
    {"Mi", 1024 * 1024},
    {"Gi", UINT64_C(1024) * 1024 * 1024},
    {NULL, 0},
};

static const struct unit time_units[] = {
    {"us", 1000},
    {"ms", 1000 * 1000},
    {"s", UINT64_C(1000) * 1000 * 1000},
    {"min", UINT64_C(60) * 1000 * 1000 * 1000},
    {NULL, 0},
};

static const struct unit *unit_find(const struct unit *units, const char *suffix) {
    for (; units->suffix; units++)
        if (strcmp(units->suffix, suffix) == 0)
            return units;
    return NULL;
}

static _Thread_local char too_large[64];

static const char *above(uint64_t maximum) {
    snprintf(too_large, sizeof too_large, "too large, at most %" PRIu64, maximum);
    return too_large;
}

const char *text_above_time(uint64_t maximum_ns) {
    char maximum[32];
    text_from_time_ns(maximum_ns, maximum);
    snprintf(too_large, sizeof too_large, "too large, at most %s", maximum);
    return too_large;
}

const char *text_count(const char *text, uint64_t minimum, uint64_t maximum, uint64_t *value) {
    if (!isdigit((unsigned char)*text))
        return *text == '-' ? "must not be negative" : "not a whole number";
    char *end;
    errno = 0;
    const uint64_t digits = strtoull(text, &end, 10);
    const bool over = errno == ERANGE;
    const struct unit *unit = unit_find(count_units, end);
    if (!unit)
        return "not a whole number with an optional suffix k M G Ki Mi Gi";
    uint64_t scaled;
    if (over || __builtin_mul_overflow(digits, unit->scale, &scaled))
        return above(maximum);
    if (scaled < minimum)
        return "too small";
    if (scaled > maximum)
        return above(maximum);
    *value = scaled;
    return NULL;
}

const char *text_time_ns(const char *text, uint64_t *value_ns) {
    if (!isdigit((unsigned char)*text) && *text != '.')
        return *text == '-' ? "must not be negative" : "not a time such as 5ms";
    /* strtod also reads hexadecimal numbers: keep to decimal digits. */
    const size_t length = strspn(text, "0123456789.");
    char digits[32];
    if (length >= sizeof digits)
        return "too many digits";
    memcpy(digits, text, length);
    digits[length] = '\0';
    double number;
    if (text_real(digits, &number))
        return "not a time such as 5ms";
    const struct unit *unit = unit_find(time_units, text + length);
    if (!unit)
        return text[length] ? "not a time: the unit must be us, ms, s or min"
                            : "a time needs a unit: us, ms, s or min";
    const double scaled = number * (double)unit->scale;
    if (scaled > 1e18)
        return text_above_time(UINT64_C(1000000000000000000));
    *value_ns = (uint64_t)llround(scaled);
    return NULL;
}

const char *text_real(const char *text, double *value) {
    /* strtod also reads blanks in front, hexadecimal numbers, "inf" and "nan". */
    if (!*text || text[strspn(text, "0123456789+-.eE")])
        return "not a number";
    char *end;
    errno = 0;
    const double number = strtod(text, &end);
    if (*end)
        return "not a number";
    if (errno == ERANGE || !isfinite(number))
        return "not a finite number";
    *value = number;
    return NULL;
}

/* Reads "N" or "N-M" at the head of `text`; *end is where it stopped. */
static const char *span_read(const char *text, uint64_t maximum, uint64_t *from, uint64_t *to,
                             const char **end) {
    if (!isdigit((unsigned char)*text))
        return "not a list of numbers such as 1,2,4 or 1-8";
    char *stop;
    errno = 0;
    *from = strtoull(text, &stop, 10);
    *to = *from;
    if (*stop == '-') {
        if (!isdigit((unsigned char)stop[1]))
            return "a range needs two numbers, as in 1-8";
        *to = strtoull(stop + 1, &stop, 10);
    }
    if (errno == ERANGE || *from > maximum || *to > maximum)
        return above(maximum);
    if (*from < 1)
        return "counts start at 1";
    if (*to < *from)
        return "a range must not run backwards";
    *end = stop;
    return NULL;
}

static bool holds(const unsigned *values, size_t count, uint64_t wanted) {
    for (size_t i = 0; i < count; i++)
        if (values[i] == wanted)
            return true;
    return false;
}

const char *text_count_list(const char *text, uint64_t maximum, unsigned *values, size_t room,
                            size_t *count) {
    *count = 0;
    for (const char *at = text;; at++) {
        uint64_t from, to;
        const char *wrong = span_read(at, maximum, &from, &to, &at);
        if (wrong)
            return wrong;
        for (uint64_t value = from; value <= to; value++) {
            if (*count == room)
                return "too many values";
            if (holds(values, *count, value))
                return "a value is named twice";
            values[(*count)++] = (unsigned)value;
        }
        if (!*at)
            return NULL;
        if (*at != ',')
            return "not a list of numbers such as 1,2,4 or 1-8";
    }
}

void text_from_time_ns(uint64_t value_ns, char *text) {
    const struct unit *best = &time_units[0];
    for (const struct unit *unit = time_units; unit->suffix; unit++)
        if (value_ns >= unit->scale && strcmp(unit->suffix, "min") != 0)
            best = unit;
    /* 15 digits survive the way from decimal to double and back (DBL_DIG). */
    snprintf(text, 32, "%.15g%s", (double)value_ns / (double)best->scale, best->suffix);
}

void text_from_count(uint64_t value, char *text) {
    const struct unit *best = &count_units[0];
    for (const struct unit *unit = count_units; value && unit->suffix; unit++)
        if (value % unit->scale == 0 && unit->scale > best->scale)
            best = unit;
    snprintf(text, 32, "%" PRIu64 "%s", value / best->scale, best->suffix);
}

void text_for_people_s(double seconds, char *text) {
    static const struct {
        double scale;
        const char *name;
    } units[] = {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}};
    size_t u = 0;
    while (u + 1 < sizeof units / sizeof *units && fabs(seconds) < units[u].scale * 0.9995)
        u++;
    if (fabs(seconds) >= 999.5) { /* where "%.3g" would turn to powers of ten */
        snprintf(text, 32, "%.0f s", seconds);
        return;
    }
    snprintf(text, 32, "%#.3g %s", seconds / units[u].scale, units[u].name);
    /* "%#.3g" keeps a trailing point in "123. ms". */
    char *point = strstr(text, ". ");
    if (point)
        memmove(point, point + 1, strlen(point));
}

void text_copy(char *to, size_t room, const char *from) {
    const size_t length = strnlen(from, room - 1);
    memcpy(to, from, length);
    to[length] = '\0';
}

struct text_list text_split(const char *text) {
    struct text_list list = {NULL, 0};
    char *copy = must_strdup(text);
    char *rest = copy;
    for (char *piece; (piece = strsep(&rest, ","));) {
        piece += strspn(piece, " \t");
        size_t length = strlen(piece);
        while (length && strchr(" \t", piece[length - 1]))
            piece[--length] = '\0';
        list.items = must_realloc(list.items, (list.count + 1) * sizeof *list.items);
        list.items[list.count++] = must_strdup(piece);
    }
    free(copy);
    return list;
}

void text_list_free(struct text_list *list) {
    for (size_t i = 0; i < list->count; i++)
        free(list->items[i]);
    free(list->items);
    *list = (struct text_list){NULL, 0};
}

enum { NEAREST_MAX = 63 };

static size_t smallest(size_t a, size_t b, size_t c) {
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein distance with one row of the matrix; both texts at most NEAREST_MAX long. */
static size_t edit_distance(const char *a, const char *b) {
    size_t row[NEAREST_MAX + 1];
    const size_t width = strlen(b);
    for (size_t j = 0; j <= width; j++)
        row[j] = j;
    for (size_t i = 0; a[i]; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < width; j++) {
            const size_t substitute = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            row[j + 1] = smallest(row[j] + 1, row[j + 1] + 1, substitute);
        }
    }
    return row[width];
}

const char *text_nearest(const char *text, const char *const *names) {
    const size_t length = strlen(text);
    const char *best = NULL;
    size_t best_distance = length / 3 + 2;
    if (length > NEAREST_MAX)
        return NULL;
    for (; *names; names++) {
        if (strlen(*names) > NEAREST_MAX)
            continue;
        const size_t distance = edit_distance(text, *names);
        if (distance < best_distance) {
            best_distance = distance;
            best = *names;
        }
    }
    return best;
}
