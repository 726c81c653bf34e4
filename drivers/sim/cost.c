#include "cost.h"

#include "check.h"
#include "columns.h"
#include "csvline.h"
#include "text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int ascending(const void *a, const void *b) {
    const struct cost_point *x = a, *y = b;
    const int by_items = (x->items > y->items) - (x->items < y->items);
    return by_items ? by_items : (x->seconds > y->seconds) - (x->seconds < y->seconds);
}

void cost_settle(struct cost *cost) {
    size_t kept = 0;
    qsort(cost->points, cost->count, sizeof *cost->points, ascending);
    for (size_t begin = 0, end; begin < cost->count; begin = end) {
        const struct cost_point *first = &cost->points[begin];
        for (end = begin; end < cost->count && cost->points[end].items == first->items;)
            end++;
        const double low = cost->points[(begin + end - 1) / 2].seconds;
        const double high = cost->points[(begin + end) / 2].seconds;
        cost->points[kept++] = (struct cost_point){first->items, 0.5 * (low + high)};
    }
    cost->count = kept;
}

static bool holds(char *const *fields, enum column_index column, const char *text) {
    return strcmp(fields[column], text) == 0;
}

/* A sample of that work which counts, as a point. */
static bool point_read(char *const *fields, struct cost_point *point) {
    double wall_s;
    uint64_t items, tasks;
    if (!holds(fields, COLUMN_driver, "serial") || !holds(fields, COLUMN_phase, "measure") ||
        !holds(fields, COLUMN_ok, "1") || text_real(fields[COLUMN_wall_s], &wall_s) ||
        text_count(fields[COLUMN_items], 1, INT64_MAX, &items) ||
        text_count(fields[COLUMN_tasks], 1, INT64_MAX, &tasks))
        return false;
    *point = (struct cost_point){(double)items / (double)tasks, wall_s / (double)tasks};
    return true;
}

static bool header_is_ours(char *const *fields, size_t count) {
    for (size_t i = 0; count == COLUMNS && i < COLUMNS; i++)
        if (!holds(fields, (enum column_index)i, columns[i].name))
            return false;
    return count == COLUMNS;
}

static size_t record_split(char *line, char **fields) {
    line[strcspn(line, "\r\n")] = '\0';
    return csv_split(line, fields, COLUMNS);
}

static bool file_read(FILE *file, const char *path, const char *const *wanted, struct cost *cost,
                      struct fault *fault) {
    char *line = NULL, *fields[COLUMNS];
    size_t room = 0;
    struct cost_point point;
    const bool ours =
        getline(&line, &room, file) > 0 && header_is_ours(fields, record_split(line, fields));
    while (ours && getline(&line, &room, file) > 0) {
        if (record_split(line, fields) != COLUMNS || !holds(fields, COLUMN_kernel, wanted[0]) ||
            !holds(fields, COLUMN_variant, wanted[1]) || !holds(fields, COLUMN_params, wanted[2]) ||
            !point_read(fields, &point))
            continue;
        cost->points = must_realloc(cost->points, (cost->count + 1) * sizeof *cost->points);
        cost->points[cost->count++] = point;
    }
    free(line);
    return ours || fault_user(fault, "%s:1: not the header of raw samples of this version", path);
}

bool cost_read(const char *path, const char *kernel, const char *variant, const char *params,
               struct cost *cost, struct fault *fault) {
    const char *const wanted[] = {kernel, variant, params};
    *cost = (struct cost){0};
    FILE *file = fopen(path, "re");
    if (!file)
        return fault_user(fault, "cannot read '%s': %s", path, strerror(errno));
    const bool good = file_read(file, path, wanted, cost, fault);
    fclose(file);
    if (good && cost->count == 0)
        return fault_user(fault, "%s: no sample of convoy-serial for %s%s%s%s%s", path, kernel,
                          *variant ? ":" : "", variant, *params ? " with " : "", params);
    cost_settle(cost);
    return good;
}

void cost_free(struct cost *cost) {
    free(cost->points);
    *cost = (struct cost){0};
}

static double per_item(const struct cost_point *point) {
    return point->seconds / point->items;
}

double cost_seconds(const struct cost *cost, uint64_t items) {
    const double wanted = (double)items;
    const struct cost_point *points = cost->points;
    size_t above = 0;
    while (above < cost->count && points[above].items < wanted)
        above++;
    if (above == 0)
        return wanted * per_item(&points[0]);
    if (above == cost->count)
        return wanted * per_item(&points[above - 1]);
    const double low = per_item(&points[above - 1]), high = per_item(&points[above]);
    const double share =
        log(wanted / points[above - 1].items) / log(points[above].items / points[above - 1].items);
    return wanted * (low + share * (high - low));
}
