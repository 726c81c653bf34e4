/*
 * What the launches of a panel's points show beside chance: a slow first launch, a change of level,
 * drift, neighbours alike (stationary.h), outliers (outliers.h). Of each kind one sentence, however
 * many points have it: how many they are, and the clearest of them.
 */
#ifndef CONVOY_FINDING_H
#define CONVOY_FINDING_H

#include "panel.h"

struct findings {
    char **items; /* sentences for people; none: nothing was found */
    size_t count, room;
    size_t points; /* with launches enough to look */
    size_t shown;  /* of these, with a finding other than outliers */
};

/* The part of sound points that show a finding by chance: see STATIONARY_ALPHA. */
#define FINDINGS_BY_CHANCE 0.03

/* Free with findings_clear. */
struct findings findings_make(const struct panel *);
void findings_clear(struct findings *);

#endif
