/*
 * Threads under one lock that a worker holds while it computes: Amdahl's law whose serial part is
 * not fitted but known. A kernel that only computes gains nothing (S <= 1); of one that waits as
 * well the held fraction h is measured, see lock.h. Only T1 is fitted, so both can be wrong and
 * then show it. What switching costs is no part of them: it shows in the errors.
 */
#include "model.h"

extern const struct model model_lock, model_lock_amdahl;

/* Why there is no bound, by use; NULL where there is one. */
static const char *const boundless[] = {
    [LOCK_ABSENT] = "no lock",
    [LOCK_PER_PROCESS] = "each process has a lock of its own",
    [LOCK_NO_BASE] = "not identifiable: no run with one worker and no lock",
    [LOCK_NO_CPU_TIME] = "not identifiable: the file has no CPU time",
    [LOCK_NEVER_MET] = NULL,
};

static const char *lock_unfit(const struct curve *curve) {
    const enum lock_use use = curve->frame.lock.use;
    if (use == LOCK_ABSENT || use == LOCK_PER_PROCESS)
        return boundless[use];
    if (use == LOCK_NEVER_MET)
        return "the lock was never taken over: the kernel computes with it released";
    if (use != LOCK_ALWAYS)
        return "does not only compute: see lock_amdahl";
    return curve->points < 2 ? "not identifiable: one worker count" : NULL;
}

static void lock_terms(const struct frame *frame, double workers, double *terms) {
    terms[0] = frame_work(frame, workers);
}

static bool lock_parameters(const struct frame *frame, const double *parts, double *parameters) {
    (void)frame;
    parameters[0] = parts[0];
    return true;
}

const struct model model_lock = {
    .name = "lock",
    .formula = "T(w) = T1; growing work: times w",
    .parameters = {"t1_s"},
    .parts = 1,
    .unfit = lock_unfit,
    .terms = lock_terms,
    .parameters_of = lock_parameters,
};

static const char *lock_amdahl_unfit(const struct curve *curve) {
    const enum lock_use use = curve->frame.lock.use;
    if (use == LOCK_ALWAYS)
        return "only computes: see lock";
    if (boundless[use])
        return boundless[use];
    return curve->points < 2 ? "not identifiable: one worker count" : NULL;
}

static void lock_amdahl_terms(const struct frame *frame, double workers, double *terms) {
    const double held = frame->lock.held;
    const double share = frame->tasks > 0
                             ? step_rounds(frame->tasks, workers, frame->cores) / frame->tasks
                             : 1 / frame_active(frame, workers);
    terms[0] = frame_work(frame, workers) * (held + (1 - held) * share);
}

static bool lock_amdahl_parameters(const struct frame *frame, const double *parts,
                                   double *parameters) {
    parameters[0] = parts[0];
    parameters[1] = frame->lock.held;
    return true;
}

static const char *lock_amdahl_note(const struct curve *curve) {
    return curve->frame.lock.use == LOCK_NEVER_MET
               ? "the lock was never taken over by another worker: held for no part of the time"
               : "the held fraction is measured: CPU time / time of the base";
}

const struct model model_lock_amdahl = {
    .name = "lock_amdahl",
    .formula = "T(w) = T1 (h + (1-h) / min(w, cores)), few tasks: T1 (h + (1-h) ceil(tasks / "
               "min(w, cores)) / tasks)",
    .parameters = {"t1_s", "held_fraction"},
    .parts = 1,
    .uses_held = true,
    .unfit = lock_amdahl_unfit,
    .terms = lock_amdahl_terms,
    .parameters_of = lock_amdahl_parameters,
    .note = lock_amdahl_note,
};
