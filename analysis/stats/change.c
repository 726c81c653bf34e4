#include "change.h"

#include "check.h"
#include "rank.h"
#include "resample.h"

#include <math.h>
#include <stdlib.h>

enum { ORDERS_MAX = 9999, REACHED_ENOUGH = 20 };
static const double formula_below = 0.001;

static struct change largest_change(const double *ranks, size_t count) {
    struct change change = {.k = -1};
    double u = 0;
    for (size_t t = 1; t < count; t++) {
        u += 2 * ranks[t - 1] - (double)(count + 1);
        if (fabs(u) > change.k) {
            change.k = fabs(u);
            change.after = t;
        }
    }
    return change;
}

static double p_formula(double k, double n) {
    return fmin(1, 2 * exp(-6 * k * k / (n * n * n + n * n)));
}

/* Puts the ranks into other orders. */
static double p_of_orders(double k, double *ranks, size_t count) {
    struct resample *resample = resample_new();
    unsigned orders = 0, reached = 0;
    while (orders < ORDERS_MAX && reached < REACHED_ENOUGH) {
        resample_shuffle(resample, ranks, count);
        reached += largest_change(ranks, count).k >= k;
        orders++;
    }
    resample_free(resample);
    /* Stopped early, the last order is one that reached K by design; else the data are one more. */
    return reached == REACHED_ENOUGH ? (double)reached / orders : (reached + 1.0) / (orders + 1.0);
}

struct change change_test(const double *ordered, size_t count) {
    CHECK(count >= 2);
    double *ranks = must_alloc(count * sizeof *ranks);
    ranks_of(ordered, ranks, count);
    struct change change = largest_change(ranks, count);
    change.p_value = p_formula(change.k, (double)count);
    if (change.p_value >= formula_below)
        change.p_value = p_of_orders(change.k, ranks, count);
    free(ranks);
    return change;
}
