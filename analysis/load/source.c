#include "source.h"

#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    if (!slash)
        return must_strdup(".");
    return slash == path ? must_strdup("/") : must_format("%.*s", (int)(slash - path), path);
}

/* A whole text file, or NULL where there is none; more than 16 MiB is no provenance. */
static char *file_read(const char *path) {
    enum { LARGEST = 16 * 1024 * 1024 };
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    char *text = NULL;
    size_t room = 0;
    const ssize_t length = getdelim(&text, &room, '\0', file);
    fclose(file);
    if (length > 0 && length <= LARGEST)
        return text;
    free(text);
    return NULL;
}

static int is_trace(const struct dirent *entry) {
    return fnmatch("trace-*.json", entry->d_name, 0) == 0;
}

static void traces_find(struct source *source) {
    struct dirent **entries;
    const int count = scandir(source->folder, &entries, is_trace, alphasort);
    if (count < 0)
        return;
    source->traces = must_alloc(((size_t)count + 1) * sizeof *source->traces);
    for (int i = 0; i < count; i++) {
        source->traces[source->trace_count++] =
            must_format("%s/%s", source->folder, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

/* The path of a file in a folder, or NULL where there is none. */
static char *file_beside(const char *folder, const char *name) {
    char *path = must_format("%s/%s", folder, name);
    struct stat status;
    if (stat(path, &status) == 0)
        return path;
    free(path);
    return NULL;
}

bool source_find(const char *path, struct source *source, struct fault *fault) {
    const bool folder = is_folder(path);
    *source = (struct source){
        .csv = folder ? must_format("%s/samples.csv", path) : must_strdup(path),
        .folder = folder ? must_strdup(path) : folder_of(path),
    };
    struct stat status;
    if (stat(source->csv, &status) != 0)
        return fault_user(fault, "cannot read '%s': %s", source->csv, strerror(errno));
    if (folder)
        source->simulated = file_beside(path, "simulated.csv");
    char *provenance = must_format("%s/provenance.json", source->folder);
    source->provenance = file_read(provenance);
    free(provenance);
    traces_find(source);
    return true;
}

char *source_report(const char *path) {
    if (is_folder(path))
        return must_format("%s/report", path);
    char *folder = folder_of(path);
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const size_t length = strlen(name);
    const bool suffix = length > 4 && strcmp(name + length - 4, ".csv") == 0;
    char *report =
        strcmp(name, "samples.csv") == 0
            ? must_format("%s/report", folder)
            : must_format("%s/%.*s-report", folder, (int)(suffix ? length - 4 : length), name);
    free(folder);
    return report;
}

static void add(struct text_list *paths, char *path) {
    paths->items = must_realloc(paths->items, (paths->count + 1) * sizeof *paths->items);
    paths->items[paths->count++] = path;
}

/* A run that has only just begun has none yet. */
static bool has_samples(const char *folder) {
    char *path = must_format("%s/samples.csv", folder);
    struct stat status;
    const bool has = stat(path, &status) == 0 && status.st_size > 0;
    free(path);
    return has;
}

static void runs_add(struct text_list *paths, const char *folder) {
    struct dirent **entries;
    char *runs = must_format("%s/runs", folder);
    const int count = scandir(runs, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char *run = must_format("%s/%s", runs, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && has_samples(run))
            add(paths, run);
        else
            free(run);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    free(runs);
}

struct text_list source_paths(const char *path) {
    struct text_list paths = {NULL, 0};
    if (is_folder(path))
        runs_add(&paths, path);
    if (!paths.count || has_samples(path))
        add(&paths, must_strdup(path));
    return paths;
}

void source_free(struct source *source) {
    for (size_t i = 0; i < source->trace_count; i++)
        free(source->traces[i]);
    free(source->traces);
    free(source->csv);
    free(source->folder);
    free(source->simulated);
    free(source->provenance);
    *source = (struct source){0};
}
