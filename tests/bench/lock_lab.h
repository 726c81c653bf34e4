/*
 * Experiments on the emulated lock, as they are done on CPython by lock_bands.py: threads that
 * compute in batches of 5 us under a lock, and one that calls something beside them.
 */
#ifndef CONVOY_LOCK_LAB_H
#define CONVOY_LOCK_LAB_H

#include <stdint.h>

/* LAB_UNFORCED: CPython's protocol without the forced switch. */
enum lab_lock { LAB_OFF, LAB_MUTEX, LAB_CPYTHON, LAB_UNFORCED };

struct lab {
    enum lab_lock lock;
    unsigned interval_us; /* for LAB_CPYTHON and LAB_UNFORCED */
    unsigned groups;      /* groups of threads, each with a lock of its own */
    unsigned threads;     /* computing threads per group */
};

/* At most this many computing threads in all. */
enum { LAB_THREADS_MAX = 16 };

/* Finds out how much work a batch is. Before anything else; takes 0.1 s. */
void lab_calibrate(void);

struct lab_rates {
    double batches_per_s, switches_per_s; /* of all groups together */
};

/* All threads compute and look after every batch. */
struct lab_rates lab_compute(const struct lab *, double window_s);

/* All threads compute, but look only every call_ns: as calls into a library that keeps the lock. */
struct lab_rates lab_compute_long_calls(const struct lab *, uint64_t call_ns, double window_s);

struct lab_latency {
    double p05_s, median_s, mean_s, p95_s, max_s;
    double calls_per_s;
};

/*
 * One more thread of the first group drops the lock, calls, and takes the lock again, over and
 * over; the latency of all that. lab_sleep_1ms blocks; lab_read_byte does not.
 */
struct lab_latency lab_call_beside(const struct lab *, void (*call)(void), double window_s);
void lab_sleep_1ms(void);
void lab_read_byte(void);

/* Median of values, which are sorted on the way. */
double lab_median(double *values, unsigned count);

/* Wall time of lab->threads threads that drop the lock, sleep 5 ms and take it again `calls` times
 * each. */
double lab_sleep_together_s(const struct lab *, unsigned calls);

#endif
