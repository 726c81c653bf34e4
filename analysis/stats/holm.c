#include "holm.h"

#include "check.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *left, const void *right) {
    const double a = **(double *const *)left, b = **(double *const *)right;
    return (a > b) - (a < b);
}

void holm_adjust(double *p_values, size_t count) {
    double **places = must_alloc((count + 1) * sizeof *places);
    size_t tests = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(p_values[i]))
            places[tests++] = &p_values[i];
    qsort(places, tests, sizeof *places, by_value);
    double largest = 0;
    for (size_t k = 0; k < tests; k++) {
        largest = fmax(largest, fmin(1, (double)(tests - k) * *places[k]));
        *places[k] = largest;
    }
    free(places);
}
