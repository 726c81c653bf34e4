/*
 * A study: which experiments are to be run, as its file says. The file is INI (inifile.h): one
 * section [study] about the whole, then one section per experiment. Keys are declared in keys.c and
 * nowhere else; study_print_keys documents them.
 */
#ifndef CONVOY_STUDY_H
#define CONVOY_STUDY_H

#include "amount.h"
#include "fault.h"
#include "picks.h"
#include "text.h"

#include <stdint.h>
#include <stdio.h>

/* Bits of experiment.drivers, .gils and .scalings; names in keys.h. */
enum study_driver { STUDY_SERIAL, STUDY_OMP, STUDY_MPI, STUDY_DRIVERS };
enum study_gil { STUDY_OFF, STUDY_MUTEX, STUDY_CPYTHON };
enum study_scaling { STUDY_STRONG, STUDY_WEAK };

/* A number the study does not give. */
#define NOT_GIVEN UINT64_MAX

enum { STUDY_KEYS_MAX = 32, STUDY_WORKERS_MAX = 4096, STUDY_REPS_MAX = 1000 * 1000 };

/* One section. Lists make a cross product; an empty list means the driver's default. */
struct experiment {
    char *name;
    unsigned line;
    unsigned key_lines[STUDY_KEYS_MAX]; /* 0: not given; by index in the table of keys */
    char *summary;                      /* what it should show */
    struct text_list kernels, probes;   /* one or the other */
    struct text_list variants, settings, schedules, pins;
    struct pick_list picks; /* kernels or probes with variants: what one launch runs */
    unsigned drivers, gils, scalings;
    struct amount_list workers, tasks; /* with `layout`: workers in all, ranks times threads */
    struct number_list sizes, intervals_ns;
    uint64_t launches, reps, warmup; /* NOT_GIVEN: the study's */
    bool layout;                     /* all ways to make the workers of ranks and threads */
    bool gil_mpi;                    /* ranks run under every lock setting, too */
    bool trace;                      /* first round only */
    bool quick;                      /* takes part in --quick */
};

struct study {
    char *path; /* as given, for messages */
    char *text; /* of the file, byte by byte */
    unsigned line;
    unsigned key_lines[STUDY_KEYS_MAX];
    char *name;
    char *title;
    uint64_t launches, reps, warmup, seed;
    uint64_t quick_launches, quick_reps;
    struct experiment *experiments;
    size_t count;
};

/* Reads a file. NULL after a fault that names file and line. Free with study_free. */
struct study *study_read(const char *path, struct fault *);

/* The same from text; `path` is for messages only. */
struct study *study_parse(const char *path, const char *text, struct fault *);
void study_free(struct study *);

/* How to write a study: sections, keys, values. */
void study_print_keys(FILE *);

#endif
