#include "scan.h"

#include "check.h"
#include "csv.h"
#include "text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ABSENT = -1 };

/* What getrusage(2) itself and the way to it may add to a worker's CPU time. */
#define CPU_SLACK   1.05
#define CPU_SLACK_S 50e-6

struct pass {
    struct scan *scan;
    struct csv *csv;
    int where[COLUMNS];
};

struct scan scan_new(void) {
    struct scan scan = {.strange = words_new()};
    for (enum agree agree = 0; agree < AGREES; agree++)
        scan.agrees[agree] = agreement_new();
    return scan;
}

void scan_free(struct scan *scan) {
    for (enum agree agree = 0; agree < AGREES; agree++)
        agreement_free(&scan->agrees[agree]);
    words_free(scan->strange);
    *scan = (struct scan){0};
}

static void header_place(struct pass *pass, const char *name, int field) {
    for (int i = 0; i < COLUMNS; i++)
        if (strcmp(columns[i].name, name) == 0) {
            pass->where[i] = field;
            return;
        }
    const word strange = words_keep(pass->scan->strange, name);
    if (strange > pass->scan->strange_count)
        pass->scan->strange_count = strange;
}

static void header_read(struct pass *pass) {
    for (int i = 0; i < COLUMNS; i++)
        pass->where[i] = ABSENT;
    for (size_t i = 0; i < csv_count(pass->csv); i++)
        header_place(pass, csv_field(pass->csv, i), (int)i);
}

/* A torn last row may have fewer fields than the header. */
static const char *text_of(const struct pass *pass, enum column_index column) {
    const int field = pass->where[column];
    return field == ABSENT || (size_t)field >= csv_count(pass->csv)
               ? ""
               : csv_field(pass->csv, (size_t)field);
}

/* NaN where a column says nothing or no number. */
static double real_of(const struct pass *pass, enum column_index column) {
    double value;
    return text_real(text_of(pass, column), &value) ? NAN : value;
}

static bool flag_is_set(const struct pass *pass, const char *flag) {
    const char *flags = text_of(pass, COLUMN_flags);
    const size_t length = strlen(flag);
    for (const char *at = flags; (at = strstr(at, flag)); at += length)
        if ((at == flags || at[-1] == ';') && (!at[length] || at[length] == ';'))
            return true;
    return false;
}

static void times_check(struct scan *scan, const struct pass *pass) {
    const double wall_s = real_of(pass, COLUMN_wall_s), cpu_s = real_of(pass, COLUMN_cpu_s);
    const double busy_s = real_of(pass, COLUMN_busy_max_s), workers = real_of(pass, COLUMN_workers);
    scan->busy_longer += busy_s > wall_s * (1 + 1e-6);
    scan->cpu_more += cpu_s > CPU_SLACK * workers * wall_s + CPU_SLACK_S * workers;
    if (workers > 1 && cpu_s > 0) {
        scan->cpu_parallel++;
        scan->cpu_as_wall += cpu_s == wall_s;
    }
}

static void workers_check(struct scan *scan, const struct pass *pass) {
    const double workers = real_of(pass, COLUMN_workers), pus = real_of(pass, COLUMN_pus);
    const double nodes = real_of(pass, COLUMN_nodes);
    const double product = real_of(pass, COLUMN_ranks) * real_of(pass, COLUMN_threads);
    scan->miscounted += !isnan(product) && product != workers;
    if (workers > pus && !(nodes > 1)) {
        scan->crowded++;
        scan->crowded_unsaid += !flag_is_set(pass, "oversubscribed");
    }
}

static void calls_check(struct scan *scan, const struct pass *pass) {
    if (!(real_of(pass, COLUMN_blocking_calls) > 0))
        return;
    scan->blocking++;
    scan->blocking_unsaid +=
        isnan(real_of(pass, COLUMN_op_p50_us)) || isnan(real_of(pass, COLUMN_op_max_us));
}

/* Work is addressed by item, data are a function of seed and item: these say which bits come out.
 */
static void work_check(struct scan *scan, const struct pass *pass) {
    const char *kernel = text_of(pass, COLUMN_kernel), *items = text_of(pass, COLUMN_items);
    char *key = must_format("%s\n%s\n%s\n%s\n%s", kernel, text_of(pass, COLUMN_variant),
                            text_of(pass, COLUMN_params), items, text_of(pass, COLUMN_seed));
    agreement_add(&scan->agrees[AGREE_CHECKSUM], key, kernel, text_of(pass, COLUMN_checksum));
    if (*items) {
        agreement_add(&scan->agrees[AGREE_BYTES], key, kernel, text_of(pass, COLUMN_bytes));
        agreement_add(&scan->agrees[AGREE_FLOPS], key, kernel, text_of(pass, COLUMN_flops));
    }
    free(key);
}

static void items_check(struct scan *scan, const struct pass *pass) {
    const char *kernel = text_of(pass, COLUMN_kernel), *scaling = text_of(pass, COLUMN_scaling);
    const double items = real_of(pass, COLUMN_items), workers = real_of(pass, COLUMN_workers);
    if (isnan(items))
        return;
    const bool given = strcmp(text_of(pass, COLUMN_tasks_per_worker), "0") == 0;
    char *key = must_format("%s\n%s\n%s\n%s\n%s\n%s", kernel, text_of(pass, COLUMN_variant),
                            text_of(pass, COLUMN_params), scaling, text_of(pass, COLUMN_size),
                            given ? text_of(pass, COLUMN_tasks) : "");
    char *amount = must_format("%.9g", strcmp(scaling, "weak") == 0 ? items / workers : items);
    agreement_add(&scan->agrees[AGREE_ITEMS], key, kernel, amount);
    free(amount);
    free(key);
}

static void row_check(struct scan *scan, const struct pass *pass) {
    for (int i = 0; i < COLUMNS; i++)
        scan->filled[i] += *text_of(pass, (enum column_index)i) != '\0';
    scan->rows++;
    times_check(scan, pass);
    workers_check(scan, pass);
    calls_check(scan, pass);
    work_check(scan, pass);
    items_check(scan, pass);
    const char *driver = text_of(pass, COLUMN_driver);
    agreement_add(&scan->agrees[AGREE_PROGRAM], driver, driver, text_of(pass, COLUMN_binary_id));
}

static void row_read(struct scan *scan, const struct pass *pass) {
    const char *phase = text_of(pass, COLUMN_phase);
    if (*phase && strcmp(phase, "measure") != 0)
        scan->warmups++;
    else if (*text_of(pass, COLUMN_wall_s))
        row_check(scan, pass);
    else {
        scan->skips++;
        scan->skips_unexplained += !*text_of(pass, COLUMN_flags);
    }
}

bool scan_csv(struct scan *scan, const char *path, struct fault *fault) {
    struct pass pass = {.scan = scan, .csv = csv_open(path, fault)};
    if (!pass.csv)
        return false;
    enum csv_result result = csv_next(pass.csv, fault);
    if (result == CSV_RECORD)
        header_read(&pass);
    while (result == CSV_RECORD && (result = csv_next(pass.csv, fault)) == CSV_RECORD)
        row_read(scan, &pass);
    csv_close(pass.csv);
    return result == CSV_END;
}

bool scan_has(const struct scan *scan, enum column_index column) {
    return scan->filled[column] > 0;
}

bool scan_full(const struct scan *scan, enum column_index column) {
    return scan->rows > 0 && scan->filled[column] == scan->rows;
}

const char *scan_strange(const struct scan *scan, const char *const *words) {
    for (word i = 1; i <= scan->strange_count; i++)
        for (const char *const *sought = words; *sought; sought++)
            if (strcasestr(words_text(scan->strange, i), *sought))
                return words_text(scan->strange, i);
    return NULL;
}
