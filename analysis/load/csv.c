#include "csv.h"

#include "array.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Offsets count from the record's first byte, lines from its first line; columns from 1. */
struct field {
    uint32_t text;
    uint32_t line, column;
};

struct csv {
    FILE *file;
    char *path;
    char *bytes;             /* the window: what was read and is still needed, and a '\n' behind */
    size_t begin, end, room; /* of it: the next record begins at `begin` */
    bool at_end;             /* the window holds the rest of the file */
    size_t record;           /* where the current record begins */
    size_t line;             /* its first line, from 1; 0: there was none yet */
    size_t next_line;        /* the first line behind it */
    bool complete;
    struct {
        struct field *items;
        size_t count, room;
    } fields;
};

enum { BLOCK_BYTES = 256 * 1024 };

static bool refuse_at(const struct csv *csv, size_t line, size_t column, struct fault *fault,
                      const char *wrong) {
    return fault_user(fault, "%s:%zu:%zu: %s", csv->path, line, column, wrong);
}

/* Reads a block more behind the record that begins at `begin`; false after a fault. */
static bool window_fill(struct csv *csv, struct fault *fault) {
    csv->end -= csv->begin;
    memmove(csv->bytes, csv->bytes + csv->begin, csv->end);
    csv->begin = 0;
    if (csv->room - csv->end <= BLOCK_BYTES) {
        csv->room = 2 * csv->room + BLOCK_BYTES;
        csv->bytes = must_realloc(csv->bytes, csv->room);
    }
    const size_t got = fread(csv->bytes + csv->end, 1, BLOCK_BYTES, csv->file);
    if (ferror(csv->file))
        return fault_user(fault, "cannot read '%s': %s", csv->path, strerror(errno));
    csv->end += got;
    csv->at_end = got < BLOCK_BYTES;
    return true;
}

/* A record's place in the window. */
struct extent {
    size_t length; /* without its line end's '\n' */
    bool ended;    /* by a '\n' */
    bool cut;      /* it goes on, but is longer than CSV_RECORD_MAX */
};

static bool quotes_are_odd(const char *from, const char *to) {
    bool odd = false;
    while ((from = memchr(from, '"', (size_t)(to - from)))) {
        odd = !odd;
        from++;
    }
    return odd;
}

/*
 * A record ends at the first '\n' with an even number of quotes before it. That holds as long as
 * quotes stand where they may; where they do not, what is found here has the wrong one inside it,
 * and splitting it comes upon that. False after a fault.
 */
static bool record_find(struct csv *csv, struct extent *extent, struct fault *fault) {
    size_t looked = 0; /* bytes looked at */
    bool quoted = false;
    *extent = (struct extent){0};
    for (;;) {
        const char *from = csv->bytes + csv->begin + looked, *end = csv->bytes + csv->end;
        const char *newline = memchr(from, '\n', (size_t)(end - from));
        const char *to = newline ? newline : end;
        quoted ^= quotes_are_odd(from, to);
        looked += (size_t)(to - from);
        extent->length = looked;
        extent->cut = looked > CSV_RECORD_MAX;
        extent->ended = newline && !quoted;
        if (extent->cut || extent->ended)
            return true;
        looked += newline != NULL;
        if (newline)
            continue;
        if (csv->at_end)
            return true;
        if (!window_fill(csv, fault))
            return false;
    }
}

/* A record while it is split. */
struct split {
    struct csv *csv;
    const struct extent *extent;
    char *start, *end; /* *end is '\n' */
    char *line_start;  /* of the line that is being looked at */
    uint32_t line;     /* its number, from 0 */
    struct fault *fault;
};

static char *refuse_here(const struct split *split, const char *at, const char *wrong) {
    refuse_at(split->csv, split->csv->line + split->line, (size_t)(at - split->line_start) + 1,
              split->fault, wrong);
    return NULL;
}

static bool is_blank(char byte) {
    return byte == ' ' || byte == '\t';
}

/* The bytes at which something ends or is wrong; a CR that belongs to the line end is cut later. */
static const bool special[256] = {['\n'] = true, [','] = true, ['"'] = true, ['\0'] = true};

static char *nul_refuse(const struct split *split, const char *at) {
    return refuse_here(split, at, "a NUL byte: not a CSV text file");
}

/* Ends the text of an unquoted field; returns the comma or line end behind it, NULL after a fault.
 */
static char *plain_split(const struct split *split, char *start) {
    char *at = start;
    while (!special[(unsigned char)*at])
        at++;
    if (*at == '"')
        return refuse_here(split, at, "a quote inside an unquoted field");
    if (*at == '\0')
        return nul_refuse(split, at);
    char *text_end = at;
    if (at == split->end && text_end > start && text_end[-1] == '\r')
        text_end--;
    while (text_end > start && is_blank(text_end[-1]))
        text_end--;
    if (text_end < at)
        *text_end = '\0';
    return at;
}

/* What follows a closing quote: blanks, then the comma or line end, which is returned. */
static char *quoted_end(const struct split *split, char *at) {
    while (is_blank(*at))
        at++;
    if (at[0] == '\r' && at + 1 == split->end)
        at++;
    if (*at == ',' || at == split->end)
        return at;
    return *at ? refuse_here(split, at, "text behind a closing quote") : nul_refuse(split, at);
}

static char *quote_refuse(const struct split *split, const struct field *field) {
    refuse_at(split->csv, split->csv->line + field->line, field->column, split->fault,
              split->extent->cut ? "a quote that is not closed within 16 MiB"
                                 : "a quote that is never closed");
    return NULL;
}

/* Closes the gaps that doubled quotes leave; returns what ended the field, NULL after a fault. */
static char *quoted_split(struct split *split, const struct field *field) {
    char *to = split->start + field->text;
    for (char *at = to;; at++) {
        if (*at == '"' && at[1] != '"') {
            *to = '\0';
            return quoted_end(split, at + 1);
        }
        if (*at == '"')
            at++;
        if (at == split->end)
            return quote_refuse(split, field);
        if (*at == '\0')
            return nul_refuse(split, at);
        *to++ = *at;
        if (*at == '\n') {
            split->line++;
            split->line_start = at + 1;
        }
    }
}

/* One field from `at` on; returns the comma or line end behind it, NULL after a fault. */
static char *field_split(struct split *split, char *at) {
    while (is_blank(*at))
        at++;
    const bool quoted = *at == '"';
    const struct field field = {
        .text = (uint32_t)(at + quoted - split->start),
        .line = split->line,
        .column = (uint32_t)(at - split->line_start) + 1,
    };
    ARRAY_PUSH(&split->csv->fields, field);
    return quoted ? quoted_split(split, &field) : plain_split(split, at);
}

static bool record_split(struct split *split) {
    struct csv *csv = split->csv;
    csv->fields.count = 0;
    for (char *at = split->start;; at++) {
        at = field_split(split, at);
        if (!at)
            return false;
        const bool last = at == split->end;
        CHECK(last || *at == ',');
        *at = '\0';
        if (last)
            break;
    }
    if (split->extent->cut)
        return refuse_at(csv, csv->line, 1, split->fault, "a record of more than 16 MiB");
    csv->next_line = csv->line + split->line + 1;
    return true;
}

/* The record of that extent becomes the current one. */
static bool record_take(struct csv *csv, const struct extent *extent, struct fault *fault) {
    csv->record = csv->begin;
    csv->line = csv->next_line;
    char *start = csv->bytes + csv->record, *end = start + extent->length;
    /* At the end of a file a lone CR ends a line, too: somebody cut the LF off. */
    csv->complete = extent->ended || (extent->length && end[-1] == '\r');
    csv->begin += extent->length + extent->ended;
    *end = '\n';
    struct split split = {
        .csv = csv,
        .extent = extent,
        .start = start,
        .end = end,
        .line_start = start,
        .fault = fault,
    };
    return record_split(&split);
}

static bool record_is_blank(const struct csv *csv) {
    return csv->fields.count == 1 && !*csv_field(csv, 0);
}

/* UTF-8's byte-order mark is EF BB BF. */
static void mark_skip(struct csv *csv) {
    static const char mark[] = "\xef\xbb\xbf";
    if (csv->end >= sizeof mark - 1 && memcmp(csv->bytes, mark, sizeof mark - 1) == 0)
        csv->begin = sizeof mark - 1;
}

enum csv_result csv_next(struct csv *csv, struct fault *fault) {
    if (!csv->line) {
        if (!window_fill(csv, fault))
            return CSV_BROKEN;
        mark_skip(csv);
    }
    for (;;) {
        struct extent extent;
        if (!record_find(csv, &extent, fault))
            return CSV_BROKEN;
        if (!extent.length && !extent.ended)
            return CSV_END;
        if (!record_take(csv, &extent, fault))
            return CSV_BROKEN;
        if (!record_is_blank(csv))
            return CSV_RECORD;
    }
}

struct csv *csv_open(const char *path, struct fault *fault) {
    FILE *file = fopen(path, "re");
    if (file)
        return csv_open_stream(file, path);
    fault_user(fault, "cannot read '%s': %s", path, strerror(errno));
    return NULL;
}

struct csv *csv_open_stream(FILE *file, const char *name) {
    struct csv *csv = must_alloc(sizeof *csv);
    csv->file = file;
    csv->path = must_strdup(name);
    csv->room = BLOCK_BYTES + 1;
    csv->bytes = must_realloc(NULL, csv->room);
    csv->next_line = 1;
    return csv;
}

void csv_close(struct csv *csv) {
    if (!csv)
        return;
    fclose(csv->file);
    free(csv->path);
    free(csv->bytes);
    free(csv->fields.items);
    free(csv);
}

size_t csv_count(const struct csv *csv) {
    return csv->fields.count;
}

const char *csv_field(const struct csv *csv, size_t field) {
    CHECK(field < csv->fields.count);
    return csv->bytes + csv->record + csv->fields.items[field].text;
}

bool csv_complete(const struct csv *csv) {
    return csv->complete;
}

size_t csv_line(const struct csv *csv) {
    return csv->line;
}

bool csv_refuse(const struct csv *csv, size_t field, struct fault *fault, const char *format, ...) {
    CHECK(field < csv->fields.count);
    char wrong[FAULT_TEXT_MAX / 2];
    va_list values;
    va_start(values, format);
    vsnprintf(wrong, sizeof wrong, format, values);
    va_end(values);
    const struct field *at = &csv->fields.items[field];
    return refuse_at(csv, csv->line + at->line, at->column, fault, wrong);
}
