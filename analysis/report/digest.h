/* Provenance for the page: a study's hundreds of launches differ in little, and the page must stay
 * small. */
#ifndef CONVOY_DIGEST_H
#define CONVOY_DIGEST_H

#include <stddef.h>

/*
 * The text of a provenance.json with only the first launch of every driver; *left_out is the number
 * of launches that are not shown. Text that is no such document is handed back as it is. Free the
 * result.
 */
char *digest_make(const char *provenance, size_t *left_out);

#endif
