/* All pictures of a report: what was drawn, what it shows, where it lies. */
#ifndef CONVOY_PICTURE_H
#define CONVOY_PICTURE_H

#include "fault.h"
#include "fits.h"
#include "panel.h"

struct picture {
    char *name;                /* of its files, without extension: "countdown.time" */
    char *caption;             /* for people; NULL: what the panel says */
    const struct panel *panel; /* NULL: a timeline */
    bool drawn;                /* NAME.svg and NAME.pdf exist */
};

struct pictures {
    struct picture *items; /* by panel, timelines last */
    size_t count, room;
    char *folder;
    const char *missing; /* NULL, or why there are none at all or not all; a constant text */
};

/*
 * Writes data and scripts of all pictures into `folder` (made if it is not there, cleared of
 * earlier pictures, their data and scripts) and has gnuplot draw them. Without a gnuplot everything
 * else is still written. Unreadable traces are passed over and counted as missing. False after an
 * environment fault: a file that cannot be written.
 */
bool pictures_make(const struct study *, const struct scaling *, char *const *traces,
                   size_t trace_count, const char *folder, struct pictures *, struct fault *);
void pictures_free(struct pictures *);

#endif
