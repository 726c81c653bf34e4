/*
 * Linear speed-up until the cores are used up: what an even division of the work gives and nothing
 * else. It is Amdahl's law without a serial part, as a model of its own so that a serial part must
 * earn its parameter.
 */
#include "model.h"

extern const struct model model_linear;

static const char *linear_unfit(const struct curve *curve) {
    if (curve->frame.tasks > 0)
        return curve_is_staircase(curve) ? "a staircase: see the step model"
                                         : "few tasks: the step model says the same and more";
    return curve->points < 2 ? "not identifiable: one worker count" : NULL;
}

static void linear_terms(const struct frame *frame, double workers, double *terms) {
    terms[0] = frame_work(frame, workers) / frame_active(frame, workers);
}

static bool linear_parameters(const struct frame *frame, const double *parts, double *parameters) {
    (void)frame;
    parameters[0] = parts[0];
    return true;
}

const struct model model_linear = {
    .name = "linear",
    .formula = "T(w) = T1 / min(w, cores); growing work: times w",
    .parameters = {"t1_s"},
    .parts = 1,
    .unfit = linear_unfit,
    .terms = linear_terms,
    .parameters_of = linear_parameters,
};
