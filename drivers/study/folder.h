/*
 * The folder of one run of a study:
 *
 *   samples.csv, provenance.json   written by the drivers
 *   trace-*.json                   written by the drivers, for sections with trace = yes
 *   study.study                    the study, byte by byte as it was
 *   run.ini                        which run this is: identity, seed, choices, machine, plan
 *   launches.csv                   one line per ended launch, flushed to disk before the next
 *                                  begins
 *   log.txt                        what every launch printed, under its command line
 *   hosts, hosts.first             what the launcher is given of the user's host file, if not all
 *
 * While a run goes on it holds a lock on launches.csv, so that no two write into one folder. Runs
 * that share a folder have one like this each below it, runs/NAME: nothing is written by two of
 * them, which no lock can promise on every network's file system. convoy-report reads them all.
 */
#ifndef CONVOY_FOLDER_H
#define CONVOY_FOLDER_H

#include "rounds.h"

/* Where runs that share a folder have theirs. */
#define FOLDER_RUNS "runs"

/* Name of the study's copy in the folder. */
#define FOLDER_STUDY "study.study"

/* Host files for the launcher, where it is not given the user's: those that are used, the first of
   them, one that is asked whether it answers. */
#define FOLDER_HOSTS       "hosts"
#define FOLDER_HOSTS_FIRST "hosts.first"
#define FOLDER_HOSTS_ASKED "hosts.asked"

/* How a launch ended. */
enum outcome {
    OUTCOME_NONE,        /* not yet, as far as the folder knows */
    OUTCOME_DONE,        /* all rows written and verified */
    OUTCOME_WRONG,       /* all rows written, a checksum was wrong */
    OUTCOME_REFUSED,     /* the driver did not accept its command line: a bug of the study */
    OUTCOME_ENVIRONMENT, /* something it needed was not there */
    OUTCOME_STOPPED,     /* asked to stop; rows are missing */
    OUTCOME_CRASHED,     /* a signal or an exit code that no driver uses */
    OUTCOME_TIMEOUT,     /* longer than its limit */
    OUTCOMES
};
extern const char *const outcome_names[OUTCOMES];

/* Done and wrong launches have written all their rows: resuming passes them by. */
bool outcome_is_complete(enum outcome);

struct past {
    enum outcome outcome;
    double wall_s;
};

struct folder {
    char *path;
    char *run_id;
    struct past *past; /* by launch number - 1 */
    int launches;      /* file descriptors, opened for appending, closed on exec */
    int log;
};

/*
 * Makes a new folder for that plan, or opens one of the same plan again to go on. NULL after a
 * fault: a new one must not exist or be empty; an old one must agree with the plan in everything
 * that shapes its rows. Free with folder_close.
 */
struct folder *folder_create(const char *path, const struct rounds *, const struct round_choices *,
                             struct fault *);
struct folder *folder_resume(const char *path, const struct rounds *, const struct round_choices *,
                             struct fault *);
void folder_close(struct folder *);

/* Records the end of a launch on disk. False after a fault: it cannot be written. */
bool folder_record(struct folder *, const struct launch *, enum outcome, int code, double wall_s,
                   struct fault *);

/* Heads the output of the next launch in the log; returns where that output begins. */
long folder_log_head(struct folder *, const struct launch *, const char *command);

/* The last lines of the log from that place on, at most six, to be freed. */
char *folder_log_tail(const struct folder *, long from);

/* Rows in samples.csv, its header not counted. */
uint64_t folder_rows(const struct folder *);

#endif
