#include "origin.h"

#include "check.h"
#include "number.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Without blanks at both ends. */
static char *trimmed(const char *text, size_t length) {
    while (length && isspace((unsigned char)text[length - 1]))
        length--;
    while (length && isspace((unsigned char)*text)) {
        text++;
        length--;
    }
    return must_format("%.*s", (int)length, text);
}

/* The value of a line "title = VALUE"; NULL if it is another line. */
static char *title_of_line(const char *line, size_t length) {
    const char *equals = memchr(line, '=', length);
    if (!equals)
        return NULL;
    char *key = trimmed(line, (size_t)(equals - line));
    const bool is_title = strcmp(key, "title") == 0;
    free(key);
    char *value = is_title ? trimmed(equals + 1, length - (size_t)(equals + 1 - line)) : NULL;
    if (value && *value)
        return value;
    free(value);
    return NULL;
}

static char *title_of_study(const char *text) {
    bool inside = false;
    while (text && *text) {
        const size_t length = strcspn(text, "\n");
        const char *start = text + strspn(text, " \t");
        if (*start == '[')
            inside = strncmp(start, "[study]", strlen("[study]")) == 0;
        char *title = inside ? title_of_line(text, length) : NULL;
        if (title)
            return title;
        text += length + (text[length] == '\n');
    }
    return NULL;
}

char *origin_title(const char *provenance) {
    cJSON *document = cJSON_Parse(provenance);
    const char *study = cJSON_GetStringValue(cJSON_GetObjectItem(document, "study_text"));
    char *title = study ? title_of_study(study) : NULL;
    cJSON_Delete(document);
    return title;
}

/* text = text + separator + addition, the separator only between two; takes both. */
static void join(char **text, const char *separator, char *addition) {
    char *longer = must_format("%s%s%s", *text, **text && *addition ? separator : "", addition);
    free(*text);
    free(addition);
    *text = longer;
}

static const char *text_of(const cJSON *object, const char *key) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItem(object, key));
    return text ? text : "";
}

static char *host_line(const cJSON *hosts) {
    const cJSON *host = cJSON_GetArrayItem(hosts, 0);
    char *line = must_strdup(text_of(host, "cpu_model"));
    const cJSON *pus = cJSON_GetObjectItem(host, "pus_unmasked");
    const cJSON *memory = cJSON_GetObjectItem(host, "memory_bytes");
    if (cJSON_IsNumber(pus))
        join(&line, ", ",
             must_format("%g PU%s", pus->valuedouble, number_plural(pus->valuedouble)));
    if (cJSON_IsNumber(memory))
        join(&line, ", ", must_strdup(number_bytes(memory->valuedouble).text));
    if (*text_of(host, "kernel"))
        join(&line, ", ", must_format("kernel %s", text_of(host, "kernel")));
    const int others = cJSON_GetArraySize(hosts) - 1;
    if (others > 0)
        join(&line, "; ", must_format("and %d more host%s", others, number_plural(others)));
    return line;
}

/* "2026-11-24T21:35:32.166470Z" as "2026-11-24 21:35". */
static char *minute_of(const char *utc) {
    char *minute = must_format("%.16s", utc);
    char *between = strchr(minute, 'T');
    if (between)
        *between = ' ';
    return minute;
}

static char *launches_line(const cJSON *launches) {
    if (!launches || !launches->child)
        return must_strdup("");
    const int count = cJSON_GetArraySize(launches);
    char *from = minute_of(text_of(launches->child, "started_utc"));
    char *to = minute_of(text_of(launches->child->prev, "written_utc"));
    const bool same = strcmp(from, to) == 0 || !*to;
    char *line = must_format(
        "%d launch%s%s%s%s%s%s", count, count == 1 ? "" : "es", *from ? same ? ", " : " from " : "",
        from, *from && !same ? " to " : "", *from && !same ? to : "", *from ? " UTC" : "");
    free(from);
    free(to);
    return line;
}

char *origin_machine(const char *provenance) {
    cJSON *document = cJSON_Parse(provenance);
    char *line = host_line(cJSON_GetObjectItem(document, "hosts"));
    join(&line, "; ", launches_line(cJSON_GetObjectItem(document, "launches")));
    cJSON_Delete(document);
    if (*line)
        return line;
    free(line);
    return NULL;
}
