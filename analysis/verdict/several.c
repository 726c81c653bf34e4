#include "several.h"

#include "check.h"

#include <stdlib.h>

struct several several_make(const struct panel *panel, double workers) {
    struct several several = {.workers = NAN, .p_holm = NAN};
    const double **values = must_alloc(panel->count * sizeof *values);
    size_t *counts = must_alloc(panel->count * sizeof *counts), groups = 0;
    for (size_t i = 0; i < panel->count; i++) {
        const struct series *series = &panel->items[i];
        const struct point *point = series_at(series, workers);
        if (series->role == ROLE_SERIAL || *series->lock || !point ||
            point_is_shared(series, point) || point->launches < LAUNCHES_FOR_LIMITS)
            continue;
        values[groups] = point->launch_s;
        counts[groups++] = point->launches;
    }
    if (groups >= SEVERAL_MIN) {
        several.test = kruskal_test(values, counts, groups);
        several.workers = workers;
    }
    free(values);
    free(counts);
    return several;
}

static char *p_words(double p_value) {
    return p_value < 0.001 ? must_strdup("p < 0.001") : must_format("p = %.3f", p_value);
}

char *several_sentence(const struct several *several) {
    if (isnan(several->workers))
        return NULL;
    const bool differ = several->p_holm < 1 - CONFIDENCE;
    char *p_value = p_words(several->p_holm), *family = must_strdup("");
    if (several->family > 1) {
        free(family);
        family = must_format(" after Holm's correction for %zu panels", several->family);
    }
    char *text = must_format(
        "%zu ways of running it with %g worker%s %s (Kruskal-Wallis H = %.1f, %s%s).",
        several->test.groups, several->workers, several->workers == 1 ? "" : "s",
        differ ? "are not all alike" : "are not shown to differ", several->test.h, p_value, family);
    free(p_value);
    free(family);
    return text;
}
