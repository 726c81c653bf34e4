/*
 * report.html: one file that needs no network, and no script but for hovering. In this order:
 * answers, curves per kind of work, ranks against threads, what the probes found, simulated curves,
 * pictures of the whole study, what may be wrong, how it was measured, where, by what and under
 * which factors.
 */
#ifndef CONVOY_PAGE_H
#define CONVOY_PAGE_H

#include "note.h"
#include "picture.h"
#include "verdict.h"

#include <stdio.h>

/* All borrowed. */
struct page {
    const char *title;
    const struct study *study;
    const struct scaling *scaling;
    const struct verdicts *verdicts;
    const struct pictures *pictures;
    const struct notes *notes;
    const char *const *provenances; /* texts of provenance.json, ends with NULL */
    const char *version;
};

/*
 * A page stays below this many bytes, whatever the study: what would go beyond is left to the files
 * beside it, and the page says so. PAGE_END_BYTES of them are kept for what comes last.
 */
enum { PAGE_BYTES_MAX = 4800000, PAGE_END_BYTES = 400000 };

/* Writes FOLDER/report.html; false after an environment fault. */
bool page_write(const struct page *, const char *folder, struct fault *);

/*
 * The parts, in the order of the page. Ids of the page's own have an underscore ("part_answers"):
 * the slugs of panels, which are ids, too, have none.
 */
void page_print_answers(FILE *, const struct page *);
void page_print_panels(FILE *, const struct page *);
void page_print_models(FILE *, const struct page *, const struct panel *); /* inside a panel */
void page_print_layouts(FILE *, const struct page *);
void page_print_probes(FILE *, const struct page *);
void page_print_forecasts(FILE *, const struct page *);
void page_print_pictures(FILE *, const struct page *);
void page_print_doubts(FILE *, const struct page *);
void page_print_method(FILE *, const struct page *);
void page_print_rules(FILE *, const struct page *); /* inside the method */
void page_print_factors(FILE *, const struct page *);
void page_print_provenance(FILE *, const struct page *);

/* "Bound by computing": what a class of kernels is bound by, as a heading. */
const char *page_class_title(const char *class);

/* Whether the i-th verdict is the first of its class: a new part, whose id is "part_class_i". */
bool page_class_begins(const struct page *, size_t i);

/* Whether `bytes` more leave room for the end of the page. */
bool page_has_room(FILE *, size_t bytes);

/* The i-th picture as a figure, or where it lies if there is no room; nothing if not drawn. */
void page_print_figure(FILE *, const struct page *, size_t i);

/* Heat maps are a part of their own, not the panel's. */
bool page_is_of_layouts(const struct picture *);

/* Whether any picture of that panel (NULL: of none) and importance was drawn, heat maps aside. */
bool page_has_pictures(const struct page *, const struct panel *, enum importance);

#endif
