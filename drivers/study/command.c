#include "command.h"

#include "check.h"
#include "keys.h"
#include "probe.h"
#include "probing.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct words {
    char **list;
    size_t count;
};

/* Appends a word, which now belongs to the list. */
static void add(struct words *words, char *word) {
    words->list = must_realloc(words->list, (words->count + 2) * sizeof *words->list);
    words->list[words->count++] = word;
    words->list[words->count] = NULL;
}

static void add_option(struct words *words, const char *option, char *value) {
    add(words, must_strdup(option));
    add(words, value);
}

static void add_number(struct words *words, const char *option, uint64_t number) {
    add_option(words, option, must_format("%" PRIu64, number));
}

const char *command_program(enum study_driver driver) {
    static const char *const programs[STUDY_DRIVERS] = {
        [STUDY_SERIAL] = "convoy-serial", [STUDY_OMP] = "convoy-omp", [STUDY_MPI] = "convoy-mpi"};
    return programs[driver];
}

static void add_launcher(struct words *words, const struct launcher *launcher, unsigned ranks,
                         unsigned threads) {
    struct text_list starts = launcher_words(launcher, ranks, threads);
    for (size_t i = 0; i < starts.count; i++)
        add(words, must_strdup(starts.items[i]));
    text_list_free(&starts);
}

/* Ranks are counted by the launcher, threads by the driver. All drivers of a study run on the same
 * hosts: where those are others, somebody has to start the ones without ranks there. */
static void add_program(struct words *words, const struct variant_plan *variant,
                        const struct command_places *places) {
    if (variant->driver == STUDY_MPI) {
        CHECK(places->launcher);
        add_launcher(words, places->launcher, variant->workers / variant->threads,
                     variant->threads);
    } else if (places->launcher && places->launcher->first) {
        const struct launcher first = launcher_on_first(places->launcher);
        add_launcher(words, &first, 1, variant->workers);
    }
    add(words, must_format("%s/%s", places->bin, command_program(variant->driver)));
    if (variant->driver == STUDY_OMP)
        add_number(words, "--workers", variant->workers);
    if (variant->threads > 1)
        add_number(words, "--threads", variant->threads);
}

/* "dynamic:4" in a study is "dynamic,4" to a driver. */
static char *driver_schedule(const char *schedule) {
    char *text = must_strdup(schedule);
    char *colon = strchr(text, ':');
    if (colon)
        *colon = ',';
    return text;
}

static void add_work(struct words *words, const struct variant_plan *variant) {
    const struct experiment *experiment = variant->experiment;
    const unsigned meant = probing_options(experiment);
    add_option(words, experiment->probes.count ? "--probe" : "--kernel", variant_kernels(variant));
    if (variant->tasks)
        add_number(words, "--tasks", variant->tasks);
    if (variant->size)
        add_number(words, "--size", variant->size);
    for (size_t i = 0; i < experiment->settings.count; i++)
        add_option(words, "--set", must_strdup(experiment->settings.items[i]));
    if (meant & PROBE_SCALING)
        add_option(words, "--scaling", must_strdup(study_scaling_names[variant->scaling]));
    if (meant & PROBE_SCHEDULE)
        add_option(words, "--schedule", driver_schedule(variant->schedule));
}

static void add_lock(struct words *words, const struct variant_plan *variant) {
    char interval[32];
    add_option(words, "--gil", must_strdup(study_gil_names[variant->gil]));
    if (!variant->interval_ns)
        return;
    text_from_time_ns(variant->interval_ns, interval);
    add_option(words, "--gil-interval", must_strdup(interval));
}

/* "trace-steps-omp-x12-gil-cpython.json" */
static char *trace_path(const struct variant_plan *variant, const char *folder) {
    char *name = must_strdup(variant->name);
    for (char *at = name; *at; at++)
        if (!isalnum((unsigned char)*at))
            *at = '-';
    char *path = must_format("%s/trace-%s-%s.json", folder, variant->experiment->name, name);
    free(name);
    return path;
}

static void add_results(struct words *words, const struct launch *launch,
                        const struct command_places *places) {
    const struct experiment *experiment = launch->variant->experiment;
    add_option(words, "--output", must_format("%s/%s", places->folder, COMMAND_SAMPLES));
    add_option(words, "--tag", must_format("section=%s", experiment->name));
    if (experiment->trace && launch->round == 1)
        add_option(words, "--trace", trace_path(launch->variant, places->folder));
    if (places->resume)
        add(words, must_strdup("--resume"));
}

char **command_make(const struct rounds *rounds, const struct launch *launch,
                    const struct command_places *places) {
    const struct variant_plan *variant = launch->variant;
    const unsigned meant = probing_options(variant->experiment);
    struct words words = {NULL, 0};
    add_program(&words, variant, places);
    add_work(&words, variant);
    if (meant & PROBE_GIL)
        add_lock(&words, variant);
    if (meant & PROBE_PIN)
        add_option(&words, "--pin", must_strdup(variant->pin));
    add_number(&words, "--reps", variant->reps);
    add_number(&words, "--warmup", variant->warmup);
    add_number(&words, "--seed", rounds->seed);
    add_results(&words, launch, places);
    return words.list;
}

void command_free(char **argv) {
    for (size_t i = 0; argv && argv[i]; i++)
        free(argv[i]);
    free(argv);
}

/* A shell takes everything between single quotes as it is, but for the quote itself. */
static char *quoted(const char *word) {
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
    if (*word && !word[strspn(word, plain)])
        return must_strdup(word);
    char *text = must_alloc(4 * strlen(word) + 3);
    char *at = text;
    *at++ = '\'';
    for (; *word; word++) {
        if (*word == '\'')
            at = stpcpy(at, "'\\''");
        else
            *at++ = *word;
    }
    *at = '\'';
    return text;
}

char *command_text(char *const *argv) {
    char *all = must_strdup("");
    for (size_t i = 0; argv[i]; i++) {
        char *word = quoted(argv[i]);
        char *longer = must_format("%s%s%s", all, i ? " " : "", word);
        free(word);
        free(all);
        all = longer;
    }
    return all;
}
