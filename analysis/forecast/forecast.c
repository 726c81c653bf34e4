#include "forecast.h"

#include "array.h"
#include "check.h"
#include "median.h"
#include "number.h"

#include <stdlib.h>
#include <string.h>

static bool is_weak(const struct data *data, const struct setup *setup) {
    return strcmp(data_text(data, setup->scaling), "weak") == 0;
}

/* Tasks that the user wanted, per worker under weak scaling. */
static double tasks_of(const struct data *data, const struct setup *setup) {
    return is_weak(data, setup) ? (double)setup->tasks / setup->workers : setup->tasks;
}

/* Of no importance with one worker, who runs everything. */
static bool same_schedule(const struct setup *a, const struct setup *b) {
    return a->schedule == b->schedule || a->workers == 1 || b->workers == 1;
}

static bool same_work(const struct data *data, const struct setup *a, const struct setup *b) {
    return a->kernel == b->kernel && a->variant == b->variant && a->params == b->params &&
           a->scaling == b->scaling && a->size == b->size &&
           tasks_of(data, a) == tasks_of(data, b) && same_schedule(a, b);
}

/* --- measured -------------------------------------------------------------------------------- */

static int by_launch(const void *left, const void *right) {
    const struct row *a = left, *b = right;
    if (a->launch != b->launch)
        return (a->launch > b->launch) - (a->launch < b->launch);
    return (a->wall_s > b->wall_s) - (a->wall_s < b->wall_s);
}

/* The median over the medians of launches. */
static struct estimate median_of(const struct configuration *configuration, size_t *launches) {
    const size_t count = configuration->count;
    struct row *rows = must_alloc(count * sizeof *rows);
    double *medians = must_alloc(count * sizeof *medians);
    memcpy(rows, configuration->items, count * sizeof *rows);
    qsort(rows, count, sizeof *rows, by_launch);
    *launches = 0;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin; end < count && rows[end].launch == rows[begin].launch;)
            end++;
        medians[(*launches)++] =
            0.5 * (rows[(begin + end - 1) / 2].wall_s + rows[(begin + end) / 2].wall_s);
    }
    values_sort(medians, *launches);
    const struct estimate estimate = median_of_sorted(medians, *launches);
    free(medians);
    free(rows);
    return estimate;
}

/* The same work, measured by that driver with that many workers and without a lock; NULL: none. */
static const struct configuration *find(const struct data *data, const struct setup *work,
                                        const char *driver, uint32_t workers) {
    for (size_t i = 0; i < data->count; i++) {
        const struct configuration *configuration = &data->items[i];
        const struct setup *setup = &configuration->setup;
        if (setup->workers == workers && !setup->gil && !setup->labels && configuration->count &&
            strcmp(data_text(data, setup->driver), driver) == 0 && same_work(data, setup, work))
            return configuration;
    }
    return NULL;
}

static double fastest_of(const struct configuration *configuration) {
    double fastest_s = configuration->items[0].wall_s;
    for (size_t i = 1; i < configuration->count; i++)
        fastest_s = fmin(fastest_s, configuration->items[i].wall_s);
    return fastest_s;
}

static void measured_fill(const struct data *data, const struct setup *work,
                          struct forecast_point *point) {
    const struct configuration *configuration =
        find(data, work, point->workers == 1 ? "serial" : "mpi", point->workers);
    point->measured_s = estimate_unknown();
    point->fastest_s = NAN;
    if (!configuration)
        return;
    point->measured_s = median_of(configuration, &point->launches);
    point->fastest_s = fastest_of(configuration);
    point->crowded = configuration->pus && point->workers > configuration->pus;
}

/* --- curves ---------------------------------------------------------------------------------- */

static char *name_of(const struct data *data, const struct setup *setup) {
    const char *variant = data_text(data, setup->variant), *params = data_text(data, setup->params);
    const char *schedule = data_text(data, setup->schedule);
    const bool plain = strcmp(schedule, "static") == 0;
    return must_format("%s%s%s%s%s%s%s%s, %s scaling", data_text(data, setup->kernel),
                       *variant ? " (" : "", variant, *variant ? ")" : "", *params ? ", " : "",
                       params, plain || !*schedule ? "" : ", ", plain ? "" : schedule,
                       data_text(data, setup->scaling));
}

static bool is_here(const struct data *data, word platform) {
    return strncmp(data_text(data, platform), FORECAST_HERE, strlen(FORECAST_HERE)) == 0;
}

static bool same_curve(const struct data *data, const struct simulation *a,
                       const struct simulation *b) {
    return a->platform == b->platform && same_work(data, &a->setup, &b->setup);
}

/* Whether an earlier row belongs to the same curve; `same_workers`: to the same point of it. */
static bool is_known(const struct data *data, size_t i, bool same_workers) {
    const struct simulation *all = data->simulations.items;
    for (size_t k = 0; k < i; k++)
        if (same_curve(data, &all[k], &all[i]) &&
            (!same_workers || all[k].setup.workers == all[i].setup.workers))
            return true;
    return false;
}

static int by_workers(const void *left, const void *right) {
    const struct forecast_point *a = left, *b = right;
    return (a->workers > b->workers) - (a->workers < b->workers);
}

static double efficiency(bool weak, double one_s, double many_s, uint32_t workers) {
    return one_s / many_s / (weak ? 1.0 : workers);
}

static void efficiencies_fill(const struct data *data, const struct setup *work,
                              struct forecast *forecast) {
    const bool weak = is_weak(data, work);
    struct forecast_point serial = {.workers = 1};
    measured_fill(data, work, &serial);
    const struct forecast_point *first = &forecast->items[0];
    const double one_s = first->workers == 1 ? first->simulated_s : NAN;
    for (size_t i = 0; i < forecast->count; i++) {
        struct forecast_point *point = &forecast->items[i];
        point->simulated_efficiency = efficiency(weak, one_s, point->simulated_s, point->workers);
        point->measured_efficiency =
            efficiency(weak, serial.measured_s.value, point->measured_s.value, point->workers);
    }
}

static bool has_workers(const struct forecast *forecast, uint32_t workers) {
    for (size_t i = 0; i < forecast->count; i++)
        if (forecast->items[i].workers == workers)
            return true;
    return false;
}

/* The measured curve goes on beside a cluster's, as far as every rank had a core of its own. */
static void measured_add(const struct data *data, const struct setup *work,
                         struct forecast *forecast) {
    for (size_t i = 0; !forecast->here && i < data->count; i++) {
        const struct setup *setup = &data->items[i].setup;
        if (setup->workers > data->items[i].pus || has_workers(forecast, setup->workers))
            continue;
        struct forecast_point point = {.workers = setup->workers, .simulated_s = NAN};
        if (same_work(data, setup, work))
            measured_fill(data, setup, &point);
        if (point.launches)
            ARRAY_PUSH(forecast, point);
    }
}

/* The curve that begins with the i-th simulated row. */
static struct forecast forecast_make(const struct data *data, size_t first) {
    const struct simulation *all = data->simulations.items, *begin = &all[first];
    struct forecast forecast = {
        .name = name_of(data, &begin->setup),
        .platform = data_text(data, begin->platform),
        .here = is_here(data, begin->platform),
    };
    for (size_t i = first; i < data->simulations.count; i++) {
        const struct setup *setup = &all[i].setup;
        if (!same_curve(data, begin, &all[i]) || is_known(data, i, true))
            continue;
        struct forecast_point point = {.workers = setup->workers, .simulated_s = all[i].wall_s};
        measured_fill(data, setup, &point);
        ARRAY_PUSH(&forecast, point);
    }
    measured_add(data, &begin->setup, &forecast);
    CHECK(forecast.count); /* the row it begins with */
    qsort(forecast.items, forecast.count, sizeof *forecast.items, by_workers);
    efficiencies_fill(data, &begin->setup, &forecast);
    return forecast;
}

struct forecasts forecasts_make(const struct data *data) {
    struct forecasts forecasts = {0};
    for (int here = 0; here <= 1; here++)
        for (size_t i = 0; i < data->simulations.count; i++)
            if (is_here(data, data->simulations.items[i].platform) == here &&
                !is_known(data, i, false)) {
                const struct forecast forecast = forecast_make(data, i);
                ARRAY_PUSH(&forecasts, forecast);
            }
    return forecasts;
}

void forecasts_free(struct forecasts *forecasts) {
    for (size_t i = 0; i < forecasts->count; i++) {
        free(forecasts->items[i].name);
        free(forecasts->items[i].items);
    }
    free(forecasts->items);
    *forecasts = (struct forecasts){0};
}

/* --- words ----------------------------------------------------------------------------------- */

struct estimate forecast_error(const struct forecast_point *point) {
    const double simulated_s = point->simulated_s;
    return (struct estimate){simulated_s / point->measured_s.value - 1,
                             simulated_s / point->measured_s.high - 1,
                             simulated_s / point->measured_s.low - 1};
}

double forecast_error_fastest(const struct forecast_point *point) {
    return point->simulated_s / point->fastest_s - 1;
}

static double farther(double a, double b) {
    return fabs(a) > fabs(b) ? a : b;
}

/* How far off those of this machine with a PU for every rank were, or those without. */
struct worst {
    double median, fastest;
    size_t count;
};

static struct worst worst_of(const struct forecasts *forecasts, bool crowded) {
    struct worst worst = {0};
    for (size_t i = 0; i < forecasts->count; i++)
        for (size_t p = 0; forecasts->items[i].here && p < forecasts->items[i].count; p++) {
            const struct forecast_point *point = &forecasts->items[i].items[p];
            if (point->workers == 1 || !point->launches || point->crowded != crowded)
                continue;
            worst.count++;
            worst.median = farther(forecast_error(point).value, worst.median);
            worst.fastest = farther(forecast_error_fastest(point), worst.fastest);
        }
    return worst;
}

static const char *sense_of(double error) {
    return error < 0 ? "short" : "long";
}

static char *worst_words(const struct worst *worst, const char *with) {
    if (!worst->count)
        return must_strdup("");
    return must_format(" With %s (%zu configuration%s) the simulated time is at most %.0f %% too "
                       "%s against the median and %.0f %% too %s against the fastest repetition.",
                       with, worst->count, number_plural((double)worst->count),
                       fabs(100 * worst->median), sense_of(worst->median),
                       fabs(100 * worst->fastest), sense_of(worst->fastest));
}

char *forecast_sentence(const struct forecasts *forecasts) {
    const struct worst alone = worst_of(forecasts, false), crowded = worst_of(forecasts, true);
    if (!alone.count && !crowded.count)
        return must_strdup("Not validated: nothing was simulated that was measured on this machine "
                           "(jobs/simulate.sh --validate).");
    char *first = worst_words(&alone, "a core for each rank");
    char *second = worst_words(&crowded, "more ranks than cores");
    char *sentence = must_format(
        "Validation: the same work was measured and simulated on this machine. The fastest "
        "repetition is the one that noise, which no simulation has, disturbed least.%s%s%s",
        first, second,
        crowded.count ? " Ranks that share a core also spend time on taking turns: whoever waits "
                        "for a message looks, and gives the core away, until it has come. No "
                        "simulation has that; the dashed curves have a core for each rank."
                      : "");
    free(first);
    free(second);
    return sentence;
}
