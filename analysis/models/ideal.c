/* The line nobody is above without a trick: p workers take 1/p of the base's time. No parameters.
 */
#include "model.h"

extern const struct model model_ideal;

static const char *ideal_unfit(const struct curve *curve) {
    (void)curve;
    return NULL;
}

static void ideal_terms(const struct frame *frame, double workers, double *terms) {
    terms[0] = frame->weak ? frame->base_s : frame->base_s * frame->base_workers / workers;
}

const struct model model_ideal = {
    .name = "ideal",
    .formula = "T(w) = T(base) w(base) / w; growing work: T(base)",
    .unfit = ideal_unfit,
    .terms = ideal_terms,
};
