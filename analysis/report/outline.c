#include "outline.h"

#include "array.h"
#include "check.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outline_number outline_number(double value, unsigned decimals) {
    struct outline_number number;
    const double unit = pow(10, decimals);
    snprintf(number.text, sizeof number.text, "%.*f", (int)decimals,
             round(value * unit) / unit + 0.0);
    char *end = number.text + strlen(number.text);
    if (strchr(number.text, '.')) {
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            *--end = '\0';
    }
    if (strncmp(number.text, "0.", 2) == 0)
        memmove(number.text, number.text + 1, strlen(number.text));
    return number;
}

/* What a path of straight lines goes through; gnuplot writes absolute M, L and z, and h0 for dots.
 */
struct corner {
    char command; /* M, L, h (a dot), z */
    double x, y;
};

struct corners {
    struct corner *items;
    size_t count, room;
};

/* "12.3,45.6" or "12.3 45.6"; behind it, or NULL. */
static const char *place_read(const char *at, struct corner *corner) {
    char *rest;
    corner->x = strtod(at, &rest);
    const char *second = rest + strspn(rest, " ,");
    if (rest == at || second == rest)
        return NULL;
    corner->y = strtod(second, &rest);
    return rest == second ? NULL : rest;
}

/* False if there is anything but straight lines. */
static bool corners_read(const char *at, const char *end, struct corners *corners) {
    char command = 'M';
    while (at && at < end) {
        struct corner corner = {.command = command};
        if (isspace((unsigned char)*at) || *at == 'M' || *at == 'L') {
            command = isspace((unsigned char)*at) ? command : *at;
            at++;
            continue;
        }
        if (strncmp(at, "h0", 2) == 0 || *at == 'z' || *at == 'Z') {
            corner.command = *at == 'h' ? 'h' : 'z';
            at += *at == 'h' ? 2 : 1;
        } else {
            at = place_read(at, &corner);
            command = 'L';
        }
        ARRAY_PUSH(corners, corner);
    }
    return at;
}

/* Whether b lies between a and c, on the line from one to the other as far as can be seen. */
static bool is_between(const struct corner *a, const struct corner *b, const struct corner *c) {
    static const double seen = 0.05;
    const double x = c->x - a->x, y = c->y - a->y, length = hypot(x, y);
    const double along = (b->x - a->x) * x + (b->y - a->y) * y;
    return length > 0 && along >= 0 && along <= length * length &&
           fabs((b->x - a->x) * y - (b->y - a->y) * x) <= seen * length;
}

static bool is_near(const struct corner *a, const struct corner *b) {
    static const double seen = 0.05;
    return fabs(a->x - b->x) < seen && fabs(a->y - b->y) < seen;
}

/* Whether nothing is missing without the i-th corner; `last` is the one kept before it. */
static bool is_superfluous(const struct corners *corners, size_t i, const struct corner *last) {
    const struct corner *corner = &corners->items[i], *next = corner + 1;
    const bool is_last = i + 1 == corners->count;
    if (corner->command == 'M') /* a move that leads to another move, or to where the last dot is */
        return is_last || next->command == 'M' ||
               (next->command == 'h' && last && is_near(last, corner));
    return corner->command == 'L' && !is_last && next->command == 'L' && last &&
           is_between(last, corner, next);
}

static void put_corner(FILE *out, const struct corner *corner) {
    if (corner->command == 'h')
        fputs("h0", out);
    else if (corner->command == 'z')
        fputc('z', out);
    else
        fprintf(out, "%c%s,%s", corner->command, outline_number(corner->x, 1).text,
                outline_number(corner->y, 1).text);
}

static void put_corners(FILE *out, const struct corners *corners) {
    const struct corner *last = NULL;
    for (size_t i = 0; i < corners->count; i++) {
        const struct corner *corner = &corners->items[i];
        if (is_superfluous(corners, i, last)) {
            const bool is_dot =
                corner->command == 'M' && i + 1 < corners->count && corner[1].command == 'h';
            i += is_dot;
            continue;
        }
        put_corner(out, corner);
        last = corner->command == 'M' || corner->command == 'L' ? corner : last;
    }
}

char *outline_shorten(const char *path, size_t length) {
    struct corners corners = {0};
    char *text = NULL;
    size_t size = 0;
    if (corners_read(path, path + length, &corners)) {
        FILE *out = open_memstream(&text, &size);
        CHECK(out);
        put_corners(out, &corners);
        CHECK(fclose(out) == 0);
    }
    free(corners.items);
    return text;
}
