/*
 * Work that grows with the workers: of the time of a run on w workers a part s is serial, so that
 * one worker would take s + (1-s) w times as long: the scaled speed-up w - s (w-1). Gustafson,
 * "Reevaluating Amdahl's Law", CACM 31(5), 1988. From measured times the scaled speed-up is w T(1)
 * / T(w), hence T(w) = T1 w / (w - s (w-1)), that is 1 / T(w) = (1-s) / T1 + (s / T1) / w: linear
 * in the rate, with two parts that are not negative. s = 0: the time stays; s = 1: the speed-up
 * does. Beyond the cores the work goes on growing and the rate does not.
 */
#include "model.h"

extern const struct model model_gustafson;

enum { PARALLEL_RATE, SERIAL_RATE };

static const char *gustafson_unfit(const struct curve *curve) {
    if (!curve->frame.weak)
        return "for growing work only";
    if (curve_is_staircase(curve))
        return "a staircase: the tasks do not divide evenly";
    if (curve->within_cores < COUNTS_WITHIN_CORES)
        return "not identifiable: fewer than 3 worker counts within the cores";
    return NULL;
}

static void gustafson_terms(const struct frame *frame, double workers, double *terms) {
    const double active = frame_active(frame, workers);
    terms[PARALLEL_RATE] = active / workers;
    terms[SERIAL_RATE] = 1 / workers;
}

static bool gustafson_parameters(const struct frame *frame, const double *parts,
                                 double *parameters) {
    (void)frame;
    const double rate = parts[PARALLEL_RATE] + parts[SERIAL_RATE];
    parameters[0] = 1 / rate;
    parameters[1] = parts[SERIAL_RATE] / rate;
    return true;
}

const struct model model_gustafson = {
    .name = "gustafson",
    .formula = "T(w) = T1 w / (n - s (n-1)), n = min(w, cores)",
    .parameters = {"t1_s", "serial_fraction"},
    .parts = 2,
    .sums_rates = true,
    .unfit = gustafson_unfit,
    .terms = gustafson_terms,
    .parameters_of = gustafson_parameters,
};
