/* Where programs, launchers and studies are found. All texts returned are to be freed. */
#ifndef CONVOY_PLACES_H
#define CONVOY_PLACES_H

#include "fault.h"
#include "rounds.h"

#include <stdio.h>

/* Folder of the drivers: $CONVOY_BIN if set, else where this program lies. */
char *place_bin(void);

/* NULL after a fault: a driver that the plan needs is not there or cannot be executed. */
bool place_drivers_present(const struct rounds *, const char *bin, struct fault *);

/*
 * The launcher: `wanted` as a path or looked up in PATH; NULL: `built`, the path of the launcher
 * that the build found beside its MPI, or where there is no such file mpirun from PATH. NULL after
 * a fault, which names the package.
 */
char *place_launcher(const char *wanted, const char *built, struct fault *);
extern const char place_launcher_built[];

/*
 * The file of a study: a word with '/' or ending in ".study" is a path; any other is a name, looked
 * up beside the program (../share/convoy/studies) and in the source tree it was built from. Some
 * studies have a second name ("lock" is gil.study).
 */
char *place_study(const char *word, struct fault *);

/* Names and titles of all studies that place_study finds by name. */
void place_print_studies(FILE *);

/* results/NAME-STAMP for a new run; for --resume the youngest of those, NULL after a fault. */
char *place_results(const char *study_name);
char *place_results_last(const char *study_name, struct fault *);

#endif
