/*
 * A configuration's identity as text, so that those of two data sets can be matched: each set has
 * numbers of its own for its words. The fields are declared once, in the table in key.c.
 */
#ifndef CONVOY_KEY_H
#define CONVOY_KEY_H

#include "data.h"

#include <stdbool.h>

enum { KEY_FIELDS = 15 };

/* Bits 1 << field. */
typedef unsigned key_set;

/* "size", as the column is called. */
const char *key_field_name(size_t field);

/* The value of a field as users write it, "200M"; "none" where there is none. Free it. */
char *key_field_text(const struct data *, const struct setup *, size_t field);

/* Whether a setup of one data set and one of another agree in a field. */
bool key_field_same(const struct data *, const struct setup *, const struct data *,
                    const struct setup *, size_t field);

/* All fields but those in `without`; equal texts mean equal configurations. Free it. */
char *key_text(const struct data *, const struct setup *, key_set without);

/* What names which work is looked at, and what a comparison never passes over. */
bool key_field_is_fixed(size_t field);

#endif
