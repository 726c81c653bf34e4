#include "bound.h"

#include "lock.h"

/* The first of the panel's locks with a known part that is held; all of a panel hold the same part,
 * which is the kernel's. False: there is none. */
static bool held_find(const struct panel *panel, double *held) {
    for (size_t s = 0; s < panel->count; s++) {
        struct lock lock = lock_of(panel, &panel->items[s]);
        *held = lock.held;
        lock_free(&lock);
        if (*held > 0)
            return true;
    }
    return false;
}

bool bound_has_lock(const struct panel *panel) {
    double held;
    return held_find(panel, &held);
}

/* lock_bound in gnuplot's words, relative to one worker; the base of a speed-up may have more. */
void bound_print_lock(FILE *out, const struct panel *panel) {
    double held = NAN;
    held_find(panel, &held);
    fprintf(out, "1/(%.6g+%.6g/x)/%.9g", held, 1 - held, panel_base(panel)->workers);
}
