#include "stroke.h"

#include <string.h>

static const struct {
    enum role role;
    const char *lock; /* NULL: any */
    struct stroke stroke;
} strokes[] = {
    {ROLE_SERIAL, NULL, {"#000000", 2, 2}},      {ROLE_THREADS, "", {"#0072b2", 1, 7}},
    {ROLE_PROCESSES, "", {"#d55e00", 2, 5}},     {ROLE_THREADS, "cpython", {"#e69f00", 3, 9}},
    {ROLE_THREADS, "mutex", {"#cc79a7", 4, 11}}, {ROLE_HYBRID, "", {"#009e73", 5, 13}},
    {ROLE_OTHER, NULL, {"#56b4e9", 1, 6}},       {ROLE_OTHER, NULL, {"#0072b2", 2, 4}},
    {ROLE_OTHER, NULL, {"#d55e00", 3, 8}},       {ROLE_OTHER, NULL, {"#009e73", 4, 10}},
    {ROLE_OTHER, NULL, {"#cc79a7", 5, 12}},
};
enum { STROKES = sizeof strokes / sizeof *strokes };

static bool suits(size_t stroke, const struct series *series) {
    return strokes[stroke].role == series->role &&
           (!strokes[stroke].lock || strcmp(strokes[stroke].lock, series->lock) == 0);
}

/* Where each series of the panel up to `wanted` ends up, in order: what suits, else what is free.
 */
struct stroke stroke_of(const struct panel *panel, size_t wanted) {
    bool taken[STROKES] = {false};
    for (size_t s = 0;; s++) {
        size_t stroke = 0;
        while (stroke < STROKES && (taken[stroke] || !suits(stroke, &panel->items[s])))
            stroke++;
        /* From the end: those are nobody's first choice. */
        for (size_t i = STROKES; i-- > 0 && stroke == STROKES;)
            stroke = taken[i] ? STROKES : i;
        stroke = stroke == STROKES ? s % STROKES : stroke;
        taken[stroke] = true;
        if (s == wanted)
            return strokes[stroke].stroke;
    }
}

const char *stroke_colour(size_t i) {
    return strokes[1 + i % (STROKES - 5)].stroke.colour;
}
