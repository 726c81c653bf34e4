/*
 * What a provenance.json says about machine and programs, as far as it bears on whether two data
 * sets can be compared and whether one is documented. The facts are declared once, in the table in
 * machine.c; to add one: one line there.
 */
#ifndef CONVOY_MACHINE_H
#define CONVOY_MACHINE_H

#include <stdbool.h>
#include <stddef.h>

/* What another value means for a comparison. */
enum fact_weight {
    FACT_MACHINE, /* another machine: times do not compare */
    FACT_PROGRAM, /* another program or build: mostly what one wants to compare */
    FACT_NAME     /* another name or setting, worth saying */
};

/* Where in the document: in each of hosts[], of launches[], or of launches[].program. */
enum fact_place { FACT_OF_HOST, FACT_OF_LAUNCH, FACT_OF_PROGRAM };

struct fact {
    const char *key;  /* in the document: "cpu_model" */
    const char *name; /* for people: "CPU model" */
    enum fact_place place;
    enum fact_weight weight;
    bool needed; /* for an experiment to count as documented */
    /* Whether two values are the same but for what varies on one machine. */
    bool (*same)(const char *, const char *);
};

enum { FACTS = 23 };
extern const struct fact facts[FACTS];

/* The values of a data set, all different ones of a fact joined by "; "; NULL: nobody says. */
struct machine {
    bool known; /* there was a document beside every file, and all could be read */
    char *values[FACTS];
    size_t variants[FACTS]; /* how many different values */
};

/*
 * From the texts of provenance.json files. One that is NULL or no such document leaves everything
 * unknown.
 */
struct machine machine_read(const char *const *provenances, size_t count);
void machine_free(struct machine *);

/* The place in the table of the fact with that key; one that is not there is a bug. */
size_t fact_find(const char *key);

#endif
