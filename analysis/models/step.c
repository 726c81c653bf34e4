/*
 * Few equal tasks make a staircase: with 10 tasks, 5 workers need 2 rounds and so do 9. Workers
 * beyond the cores do not shorten a round of computing.
 */
#include "model.h"

extern const struct model model_step;

double step_rounds(double tasks, double workers, double cores) {
    return ceil(tasks / fmin(workers, cores));
}

static const char *step_unfit(const struct curve *curve) {
    if (curve->weak)
        return "for fixed work only";
    return curve->tasks > 0 ? NULL : "one task per worker: no steps";
}

/* Minimises the sum of (t rounds/T - 1)^2 over t. */
static bool step_fit(const struct curve *curve, double *parameters) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < curve->count; i++) {
        const double x =
            step_rounds(curve->tasks, curve->workers[i], curve->cores) / curve->time_s[i];
        sum += x;
        squares += x * x;
    }
    parameters[0] = sum / squares;
    return true;
}

static double step_predict_s(const struct curve *curve, const double *parameters, double workers) {
    return parameters[0] * step_rounds(curve->tasks, workers, curve->cores);
}

const struct model model_step = {
    .name = "step",
    .formula = "T(w) = t ceil(tasks / min(w, cores))",
    .parameters = {"task_s"},
    .unfit = step_unfit,
    .fit = step_fit,
    .predict_s = step_predict_s,
};
