#include "tracefile.h"

#include "array.h"
#include "text.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 256 * 1024 * 1024 };

/* Stops behind LARGEST bytes: what is cut there is no JSON any more and refused as such. */
static char *file_read(const char *path, size_t *length, struct fault *fault) {
    FILE *file = fopen(path, "re");
    if (!file) {
        fault_user(fault, "cannot read '%s': %s", path, strerror(errno));
        return NULL;
    }
    char *text = NULL;
    size_t room = 0;
    for (*length = 0; *length < LARGEST;) {
        text = array_grow(text, *length, &room, 1);
        const size_t got = fread(text + *length, 1, room - *length, file);
        if (!got)
            break;
        *length += got;
    }
    fclose(file);
    return text;
}

static double number_of(const cJSON *event, const char *name, double otherwise) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(event, name);
    return cJSON_IsNumber(item) && isfinite(item->valuedouble) ? item->valuedouble : otherwise;
}

static const char *text_of(const cJSON *event, const char *name) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(event, name));
    return text ? text : "";
}

static struct lane *lane_of(struct trace *trace, const cJSON *event) {
    const double process = number_of(event, "pid", 0), thread = number_of(event, "tid", 0);
    for (size_t i = 0; i < trace->count; i++)
        if (trace->items[i].process == process && trace->items[i].thread == thread)
            return &trace->items[i];
    const struct lane lane = {.process = process, .thread = thread, .begun_us = NAN};
    ARRAY_PUSH(trace, lane);
    return &trace->items[trace->count - 1];
}

/* What our drivers say about the configuration of a task. */
static uint32_t workers_of(const cJSON *event) {
    const cJSON *args = cJSON_GetObjectItemCaseSensitive(event, "args");
    const double workers = number_of(args, "workers", 0);
    return workers >= 1 && workers <= UINT32_MAX ? (uint32_t)workers : 0;
}

static void span_add(struct trace *trace, const struct lane *lane, struct span span) {
    if (trace->spans.count == TRACE_SPANS_MAX) {
        trace->left_out++;
        return;
    }
    span.lane = (size_t)(lane - trace->items);
    span.name = must_strdup(span.name);
    ARRAY_PUSH(&trace->spans, span);
}

static void complete_read(struct trace *trace, const cJSON *event) {
    const double begin_us = number_of(event, "ts", 0);
    char *name = must_strdup(text_of(event, "name"));
    span_add(trace, lane_of(trace, event),
             (struct span){.begin_us = begin_us,
                           .end_us = begin_us + number_of(event, "dur", 0),
                           .name = name,
                           .workers = workers_of(event)});
    free(name);
}

static void begin_read(struct trace *trace, const cJSON *event) {
    struct lane *lane = lane_of(trace, event);
    free(lane->begun);
    lane->begun = must_strdup(text_of(event, "name"));
    lane->begun_us = number_of(event, "ts", NAN);
    lane->begun_workers = workers_of(event);
}

static void end_read(struct trace *trace, const cJSON *event) {
    struct lane *lane = lane_of(trace, event);
    if (!isnan(lane->begun_us))
        span_add(trace, lane,
                 (struct span){.begin_us = lane->begun_us,
                               .end_us = number_of(event, "ts", lane->begun_us),
                               .name = lane->begun,
                               .workers = lane->begun_workers});
    lane->begun_us = NAN;
}

static void metadata_read(struct trace *trace, const cJSON *event) {
    if (strcmp(text_of(event, "name"), "thread_name") != 0)
        return;
    struct lane *lane = lane_of(trace, event);
    free(lane->name);
    lane->name = must_strdup(text_of(cJSON_GetObjectItemCaseSensitive(event, "args"), "name"));
}

static void event_read(struct trace *trace, const cJSON *event) {
    static const struct {
        const char *phase;
        void (*read)(struct trace *, const cJSON *);
    } readers[] = {{"X", complete_read}, {"B", begin_read}, {"E", end_read}, {"M", metadata_read}};
    const char *phase = text_of(event, "ph");
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (strcmp(readers[i].phase, phase) == 0)
            readers[i].read(trace, event);
}

static int by_process_and_thread(const void *left, const void *right) {
    const struct lane *a = left, *b = right;
    if (a->process != b->process)
        return a->process < b->process ? -1 : 1;
    return (a->thread > b->thread) - (a->thread < b->thread);
}

/* Lanes come in the order of their first event; spans follow when they are sorted. */
static void lanes_sort(struct trace *trace) {
    size_t *now = must_alloc((trace->count + 1) * sizeof *now);
    for (size_t i = 0; i < trace->count; i++)
        trace->items[i].appeared = i;
    if (trace->count)
        qsort(trace->items, trace->count, sizeof *trace->items, by_process_and_thread);
    for (size_t i = 0; i < trace->count; i++)
        now[trace->items[i].appeared] = i;
    for (size_t i = 0; i < trace->spans.count; i++)
        trace->spans.items[i].lane = now[trace->spans.items[i].lane];
    free(now);
}

/* Times count from the first event on. */
static void times_shift(struct trace *trace) {
    double first_us = INFINITY;
    for (size_t i = 0; i < trace->spans.count; i++)
        first_us = fmin(first_us, trace->spans.items[i].begin_us);
    for (size_t i = 0; i < trace->spans.count; i++) {
        trace->spans.items[i].begin_us -= first_us;
        trace->spans.items[i].end_us -= first_us;
    }
}

static int by_task_and_begin(const void *left, const void *right) {
    const struct span *a = *(const struct span *const *)left,
                      *b = *(const struct span *const *)right;
    const int names = strcmp(a->name, b->name);
    if (names)
        return names;
    if (a->workers != b->workers)
        return a->workers < b->workers ? -1 : 1;
    return (a->begin_us > b->begin_us) - (a->begin_us < b->begin_us);
}

static void repetitions_count(struct trace *trace) {
    struct span **spans = must_alloc((trace->spans.count + 1) * sizeof *spans);
    for (size_t i = 0; i < trace->spans.count; i++)
        spans[i] = &trace->spans.items[i];
    qsort(spans, trace->spans.count, sizeof(struct span *), by_task_and_begin);
    for (size_t i = 1; i < trace->spans.count; i++)
        if (strcmp(spans[i]->name, spans[i - 1]->name) == 0 &&
            spans[i]->workers == spans[i - 1]->workers)
            spans[i]->repetition = spans[i - 1]->repetition + 1;
    free(spans);
}

/* Events come as an array, or as the member traceEvents of an object. */
bool tracefile_read(const char *path, struct trace *trace, struct fault *fault) {
    *trace = (struct trace){0};
    size_t length;
    char *text = file_read(path, &length, fault);
    if (!text)
        return false;
    cJSON *root = cJSON_ParseWithLength(text, length);
    free(text);
    const cJSON *events =
        cJSON_IsArray(root) ? root : cJSON_GetObjectItemCaseSensitive(root, "traceEvents");
    const cJSON *event;
    cJSON_ArrayForEach(event, events) event_read(trace, event);
    const bool good = cJSON_IsArray(events);
    cJSON_Delete(root);
    times_shift(trace);
    lanes_sort(trace);
    repetitions_count(trace);
    return good || fault_user(fault, "%s: not a trace in Trace Event JSON", path);
}

void tracefile_free(struct trace *trace) {
    for (size_t i = 0; i < trace->count; i++) {
        free(trace->items[i].name);
        free(trace->items[i].begun);
    }
    for (size_t i = 0; i < trace->spans.count; i++)
        free(trace->spans.items[i].name);
    free(trace->items);
    free(trace->spans.items);
    *trace = (struct trace){0};
}

/* What stands behind an option in argv; NULL: it is not there. */
static const char *argument_of(const cJSON *launch, const char *option) {
    const cJSON *argument;
    cJSON_ArrayForEach(argument, cJSON_GetObjectItemCaseSensitive(launch, "argv")) {
        const char *text = cJSON_GetStringValue(argument);
        if (text && strcmp(text, option) == 0)
            return cJSON_GetStringValue(argument->next);
    }
    return NULL;
}

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The warm-ups of a launch that wrote this trace; false: it did not, or does not say. */
static bool launch_warmups(const cJSON *launch, const char *path, unsigned *warmups) {
    const char *trace = argument_of(launch, "--trace"), *text = argument_of(launch, "--warmup");
    uint64_t count;
    if (!trace || !text || strcmp(file_name(trace), file_name(path)) != 0 ||
        text_count(text, 0, UINT32_MAX, &count))
        return false;
    *warmups = (unsigned)count;
    return true;
}

bool tracefile_warmups(const char *provenance, const char *path, unsigned *warmups) {
    cJSON *root = cJSON_Parse(provenance);
    const cJSON *launch;
    bool known = false, differ = false;
    cJSON_ArrayForEach(launch, cJSON_GetObjectItemCaseSensitive(root, "launches")) {
        unsigned found;
        if (!launch_warmups(launch, path, &found))
            continue;
        differ = differ || (known && found != *warmups);
        *warmups = found;
        known = true;
    }
    cJSON_Delete(root);
    return known && !differ;
}
