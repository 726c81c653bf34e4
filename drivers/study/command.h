/* The command line that starts a launch. */
#ifndef CONVOY_COMMAND_H
#define CONVOY_COMMAND_H

#include "launcher.h"
#include "rounds.h"

/* Where things are; texts are borrowed. */
struct command_places {
    const char *bin;                 /* folder of the drivers */
    const struct launcher *launcher; /* starts ranks; NULL only if no launch needs any */
    const char *folder;              /* of the results */
    bool resume;                     /* drivers skip rows they have written already */
};

/* Names within a run's folder. */
#define COMMAND_SAMPLES "samples.csv"

/*
 * argv of a launch, ends with NULL. Everything that shapes a row is spelled out, defaults too, so
 * that the log says what was measured; options that mean nothing to a section's probes are not.
 * Free with command_free.
 */
char **command_make(const struct rounds *, const struct launch *, const struct command_places *);
void command_free(char **argv);

/* One line that a shell reads back as the same words; caller frees. */
char *command_text(char *const *argv);

/* "convoy-omp" */
const char *command_program(enum study_driver);

#endif
