#include "keys.h"

#include "check.h"
#include "pin.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const study_driver_names[] = {"serial", "omp", "mpi", NULL};
const char *const study_gil_names[] = {"off", "mutex", "cpython", NULL};
const char *const study_scaling_names[] = {"strong", "weak", NULL};
const char *const study_schedule_names[] = {"static", "dynamic", "guided", NULL};

/* Hands every word of the value to `take`, with use->text being that word. */
static bool each_word(const struct cli_use *use,
                      bool (*take)(const struct cli_use *, struct fault *), struct fault *fault) {
    struct text_list words = text_split(use->text);
    bool good = true;
    for (size_t i = 0; i < words.count && good; i++) {
        struct cli_use word = *use;
        word.text = words.items[i];
        good = *word.text ? take(&word, fault) : cli_refuse(use, "a list with a hole", fault);
    }
    text_list_free(&words);
    return good;
}

static bool set_owned_text(const struct cli_use *use, struct fault *fault) {
    if (!*use->text)
        return cli_refuse(use, "must not be empty", fault);
    *(char **)use->field = must_strdup(use->text);
    return true;
}

/* A name becomes a folder and a column: letters that need no quoting anywhere. */
static bool set_name(const struct cli_use *use, struct fault *fault) {
    for (const char *at = use->text; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("-_", *at))
            return cli_refuse(use, "only letters, digits, '-' and '_' make a name", fault);
    return set_owned_text(use, fault);
}

static bool set_bit(const struct cli_use *use, const char *noun, const char *const *names,
                    struct fault *fault) {
    int index;
    if (!cli_choose(use, noun, names, &index, fault))
        return false;
    unsigned *bits = use->field;
    if (*bits & 1U << index)
        return cli_refuse(use, "named twice", fault);
    *bits |= 1U << index;
    return true;
}

static bool take_driver(const struct cli_use *use, struct fault *fault) {
    return set_bit(use, "driver", study_driver_names, fault);
}

static bool take_gil(const struct cli_use *use, struct fault *fault) {
    return set_bit(use, "lock", study_gil_names, fault);
}

static bool take_scaling(const struct cli_use *use, struct fault *fault) {
    return set_bit(use, "scaling", study_scaling_names, fault);
}

static bool take_text(const struct cli_use *use, struct fault *fault) {
    struct text_list *list = use->field;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], use->text) == 0)
            return cli_refuse(use, "named twice", fault);
    list->items = must_realloc(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = must_strdup(use->text);
    return true;
}

static bool take_number(const struct cli_use *use, uint64_t number, struct fault *fault) {
    struct number_list *list = use->field;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == number)
            return cli_refuse(use, "named twice", fault);
    number_list_add(list, number);
    return true;
}

static bool take_size(const struct cli_use *use, struct fault *fault) {
    uint64_t size = 0;
    const char *wrong = text_count(use->text, 1, INT64_MAX, &size);
    return wrong ? cli_refuse(use, wrong, fault) : take_number(use, size, fault);
}

static bool take_interval(const struct cli_use *use, struct fault *fault) {
    uint64_t interval_ns = 0;
    const char *wrong = text_time_ns(use->text, &interval_ns);
    if (!wrong && interval_ns == 0)
        wrong = "must be more than 0";
    return wrong ? cli_refuse(use, wrong, fault) : take_number(use, interval_ns, fault);
}

/* "dynamic:4" here is --schedule dynamic,4: commas separate the values of a list. */
static bool take_schedule(const struct cli_use *use, struct fault *fault) {
    char *kind = must_strdup(use->text);
    char *chunk = kind;
    strsep(&chunk, ":");
    int index;
    uint64_t number;
    const struct cli_use name = {use->option, kind, NULL, NULL};
    bool good = cli_choose(&name, "schedule", study_schedule_names, &index, fault);
    if (good && chunk && text_count(chunk, 1, INT64_MAX, &number))
        good = cli_refuse(use, "the chunk must be a whole number from 1 up", fault);
    free(kind);
    return good && take_text(use, fault);
}

static bool pin_good(const struct cli_use *use, struct fault *fault) {
    struct pin_request request = {0};
    const char *wrong = pin_request_read(use->text, &request);
    if (!wrong)
        pin_request_free(&request);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool take_pin(const struct cli_use *use, struct fault *fault) {
    return pin_good(use, fault) && take_text(use, fault);
}

/* Policies, or one list of PU numbers, whose commas are its own. */
static bool set_pins(const struct cli_use *use, struct fault *fault) {
    if (isdigit((unsigned char)*use->text))
        return take_pin(use, fault);
    return each_word(use, take_pin, fault);
}

static bool set_drivers(const struct cli_use *use, struct fault *fault) {
    return each_word(use, take_driver, fault);
}

static bool set_gils(const struct cli_use *use, struct fault *fault) {
    return each_word(use, take_gil, fault);
}

static bool set_scalings(const struct cli_use *use, struct fault *fault) {
    return each_word(use, take_scaling, fault);
}

static bool set_texts(const struct cli_use *use, struct fault *fault) {
    return each_word(use, take_text, fault);
}

static bool set_sizes(const struct cli_use *use, struct fault *fault) {
    return each_word(use, take_size, fault);
}

static bool set_intervals(const struct cli_use *use, struct fault *fault) {
    return each_word(use, take_interval, fault);
}

static bool set_schedules(const struct cli_use *use, struct fault *fault) {
    return each_word(use, take_schedule, fault);
}

static bool set_amounts(const struct cli_use *use, struct fault *fault) {
    if (((struct amount_list *)use->field)->count)
        return cli_refuse(use, "layout has said the workers before", fault);
    const char *wrong = amount_list_read(use->text, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

/* "auto", or "auto:AMOUNTS", which is `workers` said in one place. */
static bool set_layout(const struct cli_use *use, struct fault *fault) {
    static const char word[] = "auto";
    struct experiment *experiment = use->target;
    const char *at = use->text;
    if (strncmp(at, word, strlen(word)) != 0)
        return cli_refuse(use, "not auto, nor auto with workers such as auto:8", fault);
    at += strlen(word);
    experiment->layout = true;
    if (!*at)
        return true;
    if (*at != ':')
        return cli_refuse(use, "not auto, nor auto with workers such as auto:8", fault);
    if (experiment->workers.count)
        return cli_refuse(use, "the section has the key workers too", fault);
    const char *wrong = amount_list_read(at + 1, &experiment->workers);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool set_yes(const struct cli_use *use, struct fault *fault) {
    static const char *const answers[] = {"no", "yes", NULL};
    int index;
    if (!cli_choose(use, "answer", answers, &index, fault))
        return false;
    *(bool *)use->field = index == 1;
    return true;
}

static bool set_within(const struct cli_use *use, uint64_t minimum, struct fault *fault) {
    const char *wrong = text_count(use->text, minimum, STUDY_REPS_MAX, use->field);
    return wrong ? cli_refuse(use, wrong, fault) : true;
}

static bool set_times(const struct cli_use *use, struct fault *fault) {
    return set_within(use, 1, fault);
}

static bool set_warmup(const struct cli_use *use, struct fault *fault) {
    return set_within(use, 0, fault);
}

#define AT(field) offsetof(struct study, field)
static const struct cli_option of_study[] = {
    {0, "name", "WORD", "Name of the study: of its folder and in the rows. Required.", set_name,
     AT(name)},
    {0, "title", "TEXT", "The question, in one sentence. Required.", set_owned_text, AT(title)},
    {0, "launches", "N",
     "Rounds: how often each variant is started anew, in another order every time. Limits need 6, "
     "99 % "
     "limits 8. Default 8.",
     set_times, AT(launches)},
    {0, "reps", "N", "Repetitions kept per launch. Default 5.", set_times, AT(reps)},
    {0, "warmup", "N", "Repetitions before them, marked as warm-up. Default 1.", set_warmup,
     AT(warmup)},
    {0, "seed", "N", "Seed of data and order. Default 1.", cli_set_count, AT(seed)},
    {0, "quick_launches", "N", "Rounds of --quick. Default 2.", set_times, AT(quick_launches)},
    {0, "quick_reps", "N", "Repetitions of --quick, at most; its warm-up is at most 1. Default 2.",
     set_times, AT(quick_reps)},
};
#undef AT

#define AT(field) offsetof(struct experiment, field)
static const struct cli_option of_experiment[] = {
    {0, "summary", "TEXT", "What this experiment should show. Required.", set_owned_text,
     AT(summary)},
    {0, "kernels", "LIST",
     "Kernels of every launch: NAME, NAME:VARIANT, a class (cpu, memory, os, io, comm, mixed) or "
     "all. "
     "Required, unless there are probes.",
     set_texts, AT(kernels)},
    {0, "probe", "LIST",
     "Instead of kernels: probes of the model itself, NAME, NAME:VARIANT or all; each runs with "
     "the drivers and workers that it can have. convoy-omp --list shows them.",
     set_texts, AT(probes)},
    {0, "variant", "LIST",
     "Variants of the kernels that are named without one, default the first; of probes, default "
     "all.",
     set_texts, AT(variants)},
    {0, "set", "LIST", "Parameters of kernels and probes, KERNEL.PARAMETER=VALUE each.", set_texts,
     AT(settings)},
    {0, "drivers", "LIST", "serial (not for probes), omp (threads), mpi (processes). Required.",
     set_drivers, AT(drivers)},
    {0, "workers", "AMOUNTS", "Threads of omp, ranks of mpi; serial has 1. Default 1..cores x2.",
     set_amounts, AT(workers)},
    {0, "layout", "auto[:AMOUNTS]",
     "All ways to make that many workers (or those of `workers`; default cores*nodes) of R ranks "
     "of T "
     "threads: omp for R = 1 on one node, mpi for T = 1, hybrids between. Every rank has a lock of "
     "its own. "
     "drivers may add serial; default omp, mpi.",
     set_layout, 0},
    {0, "tasks", "AMOUNTS", "Pieces the work is cut into. Default: one per worker.", set_amounts,
     AT(tasks)},
    {0, "size", "LIST", "Items per task, suffixes k M G Ki Mi Gi. Default: the kernel's.",
     set_sizes, AT(sizes)},
    {0, "scaling", "LIST", "strong, weak. Default strong.", set_scalings, AT(scalings)},
    {0, "schedule", "LIST", "static, dynamic, guided, each with :CHUNK if wanted. Default static.",
     set_schedules, AT(schedules)},
    {0, "gil", "LIST",
     "off, mutex, cpython: lock of the threads. serial never has one; mpi only with gil_mpi, "
     "otherwise it runs once, without. Default off.",
     set_gils, AT(gils)},
    {0, "gil_mpi", "yes|no",
     "Ranks, too, run under every setting of gil, each with a lock of its own. Default no.",
     set_yes, AT(gil_mpi)},
    {0, "gil_interval", "LIST", "Switch intervals of the cpython lock. Default 5ms.", set_intervals,
     AT(intervals_ns)},
    {0, "pin", "LIST",
     "Placement: none, compact, scatter, numa; or one list of PU numbers. Default none.", set_pins,
     AT(pins)},
    {0, "launches", "N", "Rounds this section takes part in, the first ones. Default: all.",
     set_times, AT(launches)},
    {0, "reps", "N", "As in [study], for this section.", set_times, AT(reps)},
    {0, "warmup", "N", "As in [study], for this section.", set_warmup, AT(warmup)},
    {0, "trace", "yes|no",
     "Write who ran which task when, in the first round: trace-SECTION-VARIANT.json. Default no.",
     set_yes, AT(trace)},
    {0, "quick", "yes|no", "Whether --quick runs this section. Default yes.", set_yes, AT(quick)},
};
#undef AT

#define COUNT(table) (sizeof(table) / sizeof *(table))
_Static_assert(COUNT(of_study) <= STUDY_KEYS_MAX && COUNT(of_experiment) <= STUDY_KEYS_MAX,
               "key_lines is too short");
const struct key_table study_keys = {of_study, COUNT(of_study)};
const struct key_table experiment_keys = {of_experiment, COUNT(of_experiment)};

int key_find(const struct key_table *table, const char *name) {
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->keys[i].name, name) == 0)
            return (int)i;
    return -1;
}

const char *key_nearest(const struct key_table *table, const char *name) {
    const char *names[STUDY_KEYS_MAX + 1] = {NULL};
    for (size_t i = 0; i < table->count; i++)
        names[i] = table->keys[i].name;
    return text_nearest(name, names);
}
