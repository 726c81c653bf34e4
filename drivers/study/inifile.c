#include "inifile.h"

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTION_NAME_MAX = 40 }; /* libinih cuts names at 49 characters without a word */

/*
 * libinih tells its handler no line numbers unless it was built so (INI_HANDLER_LINENO), and
 * nothing about headings. It asks for one line after the other, though, and calls the handler
 * before it asks for the next: counting the lines handed out gives the number in every build.
 */
struct reading {
    const char *path;
    const char *rest; /* what has not been handed out yet */
    unsigned line;    /* last line handed out */
    char section[SECTION_NAME_MAX + 1];
    ini_visit *visit;
    void *user;
    struct fault fault;
};

static bool bytes_read(int file, char *text, size_t count) {
    while (count) {
        const ssize_t got = read(file, text, count);
        if (got <= 0)
            return false;
        text += got;
        count -= (size_t)got;
    }
    return true;
}

static char *file_text(int file, const char *path, struct fault *fault) {
    struct stat status;
    if (fstat(file, &status) == -1 || !S_ISREG(status.st_mode)) {
        fault_user(fault, "%s: not a regular file", path);
        return NULL;
    }
    if (status.st_size == 0 || status.st_size > INI_FILE_MAX) {
        fault_user(fault, "%s: %s", path,
                   status.st_size ? "larger than 1 MiB" : "the file is empty");
        return NULL;
    }
    const size_t length = (size_t)status.st_size;
    char *text = must_alloc(length + 1);
    if (bytes_read(file, text, length))
        return text;
    fault_user(fault, "%s: cannot be read: %s", path, strerror(errno));
    free(text);
    return NULL;
}

static unsigned line_of(const char *text, const char *at) {
    unsigned line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

char *ini_load(const char *path, struct fault *fault) {
    /* Not blocking: a pipe without a writer must be refused, not waited for. */
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file == -1) {
        fault_user(fault, "%s: %s", path, strerror(errno));
        return NULL;
    }
    char *text = file_text(file, path, fault);
    if (text) {
        struct stat status;
        CHECK(fstat(file, &status) == 0);
        const size_t length = strlen(text);
        if ((off_t)length < status.st_size) {
            fault_user(fault, "%s:%u: a NUL byte: not a text", path, line_of(text, text + length));
            free(text);
            text = NULL;
        }
    }
    close(file);
    return text;
}

static bool section_name_good(const char *name, size_t length) {
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    return length && length <= SECTION_NAME_MAX && strspn(name, letters) >= length;
}

/* A heading: libinih does not report it. A missing bracket is left to libinih to refuse. */
static bool heading_take(struct reading *reading, const char *line, size_t length) {
    const char *close = memchr(line, ']', length);
    if (!close)
        return true;
    const int name_length = (int)(close - line - 1);
    const char *tail = close + 1 + strspn(close + 1, " \t\r");
    if (tail < line + length && *tail != ';' && *tail != '#')
        return fault_user(&reading->fault, "%s:%u: nothing may follow the heading [%.*s]",
                          reading->path, reading->line, name_length, line + 1);
    if (!section_name_good(line + 1, (size_t)name_length))
        return fault_user(
            &reading->fault,
            "%s:%u: [%.*s]: section names have 1 to %d letters, digits, '-', '_', '.'",
            reading->path, reading->line, name_length, line + 1, SECTION_NAME_MAX);
    memcpy(reading->section, line + 1, (size_t)name_length);
    reading->section[name_length] = '\0';
    const struct ini_item item = {reading->path, reading->line, reading->section, NULL, NULL};
    return reading->visit(&item, reading->user, &reading->fault);
}

/* libinih's reader: the next line into `buffer` as fgets(3) would put it; NULL ends the reading. */
static char *line_next(char *buffer, int room, void *user) {
    struct reading *reading = user;
    if (!*reading->rest || reading->fault.code != EXIT_DONE)
        return NULL;
    reading->line++;
    const char *line = reading->rest + strspn(reading->rest, " \t");
    const size_t length = strcspn(line, "\n");
    reading->rest = line + length + (line[length] == '\n');
    if (length + 2 > (size_t)room) {
        fault_user(&reading->fault, "%s:%u: the line is longer than %d characters", reading->path,
                   reading->line, room - 2);
        return NULL;
    }
    if (*line == '[' && !heading_take(reading, line, length))
        return NULL;
    memcpy(buffer, line, length);
    memcpy(buffer + length, "\n", 2);
    return buffer;
}

/* libinih's handler: 0 would mean an error, but ours is in the fault already. */
static int item_take(void *user, const char *section, const char *key, const char *value) {
    struct reading *reading = user;
    (void)section; /* cut by libinih when it is long; ours is not */
    const struct ini_item item = {reading->path, reading->line, reading->section, key,
                                  value ? value : ""};
    if (reading->fault.code == EXIT_DONE)
        reading->visit(&item, reading->user, &reading->fault);
    return 1;
}

bool ini_read(const char *path, const char *text, ini_visit *visit, void *user,
              struct fault *fault) {
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    struct reading reading = {.path = path, .rest = text, .visit = visit, .user = user};
    if (strncmp(text, byte_order_mark, 3) == 0)
        reading.rest += 3;
    const int bad_line = ini_parse_stream(line_next, &reading, item_take, &reading);
    if (bad_line > 0) /* libinih reads on after an error, so this line is before a fault's line */
        return fault_user(fault, "%s:%d: neither a [section] nor KEY = VALUE nor a comment", path,
                          bad_line);
    if (bad_line < 0)
        return fault_environment(fault, "%s: libinih ran out of memory", path);
    if (reading.fault.code != EXIT_DONE)
        *fault = reading.fault;
    return reading.fault.code == EXIT_DONE;
}
