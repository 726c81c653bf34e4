/* A comparison as JSON. Numbers that are unknown are null: cJSON prints NaN so. */
#include "check.h"
#include "compare.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

static void add_names(cJSON *document, const char *name, const struct spot *spots, size_t count) {
    cJSON *list = cJSON_AddArrayToObject(document, name);
    for (size_t i = 0; i < count; i++) {
        char *text = spot_name(&spots[i]);
        cJSON_AddItemToArray(list, cJSON_CreateString(text));
        free(text);
    }
}

static cJSON *slowdown_object(const struct slowdown *slowdown) {
    const struct spot *before = &slowdown->match->before, *after = &slowdown->match->after;
    cJSON *object = cJSON_CreateObject();
    cJSON_AddStringToObject(object, "panel", after->panel->name);
    cJSON_AddStringToObject(object, "series", after->series->name);
    cJSON_AddNumberToObject(object, "workers", after->point->workers);
    cJSON_AddNumberToObject(object, "launches_old", (double)before->point->launches);
    cJSON_AddNumberToObject(object, "launches_new", (double)after->point->launches);
    cJSON_AddNumberToObject(object, "time_old_s", before->point->time_s.value);
    cJSON_AddNumberToObject(object, "time_new_s", after->point->time_s.value);
    cJSON_AddNumberToObject(object, "slowdown", slowdown->ratio.value);
    cJSON_AddNumberToObject(object, "slowdown_low", slowdown->ratio.low);
    cJSON_AddNumberToObject(object, "slowdown_high", slowdown->ratio.high);
    cJSON_AddStringToObject(object, "method", ratio_method_name(slowdown->method));
    cJSON_AddNumberToObject(object, "p_value", slowdown->p_value);
    cJSON_AddNumberToObject(object, "p_holm", slowdown->p_holm);
    cJSON_AddStringToObject(object, "outcome", pace_names[slowdown->pace]);
    cJSON_AddBoolToObject(object, "other_work", slowdown->match->other_work);
    return object;
}

static void add_slowdowns(cJSON *document, const struct slowdowns *slowdowns) {
    cJSON *list = cJSON_AddArrayToObject(document, "configurations");
    for (size_t i = 0; i < slowdowns->count; i++)
        cJSON_AddItemToArray(list, slowdown_object(&slowdowns->items[i]));
}

static void add_remarks(cJSON *document, const struct remarks *remarks) {
    cJSON *list = cJSON_AddArrayToObject(document, "differences");
    for (size_t i = 0; i < remarks->count; i++) {
        cJSON *object = cJSON_CreateObject();
        cJSON_AddStringToObject(object, "text", remarks->items[i].text);
        cJSON_AddBoolToObject(object, "not_comparable", remarks->items[i].refuse);
        cJSON_AddItemToArray(list, object);
    }
}

void compare_print_json(FILE *out, const struct compare *compare) {
    cJSON *document = cJSON_CreateObject();
    cJSON_AddStringToObject(document, "old", compare->before->path);
    cJSON_AddStringToObject(document, "new", compare->after->path);
    cJSON_AddNumberToObject(document, "max_slowdown", compare->slowdowns.max_slowdown);
    cJSON_AddNumberToObject(document, "regressions",
                            (double)compare->slowdowns.paces[PACE_REGRESSION]);
    add_slowdowns(document, &compare->slowdowns);
    add_names(document, "only_in_old", compare->matching.removed, compare->matching.removed_count);
    add_names(document, "only_in_new", compare->matching.added, compare->matching.added_count);
    add_remarks(document, &compare->remarks);
    char *text = cJSON_Print(document);
    CHECK(text);
    fprintf(out, "%s\n", text);
    cJSON_free(text);
    cJSON_Delete(document);
}
