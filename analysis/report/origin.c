#include "origin.h"

#include "array.h"
#include "number.h"

#include <cjson/cJSON.h>
#include <ctype.h>
#include <math.h>
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

/* What all provenances say together of what was measured; texts are of their documents. */
struct origin {
    const cJSON *host; /* the first one; NULL: none */
    struct {
        const char **items; /* names of hosts; "": of one without a name */
        size_t count, room;
    } hosts;
    size_t launches, simulations;
    double nodes_most;     /* of one launch */
    const char *from, *to; /* "": unknown */
};

static bool is_simulated(const cJSON *launch) {
    return strcmp(text_of(launch, "driver"), "simulated") == 0;
}

/* Whether a launch that is simulated, or one that is not, ran on that host. */
static bool ran_on(const cJSON *launches, bool simulated, const char *name) {
    const cJSON *launch, *node;
    cJSON_ArrayForEach(launch, launches) {
        if (is_simulated(launch) != simulated)
            continue;
        cJSON_ArrayForEach(
            node, cJSON_GetObjectItem(launch, "node_list")) if (strcmp(text_of(node, "host"),
                                                                       name) == 0) return true;
    }
    return false;
}

/* Hosts without a name are all different. */
static void host_count(struct origin *origin, const char *name) {
    for (size_t i = 0; *name && i < origin->hosts.count; i++)
        if (strcmp(origin->hosts.items[i], name) == 0)
            return;
    ARRAY_PUSH(&origin->hosts, name);
}

static void hosts_add(struct origin *origin, const cJSON *document) {
    const cJSON *launches = cJSON_GetObjectItem(document, "launches"), *host;
    cJSON_ArrayForEach(host, cJSON_GetObjectItem(document, "hosts")) {
        const char *name = text_of(host, "host");
        if (ran_on(launches, true, name) && !ran_on(launches, false, name))
            continue;
        origin->host = origin->host ? origin->host : host;
        host_count(origin, name);
    }
}

/* Texts of times sort as times do. */
static void launch_add(struct origin *origin, const cJSON *launch) {
    const char *from = text_of(launch, "started_utc"), *to = text_of(launch, "written_utc");
    const cJSON *nodes = cJSON_GetObjectItem(launch, "nodes"), *node;
    if (*from && (!*origin->from || strcmp(from, origin->from) < 0))
        origin->from = from;
    if (strcmp(to, origin->to) > 0)
        origin->to = to;
    if (cJSON_IsNumber(nodes))
        origin->nodes_most = fmax(origin->nodes_most, nodes->valuedouble);
    cJSON_ArrayForEach(node, cJSON_GetObjectItem(launch, "node_list"))
        host_count(origin, text_of(node, "host"));
    origin->launches++;
}

static void origin_add(struct origin *origin, const cJSON *document) {
    const cJSON *launch;
    hosts_add(origin, document);
    cJSON_ArrayForEach(launch, cJSON_GetObjectItem(document, "launches")) {
        if (is_simulated(launch))
            origin->simulations++;
        else
            launch_add(origin, launch);
    }
}

static char *host_line(const struct origin *origin) {
    const cJSON *host = origin->host;
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
    const size_t others = origin->hosts.count ? origin->hosts.count - 1 : 0;
    if (others)
        join(&line, "; ",
             must_format("and %zu more host%s", others, number_plural((double)others)));
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

static char *launches_line(const struct origin *origin) {
    if (!origin->launches)
        return must_strdup("");
    char *nodes = origin->nodes_most > 1 ? must_format(" on up to %g nodes", origin->nodes_most)
                                         : must_strdup("");
    char *from = minute_of(origin->from), *to = minute_of(origin->to);
    const bool same = strcmp(from, to) == 0 || !*to;
    char *line =
        must_format("%zu launch%s%s%s%s%s%s%s", origin->launches, origin->launches == 1 ? "" : "es",
                    nodes, *from ? same ? ", " : " from " : "", from, *from && !same ? " to " : "",
                    *from && !same ? to : "", *from ? " UTC" : "");
    free(nodes);
    free(from);
    free(to);
    return line;
}

static char *origin_line(const struct origin *origin) {
    char *line = host_line(origin);
    join(&line, "; ", launches_line(origin));
    if (origin->simulations)
        join(&line, "; ",
             must_format("%s%zu simulation%s", *line ? "and " : "", origin->simulations,
                         number_plural((double)origin->simulations)));
    if (*line)
        return line;
    free(line);
    return NULL;
}

char *origin_machine(const char *const *provenances) {
    struct origin origin = {.from = "", .to = ""};
    struct {
        cJSON **items;
        size_t count, room;
    } documents = {0};
    for (; *provenances; provenances++) {
        cJSON *document = cJSON_Parse(*provenances);
        ARRAY_PUSH(&documents, document);
        origin_add(&origin, document);
    }
    char *line = origin_line(&origin);
    for (size_t i = 0; i < documents.count; i++)
        cJSON_Delete(documents.items[i]);
    free(documents.items);
    free(origin.hosts.items);
    return line;
}
