/* Pieces of HTML. */
#ifndef CONVOY_HTML_H
#define CONVOY_HTML_H

#include <stdbool.h>
#include <stdio.h>

/* Text with & < > " ' written as entities: safe between tags and inside quoted attributes. */
void html_text(FILE *, const char *text);

/* <tag>text</tag> */
void html_element(FILE *, const char *tag, const char *text);

/* A table cell; `label` repeats the column's head where a narrow screen has none. May be NULL. */
void html_cell(FILE *, const char *label, const char *text);

/*
 * The picture in an SVG file as an element of the page: without the XML head, with `label` for
 * those who do not see it, every id with `prefix` in front, so that pictures do not meet. False if
 * it cannot be read.
 */
bool html_svg(FILE *, const char *path, const char *prefix, const char *label);

#endif
