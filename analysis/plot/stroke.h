/*
 * How a series is drawn: colours of Okabe & Ito ("Color Universal Design", 2008), which the
 * colour-blind can tell apart, and with each its own dash and marker for print in black and white.
 */
#ifndef CONVOY_STROKE_H
#define CONVOY_STROKE_H

#include "panel.h"

/*
 * The colours that mean no series. Pictures use no others beside the series' own, so that a style
 * sheet can replace each by name.
 */
#define COLOUR_INK       "#000000" /* titles, labels */
#define COLOUR_SOFT      "#666666" /* axes, tics, what stands at a reference line */
#define COLOUR_REFERENCE "#999999" /* ideal, steps, bounds, cores */
#define COLOUR_GRID      "#e2e2e2"
#define COLOUR_GROUND    "#ffffff"

struct stroke {
    const char *colour;    /* "#rrggbb" */
    unsigned dash, marker; /* gnuplot's dashtype and pointtype */
};

/* Series of the same role and lock look the same in every panel; further ones take what is free. */
struct stroke stroke_of(const struct panel *, size_t series);

/* The i-th colour of the palette, for things that are no series. */
const char *stroke_colour(size_t i);

#endif
