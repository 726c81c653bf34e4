#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *parent_or_default(const char *parent) {
    if (parent[0])
        return parent;
    const char *from_environment = getenv("TMPDIR");
    return from_environment && from_environment[0] ? from_environment : "/tmp";
}

int folder_make(struct folder *folder, const char *parent, const char *attempt, const char **what) {
    *what = "memory for a path";
    if (asprintf(&folder->path, "%s/convoy-file-XXXXXX", parent_or_default(parent)) < 0)
        return ENOMEM;
    *what = attempt;
    if (!mkdtemp(folder->path)) {
        const int error_number = errno;
        free(folder->path);
        return error_number;
    }
    folder->directory = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->directory < 0) {
        const int error_number = errno;
        rmdir(folder->path);
        free(folder->path);
        return error_number;
    }
    return 0;
}

/* unlinkat refuses "." and "..", as it does every directory; the kernel makes none. */
static void files_remove(DIR *stream) {
    const struct dirent *entry;
    while ((entry = readdir(stream)))
        unlinkat(dirfd(stream), entry->d_name, 0);
}

void folder_remove(struct folder *folder) {
    DIR *stream = fdopendir(folder->directory); /* owns the descriptor from here on */
    if (stream) {
        files_remove(stream);
        closedir(stream);
    } else {
        close(folder->directory);
    }
    rmdir(folder->path);
    free(folder->path);
}
