#include "columns.h"

const struct column columns[COLUMNS] = {
#define COLUMN(kind, name, meaning) {#name, COLUMN_##kind, offsetof(struct sample, name), meaning},
#include "columns.def"
#undef COLUMN
};
