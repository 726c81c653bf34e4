/*
 * Few equal tasks make a staircase: with 10 tasks, 5 workers need 2 rounds and so do 9. Workers
 * beyond the cores do not shorten a round of computing.
 */
#include "model.h"

extern const struct model model_step;

static const char *step_unfit(const struct curve *curve) {
    if (curve->frame.weak)
        return "for fixed work only";
    if (curve->frame.tasks == 0)
        return "one task per worker: no steps";
    return curve->points < 2 ? "not identifiable: one worker count" : NULL;
}

static void step_terms(const struct frame *frame, double workers, double *terms) {
    terms[0] = step_rounds(frame->tasks, workers, frame->cores);
}

static bool step_parameters(const struct frame *frame, const double *parts, double *parameters) {
    (void)frame;
    parameters[0] = parts[0];
    return true;
}

const struct model model_step = {
    .name = "step",
    .formula = "T(w) = t ceil(tasks / min(w, cores))",
    .parameters = {"task_s"},
    .parts = 1,
    .unfit = step_unfit,
    .terms = step_terms,
    .parameters_of = step_parameters,
};
