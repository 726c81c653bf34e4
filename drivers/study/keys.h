/* The keys of a study file: one table for [study], one for the other sections. */
#ifndef CONVOY_KEYS_H
#define CONVOY_KEYS_H

#include "cli.h"
#include "study.h"

/*
 * Keys are described like options of a command line, and so share their setters: `name` is the key,
 * `argument` what its value looks like, `set` reads it into the struct study or struct experiment.
 * Messages begin with "PATH:LINE: KEY".
 */
struct key_table {
    const struct cli_option *keys;
    size_t count;
};
extern const struct key_table study_keys, experiment_keys;

/* Index of the key of that name, or -1. */
int key_find(const struct key_table *, const char *name);

/* The key of that table whose name is nearest, or NULL. */
const char *key_nearest(const struct key_table *, const char *name);

/* Names by enum, each ends with NULL. */
extern const char *const study_driver_names[],
    *const study_gil_names[], *const study_scaling_names[], *const study_schedule_names[];

#endif
