/*
 * A part s of the work that only one worker can do: T(w) = T1 s + T1 (1-s) / w, linear in T1 s and
 * T1 (1-s), neither negative. Amdahl, "Validity of the single processor approach to achieving
 * large scale computing capabilities", AFIPS 1967. Valid while every worker has a core.
 */
#include "model.h"

extern const struct model model_amdahl;

enum { SERIAL_S, PARALLEL_S };

static const char *amdahl_unfit(const struct curve *curve) {
    if (curve->frame.weak)
        return "for fixed work only";
    if (curve_is_staircase(curve))
        return "a staircase: see the step model";
    if (curve->within_cores < COUNTS_WITHIN_CORES)
        return "not identifiable: fewer than 3 worker counts within the cores";
    return NULL;
}

static void amdahl_terms(const struct frame *frame, double workers, double *terms) {
    terms[SERIAL_S] = 1;
    terms[PARALLEL_S] = 1 / frame_active(frame, workers);
}

static bool amdahl_parameters(const struct frame *frame, const double *parts, double *parameters) {
    (void)frame;
    parameters[0] = parts[SERIAL_S] + parts[PARALLEL_S];
    parameters[1] = parts[SERIAL_S] / parameters[0];
    return true;
}

const struct model model_amdahl = {
    .name = "amdahl",
    .formula = "T(w) = T1 (s + (1-s) / min(w, cores))",
    .parameters = {"t1_s", "serial_fraction"},
    .parts = 2,
    .unfit = amdahl_unfit,
    .terms = amdahl_terms,
    .parameters_of = amdahl_parameters,
};
