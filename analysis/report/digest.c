#include "digest.h"

#include "check.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <string.h>

static const char *driver_of(const cJSON *launch) {
    const char *driver = cJSON_GetStringValue(cJSON_GetObjectItem(launch, "driver"));
    return driver ? driver : "";
}

/* Whether a launch of the same driver stands before this one; those before are of few drivers. */
static bool is_shown_by_another(const cJSON *launches, const cJSON *launch) {
    for (const cJSON *other = launches->child; other != launch; other = other->next)
        if (strcmp(driver_of(other), driver_of(launch)) == 0)
            return true;
    return false;
}

static size_t thin(cJSON *launches) {
    size_t left_out = 0;
    for (cJSON *launch = launches->child, *next; launch; launch = next) {
        next = launch->next;
        if (!is_shown_by_another(launches, launch))
            continue;
        cJSON_Delete(cJSON_DetachItemViaPointer(launches, launch));
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
