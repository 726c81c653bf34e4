#include "digest.h"

#include "check.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <string.h>

static const char *driver_of(const cJSON *launch) {
    const char *driver = cJSON_GetStringValue(cJSON_GetObjectItem(launch, "driver"));
    return driver ? driver : "";
}

/* Whether a launch of the same driver stands before this one. */
static bool is_shown_by_another(const cJSON *launch) {
    /* In cJSON the first item's `prev` is the last one: its own `next` ends the list. */
    for (const cJSON *other = launch->prev; other->next; other = other->prev)
        if (strcmp(driver_of(other), driver_of(launch)) == 0)
            return true;
    return false;
}

/* From the end on, so that a launch is looked at while all before it are still there. */
static size_t thin(cJSON *launches) {
    size_t left_out = 0;
    for (int i = cJSON_GetArraySize(launches) - 1; i > 0; i--) {
        if (!is_shown_by_another(cJSON_GetArrayItem(launches, i)))
            continue;
        cJSON_DeleteItemFromArray(launches, i);
        left_out++;
    }
    return left_out;
}

char *digest_make(const char *provenance, size_t *left_out) {
    *left_out = 0;
    cJSON *document = cJSON_Parse(provenance);
    cJSON *launches = cJSON_GetObjectItem(document, "launches");
    if (!cJSON_IsArray(launches)) {
        cJSON_Delete(document);
        return must_strdup(provenance);
    }
    *left_out = thin(launches);
    char *printed = cJSON_Print(document);
    CHECK(printed);
    char *text = must_strdup(printed);
    cJSON_free(printed);
    cJSON_Delete(document);
    return text;
}
