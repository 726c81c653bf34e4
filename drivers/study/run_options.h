/* What the user asked convoy-run to do, and the one table that reads it and documents it. */
#ifndef CONVOY_RUN_OPTIONS_H
#define CONVOY_RUN_OPTIONS_H

#include "cli.h"
#include "rounds.h"

struct run_options {
    const char *study;  /* NULL: none named */
    const char *output; /* NULL: the default */
    struct round_choices choices;
    struct text_list only;     /* choices.only points here */
    struct number_list rounds; /* choices.rounds points here */
    const char *run;           /* name of a run that shares the folder; NULL: has it alone */
    const char *launcher;      /* NULL: mpirun */
    struct text_list launcher_options;
    const char *hostfile; /* NULL: none */
    uint64_t nodes;       /* 0: as many as there are */
    uint64_t max_time_ns; /* 0: no limit */
    bool dry_run, resume, list, help, help_study, version;
};

/* The table of options: for help, man page and completion. */
extern const struct cli run_cli;

/* Defaults, then argv. Free with run_options_free also after a fault. */
bool run_options_read(int argc, char **argv, struct run_options *, struct fault *);
void run_options_free(struct run_options *);

#endif
