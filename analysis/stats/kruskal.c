#include "kruskal.h"

#include "check.h"
#include "rank.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double *pooled(const double *const *values, const size_t *counts, size_t count, size_t all) {
    double *pool = must_alloc(all * sizeof *pool);
    for (size_t g = 0, filled = 0; g < count; filled += counts[g++])
        if (counts[g])
            memcpy(pool + filled, values[g], counts[g] * sizeof *pool);
    return pool;
}

/* Sum over groups of n (mean rank - (N+1)/2)^2 */
static double between_groups(const double *ranks, const size_t *counts, size_t count, size_t all) {
    double total = 0;
    for (size_t g = 0; g < count; g++) {
        double distance = 0;
        for (size_t i = 0; i < counts[g]; i++)
            distance += *ranks++ - (double)(all + 1) / 2;
        if (counts[g])
            total += distance * distance / (double)counts[g];
    }
    return total;
}

struct kruskal kruskal_test(const double *const *values, const size_t *counts, size_t count) {
    struct kruskal kruskal = {NAN, NAN, NAN, 0, 0};
    for (size_t g = 0; g < count; g++) {
        kruskal.groups += counts[g] > 0;
        kruskal.values += counts[g];
    }
    if (kruskal.groups < 2)
        return kruskal;
    const double n = (double)kruskal.values;
    double *pool = pooled(values, counts, count, kruskal.values);
    const double ties = ranks_of(pool, pool, kruskal.values);
    const double variance = n * (n + 1) / 12 * (1 - ties / (n * n * n - n));
    kruskal.h = variance > 0 ? between_groups(pool, counts, count, kruskal.values) / variance : 0;
    kruskal.p_value = gsl_cdf_chisq_Q(kruskal.h, (double)(kruskal.groups - 1));
    kruskal.epsilon_squared = kruskal.h / (n - 1);
    free(pool);
    return kruskal;
}
