/*
 * One way to have several workers inside one process. An implementation is one constant struct;
 * only omp.c knows OpenMP.
 */
#ifndef CONVOY_THREADS_H
#define CONVOY_THREADS_H

#include <stdbool.h>
#include <stdint.h>

struct threads {
    const char *name;             /* "solo" or "omp" */
    const char *(*version)(void); /* of the runtime, "" for none; constant text */
    unsigned limit;               /* most threads it can make */
    unsigned (*most)(void);       /* threads that a team gets at most as things are; NULL: limit */
    /*
     * Calls body(thread, argument) on `count` threads at once, thread = 0 .. count-1; thread 0 is
     * the caller. Returns the number of threads that ran when all have returned: less than count
     * means that the runtime gave fewer, and then body ran on none of them.
     */
    unsigned (*run)(unsigned count, void (*body)(unsigned thread, void *argument), void *argument);
    /*
     * The runtime's own loop, for comparison: body(i, argument) for i = 0 .. count-1, each once, on
     * some thread of the team, in blocks of equal size or one at a time to whoever asks. Every
     * thread of the team calls it, and returns, without waiting for the others, the sum of what its
     * bodies returned. NULL: no runtime.
     */
    uint64_t (*bare_for)(bool dynamic, uint64_t count, uint64_t (*body)(uint64_t i, void *argument),
                         void *argument);
};

extern const struct threads threads_solo; /* the calling thread alone, no runtime at all */
extern const struct threads threads_omp;

#endif
