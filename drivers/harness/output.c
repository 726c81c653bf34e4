#include "output.h"

#include "check.h"
#include "csvline.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is remembered of each row that was there at the start. */
struct old_row {
    struct row_key key;
    uint64_t config_id, binary_id;
    bool wrong;
};

struct output {
    char *path;
    int fd;
    bool regular; /* a file that can be read back, cut and synced; not a pipe or terminal */
    struct old_row *old;
    size_t old_count;
};

static bool fail_here(const struct output *output, const char *what, struct fault *fault) {
    return fault_environment(fault, "--output: %s: %s: %s", output->path, what, strerror(errno));
}

static void write_header(FILE *out) {
    for (size_t i = 0; i < COLUMNS; i++)
        fprintf(out, "%s%s", i ? "," : "", columns[i].name);
    fputc('\n', out);
}

static void write_real(FILE *out, double value) {
    if (!isnan(value))
        fprintf(out, "%.9g", value);
}

static void write_row(FILE *out, const struct sample *sample) {
    for (size_t i = 0; i < COLUMNS; i++) {
        const void *field = (const char *)sample + columns[i].offset;
        if (i)
            fputc(',', out);
        switch (columns[i].kind) {
        case COLUMN_U64:
            fprintf(out, "%" PRIu64, *(const uint64_t *)field);
            break;
        case COLUMN_HEX:
            fprintf(out, "%016" PRIx64, *(const uint64_t *)field);
            break;
        case COLUMN_F64:
            write_real(out, *(const double *)field);
            break;
        case COLUMN_TEXT:
            csv_write_field(out, *(const char *const *)field);
            break;
        }
    }
    fputc('\n', out);
}

/* One write for all of it; what came of a short write is taken back. */
static bool write_whole(struct output *output, const char *text, size_t length,
                        struct fault *fault) {
    const off_t before = output->regular ? lseek(output->fd, 0, SEEK_END) : 0;
    const ssize_t written = write(output->fd, text, length);
    if (written == (ssize_t)length)
        return true;
    if (written >= 0)
        errno = ENOSPC;
    const int error = errno;
    if (output->regular && written > 0 && ftruncate(output->fd, before) != 0)
        return fail_here(output, "taking back a partial row", fault);
    errno = error;
    return fail_here(output, "writing", fault);
}

static bool append_text(struct output *output, void (*print)(FILE *, const struct sample *),
                        const struct sample *sample, struct fault *fault) {
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    CHECK(memory);
    print(memory, sample);
    CHECK(fclose(memory) == 0);
    const bool good = write_whole(output, text, length, fault);
    free(text);
    return good;
}

static void print_header(FILE *out, const struct sample *unused) {
    (void)unused;
    write_header(out);
}

bool output_append(struct output *output, const struct sample *sample, struct fault *fault) {
    /* Locked, so that nobody who opens the file meanwhile takes half a row for a torn one. */
    flock(output->fd, LOCK_EX);
    const bool good = append_text(output, write_row, sample, fault);
    flock(output->fd, LOCK_UN);
    return good;
}

/* Reads a field of a row that this program wrote. */
static uint64_t field_u64(char *const *fields, enum column_index column) {
    return strtoull(fields[column], NULL, columns[column].kind == COLUMN_HEX ? 16 : 10);
}

static void remember(struct output *output, char *const *fields) {
    output->old = must_realloc(output->old, (output->old_count + 1) * sizeof *output->old);
    output->old[output->old_count++] = (struct old_row){
        .key = {.launch = field_u64(fields, COLUMN_launch),
                .work_id = field_u64(fields, COLUMN_work_id),
                .rep = field_u64(fields, COLUMN_rep),
                .warmup = strcmp(fields[COLUMN_phase], "warmup") == 0},
        .config_id = field_u64(fields, COLUMN_config_id),
        .binary_id = field_u64(fields, COLUMN_binary_id),
        .wrong = field_u64(fields, COLUMN_ok) == 0 && *fields[COLUMN_wall_s],
    };
}

static bool read_row(struct output *output, char *line, unsigned number, struct fault *fault) {
    char *fields[COLUMNS];
    if (csv_split(line, fields, COLUMNS) != COLUMNS)
        return fault_user(fault, "--output: %s:%u: not a row of %d columns", output->path, number,
                          COLUMNS);
    remember(output, fields);
    return true;
}

/* Version of another header's rows, from the first of them; 0 if there is none. */
static unsigned long version_below(FILE *in) {
    char row[32] = "";
    return fgets(row, sizeof row, in) ? strtoul(row, NULL, 10) : 0;
}

static bool check_header(const struct output *output, const char *line, FILE *in,
                         struct fault *fault) {
    char *wanted = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&wanted, &length);
    CHECK(memory);
    write_header(memory);
    CHECK(fclose(memory) == 0);
    wanted[length - 1] = '\0';
    const bool same = strcmp(line, wanted) == 0;
    free(wanted);
    if (same)
        return true;
    return fault_user(
        fault,
        "--output: %s:1: its header is that of schema version %lu or of other columns, "
        "this program writes version %d; choose another file",
        output->path, version_below(in), SCHEMA_VERSION);
}

/* Before anything is repaired: another program's file stays as it is. A torn first line passes. */
static bool check_first_line(const struct output *output, struct fault *fault) {
    FILE *in = fopen(output->path, "r");
    if (!in)
        return fail_here(output, "reading", fault);
    char *line = NULL;
    size_t room = 0;
    const ssize_t length = getline(&line, &room, in);
    bool good = true;
    if (length > 0 && line[length - 1] == '\n') {
        line[length - 1] = '\0';
        good = check_header(output, line, in, fault);
    }
    free(line);
    fclose(in);
    return good;
}

static bool read_lines(struct output *output, FILE *in, struct fault *fault) {
    char *line = NULL;
    size_t room = 0;
    bool good = true;
    unsigned number = 1;
    for (ssize_t length; good && (length = getline(&line, &room, in)) > 0; number++) {
        line[length - 1] = '\0'; /* the last line is whole: torn ones are gone */
        good = number == 1 || read_row(output, line, number, fault);
    }
    free(line);
    return good;
}

static bool read_old(struct output *output, struct fault *fault) {
    FILE *in = fopen(output->path, "r");
    if (!in)
        return fail_here(output, "reading", fault);
    const bool good = read_lines(output, in, fault);
    fclose(in);
    return good;
}

/* Start of the last line if it has no line break, otherwise the size. */
static off_t whole_lines(int fd, off_t size) {
    char byte = '\n';
    off_t at = size;
    while (at > 0 && pread(fd, &byte, 1, at - 1) == 1 && byte != '\n')
        at--;
    return at;
}

static bool keep_aside(const struct output *output, off_t from, off_t to, struct fault *fault) {
    char *path = must_format("%s.torn", output->path);
    const size_t length = (size_t)(to - from);
    char *torn = must_alloc(length + 1);
    const bool read = pread(output->fd, torn, length, from) == (ssize_t)length;
    torn[length] = '\n';
    const int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    const bool kept = read && fd >= 0 && write(fd, torn, length + 1) == (ssize_t)length + 1;
    if (fd >= 0)
        close(fd);
    free(path);
    free(torn);
    return kept || fail_here(output, "keeping a torn last line aside", fault);
}

static bool repair(const struct output *output, off_t size, struct fault *fault) {
    const off_t whole = whole_lines(output->fd, size);
    if (whole == size)
        return true;
    if (!keep_aside(output, whole, size, fault))
        return false;
    if (ftruncate(output->fd, whole) != 0)
        return fail_here(output, "cutting a torn last line", fault);
    fprintf(stderr, "convoy: %s: a torn last line was moved to %s.torn\n", output->path,
            output->path);
    return true;
}

/* A first line that is not ours is looked at before anything is repaired: it may be a user's other
 * file. */
static bool looks_like_ours(const struct output *output, struct fault *fault) {
    static const char start[] = "schema_version,";
    char head[sizeof start - 1] = "";
    const ssize_t got = pread(output->fd, head, sizeof head, 0);
    if (got >= 0 && strncmp(head, start, (size_t)got) == 0)
        return true;
    return fault_user(fault, "--output: %s:1: this is not a file of raw samples", output->path);
}

static bool prepare(struct output *output, struct fault *fault) {
    struct stat about;
    if (fstat(output->fd, &about) != 0)
        return fail_here(output, "looking", fault);
    /* Standard output is not ours to read, cut or continue, whatever it leads to. */
    output->regular = S_ISREG(about.st_mode) && strcmp(output->path, "-") != 0;
    if (S_ISDIR(about.st_mode))
        return fault_environment(fault, "--output: %s: is a directory", output->path);
    if (!output->regular)
        return append_text(output, print_header, NULL, fault);
    if (!looks_like_ours(output, fault) || !check_first_line(output, fault) ||
        !repair(output, about.st_size, fault))
        return false;
    if (lseek(output->fd, 0, SEEK_END) == 0)
        return append_text(output, print_header, NULL, fault);
    return read_old(output, fault);
}

struct output *output_open(const char *path, struct fault *fault) {
    struct output *output = must_alloc(sizeof *output);
    output->path = must_strdup(path);
    const bool standard = strcmp(path, "-") == 0;
    output->fd =
        standard ? dup(STDOUT_FILENO) : open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    bool good = output->fd >= 0 || fail_here(output, "opening", fault);
    if (good) {
        /* Two jobs that start at once must not both write a header. */
        flock(output->fd, LOCK_EX);
        good = prepare(output, fault);
        flock(output->fd, LOCK_UN);
    }
    if (good)
        return output;
    output_close(output);
    return NULL;
}

void output_close(struct output *output) {
    if (!output)
        return;
    if (output->fd >= 0)
        close(output->fd);
    free(output->old);
    free(output->path);
    free(output);
}

uint64_t output_rows(const struct output *output) {
    return output->old_count;
}

static bool same_key(struct row_key a, struct row_key b) {
    return a.launch == b.launch && a.work_id == b.work_id && a.rep == b.rep && a.warmup == b.warmup;
}

bool output_holds(const struct output *output, struct row_key key) {
    for (size_t i = output->old_count; i-- > 0;)
        if (same_key(output->old[i].key, key))
            return true;
    return false;
}

bool output_last_launch(const struct output *output, uint64_t *launch) {
    *launch = 0;
    for (size_t i = 0; i < output->old_count; i++)
        if (output->old[i].key.launch > *launch)
            *launch = output->old[i].key.launch;
    return output->old_count > 0;
}

bool output_launch_of(const struct output *output, uint64_t config_id, uint64_t *launch) {
    for (size_t i = output->old_count; i-- > 0;) {
        if (output->old[i].config_id == config_id) {
            *launch = output->old[i].key.launch;
            return true;
        }
    }
    return false;
}

bool output_launch_wrong(const struct output *output, uint64_t launch) {
    for (size_t i = 0; i < output->old_count; i++)
        if (output->old[i].key.launch == launch && output->old[i].wrong)
            return true;
    return false;
}

bool output_launch_ids(const struct output *output, uint64_t launch, uint64_t *config_id,
                       uint64_t *binary_id) {
    for (size_t i = output->old_count; i-- > 0;) {
        if (output->old[i].key.launch != launch)
            continue;
        *config_id = output->old[i].config_id;
        *binary_id = output->old[i].binary_id;
        return true;
    }
    return false;
}

bool output_sync(struct output *output, struct fault *fault) {
    if (output->regular && fdatasync(output->fd) != 0)
        return fail_here(output, "syncing", fault);
    return true;
}
