/* What the checks of several rules share. */
#include "rule.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

const char *const lint_outcome_names[LINT_OUTCOMES] = {
    [LINT_KEPT] = "kept",
    [LINT_NOT_KEPT] = "NOT kept",
    [LINT_CANNOT_TELL] = "cannot tell",
};

struct ruling ruling_kept(char *text) {
    return (struct ruling){LINT_KEPT, text};
}

struct ruling ruling_not_kept(char *text) {
    return (struct ruling){LINT_NOT_KEPT, text};
}

struct ruling ruling_cannot_tell(char *text) {
    return (struct ruling){LINT_CANNOT_TELL, text};
}

bool columns_known(const struct lint_input *input, const enum column_index *wanted, size_t count,
                   struct ruling *ruling) {
    char *missing = must_strdup("");
    for (size_t i = 0; i < count; i++) {
        if (scan_has(&input->scan, wanted[i]))
            continue;
        char *longer =
            must_format("%s%s%s", missing, *missing ? ", " : "", columns[wanted[i]].name);
        free(missing);
        missing = longer;
    }
    const bool known = !*missing;
    if (!known)
        *ruling = ruling_cannot_tell(must_format("no row says anything in %s", missing));
    free(missing);
    return known;
}

bool launches_known(const struct lint_input *input, struct ruling *ruling) {
    const enum column_index wanted[] = {COLUMN_launch, COLUMN_order};
    return columns_known(input, wanted, 2, ruling);
}

bool points_are_single(const struct study *study) {
    for (size_t i = 0; i < study->data->count; i++)
        if (study->data->items[i].count > 1)
            return false;
    return true;
}

size_t points_count(const struct study *study, size_t *unlimited, char **first) {
    size_t points = 0;
    *unlimited = 0;
    *first = NULL;
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            for (size_t p = 0; p < study->items[i].items[s].count; p++) {
                const struct series *series = &study->items[i].items[s];
                if (point_is_shared(series, &series->items[p]))
                    continue;
                points++;
                if (series->items[p].launches >= LAUNCHES_FOR_LIMITS)
                    continue;
                if ((*unlimited)++ == 0)
                    *first = must_format("%s, %s, %g", study->items[i].name, series->name,
                                         series->items[p].workers);
            }
    return points;
}
