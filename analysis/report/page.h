/* report.html: one file that needs no network and no script. */
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

/* Writes FOLDER/report.html; false after an environment fault. */
bool page_write(const struct page *, const char *folder, struct fault *);

/* The parts, in the order of the page. */
void page_print_answers(FILE *, const struct page *);
void page_print_panels(FILE *, const struct page *);
void page_print_timelines(FILE *, const struct page *);
void page_print_notes(FILE *, const struct page *);
void page_print_method(FILE *, const struct page *);
void page_print_provenance(FILE *, const struct page *);

/* "Computing (class cpu)": what a class of kernels is bound by, as a heading. */
const char *page_class_title(const char *class);

#endif
