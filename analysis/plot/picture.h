/*
 * All pictures of a report: what was drawn, what it shows, where it lies.
 *
 * To add a picture: write its data and script in a file of its own, then add one line to one of the
 * two tables in picture.c: panel_kinds for a picture that every panel may have, whole_kinds for
 * pictures of the study, of traces, of machines.
 */
#ifndef CONVOY_PICTURE_H
#define CONVOY_PICTURE_H

#include "fault.h"
#include "fits.h"
#include "panel.h"

/* Where the page has a picture. Script, data, SVG and PDF lie in the folder in any case. */
enum importance {
    PICTURE_BESIDE, /* not on the page */
    PICTURE_MORE,   /* on request */
    PICTURE_MAIN    /* at once */
};

/* All pictures on the page together: it is one file, to be mailed and opened at once. */
enum { PICTURES_BYTES_MAX = 3500000 };

struct picture {
    char *name;                /* of its files, without extension: "countdown.time" */
    char *caption;             /* for people: "countdown: time" */
    const char *kind;          /* the name in the table: "time", "timeline"; constant */
    const struct panel *panel; /* NULL: not of a panel */
    enum importance on_page;
    bool drawn;   /* NAME.svg and NAME.pdf exist */
    size_t bytes; /* of NAME.svg */
};

struct pictures {
    struct picture *items; /* by panel, in the order of the tables; those of no panel last */
    size_t count, room;
    char *folder;
    const char *missing; /* NULL, or why there are none at all or not all; a constant text */
};

/* What pictures are made from. All borrowed. */
struct picture_input {
    const struct study *study;
    const struct scaling *scaling;
    char *const *traces; /* paths */
    size_t trace_count;
    const char *const *provenances; /* texts of provenance.json, ends with NULL */
};

/*
 * Writes data and scripts of all pictures into `folder` (made if it is not there, cleared of
 * earlier pictures, their data and scripts) and has gnuplot draw them. Without a gnuplot everything
 * else is still written. Unreadable traces are passed over and counted as missing. False after an
 * environment fault: a file that cannot be written.
 */
bool pictures_make(const struct picture_input *, const char *folder, struct pictures *,
                   struct fault *);
void pictures_free(struct pictures *);

/*
 * Appends a picture that is not of a panel, to be drawn by NAME.gp in pictures->folder; takes
 * `name` and `caption`, which must be on the heap. For the functions in whole_kinds.
 */
void pictures_add(struct pictures *, const char *kind, enum importance, char *name, char *caption);

#endif
