/*
 * Does the emulated lock behave as CPython's? Measures each signature of CPython's lock on ours
 * and, where python3 is installed, on the real one beside it (lock_bands.py), and compares with
 * bands that are wide enough for a machine that is not all ours. A band missed is tried again when
 * others leave the machine alone, up to three times. Exit code 0: all signatures are in their
 * bands, and the lock without the forced switch is out of them; otherwise 1, disturbed or not.
 *
 * The bands were taken from CPython 3.11 on two processors.
 */
#include "clock.h"
#include "lock_signatures.h"
#include "noise.h"

#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

enum { ATTEMPTS = 3 };

/* One attempt at everything takes 65 s; with this much for further ones it stays below 90 s. */
#define RETRIES_S 20

struct result {
    double values[ROWS_MAX], cpython[ROWS_MAX];
    int attempts;
    double others; /* processors others kept busy during the last attempt */
    bool in_order;
};

static bool row_is_in(const struct row *row, double value) {
    return value >= row->low && value <= row->high;
}

static bool experiment_in_order(const struct experiment *experiment, const double *values) {
    for (int i = 0; i < ROWS_MAX && experiment->rows[i].name; i++)
        if (!row_is_in(&experiment->rows[i], values[i]))
            return experiment->must_leave;
    return !experiment->must_leave;
}

/*
 * The same on the real CPython: one line per value. The shell keeps quiet where there is no
 * python3; its own errors are shown. The path goes through the environment, so that any characters
 * may be in it.
 */
static void cpython_measure(const struct experiment *experiment, double *values) {
    for (int i = 0; i < ROWS_MAX; i++)
        values[i] = NAN;
    if (!experiment->script)
        return;
    char command[256];
    snprintf(command, sizeof command,
             "command -v python3 >/dev/null && exec python3 \"$CONVOY_LOCK_SCRIPT\" %s %u %u",
             experiment->script, experiment->lab.threads, experiment->lab.interval_us);
    FILE *python = popen(command, "r");
    if (!python)
        return;
    for (int i = 0; i < ROWS_MAX && fscanf(python, "%lf", &values[i]) == 1; i++)
        ;
    pclose(python);
}

static double now_s(void) {
    return (double)clock_wall_ns() * 1e-9;
}

static void experiment_try(const struct experiment *experiment, struct result *result) {
    const struct noise begin = noise_now();
    experiment->measure(&experiment->lab, result->values);
    result->others = noise_since(&begin);
    result->in_order = experiment_in_order(experiment, result->values);
    result->attempts++;
}

static bool may_retry(const struct result *result, double retries_s) {
    return !result->in_order && result->attempts < ATTEMPTS && retries_s > 0;
}

/* *retries_s is what is left for further attempts, of all experiments together. */
static struct result experiment_run(const struct experiment *experiment, double *retries_s) {
    struct result result = {0};
    experiment_try(experiment, &result);
    while (may_retry(&result, *retries_s)) {
        const double begin_s = now_s();
        noise_wait_for_quiet(5);
        experiment_try(experiment, &result);
        *retries_s -= now_s() - begin_s;
    }
    cpython_measure(experiment, result.cpython);
    return result;
}

static void band_print(const struct row *row) {
    char band[64];
    if (isinf(row->high))
        snprintf(band, sizeof band, "at least %.4g", row->low);
    else
        snprintf(band, sizeof band, "%.4g to %.4g", row->low, row->high);
    printf("%-46s %-14s %-9s ", row->name, band, row->unit);
}

static void value_print(const struct row *row, double value) {
    if (isnan(value))
        printf("%9s     ", "-");
    else
        printf("%9.4g %-4s", value, row_is_in(row, value) ? "in" : "out");
}

/* A miss on a machine that others use says nothing about the lock. */
static const char *verdict(const struct result *result) {
    if (result->in_order)
        return "";
    return result->others > NOISE_BOUND ? "<-- undecided: disturbed" : "<-- wrong";
}

static void experiment_print(const struct experiment *experiment, const struct result *result) {
    for (int i = 0; i < ROWS_MAX && experiment->rows[i].name; i++) {
        const struct row *row = &experiment->rows[i];
        band_print(row);
        value_print(row, result->values[i]);
        value_print(row, result->cpython[i]);
        printf(" %5d %7.2f %s\n", result->attempts, result->others, verdict(result));
    }
    fflush(stdout);
}

static bool two_processors(void) {
    cpu_set_t mask;
    return sched_getaffinity(0, sizeof mask, &mask) != 0 || CPU_COUNT(&mask) >= 2;
}

int main(void) {
    const double begin_s = now_s();
    setenv("CONVOY_LOCK_SCRIPT", LOCK_SCRIPT, 0);
    double retries_s = RETRIES_S;
    lab_calibrate();
    printf("%-46s %-14s %-9s %9s     %9s     %5s %7s\n", "signature", "band", "unit", "convoy",
           "CPython", "tries", "others");
    int wrong = 0, disturbed = 0;
    for (size_t i = 0; i < experiment_count; i++) {
        const struct experiment *experiment = &experiments[i];
        if (experiment->needs_two && !two_processors()) {
            printf("%-46s skipped: needs two processors\n", experiment->rows[0].name);
            continue;
        }
        const struct result result = experiment_run(experiment, &retries_s);
        experiment_print(experiment, &result);
        wrong += !result.in_order;
        disturbed += !result.in_order && result.others > NOISE_BOUND;
    }
    printf("%d not in order", wrong);
    if (disturbed > 0)
        printf(", %d of them disturbed by others: repeat at a quiet moment", disturbed);
    printf("; %.0f s\n", now_s() - begin_s);
    return wrong ? 1 : 0;
}
