/* Runs what a plan holds, launch after launch, in its order. */
#ifndef CONVOY_RUNNER_H
#define CONVOY_RUNNER_H

#include "command.h"
#include "folder.h"
#include "hostfile.h"
#include "progress.h"

struct runner {
    const struct rounds *rounds;
    struct folder *folder;
    struct command_places places;
    const struct hostfile *hosts; /* names none where no host file was given */
    struct progress *progress;
    double max_time_s; /* stop before a launch that would end later than this; 0: no limit */
};

/*
 * Starts every launch that the folder does not hold yet. Signals must be watched
 * (child_watch_signals). Returns how it ended, as all programs' exit codes: stopped, wrong results
 * and failed launches are no faults but described to the user; a fault is what made it end at once.
 */
enum exit_code runner_run(struct runner *, struct fault *);

/* Launches that are complete, now or from before. */
size_t runner_complete(const struct runner *);

/* What an ended launch means. stopping: it had been asked to stop. */
struct child_end;
enum outcome runner_outcome(const struct child_end *, bool stopping);

#endif
