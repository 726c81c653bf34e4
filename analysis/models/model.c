#include "model.h"

#include "check.h"

#include <stdlib.h>

extern const struct model model_ideal, model_linear, model_step, model_lock, model_lock_amdahl,
    model_amdahl, model_gustafson, model_usl;

/* The same errors by fewer parts first. */
const struct model *const models_all[] = {&model_ideal,     &model_linear,      &model_step,
                                          &model_lock,      &model_lock_amdahl, &model_amdahl,
                                          &model_gustafson, &model_usl,         NULL};

double model_predict_s(const struct model *model, const struct frame *frame, const double *parts,
                       double workers) {
    double terms[MODEL_PARTS_MAX], sum = 0;
    model->terms(frame, workers, terms);
    if (model->parts == 0)
        return terms[0];
    for (size_t k = 0; k < model->parts; k++)
        sum += parts[k] * terms[k];
    return model->sums_rates ? 1 / sum : sum;
}

/* Terms relative to what was measured, so that their sum should be 1; one row per point but one
 * that is left out (`points` leaves out none). */
static void rows_make(const struct model *model, const struct curve *curve, const double *time_s,
                      size_t left_out, double *x) {
    for (size_t i = 0; i < curve->points; i++) {
        if (i == left_out)
            continue;
        model->terms(&curve->frame, curve->workers[i], x);
        for (size_t k = 0; k < model->parts; k++)
            x[k] *= model->sums_rates ? time_s[i] : 1 / time_s[i];
        x += model->parts;
    }
}

static bool parts_fit(const struct model *model, const struct curve *curve, const double *time_s,
                      size_t left_out, struct parts_room *room, double *parts) {
    const size_t points = curve->points - (left_out < curve->points);
    rows_make(model, curve, time_s, left_out, parts_rows(room));
    return parts_solve(room, points, model->parts, parts);
}

void model_refit(const struct model *model, const struct curve *curve, const double *time_s,
                 struct parts_room *room, double *parameters) {
    double parts[MODEL_PARTS_MAX];
    if (parts_fit(model, curve, time_s, curve->points, room, parts) &&
        model->parameters_of(&curve->frame, parts, parameters))
        return;
    for (size_t i = 0; model->parameters[i]; i++)
        parameters[i] = NAN;
}

static double relative_error(const struct model *model, const struct curve *curve,
                             const double *parts, size_t i) {
    return model_predict_s(model, &curve->frame, parts, curve->workers[i]) / curve->time_s[i] - 1;
}

static void residuals_find(struct fit *fit, const struct curve *curve) {
    double squares = 0;
    fit->residuals = must_alloc(curve->count * sizeof *fit->residuals);
    for (size_t i = 0; i < curve->count; i++) {
        fit->residuals[i] = relative_error(fit->model, curve, fit->parts, i);
        if (i < curve->points)
            squares += fit->residuals[i] * fit->residuals[i];
    }
    fit->error = sqrt(squares / (double)curve->points);
}

static double aicc_of(double error, size_t points, size_t parts) {
    const double n = (double)points, k = (double)parts + 1;
    if (n - k - 1 <= 0)
        return NAN;
    return 2 * n * log(fmax(error, MODEL_RESOLUTION)) + 2 * k + 2 * k * (k + 1) / (n - k - 1);
}

static double leave_one_out(const struct model *model, const struct curve *curve,
                            struct parts_room *room) {
    if (curve->points <= model->parts || curve->points > MODEL_POINTS_MAX)
        return NAN;
    double squares = 0;
    for (size_t i = 0; i < curve->points; i++) {
        double parts[MODEL_PARTS_MAX];
        if (!parts_fit(model, curve, curve->time_s, i, room, parts))
            return NAN;
        const double error = relative_error(model, curve, parts, i);
        squares += error * error;
    }
    return sqrt(squares / (double)curve->points);
}

static bool parameters_find(struct fit *fit, const struct curve *curve, struct parts_room *room) {
    double parameters[MODEL_PARAMETERS_MAX];
    if (!parts_fit(fit->model, curve, curve->time_s, curve->points, room, fit->parts) ||
        !fit->model->parameters_of(&curve->frame, fit->parts, parameters))
        return false;
    for (size_t i = 0; fit->model->parameters[i]; i++)
        fit->parameters[i] = (struct estimate){parameters[i], NAN, NAN};
    return true;
}

struct fit model_fit(const struct model *model, const struct curve *curve,
                     struct parts_room *room) {
    struct fit fit = {.model = model,
                      .unfit = model->unfit(curve),
                      .error = NAN,
                      .aicc = NAN,
                      .loo_error = NAN,
                      .points = curve->points};
    if (!fit.unfit && model->parts && !parameters_find(&fit, curve, room))
        fit.unfit = "not identifiable: the least-squares fit has no solution";
    if (fit.unfit)
        return fit;
    residuals_find(&fit, curve);
    fit.note = model->note ? model->note(curve) : NULL;
    if (model->parts) {
        fit.aicc = aicc_of(fit.error, curve->points, model->parts);
        fit.loo_error = leave_one_out(model, curve, room);
    }
    return fit;
}

void fit_clear(struct fit *fit) {
    free(fit->residuals);
}
