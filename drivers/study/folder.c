#include "folder.h"

#include "check.h"
#include "clock.h"
#include "command.h"
#include "identity.h"
#include "inifile.h"
#include "keys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char launches_header[] =
    "launch,round,position,section,variant,driver,workers,gil,ended_utc,wall_s,code,outcome\n";

const char *const outcome_names[OUTCOMES] = {
    [OUTCOME_NONE] = "none",
    [OUTCOME_DONE] = "done",
    [OUTCOME_WRONG] = "wrong",
    [OUTCOME_REFUSED] = "refused",
    [OUTCOME_ENVIRONMENT] = "environment",
    [OUTCOME_STOPPED] = "stopped",
    [OUTCOME_CRASHED] = "crashed",
    [OUTCOME_TIMEOUT] = "timeout",
};

bool outcome_is_complete(enum outcome outcome) {
    return outcome == OUTCOME_DONE || outcome == OUTCOME_WRONG;
}

static bool write_all(int file, const char *text) {
    for (size_t left = strlen(text); left;) {
        const ssize_t written = write(file, text, left);
        if (written == -1)
            return false;
        text += written;
        left -= (size_t)written;
    }
    return true;
}

/* Writes a whole small file and waits until the disk has it. */
static bool file_write(const char *folder, const char *name, const char *text,
                       struct fault *fault) {
    char *path = must_format("%s/%s", folder, name);
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool good = file != -1 && write_all(file, text) && fsync(file) == 0;
    if (!good)
        fault_environment(fault, "%s: cannot be written: %s", path, strerror(errno));
    if (file != -1)
        close(file);
    free(path);
    return good;
}

static int file_append(const char *folder, const char *name, struct fault *fault) {
    char *path = must_format("%s/%s", folder, name);
    const int file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file == -1)
        fault_environment(fault, "%s: cannot be opened: %s", path, strerror(errno));
    free(path);
    return file;
}

/* mkdir -p */
static bool folder_make(const char *path, struct fault *fault) {
    char *copy = must_strdup(path);
    for (char *at = copy + 1; *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        mkdir(copy, 0777); /* whatever is wrong, the last one shows it */
        *at = '/';
    }
    const bool good = mkdir(copy, 0777) == 0 || errno == EEXIST;
    if (!good)
        fault_environment(fault, "%s: the folder cannot be made: %s", path, strerror(errno));
    free(copy);
    return good;
}

static bool folder_is_empty(const char *path, struct fault *fault) {
    DIR *entries = opendir(path);
    if (!entries)
        return fault_environment(fault, "%s: %s", path, strerror(errno));
    bool empty = true;
    for (struct dirent *entry; (entry = readdir(entries));)
        empty = empty && entry->d_name[0] == '.';
    closedir(entries);
    return empty ||
           fault_user(fault,
                      "%s: is there already and not empty: name another folder with -o, or "
                      "go on with --resume",
                      path);
}

static struct folder *folder_new(const char *path, const struct rounds *rounds) {
    struct folder *folder = must_alloc(sizeof *folder);
    folder->path = must_strdup(path);
    folder->past = must_alloc(rounds->numbers * sizeof *folder->past);
    folder->launches = folder->log = -1;
    return folder;
}

static bool lock_take(const struct folder *folder, struct fault *fault) {
    /* Where a file system has no locks (some of clusters), names of runs keep them apart. */
    if (flock(folder->launches, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return true;
    return fault_environment(fault, "%s: another convoy-run is writing into this folder",
                             folder->path);
}

/* Opens what is appended to, and keeps others out. */
static bool folder_open(struct folder *folder, struct fault *fault) {
    folder->launches = file_append(folder->path, "launches.csv", fault);
    folder->log = file_append(folder->path, "log.txt", fault);
    return folder->launches != -1 && folder->log != -1 && lock_take(folder, fault);
}

static bool folder_fill(struct folder *folder, const struct rounds *rounds,
                        const struct round_choices *choices, struct fault *fault) {
    struct identity identity = identity_make(rounds, choices);
    char *text = identity_text(&identity);
    folder->run_id = must_strdup(identity.run_id);
    const bool good =
        folder_open(folder, fault) &&
        file_write(folder->path, FOLDER_STUDY, rounds->study->text, fault) &&
        file_write(folder->path, "run.ini", text, fault) &&
        (write_all(folder->launches, launches_header) ||
         fault_environment(fault, "%s/launches.csv: %s", folder->path, strerror(errno)));
    free(text);
    identity_free(&identity);
    return good;
}

struct folder *folder_create(const char *path, const struct rounds *rounds,
                             const struct round_choices *choices, struct fault *fault) {
    if (!folder_make(path, fault) || !folder_is_empty(path, fault))
        return NULL;
    struct folder *folder = folder_new(path, rounds);
    if (folder_fill(folder, rounds, choices, fault))
        return folder;
    folder_close(folder);
    return NULL;
}

static bool identity_check(struct folder *folder, const struct rounds *rounds,
                           const struct round_choices *choices, struct fault *fault) {
    char *path = must_format("%s/run.ini", folder->path);
    char *text = ini_load(path, fault);
    struct identity there = {.run_id = NULL}, now = identity_make(rounds, choices);
    const bool good = text && identity_read(path, text, &there, fault) &&
                      identity_same(&there, &now, folder->path, fault);
    if (good)
        folder->run_id = must_strdup(there.run_id);
    identity_free(&there);
    identity_free(&now);
    free(text);
    free(path);
    return good;
}

static enum outcome outcome_find(const char *name) {
    for (int outcome = OUTCOME_NONE; outcome < OUTCOMES; outcome++)
        if (strcmp(outcome_names[outcome], name) == 0)
            return (enum outcome)outcome;
    return OUTCOME_NONE;
}

/* The field after the n-th comma from the end; `line` ends there afterwards. */
static char *last_field(char *line) {
    char *comma = strrchr(line, ',');
    if (!comma)
        return line;
    *comma = '\0';
    return comma + 1;
}

/*
 * Launch number is the first field, outcome, code and time the last ones: what lies between may
 * hold quoted commas.
 */
static void past_take(struct folder *folder, size_t numbers, char *line) {
    char *end;
    const unsigned long number = strtoul(line, &end, 10);
    if (end == line || *end != ',' || number < 1 || number > numbers)
        return;
    const enum outcome outcome = outcome_find(last_field(line));
    last_field(line); /* code */
    double wall_s = 0;
    text_real(last_field(line), &wall_s);
    folder->past[number - 1] = (struct past){outcome, wall_s};
}

/* The text of an open file, to be freed. */
static char *file_text(int file) {
    struct stat status;
    CHECK(fstat(file, &status) == 0);
    char *text = must_alloc((size_t)status.st_size + 1);
    const ssize_t got = pread(file, text, (size_t)status.st_size, 0);
    text[got < 0 ? 0 : got] = '\0';
    return text;
}

/* A line without its end was torn by a crash: its launch counts as not ended. */
static bool torn_cut(const struct folder *folder, char *text, struct fault *fault) {
    char *last = strrchr(text, '\n');
    const size_t whole = last ? (size_t)(last + 1 - text) : 0;
    if (!text[whole])
        return true;
    text[whole] = '\0';
    return ftruncate(folder->launches, (off_t)whole) == 0 ||
           fault_environment(fault, "%s/launches.csv: %s", folder->path, strerror(errno));
}

static bool past_read(struct folder *folder, size_t numbers, struct fault *fault) {
    char *text = file_text(folder->launches);
    bool good = torn_cut(folder, text, fault);
    if (good && !*text) /* stopped before anything was written */
        good = write_all(folder->launches, launches_header);
    else if (good && strncmp(text, launches_header, strlen(launches_header)) != 0)
        good = fault_user(fault, "%s/launches.csv:1: the header is not the one this version writes",
                          folder->path);
    char *rest = text;
    for (char *line; good && (line = strsep(&rest, "\n"));)
        past_take(folder, numbers, line);
    free(text);
    return good;
}

struct folder *folder_resume(const char *path, const struct rounds *rounds,
                             const struct round_choices *choices, struct fault *fault) {
    struct fault not_empty = {EXIT_DONE, ""};
    if (access(path, F_OK) == -1 || folder_is_empty(path, &not_empty))
        return folder_create(path, rounds, choices, fault);
    struct folder *folder = folder_new(path, rounds);
    if (identity_check(folder, rounds, choices, fault) && folder_open(folder, fault) &&
        past_read(folder, rounds->numbers, fault))
        return folder;
    folder_close(folder);
    return NULL;
}

void folder_close(struct folder *folder) {
    if (!folder)
        return;
    if (folder->launches != -1)
        close(folder->launches);
    if (folder->log != -1)
        close(folder->log);
    free(folder->past);
    free(folder->run_id);
    free(folder->path);
    free(folder);
}

bool folder_record(struct folder *folder, const struct launch *launch, enum outcome outcome,
                   int code, double wall_s, struct fault *fault) {
    const struct variant_plan *variant = launch->variant;
    char *line = must_format("%u,%u,%u,%s,\"%s\",%s,%u,%s,%s,%.9g,%d,%s\n", launch->number,
                             launch->round, launch->position, variant->experiment->name,
                             variant->name, study_driver_names[variant->driver], variant->workers,
                             study_gil_names[variant->gil], clock_utc().text, wall_s, code,
                             outcome_names[outcome]);
    const bool good = write_all(folder->launches, line) && fsync(folder->launches) == 0;
    free(line);
    folder->past[launch->number - 1] = (struct past){outcome, wall_s};
    return good || fault_environment(fault, "%s/launches.csv: cannot be written: %s", folder->path,
                                     strerror(errno));
}

long folder_log_head(struct folder *folder, const struct launch *launch, const char *command) {
    char *head = must_format("=== launch %u, round %u, %s: %s, %s\n$ %s\n", launch->number,
                             launch->round, launch->variant->experiment->name,
                             launch->variant->name, clock_utc().text, command);
    /* A full disk shows when the launch is recorded; a log that lacks its heading stops nothing. */
    write_all(folder->log, head);
    free(head);
    return (long)lseek(folder->log, 0, SEEK_END);
}

char *folder_log_tail(const struct folder *folder, long from) {
    enum { LINES = 6 };
    char *text = file_text(folder->log);
    const size_t length = strlen(text);
    const char *begin = text + ((size_t)from < length ? (size_t)from : length);
    const char *at = text + length;
    for (int lines = 0; at > begin; at--) {
        lines += at[-1] == '\n' && at[0];
        if (lines == LINES)
            break;
    }
    char *tail = must_strdup(at);
    free(text);
    return tail;
}

uint64_t folder_rows(const struct folder *folder) {
    char *path = must_format("%s/%s", folder->path, COMMAND_SAMPLES);
    FILE *samples = fopen(path, "re");
    uint64_t lines = 0;
    for (int letter; samples && (letter = getc(samples)) != EOF;)
        lines += letter == '\n';
    if (samples)
        fclose(samples);
    free(path);
    return lines ? lines - 1 : 0;
}
