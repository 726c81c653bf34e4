#include "finding.h"

#include "array.h"
#include "number.h"
#include "outliers.h"
#include "stationary.h"

#include <stdlib.h>

/* The points of a panel with a finding of one kind. */
struct sighting {
    size_t points;
    char *clearest; /* "threads, 2 workers: the first launch took ..." */
    double measure; /* how clear that one is: smaller is clearer */
};

/* A list with one entry per kind; outliers are the kind behind those of stationary.h. */
enum { KINDS = FINDINGS + 1 };

static bool can_tell(const struct point *point) {
    return point->launches >= LAUNCHES_FOR_LIMITS;
}

/* Takes the sentence. */
static void sighting_add(struct sighting *sighting, const struct series *series,
                         const struct point *point, char *sentence, double measure) {
    if (!sighting->points++ || measure < sighting->measure) {
        free(sighting->clearest);
        sighting->clearest = must_format("%s, %g worker%s: %s", series->name, point->workers,
                                         number_plural(point->workers), sentence);
        sighting->measure = measure;
    }
    free(sentence);
}

static void look(struct findings *findings, struct sighting *sightings, const struct series *series,
                 const struct point *point) {
    const struct stationary stationary = stationary_check(point->ordered_s, point->launches);
    bool any = false;
    for (enum finding kind = 0; kind < FINDINGS; kind++) {
        if (!stationary_told(&stationary, kind, STATIONARY_ALPHA))
            continue;
        any = true;
        sighting_add(&sightings[kind], series, point, stationary_sentence(&stationary, kind),
                     stationary.p_values[kind]);
    }
    const struct outliers outliers = outliers_count(point->ordered_s, point->launches);
    if (outliers.matter)
        sighting_add(&sightings[FINDINGS], series, point, outliers_sentence(&outliers, "launches"),
                     -outliers.share);
    findings->points++;
    findings->shown += any;
}

static void sentence_add(struct findings *findings, const struct sighting *sighting) {
    if (!sighting->points)
        return;
    char *others = sighting->points == 1
                       ? must_strdup(".")
                       : must_format("; and %zu more point%s like it.", sighting->points - 1,
                                     number_plural((double)sighting->points - 1));
    ARRAY_PUSH(findings, must_format("%s%s", sighting->clearest, others));
    free(others);
}

struct findings findings_make(const struct panel *panel) {
    struct findings findings = {0};
    struct sighting sightings[KINDS] = {0};
    for (size_t s = 0; s < panel->count; s++)
        for (size_t p = 0; p < panel->items[s].count; p++)
            if (can_tell(&panel->items[s].items[p]) &&
                !point_is_shared(&panel->items[s], &panel->items[s].items[p]))
                look(&findings, sightings, &panel->items[s], &panel->items[s].items[p]);
    for (size_t i = 0; i < KINDS; i++) {
        sentence_add(&findings, &sightings[i]);
        free(sightings[i].clearest);
    }
    return findings;
}

void findings_clear(struct findings *findings) {
    for (size_t i = 0; i < findings->count; i++)
        free(findings->items[i]);
    free(findings->items);
    *findings = (struct findings){0};
}
