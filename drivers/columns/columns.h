/*
 * One row of raw samples. struct sample has one field per line of columns.def; the table says how
 * to write and read them in order.
 */
#ifndef CONVOY_COLUMNS_H
#define CONVOY_COLUMNS_H

#include <stddef.h>
#include <stdint.h>

enum { SCHEMA_VERSION = 2 };

enum column_kind { COLUMN_U64, COLUMN_F64, COLUMN_TEXT, COLUMN_HEX };

#define COLUMN_TYPE_U64  uint64_t
#define COLUMN_TYPE_F64  double
#define COLUMN_TYPE_TEXT const char *
#define COLUMN_TYPE_HEX  uint64_t

/* Texts are borrowed: they must live until the row is written. NULL counts as empty. */
struct sample {
#define COLUMN(kind, name, meaning) COLUMN_TYPE_##kind name;
#include "columns.def"
#undef COLUMN
};

struct column {
    const char *name;
    enum column_kind kind;
    size_t offset; /* of the field in struct sample */
    const char *meaning;
};

/* COLUMN_wall_s and so on: the index of each column. */
enum column_index {
#define COLUMN(kind, name, meaning) COLUMN_##name,
#include "columns.def"
#undef COLUMN
    COLUMNS
};

extern const struct column columns[COLUMNS];

#endif
