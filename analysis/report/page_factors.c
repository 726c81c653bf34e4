/* The page's part about the design: every factor of the experiment with its levels. */
#include "array.h"
#include "html.h"
#include "number.h"
#include "page.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>

/* Of a factor with more levels only that many are named. */
enum { LEVELS_SHOWN = 16 };

struct factor {
    const char *name;
    size_t offset; /* in struct setup: a word or a number, both 32 bits */
    bool is_number;
    const char *nothing; /* what 0 means */
};

static const struct factor factors[] = {
    {"kernel", offsetof(struct setup, kernel), false, "none"},
    {"variant", offsetof(struct setup, variant), false, "the default"},
    {"parameters", offsetof(struct setup, params), false, "the default"},
    {"size, items per task", offsetof(struct setup, size), false, "not given"},
    {"tasks", offsetof(struct setup, tasks), true, "one per worker"},
    {"scaling", offsetof(struct setup, scaling), false, "not given"},
    {"driver", offsetof(struct setup, driver), false, "not given"},
    {"workers", offsetof(struct setup, workers), true, "not given"},
    {"threads per process", offsetof(struct setup, threads), true, "no hybrid"},
    {"interpreter lock", offsetof(struct setup, gil), false, "off"},
    {"switch interval in us", offsetof(struct setup, gil_interval_us), false, "does not apply"},
    {"schedule", offsetof(struct setup, schedule), false, "not given"},
    {"pinning", offsetof(struct setup, pin), false, "not given"},
    {"labels", offsetof(struct setup, labels), false, "none"},
};

struct levels {
    uint32_t *items;
    size_t count, room;
};

static uint32_t level_of(const struct factor *factor, const struct setup *setup) {
    return *(const uint32_t *)(const void *)((const char *)setup + factor->offset);
}

static int by_number(const void *a, const void *b) {
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Distinct levels; words in order of their number, which is that of appearance. */
static struct levels levels_of(const struct data *data, const struct factor *factor) {
    struct levels all = {0};
    for (size_t i = 0; i < data->count; i++)
        ARRAY_PUSH(&all, level_of(factor, &data->items[i].setup));
    if (all.count)
        qsort(all.items, all.count, sizeof *all.items, by_number);
    size_t kept = 0;
    for (size_t i = 0; i < all.count; i++)
        if (i == 0 || all.items[i] != all.items[i - 1])
            all.items[kept++] = all.items[i];
    all.count = kept;
    return all;
}

static void print_level(FILE *out, const struct data *data, const struct factor *factor,
                        uint32_t level) {
    if (!level)
        fprintf(out, "<i>%s</i>", factor->nothing);
    else if (factor->is_number)
        fprintf(out, "%" PRIu32, level);
    else
        html_text(out, data_text(data, level));
}

static void print_factor(FILE *out, const struct data *data, const struct factor *factor) {
    struct levels levels = levels_of(data, factor);
    if (levels.count && !(levels.count == 1 && levels.items[0] == 0)) {
        fprintf(out, "<tr><th scope=\"row\">%s</th><td class=\"n\">%zu</td><td>", factor->name,
                levels.count);
        for (size_t i = 0; i < levels.count && i < LEVELS_SHOWN; i++) {
            fputs(i ? " &#183; " : "", out);
            print_level(out, data, factor, levels.items[i]);
        }
        if (levels.count > LEVELS_SHOWN)
            fprintf(out, " &#183; and %zu more", levels.count - LEVELS_SHOWN);
        fputs("</td></tr>\n", out);
    }
    free(levels.items);
}

void page_print_factors(FILE *out, const struct page *page) {
    static const char *const heads[] = {"factor", "number", "levels", NULL};
    fputs("<section id=\"part_factors\">\n<h2>The experiment: factors and their levels</h2>\n"
          "<article>\n",
          out);
    html_heads(out, "sheet", heads);
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
        print_factor(out, page->study->data, &factors[i]);
    html_heads_end(out);
    fputs("</article>\n</section>\n", out);
}
