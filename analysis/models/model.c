#include "model.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

extern const struct model model_ideal, model_step, model_amdahl;

const struct model *const models_all[] = {&model_ideal, &model_step, &model_amdahl, NULL};

double panel_cores(const struct panel *panel) {
    const bool waits = strcmp(panel->class, "io") == 0;
    return waits || !panel->pus ? INFINITY : panel->pus;
}

/* Root mean square of the relative errors. */
static double error_of(const struct model *model, const struct curve *curve,
                       const double *parameters) {
    double sum = 0;
    for (size_t i = 0; i < curve->count; i++) {
        const double predicted_s = model->predict_s(curve, parameters, curve->workers[i]);
        const double error = predicted_s / curve->time_s[i] - 1;
        sum += error * error;
    }
    return sqrt(sum / (double)curve->count);
}

static void curve_fit(const struct model *model, const struct curve *curve, struct fit *fit) {
    fit->points = curve->count;
    fit->unfit = model->unfit(curve);
    if (!fit->unfit && model->fit && !model->fit(curve, fit->parameters))
        fit->unfit = "the least-squares fit failed";
    if (!fit->unfit)
        fit->error = error_of(model, curve, fit->parameters);
}

struct curve curve_begin(const struct panel *panel) {
    const struct point *base = panel_base(panel);
    return (struct curve){
        .base_workers = base->workers,
        .base_s = base->time_s.value,
        .cores = panel_cores(panel),
        .tasks = panel->tasks,
        .weak = panel->weak,
    };
}

struct fit model_fit(const struct model *model, const struct panel *panel,
                     const struct series *series) {
    CHECK(series->count > 0);
    double *workers = must_alloc(series->count * sizeof *workers);
    double *time_s = must_alloc(series->count * sizeof *time_s);
    for (size_t p = 0; p < series->count; p++) {
        workers[p] = series->items[p].workers;
        time_s[p] = series->items[p].time_s.value;
    }
    struct curve curve = curve_begin(panel);
    curve.workers = workers;
    curve.time_s = time_s;
    curve.count = series->count;
    struct fit fit = {.model = model, .error = NAN};
    curve_fit(model, &curve, &fit);
    free(workers);
    free(time_s);
    return fit;
}
