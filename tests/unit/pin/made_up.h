/* Made-up machines and the places workers get on them. Everything fails the running test if it
 * fails. */
#ifndef CONVOY_TEST_MADE_UP_H
#define CONVOY_TEST_MADE_UP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pin.h"

/* Opens a synthetic machine. */
struct machine *made_up(const char *description, const char *mask);

/* Plans with a policy as the user writes it. */
struct placement *plan(const struct machine *, const char *policy, unsigned first, unsigned workers,
                       unsigned sharers);

/* The places of a plan's workers, separated by blanks: "0 4 1 5". Free with free(). */
char *plan_text(const struct placement *, unsigned workers);

/* Checks the places of all workers of one process against an expected text. */
void expect_places(const char *description, const char *mask, const char *policy, unsigned workers,
                   const char *expected);

/* The number of the one PU a worker is placed on. */
unsigned pu_of(const struct placement *, unsigned worker);

#endif
