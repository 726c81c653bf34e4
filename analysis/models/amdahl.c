/*
 * A part s of the work that only one worker can do: T(w) = T1 s + T1 (1-s) / w, linear in a = T1 s
 * and b = T1 (1-s). Amdahl, AFIPS 1967. Valid while every worker has a core: points beyond are left
 * out.
 */
#include "model.h"

#include <gsl/gsl_multifit.h>

extern const struct model model_amdahl;

enum { COUNTS_NEEDED = 3, T1_S = 0, SERIAL = 1 };

/* Points with a core for every worker; workers ascend. */
static size_t points_within(const struct curve *curve) {
    size_t count = 0;
    while (count < curve->count && curve->workers[count] <= curve->cores)
        count++;
    return count;
}

static const char *amdahl_unfit(const struct curve *curve) {
    if (curve->weak)
        return "for fixed work only";
    if (curve->tasks > 0)
        return "a staircase: see the step model";
    if (points_within(curve) < COUNTS_NEEDED)
        return "not identifiable: fewer than 3 worker counts within the cores";
    return NULL;
}

/* Both parts must not be negative: a negative one is 0, the other is fitted alone. */
static double alone(const struct curve *curve, size_t count, bool serial) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        const double x = (serial ? 1 : 1 / curve->workers[i]) / curve->time_s[i];
        sum += x;
        squares += x * x;
    }
    return sum / squares;
}

static void parts_to_parameters(const struct curve *curve, size_t count, double a, double b,
                                double *parameters) {
    if (a < 0) {
        a = 0;
        b = alone(curve, count, false);
    } else if (b < 0) {
        a = alone(curve, count, true);
        b = 0;
    }
    parameters[T1_S] = a + b;
    parameters[SERIAL] = a / (a + b);
}

static bool amdahl_fit(const struct curve *curve, double *parameters) {
    const size_t count = points_within(curve);
    gsl_multifit_linear_workspace *room = gsl_multifit_linear_alloc(count, 2);
    gsl_matrix *terms = gsl_matrix_alloc(count, 2), *covariance = gsl_matrix_alloc(2, 2);
    gsl_vector *ones = gsl_vector_alloc(count), *parts = gsl_vector_alloc(2);
    for (size_t i = 0; i < count; i++) {
        gsl_matrix_set(terms, i, 0, 1 / curve->time_s[i]);
        gsl_matrix_set(terms, i, 1, 1 / curve->workers[i] / curve->time_s[i]);
        gsl_vector_set(ones, i, 1);
    }
    double chi_square;
    const int status = gsl_multifit_linear(terms, ones, parts, covariance, &chi_square, room);
    if (!status)
        parts_to_parameters(curve, count, gsl_vector_get(parts, 0), gsl_vector_get(parts, 1),
                            parameters);
    gsl_vector_free(parts);
    gsl_vector_free(ones);
    gsl_matrix_free(covariance);
    gsl_matrix_free(terms);
    gsl_multifit_linear_free(room);
    return !status;
}

/* Beyond the cores more workers share them: the time of that many workers. */
static double amdahl_predict_s(const struct curve *curve, const double *parameters,
                               double workers) {
    const double s = parameters[SERIAL];
    return parameters[T1_S] * (s + (1 - s) / fmin(workers, curve->cores));
}

const struct model model_amdahl = {
    .name = "amdahl",
    .formula = "T(w) = T1 (s + (1-s) / min(w, cores))",
    .parameters = {"t1_s", "serial_fraction"},
    .unfit = amdahl_unfit,
    .fit = amdahl_fit,
    .predict_s = amdahl_predict_s,
};
