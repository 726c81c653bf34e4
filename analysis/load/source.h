/*
 * What the user named on the command line: a CSV file, or a folder with samples.csv. Beside either
 * may lie provenance.json and trace-*.json, and in a folder simulated.csv. A folder that several
 * runs of convoy-run share has such a folder for each of them in runs/.
 */
#ifndef CONVOY_SOURCE_H
#define CONVOY_SOURCE_H

#include "fault.h"

#include "text.h"

#include <stddef.h>

struct source {
    char *csv, *folder;
    char *simulated;  /* FOLDER/simulated.csv beside FOLDER/samples.csv, NULL: there is none */
    char *provenance; /* its text, NULL: there is none */
    char **traces;    /* paths, sorted by name */
    size_t trace_count;
};

/*
 * What a path stands for, each for source_find: itself, and for a folder its runs that have samples
 * by now, in the order of their names. Free with text_list_free.
 */
struct text_list source_paths(const char *path);

/* False after a user fault: nothing there. Free with source_free in any case. */
bool source_find(const char *path, struct source *, struct fault *);
void source_free(struct source *);

/*
 * The folder a path's report belongs into: FOLDER/report, or FOLDER/NAME-report for a NAME.csv that
 * is not samples.csv, so that the reports of two files in one folder do not meet. Free it.
 */
char *source_report(const char *path);

#endif
