/* Command line of convoy-report. */
#ifndef CONVOY_REPORT_OPTIONS_H
#define CONVOY_REPORT_OPTIONS_H

#include "cli.h"
#include "format.h"

#include <stddef.h>

struct options {
    const char *output; /* NULL: beside the first CSV, see source.h */
    const char *title;  /* NULL: that of the study, see origin.h */
    enum format format;
    bool verbose;
    bool no_plots, help, version;
    bool compare, lint;  /* what to do instead of a report */
    double max_slowdown; /* of --compare: 0.05 is 5 % */
    bool max_slowdown_given, despite;
    struct {
        const char **items; /* files and folders as given, in argv */
        size_t count, room;
    } paths;
};

extern const struct cli report_cli;

/* False after a user fault: a bad option, or nothing to read. Free with options_free in any case.
 */
bool options_read(int argc, char **argv, struct options *, struct fault *);
void options_free(struct options *);

#endif
