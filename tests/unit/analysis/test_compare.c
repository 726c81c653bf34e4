/* Comparisons of made-up data sets: known slowdowns, what must not be compared, what is said of it.
 */
#include "check.h"
#include "compare.h"
#include "made_up.h"
#include "wrap.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Launches of one configuration, `spread` apart around time_s. */
struct group {
    const char *kernel, *driver, *size;
    unsigned workers;
    double time_s, spread;
    unsigned launches;
};

/* One side before it is read. */
struct made_side {
    struct group groups[4];
    const char *provenance; /* NULL: none */
    unsigned pus;           /* 0: 2 */
    unsigned reps;          /* 0: 1 */
};

static const char machine_a[] =
    "{\"hosts\":[{\"host\":\"n1\",\"cpu_model\":\"Fast 3000\",\"architecture\":\"x86_64\","
    "\"hwloc_topology\":\"Package:1 [NUMANode(memory=1000)] PU:2\",\"memory_bytes\":1000000,"
    "\"kernel\":\"6.1\",\"governor\":null}],\"launches\":[{\"mask\":\"0-1\",\"program\":{"
    "\"git_revision\":\"abc\",\"compiler\":\"GNU 12\",\"flags\":\"-O3\"}}]}";

/* The document with one text in the place of another. Free it. */
static char *edited(const char *document, const char *old, const char *new) {
    const char *at = strstr(document, old);
    assert_non_null(at);
    return must_format("%.*s%s%s", (int)(at - document), document, new, at + strlen(old));
}

static void write_rows(FILE *out, const struct made_side *made) {
    fputs("kernel,class,driver,size,workers,pus,launch,wall_s\n", out);
    const unsigned reps = made->reps ? made->reps : 1;
    for (size_t g = 0; g < 4 && made->groups[g].kernel; g++) {
        const struct group *group = &made->groups[g];
        const double middle = ((double)group->launches - 1) / 2;
        for (unsigned i = 0; i < group->launches * reps; i++) {
            const unsigned launch = i / reps;
            fprintf(out, "%s,cpu,%s,%s,%u,%u,%u,%.12g\n", group->kernel, group->driver, group->size,
                    group->workers, made->pus ? made->pus : 2, launch,
                    group->time_s * (1 + group->spread * (launch - middle)));
        }
    }
}

/* Reads it as the program does, from a folder that is gone afterwards. */
static struct dataset side_make(const struct made_side *made, const char *name) {
    char folder[] = "/tmp/convoy-compare-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *csv = must_format("%s/samples.csv", folder);
    char *json = must_format("%s/provenance.json", folder);
    FILE *out = fopen(csv, "w");
    assert_non_null(out);
    write_rows(out, made);
    assert_int_equal(fclose(out), 0);
    if (made->provenance) {
        out = fopen(json, "w");
        assert_non_null(out);
        fputs(made->provenance, out);
        assert_int_equal(fclose(out), 0);
    }
    struct dataset side;
    struct fault fault = {0};
    if (!dataset_read(folder, &side, &fault))
        fail_msg("%s", fault.text);
    side.path = name;
    unlink(csv);
    unlink(json);
    rmdir(folder);
    free(csv);
    free(json);
    return side;
}

/* A comparison and everything that belongs to it. */
struct trial {
    struct dataset before, after;
    struct compare compare;
    struct fault fault;
    bool good;
};

static void trial_make(struct trial *trial, const struct made_side *before,
                       const struct made_side *after, double max_slowdown, bool despite) {
    *trial = (struct trial){.before = side_make(before, "OLD"), .after = side_make(after, "NEW")};
    trial->good = compare_make(&trial->before, &trial->after, max_slowdown, despite,
                               &trial->compare, &trial->fault);
}

static void trial_free(struct trial *trial) {
    compare_free(&trial->compare);
    dataset_free(&trial->after);
    dataset_free(&trial->before);
}

/* Of a trial that was good. */
static const struct slowdown *slowdown_at(const struct trial *trial, size_t i) {
    assert_true(trial->good);
    const struct slowdowns *slowdowns = &trial->compare.slowdowns;
    CHECK(slowdowns->items && i < slowdowns->count);
    return &slowdowns->items[i];
}

/* The same if there is but one configuration in common. */
static const struct slowdown *only_slowdown(const struct trial *trial) {
    assert_int_equal(trial->compare.slowdowns.count, 1);
    return slowdown_at(trial, 0);
}

/* What a printer prints. Free it. */
static char *printed(void (*print)(FILE *, const struct compare *), const struct compare *compare) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    print(out, compare);
    assert_int_equal(fclose(out), 0);
    return text;
}

static bool has_remark(const struct remarks *remarks, bool refuse, const char *text) {
    for (size_t i = 0; i < remarks->count; i++)
        if (remarks->items[i].refuse == refuse && strstr(remarks->items[i].text, text))
            return true;
    return false;
}

static struct made_side one(double time_s, double spread, unsigned launches) {
    return (struct made_side){{{"k", "omp", "1000", 2, time_s, spread, launches}}, machine_a, 0, 0};
}

/* Old times are 1 s; spreads are per launch, so that 8 launches lie within +-3.5 of them. */
static const struct {
    double time_s, spread;
    unsigned launches;
    double max_slowdown;
    enum pace pace;
    bool excluded; /* more than the bound */
} paces[] = {
    {1.10, 0.001, 8, 0.05, PACE_REGRESSION, false}, /* 10 % slower, +-0.35 % noise */
    {1.04, 0.001, 8, 0.05, PACE_EQUAL, true},       /* surely 4 % slower: allowed */
    {1.04, 0.001, 8, 0.03, PACE_REGRESSION, false}, /* the same with a tighter bound */
    {1.08, 0.001, 8, 0.10, PACE_SLOWER, true},  /* more than "equal" means, less than the bound */
    {1.06, 0.010, 8, 0.05, PACE_SLOWER, false}, /* lower limit between 1 and the bound */
    {1.10, 0.001, 5, 0.05, PACE_EXPLORATORY, false},
    {9.00, 0.001, 5, 0.05, PACE_EXPLORATORY,
     false}, /* whatever happened: no limits, no regression */
    {1.00, 0.001, 8, 0.05, PACE_EQUAL, true},
    {0.80, 0.001, 8, 0.05, PACE_FASTER, true},
    {1.01, 0.050, 8, 0.05, PACE_UNDECIDED, false},
};

static void known_slowdowns_have_their_pace(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof paces / sizeof *paces; i++) {
        const struct made_side before = one(1, paces[i].spread, paces[i].launches);
        const struct made_side after = one(paces[i].time_s, paces[i].spread, paces[i].launches);
        struct trial trial;
        trial_make(&trial, &before, &after, paces[i].max_slowdown, false);
        const struct slowdown *slowdown = only_slowdown(&trial);
        if (slowdown->pace != paces[i].pace)
            fail_msg("case %zu: %s", i, pace_names[slowdown->pace]);
        assert_int_equal(trial.compare.slowdowns.paces[paces[i].pace], 1);
        assert_int_equal(trial.compare.slowdowns.excluded, paces[i].excluded);
        /* The spreads are symmetric, so the middle of the pairwise ratios is near the ratio. */
        assert_true(fabs(slowdown->ratio.value / paces[i].time_s - 1) < 0.01);
        trial_free(&trial);
    }
}

static void slowdown_and_speedup_are_inverse(void **state) {
    (void)state;
    const struct made_side slow = one(1.3, 0.01, 9), fast = one(1, 0.02, 7);
    struct trial there, back;
    trial_make(&there, &fast, &slow, 0.05, false);
    trial_make(&back, &slow, &fast, 0.05, false);
    const struct estimate x = only_slowdown(&there)->ratio;
    const struct estimate y = only_slowdown(&back)->ratio;
    assert_true(fabs(x.value * y.value - 1) < 1e-12);
    assert_true(fabs(x.low * y.high - 1) < 1e-12);
    assert_true(fabs(x.high * y.low - 1) < 1e-12);
    assert_int_equal(there.compare.slowdowns.paces[PACE_REGRESSION], 1);
    assert_int_equal(back.compare.slowdowns.paces[PACE_FASTER], 1);
    trial_free(&there);
    trial_free(&back);
}

/* However noisy: one measurement, compared with itself, has not changed. */
static void itself_is_equal(void **state) {
    (void)state;
    const struct made_side noisy = {
        {{"k", "omp", "1000", 2, 1, 0.1, 8}, {"k", "mpi", "1000", 2, 2, 0.001, 6}},
        machine_a,
        0,
        0};
    struct trial trial;
    trial_make(&trial, &noisy, &noisy, 0, false);
    assert_true(trial.good);
    assert_int_equal(trial.compare.slowdowns.paces[PACE_EQUAL], 2);
    assert_int_equal(trial.compare.remarks.count, 0);
    char *text = printed(compare_print_table, &trial.compare);
    assert_non_null(strstr(text, "2 of 2 configurations have the very same times"));
    free(text);
    trial_free(&trial);
}

/*
 * Of 8 against 8 values that do not overlap one order of C(16, 8) = 12870 is as extreme, on either
 * side. Of two such tests Holm doubles the smaller p; the larger one, 1 by the symmetry of U,
 * stays.
 */
static void chance_of_many_is_told(void **state) {
    (void)state;
    const struct made_side before = {
        {{"k", "omp", "1", 1, 1, 0.001, 8}, {"k", "omp", "1", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    struct made_side after = before;
    after.groups[0].time_s = 1.2;
    after.groups[1].spread = 0.0011;
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, false);
    const struct slowdown *slower = slowdown_at(&trial, 0);
    assert_true(fabs(slower->p_value - 2.0 / 12870) < 1e-12);
    assert_true(fabs(slower->p_holm - 4.0 / 12870) < 1e-12);
    assert_true(fabs(slowdown_at(&trial, 1)->p_holm - 1) < 1e-12);
    trial_free(&trial);
}

static void unlike_spreads_are_marked(void **state) {
    (void)state;
    const struct made_side before = one(1, 0.001, 8), after = one(1.2, 0.01, 8);
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, false);
    assert_int_equal(only_slowdown(&trial)->method, RATIO_BOOTSTRAP);
    assert_int_equal(only_slowdown(&trial)->pace, PACE_REGRESSION);
    char *text = printed(compare_print_table, &trial.compare);
    assert_non_null(strstr(text, ")~ "));
    assert_non_null(strstr(text, "in 1 of 1 configuration, marked ~"));
    free(text);
    char *csv = printed(compare_print_csv, &trial.compare);
    assert_non_null(strstr(csv, ",bootstrap of medians,"));
    free(csv);
    trial_free(&trial);
}

static void wanted_launches_are_said(void **state) {
    (void)state;
    const struct made_side before = one(1, 0.02, 8), after = one(1.01, 0.02, 8);
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, false);
    const struct slowdown *slowdown = only_slowdown(&trial);
    assert_int_equal(slowdown->pace, PACE_UNDECIDED);
    assert_in_range(slowdown->launches_wanted, 9, 200);
    char *cell = slowdown_short(slowdown);
    char *wanted = must_format("undecided, n = %u", slowdown->launches_wanted);
    assert_string_equal(cell, wanted);
    free(wanted);
    free(cell);
    trial_free(&trial);
}

static void other_work_is_refused_by_name(void **state) {
    (void)state;
    const struct made_side before = {{{"k", "omp", "1000000", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    const struct made_side after = {{{"k", "omp", "2000000", 2, 2, 0.001, 8}}, machine_a, 0, 0};
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, false);
    assert_false(trial.good);
    assert_int_equal(trial.fault.code, EXIT_USER);
    assert_string_equal(trial.fault.text,
                        "OLD and NEW are not comparable: kernel k: size 1M / 2M (old / new); "
                        "--despite-differences compares them all the same");
    trial_free(&trial);
    trial_make(&trial, &before, &after, 0.05, true);
    assert_int_equal(only_slowdown(&trial)->pace, PACE_REGRESSION);
    assert_true(only_slowdown(&trial)->match->other_work);
    char *text = printed(compare_print_table, &trial.compare);
    assert_non_null(strstr(text, "REGRESSION *"));
    assert_non_null(strstr(text, "NOT COMPARABLE, kernel k: size 1M / 2M."));
    free(text);
    trial_free(&trial);
}

/* One kernel in common is not enough when another one was run with other work. */
static void one_strange_kernel_is_refused(void **state) {
    (void)state;
    const struct made_side before = {
        {{"k", "omp", "1", 2, 1, 0.001, 8}, {"l", "omp", "1", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    const struct made_side after = {
        {{"k", "omp", "1", 2, 1, 0.001, 8}, {"l", "omp", "7", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, false);
    assert_false(trial.good);
    assert_non_null(strstr(trial.fault.text, "kernel l: size 1 / 7"));
    assert_null(strstr(trial.fault.text, "kernel k"));
    trial_free(&trial);
}

static void nothing_in_common_is_refused_in_any_case(void **state) {
    (void)state;
    const struct made_side before = {{{"k", "omp", "1", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    const struct made_side after = {{{"l", "omp", "1", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    struct trial trial;
    for (int despite = 0; despite < 2; despite++) {
        trial_make(&trial, &before, &after, 0.05, despite);
        assert_false(trial.good);
        assert_int_equal(trial.fault.code, EXIT_USER);
        assert_non_null(strstr(trial.fault.text, "have no configuration in common"));
        trial_free(&trial);
    }
}

/* Two sizes on each side: which is which nobody can say. */
static void ambiguous_work_is_not_paired(void **state) {
    (void)state;
    const struct made_side before = {
        {{"k", "omp", "1", 2, 1, 0.001, 8}, {"k", "omp", "2", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    const struct made_side after = {
        {{"k", "omp", "3", 2, 1, 0.001, 8}, {"k", "omp", "4", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, true);
    assert_false(trial.good);
    assert_int_equal(trial.compare.matching.count, 0);
    trial_free(&trial);
}

static const struct {
    const char *old, *new;
    bool refuse;
    const char *remark; /* NULL: none */
} machines[] = {
    {"Fast 3000", "Slow 1", true, "CPU model: Fast 3000 / Slow 1"},
    {"PU:2", "PU:4", true, "topology"},
    {"\"kernel\":\"6.1\"", "\"kernel\":\"6.2\"", true, "operating system's kernel: 6.1 / 6.2"},
    {"\"memory_bytes\":1000000", "\"memory_bytes\":2000000", true, "memory: 1000000 / 2000000"},
    {"\"memory_bytes\":1000000", "\"memory_bytes\":1001000", false, NULL}, /* another boot */
    {"memory=1000", "memory=1001", false, NULL},                           /* the same */
    {"\"governor\":null", "\"governor\":\"powersave\"", false, "governor: unknown / powersave"},
    {"\"host\":\"n1\"", "\"host\":\"n2\"", false, "host: n1 / n2"},
    {"GNU 12", "Clang 15", false, "compiler: GNU 12 / Clang 15"},
    {"-O3", "-O2", false, "compiler flags: -O3 / -O2"},
    {"abc", "def", false, "git revision: abc / def"},
    {"\"mask\":\"0-1\"", "\"mask\":\"0\"", true, "CPUs that could be used: 0-1 / 0"},
    {"\"hosts\"", "\"ghosts\"", false, "no readable provenance.json beside NEW"},
};

static void machines_are_told_apart(void **state) {
    (void)state;
    const struct made_side before = one(1, 0.001, 8);
    for (size_t i = 0; i < sizeof machines / sizeof *machines; i++) {
        struct made_side after = one(1.001, 0.001, 8);
        char *provenance = edited(machine_a, machines[i].old, machines[i].new);
        after.provenance = provenance;
        struct trial trial;
        trial_make(&trial, &before, &after, 0.05, false);
        const struct remarks *remarks = &trial.compare.remarks;
        if (trial.good == machines[i].refuse ||
            (machines[i].remark ? !has_remark(remarks, machines[i].refuse, machines[i].remark)
                                : remarks->count > 0))
            fail_msg("case %zu: %s; %s", i, trial.fault.text,
                     remarks->count ? remarks->items[0].text : "nothing said");
        if (machines[i].refuse && machines[i].remark)
            assert_non_null(strstr(trial.fault.text, machines[i].remark));
        trial_free(&trial);
        trial_make(&trial, &before, &after, 0.05, true);
        assert_true(trial.good);
        trial_free(&trial);
        free(provenance);
    }
}

static void rows_tell_machines_apart_without_provenance(void **state) {
    (void)state;
    struct made_side before = one(1, 0.001, 8), after = one(1, 0.002, 8);
    before.provenance = after.provenance = NULL;
    after.reps = 3;
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, false);
    assert_true(trial.good);
    assert_true(has_remark(&trial.compare.remarks, false, "beside either of them"));
    assert_true(has_remark(&trial.compare.remarks, false, "Repetitions per launch: 1 / 3"));
    trial_free(&trial);
    after.pus = 8;
    trial_make(&trial, &before, &after, 0.05, false);
    assert_false(trial.good);
    assert_non_null(strstr(trial.fault.text, "PUs that the workers had to share: 2 / 8"));
    trial_free(&trial);
}

static void left_over_configurations_are_listed(void **state) {
    (void)state;
    const struct made_side before = {
        {{"k", "omp", "1", 1, 1, 0.001, 8}, {"k", "omp", "1", 2, 1, 0.001, 8}}, machine_a, 0, 0};
    const struct made_side after = {{{"k", "omp", "1", 1, 1, 0.002, 8},
                                     {"k", "omp", "1", 4, 1, 0.001, 8},
                                     {"l", "mpi", "1", 2, 1, 0.001, 8}},
                                    machine_a,
                                    0,
                                    0};
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, false);
    assert_true(trial.good);
    assert_int_equal(trial.compare.remarks.count, 0);
    char *text = printed(compare_print_table, &trial.compare);
    assert_non_null(strstr(text, "Only in OLD: k: threads, 2 workers.\n"));
    assert_non_null(strstr(text, "Only in NEW: k: threads, 4 workers; l: processes, 2 workers.\n"));
    free(text);
    trial_free(&trial);
}

static void expect_narrow(const char *text) {
    for (const char *line = text; *line;) {
        const size_t length = strcspn(line, "\n");
        if (length > WRAP_WIDTH)
            fail_msg("%zu columns: %.*s", length, (int)length, line);
        line += length + (line[length] == '\n');
    }
}

static void answers_are_printed(void **state) {
    (void)state;
    const struct made_side before = {{{"k|x", "omp", "1", 2, 1, 0.001, 8},
                                      {"k|x", "mpi", "1", 2, 1, 0.001, 8},
                                      {"a kernel with a name that nobody can be expected to type",
                                       "a "
                                       "driver that is as long as its kernel's name is",
                                       "1", 2, 1, 0.001, 4}},
                                     machine_a,
                                     0,
                                     0};
    struct made_side after = before;
    after.groups[0].time_s = 1.25;
    after.groups[1].spread = 0.002;
    after.groups[2].time_s = 3;
    struct trial trial;
    trial_make(&trial, &before, &after, 0.05, false);
    assert_true(trial.good);
    char *text = printed(compare_print_table, &trial.compare);
    expect_narrow(text);
    assert_non_null(strstr(text, "\n! threads"));
    assert_non_null(strstr(text,
                           "REGRESSION: k|x: threads, 2 workers: 1.25 (1.25 to 1.25) times as "
                           "long as before.\n"));
    assert_non_null(strstr(text, "NO LIMITS for 1 of 3 configurations"));
    assert_non_null(strstr(text,
                           "3 configurations compared: 1 slower than the bound allows, 1 equal, "
                           "1 without limits."));
    free(text);
    char *csv = printed(compare_print_csv, &trial.compare);
    assert_non_null(strstr(csv, ",0.05,regression,,,0\n"));
    assert_non_null(strstr(csv, ",exploratory,,,0\n"));
    free(csv);
    char *json = printed(compare_print_json, &trial.compare);
    cJSON *document = cJSON_Parse(json);
    assert_non_null(document);
    assert_true(cJSON_GetObjectItem(document, "regressions")->valuedouble == 1);
    const cJSON *list = cJSON_GetObjectItem(document, "configurations");
    assert_int_equal(cJSON_GetArraySize(list), 3);
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(cJSON_GetArrayItem(list, 2), "slowdown_low")));
    cJSON_Delete(document);
    free(json);
    char *md = printed(compare_print_md, &trial.compare);
    assert_non_null(strstr(md, "| k\\|x | threads | 2 | 1.00 s | 1.25 s | 1.25 | 1.25 to 1.25 | "
                               "**regression** |\n"));
    free(md);
    trial_free(&trial);
}

static void equality_needs_every_field(void **state) {
    (void)state;
    struct fault fault = {0};
    static const char csv[] = "kernel,driver,workers,wall_s,threads,pin,schedule,gil\n"
                              "k,hybrid,4,1,2,none,static,off\n"
                              "k,hybrid,4,1,4,none,static,off\n"
                              "k,hybrid,4,1,2,compact,static,off\n"
                              "k,hybrid,4,1,2,none,dynamic,off\n"
                              "k,hybrid,4,1,2,none,static,mutex\n";
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    assert_int_equal(data->count, 5);
    for (size_t i = 0; i < data->count; i++)
        for (size_t j = 0; j < data->count; j++) {
            char *x = key_text(data, &data->items[i].setup, 0);
            char *y = key_text(data, &data->items[j].setup, 0);
            assert_int_equal(strcmp(x, y) == 0, i == j);
            free(x);
            free(y);
        }
    data_free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_slowdowns_have_their_pace),
        cmocka_unit_test(slowdown_and_speedup_are_inverse),
        cmocka_unit_test(itself_is_equal),
        cmocka_unit_test(chance_of_many_is_told),
        cmocka_unit_test(unlike_spreads_are_marked),
        cmocka_unit_test(wanted_launches_are_said),
        cmocka_unit_test(other_work_is_refused_by_name),
        cmocka_unit_test(one_strange_kernel_is_refused),
        cmocka_unit_test(nothing_in_common_is_refused_in_any_case),
        cmocka_unit_test(ambiguous_work_is_not_paired),
        cmocka_unit_test(machines_are_told_apart),
        cmocka_unit_test(rows_tell_machines_apart_without_provenance),
        cmocka_unit_test(left_over_configurations_are_listed),
        cmocka_unit_test(answers_are_printed),
        cmocka_unit_test(equality_needs_every_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
