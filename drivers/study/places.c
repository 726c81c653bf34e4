#include "places.h"

#include "check.h"
#include "clock.h"
#include "command.h"
#include "study.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char study_suffix[] = ".study";

/* Other names under which people look for a study. */
static const struct { const char *word, *study; } also[] = {{"lock", "gil"}};

static const char *study_known_as(const char *word) {
    for (size_t i = 0; i < sizeof also / sizeof *also; i++)
        if (strcmp(also[i].word, word) == 0)
            return also[i].study;
    return word;
}

static char *program_folder(void) {
    char path[4096];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    CHECK(length > 0);
    path[length] = '\0';
    *strrchr(path, '/') = '\0';
    return must_strdup(path);
}

char *place_bin(void) {
    const char *chosen = getenv("CONVOY_BIN");
    return chosen && *chosen ? must_strdup(chosen) : program_folder();
}

bool place_drivers_present(const struct rounds *rounds, const char *bin, struct fault *fault) {
    bool good = true;
    for (size_t v = 0; v < rounds->variant_count && good; v++) {
        const char *program = command_program(rounds->variants[v].driver);
        char *path = must_format("%s/%s", bin, program);
        good =
            access(path, X_OK) == 0 ||
            fault_environment(fault, "%s is not in %s: build it, or set CONVOY_BIN to its folder",
                              program, bin);
        free(path);
    }
    return good;
}

static bool is_executable(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* As a shell looks for a command; NULL if it is not there. */
static char *path_search(const char *name) {
    if (strchr(name, '/'))
        return is_executable(name) ? must_strdup(name) : NULL;
    const char *path = getenv("PATH");
    char *folders = must_strdup(path ? path : "/usr/local/bin:/usr/bin:/bin");
    char *rest = folders, *found = NULL;
    for (char *folder; !found && (folder = strsep(&rest, ":"));) {
        char *candidate = must_format("%s/%s", *folder ? folder : ".", name);
        if (is_executable(candidate))
            found = candidate;
        else
            free(candidate);
    }
    free(folders);
    return found;
}

const char place_launcher_built[] = CONVOY_MPIEXEC;

char *place_launcher(const char *wanted, const char *built, struct fault *fault) {
    char *found = !wanted && strchr(built, '/') ? path_search(built) : NULL;
    if (!found)
        found = path_search(wanted ? wanted : "mpirun");
    if (found)
        return found;
    if (wanted)
        fault_environment(fault, "--launcher: '%s' is not an executable file", wanted);
    else
        fault_environment(fault,
                          "mpirun is not in PATH, and the study starts ranks: install it "
                          "(Debian, Ubuntu: package openmpi-bin), or name one with --launcher");
    return NULL;
}

/* Both folders of studies, as a glob(3) of all their files. */
static glob_t studies_glob(void) {
    glob_t found = {0};
    char *folder = program_folder();
    char *installed = must_format("%s/../share/convoy/studies/*%s", folder, study_suffix);
    char *source = must_format("%s/*%s", CONVOY_SOURCE_STUDIES, study_suffix);
    glob(installed, 0, NULL, &found);
    glob(source, GLOB_APPEND, NULL, &found);
    free(source);
    free(installed);
    free(folder);
    return found;
}

/* "default" from ".../default.study"; to be freed. */
static char *study_word(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    return strndup(base, strlen(base) - strlen(study_suffix));
}

static bool ends_with(const char *text, const char *end) {
    const size_t length = strlen(text), end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

static void refuse_study(const char *word, char *const *names, struct fault *fault) {
    const char *nearest = text_nearest(word, (const char *const *)names);
    if (nearest)
        fault_user(fault, "no study '%s'; did you mean %s?", word, nearest);
    else
        fault_user(fault,
                   "no study '%s': --list shows those known by name; a file needs a path or "
                   "ends in .study",
                   word);
}

char *place_study(const char *word, struct fault *fault) {
    if (strchr(word, '/') || ends_with(word, study_suffix))
        return must_strdup(word);
    const char *wanted = study_known_as(word);
    glob_t found = studies_glob();
    char **names = must_alloc((found.gl_pathc + 1) * sizeof *names);
    char *path = NULL;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        names[i] = study_word(found.gl_pathv[i]);
        if (!path && strcmp(names[i], wanted) == 0)
            path = must_strdup(found.gl_pathv[i]);
    }
    if (!path)
        refuse_study(word, names, fault);
    for (size_t i = 0; names[i]; i++)
        free(names[i]);
    free(names);
    globfree(&found);
    return path;
}

void place_print_studies(FILE *out) {
    glob_t found = studies_glob();
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct fault fault = {0};
        struct study *study = study_read(found.gl_pathv[i], &fault);
        char *word = study_word(found.gl_pathv[i]);
        fprintf(out, "%-10s %s\n", word, study ? study->title : fault.text);
        free(word);
        study_free(study);
    }
    for (size_t i = 0; i < sizeof also / sizeof *also; i++)
        fprintf(out, "%-10s the same as %s\n", also[i].word, also[i].study);
    globfree(&found);
}

char *place_results(const char *study_name) {
    const struct utc_text now = clock_utc();
    return must_format("results/%s-%.4s%.2s%.2sT%.2s%.2s%.2sZ", study_name, now.text, now.text + 5,
                       now.text + 8, now.text + 11, now.text + 14, now.text + 17);
}

char *place_results_last(const char *study_name, struct fault *fault) {
    glob_t found = {0};
    char *pattern =
        must_format("results/%s-[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T*Z", study_name);
    char *last = NULL;
    if (glob(pattern, 0, NULL, &found) == 0) /* sorted by name, and so by time */
        last = must_strdup(found.gl_pathv[found.gl_pathc - 1]);
    else
        fault_user(fault, "nothing to resume: no folder results/%s-*; name one with -o",
                   study_name);
    globfree(&found);
    free(pattern);
    return last;
}
