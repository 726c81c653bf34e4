/* The line nobody is above without a trick: p workers take 1/p of the base's time. No parameters.
 */
#include "model.h"

extern const struct model model_ideal;

static const char *ideal_unfit(const struct curve *curve) {
    return curve->count ? NULL : "no points";
}

static double ideal_predict_s(const struct curve *curve, const double *parameters, double workers) {
    (void)parameters;
    return curve->weak ? curve->base_s : curve->base_s * curve->base_workers / workers;
}

const struct model model_ideal = {
    .name = "ideal",
    .formula = "T(w) = T(base) w(base) / w",
    .unfit = ideal_unfit,
    .predict_s = ideal_predict_s,
};
