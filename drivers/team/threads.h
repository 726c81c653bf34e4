/*
 * One way to have several workers inside one process. An implementation is one constant struct;
 * only omp.c knows OpenMP.
 */
#ifndef CONVOY_THREADS_H
#define CONVOY_THREADS_H

struct threads {
    const char *name;             /* "solo" or "omp" */
    const char *(*version)(void); /* of the runtime, "" for none; constant text */
    unsigned limit;               /* most threads it can make */
    /*
     * Calls body(thread, argument) on `count` threads at once, thread = 0 .. count-1; thread 0 is
     * the caller. Returns the number of threads that ran when all have returned: less than count
     * means that the runtime gave fewer, and then body ran on none of them.
     */
    unsigned (*run)(unsigned count, void (*body)(unsigned thread, void *argument), void *argument);
};

extern const struct threads threads_solo; /* the calling thread alone, no runtime at all */
extern const struct threads threads_omp;

#endif
