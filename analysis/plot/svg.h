/*
 * gnuplot's SVG made fit for a page: smaller, with names, with tips.
 *
 *   <g class="key" data-series="NAME">     an entry of the key, which begins a series
 *   <g class="marks" data-series="NAME">   what is drawn up to the next entry; without data-series
 *                                          before the first and where there is no key
 *   <g class="tip"><title>TEXT</title>     around what `with labels hypertext` draws: browsers show
 *                                          the text when it is pointed at, without any script
 *   <rect class="ground">                  the ground of the whole picture
 *   fill, stroke, color="#rrggbb"          every colour, in lower case
 *
 * An entry of the key is recognised by the size of its letters, GNUPLOT_KEY_FONT or the small one.
 * Groups that repeat the attributes of the one before are joined with it, empty ones left out,
 * small filled discs of one colour that follow each other become one path of round line ends.
 */
#ifndef CONVOY_SVG_H
#define CONVOY_SVG_H

#include <stdbool.h>
#include <stddef.h>

/* The text rewritten, on the heap; NULL if it is no SVG of gnuplot's. */
char *svg_rewrite(const char *svg);

/* The same for a file. False if it cannot be read, is none, or cannot be written; then it stays as
 * it is. */
bool svg_finish(const char *folder, const char *name);

#endif
