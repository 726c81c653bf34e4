#include "side.h"

#include "check.h"

#include <string.h>

static double shortest_s(const struct series *series) {
    double shortest = INFINITY;
    for (size_t p = 0; p < series->count; p++)
        shortest = fmin(shortest, series->items[p].time_s.value);
    return shortest;
}

bool same_side(const struct series *a, const struct series *b) {
    return a->role == b->role && strcmp(a->lock, b->lock) == 0 &&
           (a->role != ROLE_OTHER || a->setup->driver == b->setup->driver);
}

bool series_is_side(const struct panel *panel, const struct series *series) {
    if (series->role == ROLE_SERIAL)
        return false;
    for (const struct series *other = panel->items; other < panel->items + panel->count; other++) {
        if (other == series || !same_side(other, series))
            continue;
        const double theirs_s = shortest_s(other), ours_s = shortest_s(series);
        if (theirs_s < ours_s || (theirs_s == ours_s && other < series))
            return false;
    }
    return true;
}

void side_print(FILE *out, const struct series *series) {
    static const char *const plural[] = {[ROLE_SERIAL] = "serial runs",
                                         [ROLE_THREADS] = "threads",
                                         [ROLE_PROCESSES] = "processes",
                                         [ROLE_HYBRID] = "hybrids"};
    if (series->role == ROLE_OTHER) {
        fputs(series->name, out);
        return;
    }
    fputs(plural[series->role], out);
    if (*series->lock)
        fprintf(out, " with the %s lock", series->lock);
    if (series->setup->threads)
        fprintf(out, " of %u threads", series->setup->threads);
    if (*series->labels)
        fprintf(out, " (%s)", series->labels);
}

char *side_name(const struct series *series) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    side_print(out, series);
    CHECK(fclose(out) == 0);
    return text;
}

bool side_is_plural(const struct series *series) {
    return series->role != ROLE_OTHER;
}
