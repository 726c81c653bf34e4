/*
 * A panel with three or more ways of running the same work without a lock, at one number of
 * workers: do they differ at all? Pairs picked from several look different by chance the more often
 * the more there are; one test of all of them does not.
 */
#ifndef CONVOY_SEVERAL_H
#define CONVOY_SEVERAL_H

#include "kruskal.h"
#include "panel.h"

enum { SEVERAL_MIN = 3 };

struct several {
    double workers;      /* NaN: nothing was tested */
    struct kruskal test; /* Kruskal-Wallis over launches; groups: how many ways */
    double p_holm;       /* corrected for all panels of the study that were tested */
    size_t family;       /* how many these are */
};

/* Tests what is no serial run, has no lock and LAUNCHES_FOR_LIMITS launches at that number. */
struct several several_make(const struct panel *, double workers);

/* "4 ways of running it with 4 workers differ (Kruskal-Wallis H = 31.2, p < 0.001)"; NULL: not
 * tested. Free it. */
char *several_sentence(const struct several *);

#endif
