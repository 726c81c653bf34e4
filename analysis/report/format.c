#include "format.h"

#include "check.h"
#include "csvline.h"
#include "files_inside.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

const char *const format_names[] = {[FORMAT_TABLE] = "table",
                                    [FORMAT_CSV] = "csv",
                                    [FORMAT_JSON] = "json",
                                    [FORMAT_MD] = "md",
                                    NULL};

static void print_csv_head(FILE *out) {
    fputs("class,panel", out);
    for (enum short_side side = 0; side < SHORT_SIDES; side++) {
        const char *name = short_side_names[side];
        fprintf(out, ",%s_speedup,%s_low,%s_high,%s_workers", name, name, name, name);
    }
    fputs(",recommendation,text\n", out);
}

static void print_csv_cell(FILE *out, const struct side *side) {
    file_estimate(out, side ? side->best->speedup : estimate_unknown());
    file_number(out, side ? side->best->workers : NAN);
}

static void print_csv(FILE *out, const struct short_table *table) {
    print_csv_head(out);
    for (size_t i = 0; i < table->count; i++) {
        const struct short_row *row = &table->items[i];
        csv_write_field(out, row->class);
        fputc(',', out);
        csv_write_field(out, row->verdict ? row->verdict->panel->name : "");
        for (enum short_side side = 0; side < SHORT_SIDES; side++)
            print_csv_cell(out, row->cells[side].side);
        fprintf(out, ",%s,", row->recommendation);
        csv_write_field(out, row->text);
        fputc('\n', out);
    }
}

/* NaN becomes null, which cJSON makes of numbers that JSON does not have. */
static void add_side(cJSON *sides, const char *name, const struct short_cell *cell) {
    const struct side *side = cell->side;
    if (!side && isnan(cell->lowest))
        return;
    cJSON *object = cJSON_AddObjectToObject(sides, name);
    if (!side) {
        cJSON_AddNumberToObject(object, "lowest", cell->lowest);
        cJSON_AddNumberToObject(object, "highest", cell->highest);
        return;
    }
    cJSON_AddNumberToObject(object, "speedup", side->best->speedup.value);
    cJSON_AddNumberToObject(object, "low", side->best->speedup.low);
    cJSON_AddNumberToObject(object, "high", side->best->speedup.high);
    cJSON_AddNumberToObject(object, "workers", side->best->workers);
}

static void add_row(cJSON *rows, const struct short_row *row) {
    cJSON *object = cJSON_CreateObject();
    cJSON_AddItemToArray(rows, object);
    cJSON_AddStringToObject(object, "class", row->class);
    if (row->verdict)
        cJSON_AddStringToObject(object, "panel", row->verdict->panel->name);
    else
        cJSON_AddNullToObject(object, "panel");
    cJSON *sides = cJSON_AddObjectToObject(object, "sides");
    for (enum short_side side = 0; side < SHORT_SIDES; side++)
        add_side(sides, short_side_names[side], &row->cells[side]);
    if (*row->recommendation)
        cJSON_AddStringToObject(object, "recommendation", row->recommendation);
    else
        cJSON_AddNullToObject(object, "recommendation");
    cJSON_AddStringToObject(object, "text", row->text);
}

static void print_json(FILE *out, const struct short_table *table) {
    cJSON *document = cJSON_CreateObject();
    cJSON *rows = cJSON_AddArrayToObject(document, "rows");
    for (size_t i = 0; i < table->count; i++)
        add_row(rows, &table->items[i]);
    char *text = cJSON_Print(document);
    CHECK(text);
    fprintf(out, "%s\n", text);
    cJSON_free(text);
    cJSON_Delete(document);
}

/* What would end a cell, begin an element or mean emphasis is written so that it stands for itself.
 */
static void print_md_text(FILE *out, const char *text) {
    for (; *text; text++) {
        if (*text == '\n' || *text == '\r')
            fputc(' ', out);
        else if (*text == '<')
            fputs("&lt;", out);
        else if (*text == '|' || *text == '*' || *text == '_' || *text == '`' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else
            fputc(*text, out);
    }
}

static void print_md_cell(FILE *out, const char *text, const char *mark) {
    fprintf(out, " %s", mark);
    print_md_text(out, text);
    fprintf(out, "%s |", mark);
}

static void print_md_row(FILE *out, const struct short_table *table, const struct short_row *row) {
    fputc('|', out);
    print_md_cell(out, short_row_name(row), row->verdict ? "" : "**");
    for (enum short_side side = 0; side < SHORT_SIDES; side++) {
        if (!table->heads[side])
            continue;
        char *text = short_cell_text(row, side);
        print_md_cell(out, text, "");
        free(text);
    }
    print_md_cell(out, row->text, "");
    fputc('\n', out);
}

static void print_md(FILE *out, const struct short_table *table) {
    fputs("| work |", out);
    for (enum short_side side = 0; side < SHORT_SIDES; side++)
        if (table->heads[side])
            print_md_cell(out, table->heads[side], "");
    fputs(" recommendation |\n| --- |", out);
    for (enum short_side side = 0; side < SHORT_SIDES; side++)
        fputs(table->heads[side] ? " --- |" : "", out);
    fputs(" --- |\n", out);
    for (size_t i = 0; i < table->count; i++)
        print_md_row(out, table, &table->items[i]);
}

void format_print(FILE *out, const struct short_table *table, enum format format) {
    static void (*const printers[])(FILE *, const struct short_table *) = {
        [FORMAT_CSV] = print_csv, [FORMAT_JSON] = print_json, [FORMAT_MD] = print_md};
    CHECK(format != FORMAT_TABLE);
    printers[format](out, table);
}
