#include "slownode.h"

#include "array.h"
#include "check.h"
#include "median.h"
#include "number.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Later items take longer or shorter than earlier ones: equal shares are unequal work. */
static const char *const uneven[] = {"primes", "mandelbrot", "pool", "empty"};

static const double mad_to_deviation = 1.4826;
static const double share_error_max = 0.02;

struct values {
    double *items;
    size_t count, room;
};

/* A host in one configuration: its medians by launch. */
struct host_times {
    word host;
    struct values launches_s;
};

struct hosts {
    struct host_times *items;
    size_t count, room;
};

static bool word_is(const struct data *data, word text, const char *wanted) {
    return strcmp(data_text(data, text), wanted) == 0;
}

static bool is_uneven(const struct data *data, word kernel) {
    for (size_t i = 0; i < sizeof uneven / sizeof *uneven; i++)
        if (word_is(data, kernel, uneven[i]))
            return true;
    return false;
}

/* Parts that `whole` things can be cut into with hardly a difference between any two. */
static bool is_even(double whole, double parts) {
    return fmod(whole, parts) == 0 || parts / whole <= share_error_max;
}

static bool shares_are_even(const struct configuration *configuration) {
    const struct setup *setup = &configuration->setup;
    const float *items = configuration->measures[MEASURE_items];
    const double workers = setup->workers;
    if (setup->workers % configuration->node_times.nodes_most)
        return false;
    if (setup->tasks && !is_even(setup->tasks, workers))
        return false;
    return !items || isnan(items[0]) || is_even((double)items[0], workers);
}

static bool is_comparable(const struct data *data, const struct configuration *configuration) {
    const struct setup *setup = &configuration->setup;
    const char *schedule = data_text(data, setup->schedule);
    return configuration->node_times.nodes_most > 1 && strncmp(schedule, "dynamic", 7) != 0 &&
           strncmp(schedule, "guided", 6) != 0 && !word_is(data, setup->class, "comm") &&
           !word_is(data, setup->class, "probe") && !is_uneven(data, setup->kernel) &&
           shares_are_even(configuration);
}

/* --- times of hosts --------------------------------------------------------------------------- */

static double median_of(struct values *values) {
    values_sort(values->items, values->count);
    return gsl_stats_median_from_sorted_data(values->items, 1, values->count);
}

static struct host_times *host_of(struct hosts *hosts, word host) {
    for (size_t i = 0; i < hosts->count; i++)
        if (hosts->items[i].host == host)
            return &hosts->items[i];
    const struct host_times fresh = {.host = host};
    ARRAY_PUSH(hosts, fresh);
    return &hosts->items[hosts->count - 1];
}

/* Rows of a launch follow each other; times in between are of other hosts. */
static void host_fill(struct host_times *host, const struct node_times *times) {
    struct values rows = {0};
    uint32_t launch = 0;
    for (size_t i = 0; i < times->count; i++) {
        const struct node_time *time = &times->items[i];
        if (time->host != host->host)
            continue;
        if (rows.count && time->launch != launch) {
            ARRAY_PUSH(&host->launches_s, median_of(&rows));
            rows.count = 0;
        }
        launch = time->launch;
        ARRAY_PUSH(&rows, (double)time->busy_s);
    }
    if (rows.count)
        ARRAY_PUSH(&host->launches_s, median_of(&rows));
    free(rows.items);
}

static struct hosts hosts_make(const struct node_times *times) {
    struct hosts hosts = {0};
    for (size_t i = 0; i < times->count; i++)
        host_of(&hosts, times->items[i].host);
    for (size_t i = 0; i < hosts.count; i++)
        host_fill(&hosts.items[i], times);
    return hosts;
}

static void hosts_free(struct hosts *hosts) {
    for (size_t i = 0; i < hosts->count; i++)
        free(hosts->items[i].launches_s.items);
    free(hosts->items);
}

/* --- the rule --------------------------------------------------------------------------------- */

static struct values others_collect(const struct hosts *hosts, size_t but) {
    struct values others = {0};
    for (size_t i = 0; i < hosts->count; i++)
        for (size_t k = 0; i != but && k < hosts->items[i].launches_s.count; k++)
            ARRAY_PUSH(&others, hosts->items[i].launches_s.items[k]);
    return others;
}

/* Scaled median absolute deviation; changes the values. */
static double deviation_from(struct values *values, double middle) {
    for (size_t i = 0; i < values->count; i++)
        values->items[i] = fabs(values->items[i] - middle);
    return mad_to_deviation * median_of(values);
}

static bool is_slow(struct hosts *hosts, size_t at, double *busy_s, double *others_s) {
    struct values others = others_collect(hosts, at);
    *busy_s = median_of(&hosts->items[at].launches_s);
    *others_s = median_of(&others);
    const double deviation_s = deviation_from(&others, *others_s);
    const double more_s = *busy_s - *others_s;
    free(others.items);
    return more_s > SLOW_SHARE_MIN * *others_s && more_s > SLOW_MADS_MIN * deviation_s;
}

static struct slow_node *node_of(struct slow_nodes *nodes, word host) {
    for (size_t i = 0; i < nodes->count; i++)
        if (nodes->items[i].host == host)
            return &nodes->items[i];
    const struct slow_node fresh = {.host = host};
    ARRAY_PUSH(nodes, fresh);
    return &nodes->items[nodes->count - 1];
}

static void host_judge(struct slow_nodes *nodes, const struct configuration *configuration,
                       struct hosts *hosts, size_t at) {
    struct slow_node *node = node_of(nodes, hosts->items[at].host);
    double busy_s, others_s;
    node->compared_in++;
    if (!is_slow(hosts, at, &busy_s, &others_s))
        return;
    node->slow_in++;
    if (node->configuration && busy_s / others_s <= node->busy_s / node->others_s)
        return;
    node->configuration = configuration;
    node->busy_s = busy_s;
    node->others_s = others_s;
    node->others = hosts->count - 1;
    const struct values *launches_s = &hosts->items[at].launches_s; /* sorted by median_of */
    node->least_s = launches_s->items[0];
    node->most_s = launches_s->items[launches_s->count - 1];
    node->launches = launches_s->count;
}

static void named_keep(struct slow_nodes *nodes) {
    size_t kept = 0;
    for (size_t i = 0; i < nodes->count; i++)
        if (2 * nodes->items[i].slow_in > nodes->items[i].compared_in)
            nodes->items[kept++] = nodes->items[i];
    nodes->count = kept;
}

struct slow_nodes slow_nodes_find(const struct data *data) {
    struct slow_nodes nodes = {0};
    for (size_t i = 0; i < data->count; i++) {
        const struct configuration *configuration = &data->items[i];
        if (!is_comparable(data, configuration))
            continue;
        struct hosts hosts = hosts_make(&configuration->node_times);
        for (size_t at = 0; hosts.count > 1 && at < hosts.count; at++)
            host_judge(&nodes, configuration, &hosts, at);
        nodes.compared += hosts.count > 1;
        hosts_free(&hosts);
    }
    named_keep(&nodes);
    return nodes;
}

void slow_nodes_free(struct slow_nodes *nodes) {
    free(nodes->items);
    *nodes = (struct slow_nodes){0};
}

char *slow_node_sentence(const struct data *data, const struct slow_node *node) {
    const struct setup *setup = &node->configuration->setup;
    const char *host = data_text(data, node->host);
    char *others = node->others == 1
                       ? must_strdup("the other node")
                       : must_format("the median of the %zu other nodes", node->others);
    char *range = node->launches < 2
                      ? must_strdup("")
                      : must_format(", in each launch %s to %s times",
                                    number_plain(node->least_s / node->others_s).text,
                                    number_plain(node->most_s / node->others_s).text);
    char *sentence = must_format(
        "Slow node: %s took %s times as long as %s for the same work (%s, %u workers, %zu "
        "launch%s: "
        "%s against %s%s), and was slow in %zu of %zu configurations that compare nodes.%s",
        host, number_plain(node->busy_s / node->others_s).text, others,
        data_text(data, setup->kernel), setup->workers, node->launches,
        node->launches == 1 ? "" : "es", number_time(node->busy_s).text,
        number_time(node->others_s).text, range, node->slow_in, node->compared_in,
        node->others == 1 ? " With two nodes nobody can say whether one is slow or one is fast."
                          : "");
    free(range);
    free(others);
    return sentence;
}
