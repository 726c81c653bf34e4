/* What the tests of studies share: texts of studies that are read, planned and thrown away. */
#ifndef CONVOY_TEST_STUDY_FIXTURE_H
#define CONVOY_TEST_STUDY_FIXTURE_H

#include "rounds.h"

/* A [study] section that is complete; four lines. */
#define HEAD "[study]\nname = t\ntitle = T\nlaunches = 3\n"

/* Choices that leave everything to the study. */
struct round_choices no_choices(void);

/* A study that must be good: fails the test with the message otherwise. */
struct study *study_good(const char *text);

/* Its plan on a machine of that size, which must be good. */
struct rounds *rounds_good(const struct study *, unsigned cores, unsigned pus,
                           const struct round_choices *);

/* The plan as --dry-run prints it; to be freed. */
char *rounds_text(const struct rounds *);

#endif
