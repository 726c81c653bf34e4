#include "dataset.h"

#include "array.h"
#include "check.h"
#include "load.h"
#include "number.h"
#include "source.h"

#include <stdlib.h>

bool dataset_read(const char *path, struct dataset *side, struct fault *fault) {
    *side = (struct dataset){.path = path};
    struct text_list paths = source_paths(path);
    struct source *sources = must_alloc(paths.count * sizeof *sources);
    const char **provenances = must_alloc(paths.count * sizeof *provenances);
    bool good = true;
    side->data = data_new();
    for (size_t i = 0; i < paths.count && good; i++) {
        good = source_find(paths.items[i], &sources[i], fault) &&
               load_csv(side->data, sources[i].csv, fault);
        provenances[i] = sources[i].provenance;
    }
    good = good && load_finish(side->data, sources[0].csv, fault);
    if (good) {
        side->study = study_make(side->data);
        side->machine = machine_read(provenances, paths.count);
    }
    for (size_t i = 0; i < paths.count; i++)
        source_free(&sources[i]);
    free(provenances);
    free(sources);
    text_list_free(&paths);
    return good;
}

void dataset_free(struct dataset *side) {
    machine_free(&side->machine);
    study_free(side->study);
    data_free(side->data);
    *side = (struct dataset){0};
}

struct spot *dataset_spots(const struct dataset *side, size_t *count) {
    *count = 0;
    struct spot *spots = must_alloc((side->data->count + 1) * sizeof *spots);
    for (size_t i = 0; i < side->study->count + side->study->probe_count; i++)
        for (size_t s = 0; s < side->study->items[i].count; s++)
            for (size_t p = 0; p < side->study->items[i].items[s].count; p++) {
                const struct panel *panel = &side->study->items[i];
                const struct series *series = &panel->items[s];
                if (point_is_shared(series, &series->items[p]))
                    continue;
                spots[(*count)++] = (struct spot){panel, series, &series->items[p]};
            }
    CHECK(*count <= side->data->count); /* a configuration is one point, and has one spot */
    return spots;
}

char *spot_name(const struct spot *spot) {
    return must_format("%s: %s, %g worker%s", spot->panel->name, spot->series->name,
                       spot->point->workers, number_plural(spot->point->workers));
}
