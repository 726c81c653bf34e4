#include "bound.h"

#include <string.h>

static bool is_locked(const struct series *series) {
    return *series->lock && series->role == ROLE_THREADS;
}

bool bound_has_lock(const struct panel *panel) {
    if (strcmp(panel->class, "cpu") != 0)
        return false;
    for (size_t s = 0; s < panel->count; s++)
        if (is_locked(&panel->items[s]))
            return true;
    return false;
}

/* Relative to one worker; the base of a speed-up may have more. */
void bound_print_lock(FILE *out, const struct panel *panel) {
    fprintf(out, "%.9g", 1 / panel_base(panel)->workers);
}
