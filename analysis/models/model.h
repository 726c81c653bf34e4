/*
 * Scaling models: time as a function of the number of workers, fitted to the medians of one series.
 *
 * Every model here is a sum of known functions of w, each times a part that is not negative: of the
 * time, T(w) = sum_k p_k term_k(w), or (Gustafson) of the rate 1 / T(w). So fitting is linear, has
 * one solution and needs no start. Relative errors are minimised: all points count alike.
 *
 * To add a model: write one file with one `const struct model model_NAME`, add it to the table in
 * model.c. It then is fitted, chosen where it is best, and appears in models.csv and on the page.
 */
#ifndef CONVOY_MODEL_H
#define CONVOY_MODEL_H

#include "curve.h"
#include "parts.h"

enum { MODEL_PARAMETERS_MAX = 4, MODEL_PARTS_MAX = PARTS_MAX };

struct model {
    const char *name, *formula;
    const char *parameters[MODEL_PARAMETERS_MAX + 1]; /* names with units, ends with NULL */
    size_t parts;    /* that are fitted; 0: the one term is the prediction itself */
    bool sums_rates; /* the parts add up to 1 / T */
    bool uses_held;  /* depends on the measured share of LOCK_MEASURED */
    /* Why the model says nothing about this curve, or NULL. A constant text; begins with "not
     * identifiable" where more data would help. */
    const char *(*unfit)(const struct curve *);
    void (*terms)(const struct frame *, double workers, double *terms);
    /* From parts to what people know the model by; false if these parts have no such parameters. */
    bool (*parameters_of)(const struct frame *, const double *parts, double *parameters);
    /* What a reader of the parameters should know of this curve, or NULL; may be missing. */
    const char *(*note)(const struct curve *);
};

/* Ends with NULL. */
extern const struct model *const models_all[];

/*
 * Errors are relative, predicted / measured - 1, here and everywhere. Below MODEL_RESOLUTION they
 * are no information: made-up data without noise would let rounding choose.
 */
#define MODEL_RESOLUTION 1e-6

struct fit {
    const struct model *model;
    const char *unfit; /* NULL, or why there are no numbers */
    const char *note;  /* NULL, or what to know of the parameters */
    double parts[MODEL_PARTS_MAX];
    struct estimate parameters[MODEL_PARAMETERS_MAX]; /* limits: see limits.h; may be infinite */
    double error; /* root mean square over the points that were fitted */
    /*
     * Akaike's criterion for small samples, n ln(error^2) + 2K + 2K(K+1) / (n-K-1) with K = parts
     * + 1 for the variance. Hurvich & Tsai, Biometrika 76 (1989); Burnham & Anderson, Model
     * Selection and Multimodel Inference (2002), section 2.4. NaN where n - K - 1 <= 0.
     */
    double aicc;
    /*
     * Leave-one-out: root mean square of the error at each fitted point of the model that was
     * fitted to the others. NaN where fewer points than parts are left or points are too many.
     */
    double loo_error;
    double
        *residuals; /* of every point of the series, beyond the fitted ones, too; NULL if unfit */
    size_t points;  /* that were fitted: the first of the series */
};

/* More than this many points are fitted as well, but without limits and leave-one-out. */
enum { MODEL_POINTS_MAX = 256 };

/* Free with fit_clear. The room holds curve->points. Limits of parameters are left unknown. */
struct fit model_fit(const struct model *, const struct curve *, struct parts_room *);
void fit_clear(struct fit *);

/* Fits the model to times other than the curve's, one for each of its points; NaN if it fails. */
void model_refit(const struct model *, const struct curve *, const double *time_s,
                 struct parts_room *, double *parameters);

double model_predict_s(const struct model *, const struct frame *, const double *parts,
                       double workers);

#endif
