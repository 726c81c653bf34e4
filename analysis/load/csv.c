#include "csv.h"

#include "array.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct field {
    size_t offset; /* of its text in csv->text */
    size_t line, column;
};

struct csv {
    FILE *file;
    char *path, *buffer;
    size_t line, column; /* of the byte read last */
    bool complete;
    struct {
        char *items;
        size_t count, room;
    } text; /* the record's fields, each with its NUL */
    struct {
        struct field *items;
        size_t count, room;
    } fields;
};

enum { BUFFER_BYTES = 1 << 20, BROKEN = -2 };

static bool refuse_at(const struct csv *csv, size_t line, size_t column, struct fault *fault,
                      const char *wrong) {
    return fault_user(fault, "%s:%zu:%zu: %s", csv->path, line, column, wrong);
}

static int refuse_here(const struct csv *csv, struct fault *fault, const char *wrong) {
    refuse_at(csv, csv->line, csv->column, fault, wrong);
    return BROKEN;
}

/* The next byte, EOF, or BROKEN. A line end counts to the line it ends. */
static int byte_read(struct csv *csv, struct fault *fault) {
    const int byte = getc_unlocked(csv->file);
    if (byte == EOF) {
        if (!ferror(csv->file))
            return EOF;
        fault_user(fault, "cannot read '%s': %s", csv->path, strerror(errno));
        return BROKEN;
    }
    csv->column++;
    return byte ? byte : refuse_here(csv, fault, "a NUL byte: not a CSV text file");
}

static void line_ended(struct csv *csv) {
    csv->line++;
    csv->column = 0;
}

static bool text_add(struct csv *csv, int byte, struct fault *fault) {
    if (csv->text.count >= CSV_RECORD_MAX)
        return refuse_here(csv, fault, "a record of more than 16 MiB"), false;
    ARRAY_PUSH(&csv->text, (char)byte);
    return true;
}

/* A line end is LF or CRLF; a lone CR is text. */
static int line_end_read(struct csv *csv, int byte) {
    if (byte != '\r')
        return byte;
    const int next = getc_unlocked(csv->file);
    if (next == '\n')
        return '\n';
    if (next != EOF)
        ungetc(next, csv->file);
    return next == EOF ? '\n' : '\r';
}

static bool field_ends(int byte) {
    return byte == ',' || byte == '\n' || byte == EOF;
}

/* What follows a closing quote: blanks, then the end of the field. */
static int quoted_end(struct csv *csv, int byte, struct fault *fault) {
    while (byte == ' ')
        byte = byte_read(csv, fault);
    byte = line_end_read(csv, byte);
    if (field_ends(byte) || byte == BROKEN)
        return byte;
    return refuse_here(csv, fault, "text behind a closing quote");
}

/* The rest of a field behind its opening quote; returns what ended it. */
static int quoted_read(struct csv *csv, struct fault *fault) {
    const size_t line = csv->line, column = csv->column;
    for (;;) {
        int byte = byte_read(csv, fault);
        if (byte == '"') {
            byte = byte_read(csv, fault);
            if (byte != '"')
                return quoted_end(csv, byte, fault);
        }
        if (byte == EOF)
            refuse_at(csv, line, column, fault, "a quote that is never closed");
        if (byte == EOF || byte == BROKEN || !text_add(csv, byte, fault))
            return BROKEN;
        if (byte == '\n')
            line_ended(csv);
    }
}

static int plain_read(struct csv *csv, int byte, struct fault *fault) {
    const size_t start = csv->text.count;
    for (;; byte = byte_read(csv, fault)) {
        byte = line_end_read(csv, byte);
        if (byte == '"')
            return refuse_here(csv, fault, "a quote inside an unquoted field");
        if (byte == BROKEN || field_ends(byte))
            break;
        if (!text_add(csv, byte, fault))
            return BROKEN;
    }
    while (csv->text.count > start && strchr(" \t", csv->text.items[csv->text.count - 1]))
        csv->text.count--;
    return byte;
}

/* Reads one field; returns the comma, line end or EOF behind it, or BROKEN. */
static int field_read(struct csv *csv, struct fault *fault) {
    int byte = byte_read(csv, fault);
    while (byte == ' ' || byte == '\t')
        byte = byte_read(csv, fault);
    const struct field field = {csv->text.count, csv->line, csv->column + (byte == EOF)};
    ARRAY_PUSH(&csv->fields, field);
    const int end = byte == '"' ? quoted_read(csv, fault) : plain_read(csv, byte, fault);
    if (end == BROKEN || !text_add(csv, '\0', fault))
        return BROKEN;
    return end;
}

static enum csv_result record_read(struct csv *csv, struct fault *fault) {
    csv->text.count = csv->fields.count = 0;
    int end;
    do
        end = field_read(csv, fault);
    while (end == ',');
    if (end == BROKEN)
        return CSV_BROKEN;
    csv->complete = end == '\n';
    if (csv->complete)
        line_ended(csv);
    return CSV_RECORD;
}

static bool is_blank(const struct csv *csv) {
    return csv->fields.count == 1 && csv->text.count == 1;
}

enum csv_result csv_next(struct csv *csv, struct fault *fault) {
    for (;;) {
        const enum csv_result result = record_read(csv, fault);
        if (result == CSV_BROKEN || !is_blank(csv))
            return result;
        if (!csv->complete)
            return CSV_END;
    }
}

/* UTF-8's byte-order mark is EF BB BF; no column name begins with EF. */
static void mark_skip(FILE *file) {
    const int first = getc_unlocked(file);
    if (first != 0xef) {
        ungetc(first, file);
        return;
    }
    getc_unlocked(file);
    getc_unlocked(file);
}

struct csv *csv_open(const char *path, struct fault *fault) {
    FILE *file = fopen(path, "re");
    if (!file) {
        fault_user(fault, "cannot read '%s': %s", path, strerror(errno));
        return NULL;
    }
    struct csv *csv = must_alloc(sizeof *csv);
    csv->file = file;
    csv->path = must_strdup(path);
    csv->line = 1;
    csv->buffer = must_alloc(BUFFER_BYTES);
    setvbuf(file, csv->buffer, _IOFBF, BUFFER_BYTES);
    mark_skip(file);
    return csv;
}

void csv_close(struct csv *csv) {
    if (!csv)
        return;
    fclose(csv->file);
    free(csv->buffer);
    free(csv->path);
    free(csv->text.items);
    free(csv->fields.items);
    free(csv);
}

size_t csv_count(const struct csv *csv) {
    return csv->fields.count;
}

const char *csv_field(const struct csv *csv, size_t field) {
    CHECK(field < csv->fields.count);
    return csv->text.items + csv->fields.items[field].offset;
}

bool csv_complete(const struct csv *csv) {
    return csv->complete;
}

bool csv_refuse(const struct csv *csv, size_t field, struct fault *fault, const char *format, ...) {
    CHECK(field < csv->fields.count);
    char wrong[FAULT_TEXT_MAX / 2];
    va_list values;
    va_start(values, format);
    vsnprintf(wrong, sizeof wrong, format, values);
    va_end(values);
    const struct field *at = &csv->fields.items[field];
    return refuse_at(csv, at->line, at->column, fault, wrong);
}
