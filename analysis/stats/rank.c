#include "rank.h"

#include "check.h"

#include <stdlib.h>

struct place {
    double value;
    size_t index;
};

static int by_value(const void *left, const void *right) {
    const double a = ((const struct place *)left)->value, b = ((const struct place *)right)->value;
    return (a > b) - (a < b);
}

static struct place *places_sorted(const double *values, size_t count) {
    struct place *places = must_alloc(count * sizeof *places);
    for (size_t i = 0; i < count; i++)
        places[i] = (struct place){values[i], i};
    qsort(places, count, sizeof *places, by_value);
    return places;
}

double ranks_of(const double *values, double *ranks, size_t count) {
    struct place *places = places_sorted(values, count);
    double ties = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && places[end].value == places[begin].value;)
            end++;
        const double tied = (double)(end - begin);
        ties += tied * tied * tied - tied;
        for (size_t i = begin; i < end; i++)
            ranks[places[i].index] = (double)(begin + 1 + end) / 2;
    }
    free(places);
    return ties;
}
