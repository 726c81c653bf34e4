/* Pieces of HTML. */
#ifndef CONVOY_HTML_H
#define CONVOY_HTML_H

#include <stdbool.h>
#include <stdio.h>

/* Text with & < > " ' written as entities: safe between tags and inside quoted attributes. */
void html_text(FILE *, const char *text);

/* The same as a string. Free it. */
char *html_escaped(const char *text);

/* <tag>text</tag> and a line end. */
void html_element(FILE *, const char *tag, const char *text);

/* A table cell; `label` repeats the column's head where a narrow screen has none. May be NULL. */
void html_cell(FILE *, const char *label, const char *text);

/*
 * A table that may be wider than the page: it scrolls by itself. Heads are HTML, end with NULL.
 * Rows come between the two.
 */
void html_heads(FILE *, const char *class, const char *const *heads);
void html_heads_end(FILE *);

#endif
