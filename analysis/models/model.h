/*
 * Scaling models: time as a function of the number of workers, fitted to the medians of one series.
 *
 * To add a model: write one file with one `const struct model model_NAME`, add it to the table in
 * model.c. It then appears in models.csv and on the page.
 */
#ifndef CONVOY_MODEL_H
#define CONVOY_MODEL_H

#include "panel.h"

enum { MODEL_PARAMETERS_MAX = 3 };

/* What a model sees of a series: one median per worker count, ascending. */
struct curve {
    const double *workers, *time_s;
    size_t count;
    double base_workers, base_s; /* of the panel */
    double cores; /* work runs on no more at a time; infinite for waiting or unknown */
    double tasks; /* 0: one per worker */
    bool weak;
};

struct model {
    const char *name, *formula;
    const char *parameters[MODEL_PARAMETERS_MAX + 1]; /* names with units, ends with NULL */
    /* Why the model says nothing about this curve, or NULL. A constant text. */
    const char *(*unfit)(const struct curve *);
    /* NULL where there are no parameters. Least squares of relative errors: all points count alike.
     */
    bool (*fit)(const struct curve *, double *parameters);
    double (*predict_s)(const struct curve *, const double *parameters, double workers);
};

/* Ends with NULL. */
extern const struct model *const models_all[];

struct fit {
    const struct model *model;
    const char *unfit; /* NULL, or why there are no numbers */
    double parameters[MODEL_PARAMETERS_MAX];
    double error; /* root mean square of (predicted - measured) / measured */
    size_t points;
};

/* A curve of the panel without its points: what a prediction needs. */
struct curve curve_begin(const struct panel *);

struct fit model_fit(const struct model *, const struct panel *, const struct series *);

/* Workers that can compute at once: waiting (class io) needs no core, unknown PUs are no limit. */
double panel_cores(const struct panel *);

/* Rounds that `tasks` equal pieces take: ceil(tasks / min(workers, cores)). */
double step_rounds(double tasks, double workers, double cores);

#endif
