/*
 * The start and end tags of well-formed XML without CDATA, such as gnuplot's SVG. Everything points
 * into the text that was read and is as it stands there, entities included.
 */
#ifndef CONVOY_TAG_H
#define CONVOY_TAG_H

#include <stdbool.h>
#include <stddef.h>

enum { TAG_ATTRIBUTES_MAX = 24 };

struct span {
    const char *text;
    size_t length;
};

struct attribute {
    struct span name, value;
    char quote;
};

struct tag {
    struct span name;
    bool ends, is_empty;                        /* </name>, <name/> */
    struct attribute items[TAG_ATTRIBUTES_MAX]; /* further ones are left out */
    size_t count;
};

/* Reads the tag whose '<' is at `at`; behind its '>', or the end of a text that is cut off. */
const char *tag_read(const char *at, struct tag *);

/* NULL: it has none of that name. */
const struct attribute *tag_attribute(const struct tag *, const char *name);

bool span_is(struct span, const char *text);

#endif
