/* A set of PUs by the numbers of the operating system, as the provenance writes it: "0,2-3". */
#ifndef CONVOY_PUSET_H
#define CONVOY_PUSET_H

#include <stdbool.h>
#include <stdint.h>

enum { PUSET_MAX = 4096 };

struct puset {
    uint64_t words[PUSET_MAX / 64];
    unsigned count;
    bool cut; /* the text ended with "...": there are more */
};

/*
 * Reads "0", "0,2-3", "0-3,..." (a list that did not fit); the empty text is the empty set. False
 * if it is something else or names a PU from PUSET_MAX up.
 */
bool puset_read(const char *text, struct puset *);

bool puset_has(const struct puset *, unsigned pu);
bool puset_equal(const struct puset *, const struct puset *);
void puset_add(struct puset *, unsigned pu); /* below PUSET_MAX */

/* As puset_read reads it, numbers rising: "0,2-3". Free it. Serves for sets of workers, too. */
char *puset_text(const struct puset *);

#endif
