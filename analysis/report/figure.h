/*
 * Pictures inside the page. gnuplot's SVG spends most of its bytes on what no reader sees: empty
 * groups, definitions that nobody uses, hundredths of a pixel, attributes that are the default. A
 * page of dozens of pictures stays small because all of that is left out here, and looks right on
 * dark ground because colours become variables of the style sheet.
 *
 * What is expected of the SVG, beside what gnuplot writes: colours as #rrggbb; class "ground" on
 * the background; data-series="NAME" on the groups of a series (see plot/svg.h). Such a group gets
 * the class "sI", I being the series' place in its panel, by which the page's switches find it.
 */
#ifndef CONVOY_FIGURE_H
#define CONVOY_FIGURE_H

#include "panel.h"

/*
 * The SVG file as an element of a page: `label` for those who do not see it, every id with `prefix`
 * in front. `panel` may be NULL. Free the result; NULL if the file cannot be read or holds no <svg.
 */
char *figure_inline(const char *path, const char *prefix, const char *label,
                    const struct panel *panel);

/* "var(--blue)" for a colour of the pictures, "#0072b2"; other colours as they are. Constant. */
const char *figure_colour(const char *colour);

/* Series beyond this many have no class and no switch; style.css has a rule for each. */
enum { FIGURE_SERIES_MAX = 24 };

#endif
