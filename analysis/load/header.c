#include "header.h"

#include "array.h"
#include "check.h"
#include "text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const enum column_index needed[] = {COLUMN_kernel, COLUMN_driver, COLUMN_workers,
                                           COLUMN_wall_s};
enum { NEEDED = sizeof needed / sizeof *needed };

static int column_find(const char *name) {
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(columns[i].name, name) == 0)
            return i;
    return COLUMN_ABSENT;
}

/* What other people call the needed columns, where no likeness of letters tells. */
static const struct {
    const char *name;
    enum column_index column;
} others[] = {
    {"benchmark", COLUMN_kernel},    {"test", COLUMN_kernel},
    {"name", COLUMN_kernel},         {"model", COLUMN_driver},
    {"backend", COLUMN_driver},      {"implementation", COLUMN_driver},
    {"executor", COLUMN_driver},     {"nproc", COLUMN_workers},
    {"nprocs", COLUMN_workers},      {"processes", COLUMN_workers},
    {"cores", COLUMN_workers},       {"n_jobs", COLUMN_workers},
    {"num_threads", COLUMN_workers}, {"nthreads", COLUMN_workers},
    {"threads", COLUMN_workers},     {"ranks", COLUMN_workers},
    {"time", COLUMN_wall_s},         {"time_s", COLUMN_wall_s},
    {"seconds", COLUMN_wall_s},      {"elapsed", COLUMN_wall_s},
    {"elapsed_s", COLUMN_wall_s},    {"duration", COLUMN_wall_s},
    {"duration_s", COLUMN_wall_s},   {"runtime", COLUMN_wall_s},
    {"walltime", COLUMN_wall_s},     {"real_time", COLUMN_wall_s},
};

static bool means(const char *name, enum column_index column) {
    const char *const wanted[] = {columns[column].name, NULL};
    if (text_nearest(name, wanted))
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].column == column && strcmp(others[i].name, name) == 0)
            return true;
    return false;
}

static char *lower(const char *text) {
    char *copy = must_strdup(text);
    for (char *at = copy; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return copy;
}

/* The header's name for a column that it has not, or NULL. */
static const char *alias_find(const struct csv *csv, enum column_index column) {
    for (size_t i = 0; i < csv_count(csv); i++) {
        if (strlen(csv_field(csv, i)) > 32)
            continue;
        char *name = lower(csv_field(csv, i));
        const bool found = means(name, column);
        free(name);
        if (found)
            return csv_field(csv, i);
    }
    return NULL;
}

static const char *separator_hint(const struct csv *csv) {
    const bool alone = csv_count(csv) == 1;
    return alone && strpbrk(csv_field(csv, 0), ";\t") ? "; fields are to be separated by commas"
                                                      : "";
}

static bool needed_check(const struct header *header, const struct csv *csv, const char *path,
                         struct fault *fault) {
    char missing[64] = "", hints[256] = "";
    for (size_t i = 0; i < NEEDED; i++) {
        const enum column_index column = needed[i];
        if (header->where[column] != COLUMN_ABSENT)
            continue;
        size_t used = strlen(missing);
        snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "",
                 columns[column].name);
        const char *alias = alias_find(csv, column);
        used = strlen(hints);
        if (alias)
            snprintf(hints + used, sizeof hints - used, "%s '%s' for '%s'",
                     used ? "," : "; did you mean", columns[column].name, alias);
    }
    if (!*missing)
        return true;
    return fault_user(
        fault,
        "%s:%zu: the header has no column %s (needed: kernel, driver, workers, wall_s)%s%s%s", path,
        csv_line(csv), missing, hints, *hints ? "?" : "", separator_hint(csv));
}

bool header_read(const struct csv *csv, const char *path, struct header *header,
                 struct fault *fault) {
    *header = (struct header){.width = csv_count(csv)};
    for (size_t i = 0; i < COLUMNS; i++)
        header->where[i] = COLUMN_ABSENT;
    for (size_t i = 0; i < header->width; i++) {
        const int column = column_find(csv_field(csv, i));
        if (column == COLUMN_ABSENT) {
            ARRAY_PUSH(&header->unknown, i);
            continue;
        }
        if (header->where[column] != COLUMN_ABSENT)
            return csv_refuse(csv, i, fault, "column %s appears twice", columns[column].name);
        header->where[column] = (int)i;
    }
    return needed_check(header, csv, path, fault);
}

void header_free(struct header *header) {
    free(header->unknown.items);
    *header = (struct header){0};
}
