#include "outfile.h"

#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_folder(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool outfile_folder(const char *path, struct fault *fault) {
    char *part = must_strdup(path);
    bool good = true;
    for (char *at = part + 1; good && *part; at++) {
        if (*at && *at != '/')
            continue;
        const char end = *at;
        *at = '\0';
        if (mkdir(part, 0777) != 0 && !is_folder(part))
            good = fault_environment(fault, "cannot make folder '%s': %s", part, strerror(errno));
        *at = end;
        if (!end)
            break;
    }
    free(part);
    return good;
}

FILE *outfile_open(const char *folder, const char *name, const char *extension,
                   struct fault *fault) {
    char *path = must_format("%s/%s.%s", folder, name, extension);
    FILE *file = fopen(path, "we");
    if (!file)
        fault_environment(fault, "cannot write '%s': %s", path, strerror(errno));
    free(path);
    return file;
}

bool outfile_close(FILE *file, const char *folder, struct fault *fault) {
    const bool written = !ferror(file);
    if (fclose(file) == 0 && written)
        return true;
    return fault_environment(fault, "cannot write in '%s': %s", folder, strerror(errno));
}
