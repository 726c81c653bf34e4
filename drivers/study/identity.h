/*
 * What a run is: everything that shapes its rows, as KEY = VALUE lines in run.ini. A run is resumed
 * only if all of it is the same; otherwise the first difference is named.
 */
#ifndef CONVOY_IDENTITY_H
#define CONVOY_IDENTITY_H

#include "rounds.h"

enum { IDENTITY_FACTS = 12 };

struct identity {
    struct {
        const char *key;
        char *value; /* NULL: not known */
    } facts[IDENTITY_FACTS];
    char *run_id; /* which run; not compared */
};

/* Of a plan, with a new run_id. */
struct identity identity_make(const struct rounds *, const struct round_choices *);
void identity_free(struct identity *);

/* Text of run.ini, to be freed. */
char *identity_text(const struct identity *);

/* From the text of run.ini. False after a fault; free in either case. */
bool identity_read(const char *path, const char *text, struct identity *, struct fault *);

/* False after a fault that names what differs; path: of the folder, for the message. */
bool identity_same(const struct identity *there, const struct identity *now, const char *path,
                   struct fault *);

#endif
