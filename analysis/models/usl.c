/*
 * The Universal Scalability Law: contention sigma (waiting for each other) and coherency kappa
 * (keeping each pair of workers in step) give the capacity C(N) = N / (1 + sigma (N-1) + kappa N
 * (N-1)). Gunther, Guerrilla Capacity Planning, Springer 2007, chapters 4 to 6. With the throughput
 * X = work / time, N / X is linear in 1, N-1 and N (N-1), none negative. Beyond a peak at
 * sqrt((1-sigma) / kappa) more workers are slower.
 */
#include "model.h"

extern const struct model model_usl;

enum { FIRST, CONTENTION, COHERENCY };
enum { T1_S, SIGMA, KAPPA, PEAK_WORKERS };
enum { COUNTS_NEEDED = 6 };

/* Far below what times of nine digits can show. */
#define KAPPA_SHOWS 1e-12

static const char *usl_unfit(const struct curve *curve) {
    if (curve_is_staircase(curve))
        return curve->frame.weak ? "a staircase: the tasks do not divide evenly"
                                 : "a staircase: see the step model";
    if (curve->within_cores < COUNTS_NEEDED)
        return "not identifiable: fewer than 6 worker counts within the cores";
    return NULL;
}

static void usl_terms(const struct frame *frame, double workers, double *terms) {
    const double active = frame_active(frame, workers);
    const double share = frame_work(frame, workers) / active;
    terms[FIRST] = share;
    terms[CONTENTION] = share * (active - 1);
    terms[COHERENCY] = share * active * (active - 1);
}

/* Without a first part there is no time of one worker to compare with. */
static bool usl_parameters(const struct frame *frame, const double *parts, double *parameters) {
    (void)frame;
    if (parts[FIRST] <= 0)
        return false;
    parameters[T1_S] = parts[FIRST];
    parameters[SIGMA] = parts[CONTENTION] / parts[FIRST];
    parameters[KAPPA] = parts[COHERENCY] / parts[FIRST];
    const double peak = sqrt(fmax(1 - parameters[SIGMA], 0) / parameters[KAPPA]);
    /* What rounding leaves of a kappa that is 0 is no peak at a thousand million workers. */
    parameters[PEAK_WORKERS] = parameters[KAPPA] > KAPPA_SHOWS ? fmax(peak, 1) : INFINITY;
    return true;
}

const struct model model_usl = {
    .name = "usl",
    .formula = "T(w) = T1 (1 + sigma (n-1) + kappa n (n-1)) / n, n = min(w, cores); growing work: "
               "times w",
    .parameters = {"t1_s", "sigma", "kappa", "peak_workers"},
    .parts = 3,
    .unfit = usl_unfit,
    .terms = usl_terms,
    .parameters_of = usl_parameters,
};
