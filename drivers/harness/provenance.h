/*
 * provenance.json beside the samples: everything needed to know what a number means and to take it
 * again. One file per folder, one entry per launch; facts about a host are written once. No user
 * names and no secrets: values are scrubbed (see scrub.h). Root only.
 */
#ifndef CONVOY_PROVENANCE_H
#define CONVOY_PROVENANCE_H

#include "fault.h"
#include "measure.h"
#include "record.h"

struct provenance {
    const struct launch *launch;
    const struct options *options;
    const struct machine *machine;
    const struct pin_report *pins; /* one per worker; NULL: not known yet */
    unsigned workers;
    const char *threads_version, *ranks_version;
    char *const *argv;
    int argc;
    const char *started_utc; /* together with run_id and launch: the identity of the entry */
    int exit_code;           /* -1: still running */
};

/* Why provenance cannot be written by this build, or NULL. */
const char *provenance_unavailable(void);

/*
 * Writes or replaces this launch's entry in provenance.json in the folder of `output`. The file is
 * replaced as a whole (rename(2)) under a lock of the folder, so that it is valid at any moment.
 * False after a fault.
 */
bool provenance_write(const char *output, const struct provenance *, struct fault *);

#endif
