#include "provenance.h"

#include "build_info.h"
#include "check.h"
#include "clock.h"
#include "hash.h"
#include "host.h"
#include "scrub.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 512 };

const char *provenance_unavailable(void) {
    return NULL;
}

/* First line of a file without its line break, "" if there is none. */
static struct pin_text first_line(const char *path) {
    struct pin_text line = {""};
    FILE *in = fopen(path, "re");
    if (!in)
        return line;
    if (fgets(line.text, sizeof line.text, in))
        line.text[strcspn(line.text, "\n")] = '\0';
    fclose(in);
    return line;
}

static void add_file(cJSON *object, const char *name, const char *path) {
    const struct pin_text line = first_line(path);
    if (*line.text)
        cJSON_AddStringToObject(object, name, line.text);
    else
        cJSON_AddNullToObject(object, name);
}

static void add_hex(cJSON *object, const char *name, uint64_t value) {
    char text[17];
    snprintf(text, sizeof text, "%016" PRIx64, value);
    cJSON_AddStringToObject(object, name, text);
}

static void add_scrubbed(cJSON *object, const char *name, const char *text) {
    char *clean = scrub_text(text);
    cJSON_AddStringToObject(object, name, clean);
    free(clean);
}

/* Value of "model name" in /proc/cpuinfo. */
static void add_cpu_model(cJSON *host) {
    char line[LINE_MAX_BYTES];
    FILE *in = fopen("/proc/cpuinfo", "re");
    while (in && fgets(line, sizeof line, in)) {
        if (strncmp(line, "model name", 10) != 0 || !strchr(line, ':'))
            continue;
        line[strcspn(line, "\n")] = '\0';
        cJSON_AddStringToObject(host, "cpu_model", strchr(line, ':') + 2);
        break;
    }
    if (in)
        fclose(in);
}

static cJSON *host_make(const struct provenance *about) {
    cJSON *host = cJSON_CreateObject();
    struct utsname kernel;
    double clock_cost_ns;
    uint64_t clock_step_ns;
    cJSON_AddStringToObject(host, "host", about->launch->host);
    add_cpu_model(host);
    if (about->machine) {
        cJSON_AddStringToObject(host, "hwloc_topology", machine_summary(about->machine));
        cJSON_AddNumberToObject(host, "pus_unmasked", machine_pus_unmasked(about->machine));
    }
    if (uname(&kernel) == 0) {
        cJSON_AddStringToObject(host, "kernel", kernel.release);
        cJSON_AddStringToObject(host, "architecture", kernel.machine);
    }
    cJSON_AddNumberToObject(host, "page_bytes", (double)sysconf(_SC_PAGESIZE));
    cJSON_AddNumberToObject(host, "memory_bytes",
                            (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE));
    add_file(host, "governor", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    add_file(host, "turbo_off", "/sys/devices/system/cpu/intel_pstate/no_turbo");
    add_file(host, "smt", "/sys/devices/system/cpu/smt/control");
    add_file(host, "clock_source",
             "/sys/devices/system/clocksource/clocksource0/current_clocksource");
    add_file(host, "transparent_huge_pages", "/sys/kernel/mm/transparent_hugepage/enabled");
    add_file(host, "address_space_randomised", "/proc/sys/kernel/randomize_va_space");
    add_file(host, "cgroup_cpu_max", "/sys/fs/cgroup/cpu.max");
    add_file(host, "cgroup_memory_max", "/sys/fs/cgroup/memory.max");
    clock_measure(&clock_cost_ns, &clock_step_ns);
    cJSON_AddNumberToObject(host, "clock_cost_ns", clock_cost_ns);
    cJSON_AddNumberToObject(host, "clock_step_ns", (double)clock_step_ns);
    return host;
}

static cJSON *program_make(const struct provenance *about) {
    cJSON *program = cJSON_CreateObject();
    cJSON_AddStringToObject(program, "version", build_version);
    cJSON_AddStringToObject(program, "git_revision", build_git_revision);
    cJSON_AddStringToObject(program, "compiler", build_compiler);
    cJSON_AddStringToObject(program, "flags", build_flags);
    cJSON_AddStringToObject(program, "build_type", build_type);
    cJSON_AddStringToObject(program, "threads", about->threads_version);
    cJSON_AddStringToObject(program, "ranks", about->ranks_version);
    cJSON_AddStringToObject(program, "libraries", build_libraries);
    add_hex(program, "binary_id", about->launch->binary_id);
    return program;
}

static cJSON *argv_make(const struct provenance *about) {
    cJSON *list = cJSON_CreateArray();
    for (int i = 0; i < about->argc; i++) {
        char *clean = scrub_text(about->argv[i]);
        cJSON_AddItemToArray(list, cJSON_CreateString(clean));
        free(clean);
    }
    return list;
}

static cJSON *environment_make(void) {
    cJSON *object = cJSON_CreateObject();
    for (char **variable = environ; *variable; variable++) {
        const char *value = strchr(*variable, '=');
        if (!value || !scrub_keeps(*variable))
            continue;
        char *name = strndup(*variable, (size_t)(value - *variable));
        add_scrubbed(object, name, value + 1);
        free(name);
    }
    return object;
}

static cJSON *workers_make(const struct provenance *about) {
    cJSON *list = cJSON_CreateArray();
    for (unsigned i = 0; about->pins && i < about->workers; i++) {
        const struct pin_report *pin = &about->pins[i];
        cJSON *worker = cJSON_CreateObject();
        cJSON_AddNumberToObject(worker, "worker", i);
        cJSON_AddNumberToObject(worker, "rank", pin->rank);
        cJSON_AddNumberToObject(worker, "thread", pin->thread);
        cJSON_AddStringToObject(worker, "host", pin->host);
        cJSON_AddStringToObject(worker, "requested", pin->requested);
        cJSON_AddStringToObject(worker, "got", pin->got);
        cJSON_AddStringToObject(worker, "last_seen", pin->last_seen);
        cJSON_AddItemToArray(list, worker);
    }
    return list;
}

/* Offsets of clocks against the first node's, with the bounds of their errors. */
static cJSON *nodes_make(const struct nodes *nodes) {
    cJSON *list = cJSON_CreateArray();
    for (unsigned i = 0; nodes && i < nodes->count; i++) {
        const struct node *node = &nodes->list[i];
        cJSON *entry = cJSON_CreateObject();
        cJSON_AddStringToObject(entry, "host", node->host);
        cJSON_AddNumberToObject(entry, "ranks", node->ranks);
        cJSON_AddNumberToObject(entry, "clock_offset_us", 1e-3 * (double)node->clock_offset_ns);
        cJSON_AddNumberToObject(entry, "clock_bound_us", 1e-3 * (double)node->clock_bound_ns);
        cJSON_AddItemToArray(list, entry);
    }
    return list;
}

/* The file system under a folder, by its magic number (statfs(2)). */
static void add_file_system(cJSON *entry, const char *name, const char *folder) {
    struct statfs about;
    if (statfs(folder, &about) == 0)
        add_hex(entry, name, (uint64_t)about.f_type);
}

static cJSON *entry_make(const struct provenance *about, const char *folder) {
    const struct launch *launch = about->launch;
    const char *temporary = getenv("TMPDIR");
    cJSON *entry = cJSON_CreateObject();
    cJSON_AddStringToObject(entry, "run_id", launch->run_id);
    cJSON_AddNumberToObject(entry, "launch", (double)launch->number);
    cJSON_AddStringToObject(entry, "started_utc", about->started_utc);
    cJSON_AddStringToObject(entry, "written_utc", clock_utc().text);
    if (about->exit_code >= 0)
        cJSON_AddNumberToObject(entry, "exit_code", about->exit_code);
    cJSON_AddStringToObject(entry, "driver", launch->driver);
    cJSON_AddItemToObject(entry, "argv", argv_make(about));
    cJSON_AddNumberToObject(entry, "seed", (double)about->options->seed);
    add_hex(entry, "config_id", launch->config_id);
    cJSON_AddNumberToObject(entry, "nodes", launch->nodes);
    cJSON_AddItemToObject(entry, "node_list", nodes_make(launch->map));
    cJSON_AddNumberToObject(entry, "ranks", launch->ranks);
    cJSON_AddNumberToObject(entry, "threads", launch->threads);
    if (about->machine)
        cJSON_AddStringToObject(entry, "mask", machine_mask(about->machine));
    cJSON_AddStringToObject(entry, "pin", about->options->pin.text);
    cJSON_AddItemToObject(entry, "workers", workers_make(about));
    cJSON_AddNumberToObject(entry, "load_1min", host_load_1min());
    add_file_system(entry, "output_file_system", folder);
    add_file_system(entry, "temporary_file_system", temporary ? temporary : "/tmp");
    cJSON_AddItemToObject(entry, "program", program_make(about));
    cJSON_AddItemToObject(entry, "environment", environment_make());
    return entry;
}

/* --- the file ------------------------------------------------------------------------------ */

static char *read_whole(const char *path) {
    char *text = NULL;
    size_t room = 0;
    FILE *in = fopen(path, "re");
    if (!in)
        return NULL;
    if (getdelim(&text, &room, '\0', in) < 0) {
        free(text);
        text = NULL;
    }
    fclose(in);
    return text;
}

static cJSON *document_read(const char *path) {
    char *text = read_whole(path);
    cJSON *document = text ? cJSON_Parse(text) : NULL;
    free(text);
    if (cJSON_IsArray(cJSON_GetObjectItem(document, "launches")) &&
        cJSON_IsArray(cJSON_GetObjectItem(document, "hosts")))
        return document;
    cJSON_Delete(document);
    document = cJSON_CreateObject();
    cJSON_AddNumberToObject(document, "schema_version", SCHEMA_VERSION);
    cJSON_AddItemToObject(document, "hosts", cJSON_CreateArray());
    cJSON_AddItemToObject(document, "launches", cJSON_CreateArray());
    return document;
}

static bool same_text(const cJSON *a, const cJSON *b, const char *name) {
    const char *x = cJSON_GetStringValue(cJSON_GetObjectItem(a, name));
    const char *y = cJSON_GetStringValue(cJSON_GetObjectItem(b, name));
    return x && y && strcmp(x, y) == 0;
}

static void add_host(cJSON *document, cJSON *host) {
    cJSON *hosts = cJSON_GetObjectItem(document, "hosts");
    const cJSON *old;
    cJSON_ArrayForEach(old, hosts) {
        if (same_text(old, host, "host") && same_text(old, host, "kernel")) {
            cJSON_Delete(host);
            return;
        }
    }
    cJSON_AddItemToArray(hosts, host);
}

static void add_launch(cJSON *document, cJSON *entry) {
    cJSON *launches = cJSON_GetObjectItem(document, "launches");
    const double number = cJSON_GetNumberValue(cJSON_GetObjectItem(entry, "launch"));
    const int count = cJSON_GetArraySize(launches);
    for (int i = 0; i < count; i++) {
        const cJSON *old = cJSON_GetArrayItem(launches, i);
        if (same_text(old, entry, "run_id") && same_text(old, entry, "started_utc") &&
            cJSON_GetNumberValue(cJSON_GetObjectItem(old, "launch")) == number) {
            cJSON_ReplaceItemInArray(launches, i, entry);
            return;
        }
    }
    cJSON_AddItemToArray(launches, entry);
}

/* The study's text as the runner names it, kept once. */
static void add_study(cJSON *document) {
    const char *path = getenv("CONVOY_STUDY_FILE");
    char *text = path && !cJSON_HasObjectItem(document, "study_text") ? read_whole(path) : NULL;
    if (text)
        add_scrubbed(document, "study_text", text);
    free(text);
}

static bool replace_file(const char *path, const char *text, struct fault *fault) {
    char *fresh = must_format("%s.new", path);
    FILE *out = fopen(fresh, "we");
    bool good = out && fputs(text, out) >= 0 && fputc('\n', out) != EOF;
    if (out)
        good = fclose(out) == 0 && good;
    good = good && rename(fresh, path) == 0;
    if (!good)
        fault_environment(fault, "writing %s: %s", path, strerror(errno));
    free(fresh);
    return good;
}

static bool update(const char *folder, const struct provenance *about, struct fault *fault) {
    char *path = must_format("%s/provenance.json", folder);
    cJSON *document = document_read(path);
    add_study(document);
    add_host(document, host_make(about));
    add_launch(document, entry_make(about, folder));
    char *text = cJSON_Print(document);
    CHECK(text);
    const bool good = replace_file(path, text, fault);
    cJSON_free(text);
    cJSON_Delete(document);
    free(path);
    /* The document grows with every launch of a study: otherwise the memory of workers would seem
       to depend on when they were measured. */
    host_heap_give_back();
    return good;
}

bool provenance_write(const char *output, const struct provenance *about, struct fault *fault) {
    char *copy = must_strdup(output);
    const char *folder = dirname(copy);
    const int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock >= 0)
        flock(lock, LOCK_EX);
    const bool good = update(folder, about, fault);
    if (lock >= 0)
        close(lock);
    free(copy);
    return good;
}
