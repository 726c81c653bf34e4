#include "lint.h"

#include "check.h"
#include "load.h"
#include "number.h"
#include "source.h"
#include "wrap.h"

#include <stdio.h>
#include <stdlib.h>

struct lint_set {
    struct data *data;
    struct study *study;
    char **provenances; /* by path, NULL where there is none */
    size_t count;
    struct lint_input input;
};

static bool path_read(struct lint_set *set, const char *path, struct fault *fault) {
    struct source source;
    const bool good = source_find(path, &source, fault) && load_csv(set->data, source.csv, fault) &&
                      scan_csv(&set->input.scan, source.csv, fault);
    set->provenances = must_realloc(set->provenances, (set->count + 1) * sizeof *set->provenances);
    set->provenances[set->count++] = source.provenance;
    source.provenance = NULL;
    source_free(&source);
    return good;
}

static bool all_read(struct lint_set *set, const char *const *paths, size_t count,
                     struct fault *fault) {
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        struct text_list each = source_paths(paths[i]);
        for (size_t p = 0; p < each.count && good; p++)
            good = path_read(set, each.items[p], fault);
        text_list_free(&each);
    }
    return good && load_finish(set->data, paths[0], fault);
}

struct lint_set *lint_read(const char *const *paths, size_t count, struct fault *fault) {
    struct lint_set *set = must_alloc(sizeof *set);
    set->data = data_new();
    set->input.scan = scan_new();
    if (!all_read(set, paths, count, fault)) {
        lint_free(set);
        return NULL;
    }
    set->study = study_make(set->data);
    set->input.data = set->data;
    set->input.study = set->study;
    set->input.machine = machine_read((const char *const *)set->provenances, set->count);
    set->input.order = order_find(set->data);
    return set;
}

void lint_free(struct lint_set *set) {
    if (!set)
        return;
    machine_free(&set->input.machine);
    scan_free(&set->input.scan);
    for (size_t i = 0; i < set->count; i++)
        free(set->provenances[i]);
    free(set->provenances);
    study_free(set->study);
    data_free(set->data);
    free(set);
}

const struct lint_input *lint_input_of(const struct lint_set *set) {
    return &set->input;
}

static enum lint_outcome print_rule(FILE *out, const struct rule *rule,
                                    const struct lint_input *input) {
    enum { TEXT_COLUMN = 18 };
    const struct ruling ruling = rule->check(input);
    char *text = must_format("%s: %s.", rule->title, ruling.text);
    fprintf(out, "  %-3s %-11s ", rule->id, lint_outcome_names[ruling.outcome]);
    wrap_print(out, text, TEXT_COLUMN, TEXT_COLUMN);
    free(text);
    free(ruling.text);
    return ruling.outcome;
}

void lint_print(FILE *out, const struct lint_input *input) {
    static const struct rules *const lists[] = {&rules_hoefler, &rules_bailey};
    size_t counts[LINT_OUTCOMES] = {0}, rules = 0;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        fprintf(out, "%s\n", lists[i]->source);
        for (size_t r = 0; r < lists[i]->count; r++, rules++)
            counts[print_rule(out, &lists[i]->items[r], input)]++;
        fputc('\n', out);
    }
    fprintf(out, "%zu rules: %zu kept, %zu not kept, %zu cannot tell\n", rules, counts[LINT_KEPT],
            counts[LINT_NOT_KEPT], counts[LINT_CANNOT_TELL]);
}

bool lint_run(const char *const *paths, size_t count, struct fault *fault) {
    struct lint_set *set = lint_read(paths, count, fault);
    if (!set)
        return false;
    lint_print(stdout, lint_input_of(set));
    lint_free(set);
    return fflush(stdout) == 0 || fault_environment(fault, "cannot write to standard output");
}
