#include "study.h"

#include "check.h"
#include "inifile.h"
#include "keys.h"
#include "probing.h"

#include <stdlib.h>
#include <string.h>

static bool is_study(const char *section) {
    return strcmp(section, "study") == 0;
}

static bool experiment_begin(struct study *study, const struct ini_item *item) {
    study->experiments =
        must_realloc(study->experiments, (study->count + 1) * sizeof *study->experiments);
    study->experiments[study->count++] = (struct experiment){
        .name = must_strdup(item->section),
        .line = item->line,
        .launches = NOT_GIVEN,
        .reps = NOT_GIVEN,
        .warmup = NOT_GIVEN,
        .quick = true,
    };
    return true;
}

static bool section_begin(struct study *study, const struct ini_item *item, struct fault *fault) {
    unsigned first = is_study(item->section) ? study->line : 0;
    for (size_t i = 0; i < study->count; i++)
        if (strcmp(study->experiments[i].name, item->section) == 0)
            first = study->experiments[i].line;
    if (first)
        return fault_user(fault, "%s:%u: section [%s] was there already, in line %u", item->path,
                          item->line, item->section, first);
    if (!is_study(item->section))
        return experiment_begin(study, item);
    study->line = item->line;
    return true;
}

static bool refuse_key(const struct ini_item *item, const struct key_table *table,
                       struct fault *fault) {
    const char *nearest = key_nearest(table, item->key);
    if (nearest)
        return fault_user(fault, "%s:%u: unknown key '%s'; did you mean %s?", item->path,
                          item->line, item->key, nearest);
    return fault_user(fault, "%s:%u: unknown key '%s' in [%s]; convoy-run --help-study lists them",
                      item->path, item->line, item->key, item->section);
}

/* One key of a section, read into `target`, which holds what `table` describes. */
static bool key_take(const struct ini_item *item, const struct key_table *table, void *target,
                     unsigned *key_lines, struct fault *fault) {
    const int index = key_find(table, item->key);
    if (index < 0)
        return refuse_key(item, table, fault);
    if (key_lines[index])
        return fault_user(fault, "%s:%u: key '%s' was there already, in line %u", item->path,
                          item->line, item->key, key_lines[index]);
    key_lines[index] = item->line;
    const struct cli_option *key = &table->keys[index];
    char *label = must_format("%s:%u: %s", item->path, item->line, item->key);
    const struct cli_use use = {label, item->value, (char *)target + key->offset, target};
    const bool good =
        *item->value ? key->set(&use, fault) : fault_user(fault, "%s: has no value", label);
    free(label);
    return good;
}

static bool item_take(const struct ini_item *item, void *user, struct fault *fault) {
    struct study *study = user;
    if (!item->key)
        return section_begin(study, item, fault);
    if (!*item->section)
        return fault_user(fault, "%s:%u: key '%s' before any section", item->path, item->line,
                          item->key);
    if (is_study(item->section))
        return key_take(item, &study_keys, study, study->key_lines, fault);
    struct experiment *last = &study->experiments[study->count - 1];
    return key_take(item, &experiment_keys, last, last->key_lines, fault);
}

static bool refuse_missing(const struct study *study, const char *section, unsigned line,
                           const char *key, struct fault *fault) {
    return fault_user(fault, "%s:%u: section [%s] needs a key '%s'", study->path, line, section,
                      key);
}

/* "PATH:LINE: KEY" of a key that was given; caller frees. */
static char *label_of(const struct study *study, const struct experiment *experiment,
                      const char *key) {
    const unsigned line = experiment->key_lines[key_find(&experiment_keys, key)];
    return must_format("%s:%u: %s", study->path, line, key);
}

static bool picks_complete(const struct study *study, struct experiment *experiment,
                           struct fault *fault) {
    char *kernels = label_of(study, experiment, experiment->probes.count ? "probe" : "kernels");
    char *variant = label_of(study, experiment, "variant");
    char *set = label_of(study, experiment, "set");
    struct pick_list *picks = &experiment->picks;
    const bool good =
        (experiment->probes.count ? probing_read(kernels, experiment, picks, fault)
                                  : picks_read(kernels, &experiment->kernels, picks, fault)) &&
        picks_apply_variants(variant, &experiment->variants, picks, fault) &&
        picks_apply_settings(set, &experiment->settings, picks, fault);
    free(kernels);
    free(variant);
    free(set);
    return good;
}

/* Keys that would be without effect are a mistake of the writer, not a matter of taste. */
static bool experiment_consistent(const struct study *study, const struct experiment *experiment,
                                  struct fault *fault) {
    char *wrong = NULL;
    const bool has_threads = experiment->drivers & 1U << STUDY_OMP;
    const bool has_ranks = experiment->drivers & 1U << STUDY_MPI;
    if (experiment->layout && (!has_ranks || experiment->probes.count))
        wrong = label_of(study, experiment, "layout");
    else if (experiment->gils && !has_threads && !experiment->layout &&
             !(has_ranks && experiment->gil_mpi))
        wrong = label_of(study, experiment, "gil");
    else if (experiment->intervals_ns.count && !(experiment->gils & 1U << STUDY_CPYTHON))
        wrong = label_of(study, experiment, "gil_interval");
    else if (experiment->gil_mpi && !(has_ranks && experiment->gils))
        wrong = label_of(study, experiment, "gil_mpi");
    else if (experiment->workers.count && !has_threads && !has_ranks)
        wrong = label_of(study, experiment, "workers");
    if (wrong)
        fault_user(fault, "%s: has no effect with the drivers and locks of this section", wrong);
    free(wrong);
    return fault->code == EXIT_DONE;
}

static bool refuse_both(const struct study *study, const struct experiment *experiment,
                        struct fault *fault) {
    char *label = label_of(study, experiment, "probe");
    fault_user(fault, "%s: this section has kernels too; one launch measures one or the other",
               label);
    free(label);
    return false;
}

static bool experiment_complete(const struct study *study, struct experiment *experiment,
                                struct fault *fault) {
    if (experiment->layout && !experiment->drivers)
        experiment->drivers = 1U << STUDY_OMP | 1U << STUDY_MPI;
    const bool works = experiment->kernels.count || experiment->probes.count;
    const char *missing = !experiment->summary   ? "summary"
                          : !works               ? "kernels"
                          : !experiment->drivers ? "drivers"
                                                 : NULL;
    if (missing)
        return refuse_missing(study, experiment->name, experiment->line, missing, fault);
    if (experiment->kernels.count && experiment->probes.count)
        return refuse_both(study, experiment, fault);
    if (!experiment_consistent(study, experiment, fault))
        return false;
    if (!experiment->scalings)
        experiment->scalings = 1U << STUDY_STRONG;
    if (!experiment->gils)
        experiment->gils = 1U << STUDY_OFF;
    if (!experiment->workers.count)
        CHECK(!amount_list_read(experiment->layout ? "cores*nodes" : "1..cores x2",
                                &experiment->workers));
    return picks_complete(study, experiment, fault) &&
           (!experiment->probes.count || probing_check(study, experiment, fault));
}

static bool study_complete(struct study *study, struct fault *fault) {
    if (!study->line)
        return fault_user(fault, "%s: there is no section [study]", study->path);
    if (!study->name || !study->title)
        return refuse_missing(study, "study", study->line, study->name ? "title" : "name", fault);
    if (study->count == 0)
        return fault_user(fault, "%s: there is no experiment: no section beside [study]",
                          study->path);
    for (size_t i = 0; i < study->count; i++)
        if (!experiment_complete(study, &study->experiments[i], fault))
            return false;
    return true;
}

struct study *study_parse(const char *path, const char *text, struct fault *fault) {
    struct study *study = must_alloc(sizeof *study);
    *study = (struct study){
        .path = must_strdup(path),
        .text = must_strdup(text),
        .launches = 8,
        .reps = 5,
        .warmup = 1,
        .seed = 1,
        .quick_launches = 2,
        .quick_reps = 2,
    };
    if (ini_read(path, text, item_take, study, fault) && study_complete(study, fault))
        return study;
    study_free(study);
    return NULL;
}

struct study *study_read(const char *path, struct fault *fault) {
    char *text = ini_load(path, fault);
    struct study *study = text ? study_parse(path, text, fault) : NULL;
    free(text);
    return study;
}

static void experiment_free(struct experiment *experiment) {
    free(experiment->name);
    free(experiment->summary);
    text_list_free(&experiment->kernels);
    text_list_free(&experiment->probes);
    text_list_free(&experiment->variants);
    text_list_free(&experiment->settings);
    text_list_free(&experiment->schedules);
    text_list_free(&experiment->pins);
    picks_free(&experiment->picks);
    amount_list_free(&experiment->workers);
    amount_list_free(&experiment->tasks);
    number_list_free(&experiment->sizes);
    number_list_free(&experiment->intervals_ns);
}

void study_free(struct study *study) {
    if (!study)
        return;
    for (size_t i = 0; i < study->count; i++)
        experiment_free(&study->experiments[i]);
    free(study->experiments);
    free(study->path);
    free(study->text);
    free(study->name);
    free(study->title);
    free(study);
}
