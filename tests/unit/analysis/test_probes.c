/* Probe rows with known figures: what is read from them, that nothing of speed-ups is, what is said
 * and drawn. */
#include "check.h"
#include "files.h"
#include "group.h"
#include "growth.h"
#include "load.h"
#include "made_up.h"
#include "picture.h"
#include "readings.h"
#include "table.h"
#include "verdict.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char header[] =
    "kernel,class,variant,params,size,driver,workers,launch,phase,wall_s,ok,items,lost,pss_bytes,"
    "uss_bytes,bound_s,metg_us,op_p50_us,op_p99_us,op_histogram,op_p90_us,bare_p50_us,bare_metg_us,"
    "exit_code,flags\n";

/* NaN is near nothing; cmocka's own comparison takes it for equal to everything. */
static void assert_near(double value, double wanted, double within) {
    if (!(fabs(value - wanted) <= within))
        fail_msg("%.12g is not within %g of %.12g", value, within, wanted);
}

static FILE *csv;
static char *text;
static size_t length;

static void begin(void) {
    text = NULL;
    csv = open_memstream(&text, &length);
    assert_non_null(csv);
    fputs(header, csv);
}

/* Eight launches, whose times differ by a part in a thousand; what follows them in a row is the
 * last argument. */
static void add(const char *what, const char *driver, unsigned workers, double wall_s,
                const char *items_to_end) {
    for (unsigned launch = 0; launch < 8; launch++)
        fprintf(csv, "%s,%s,%u,%u,measure,%.9g,1,%s\n", what, driver, workers,
                launch + (*driver == 'm' ? 100 : 0), wall_s * (1 + 0.001 * (launch - 3.5)),
                items_to_end);
}

static struct data *end(void) {
    struct fault fault = {0};
    assert_int_equal(fclose(csv), 0);
    struct data *data = loaded(text, length, &fault);
    free(text);
    assert_non_null(data);
    return data;
}

static void add_all(void) {
    add("spawn,probe,first_team,,1", "omp", 2, 1e-3, "2,,,,,,,,,,,,,");
    static const char transport[] = "2,,,,,,,,,,,,,transport=ob1/tcp";
    add("spawn,probe,launcher,,1", "mpi", 2, 0.09, transport);
    add("spawn,probe,exec,,1", "mpi", 2, 0.01, transport);
    add("spawn,probe,init,,1", "mpi", 2, 0.08, transport);
    add("spawn,probe,barrier,,1", "mpi", 2, 0.02, transport);
    add("spawn,probe,bare_launcher,,1", "omp", 2, 0.09, transport);
    add("spawn,probe,bare_exec,,1", "omp", 2, 0.002, transport);
    add("spawn,probe,bare_init,,1", "omp", 2, 0.05, transport);
    add("spawn,probe,bare_barrier,,1", "omp", 2, 0.018, transport);
    for (unsigned workers = 1; workers <= 4; workers *= 2) {
        char memory[64], size[64];
        snprintf(size, sizeof size, "footprint,probe,,,%u", workers);
        snprintf(memory, sizeof memory, "1,,%u,%u,,,,,,,,,,", 5000000 + 100000 * workers, 4000000);
        add(size, "omp", workers, 1e-3, memory);
        snprintf(memory, sizeof memory, "1,,%u,%u,,,,,,,,,,", 2000000 + 6000000 * workers, 5000000);
        add(size, "mpi", workers, 1e-3, memory);
    }
    add("race,probe,unprotected,,1000", "omp", 2, 1e-3, "1000,250,,,,,,,,,,,,");
    add("race,probe,unprotected,,1000", "omp", 4, 1e-3, "1000,0,,,,,,,,,,,,");
    add("race,probe,atomic,,1000", "omp", 2, 1e-3, "1000,0,,,,,,,,,,,,");
    add("queue,probe,shared,capacity=64,100", "omp", 2, 0.1,
        "1000,,,,,,5,50,100:900;120:100,20,,,,");
    add("queue,probe,shared,capacity=64,100", "mpi", 2, 0.1,
        "1000,,,,,,10,90,110:900;130:100,,,,,");
    add("pool,probe,dynamic,,60", "omp", 2, 0.03, "60,,,,0.02,,,,,,,,,");
    add("metg,probe,static,,2", "omp", 2, 0.3, "2,,,,,0.25,,,,,,0.05,,");
    add("pingpong,probe,memory,bytes=8,10", "omp", 2, 0.3, "10,,,,,,0.5,2,,1,0.5,,,");
    add("pingpong,probe,memory,bytes=4096,10", "omp", 2, 0.3, "10,,,,,,2,8,,4,1.6,,,");
    add("crash,probe,threads,,100", "omp", 2, 0.1, "100,100,,,,,400,,,,,,139,");
    add("crash,probe,plain,,100", "omp", 2, 1, "100,100,,,,,1000000,,,,,,139,");
    add("crash,probe,recovery,,100", "omp", 2, 0.3, "100,0,,,,,2000,,,,,,0,");
    add("crash,probe,isolated,,100", "mpi", 2, 0.3, "100,0,,,,,200,,,,,,139,");
    add("crash,probe,direct,,100", "mpi", 2, 0.15, "100,0,,,,,,,,,,,,");
    add("countdown,cpu,,,100", "omp", 1, 1, "100,,,,,,,,,,,,,");
    add("countdown,cpu,,,100", "omp", 2, 0.5, "100,,,,,,,,,,,,,");
}

struct all {
    struct data *data;
    struct study *study;
    struct scaling scaling;
    struct verdicts verdicts;
};

static struct all all_make(void) {
    struct all all;
    begin();
    add_all();
    all.data = end();
    all.study = study_make(all.data);
    all.scaling = scaling_make(all.study);
    all.verdicts = verdicts_make(all.study, &all.scaling);
    return all;
}

static void all_end(struct all *all) {
    verdicts_free(&all->verdicts);
    scaling_free(&all->scaling);
    study_free(all->study);
    data_free(all->data);
}

static const struct probe *probe_named(const struct all *all, const char *name) {
    for (size_t i = 0; i < all->verdicts.probes.count; i++)
        if (strcmp(all->verdicts.probes.items[i].name, name) == 0)
            return &all->verdicts.probes.items[i];
    fail_msg("no probe %s", name);
    return NULL;
}

static void probes_are_no_panels_of_work(void **state) {
    (void)state;
    struct all all = all_make();
    assert_int_equal(all.study->count, 1);
    assert_int_equal(all.verdicts.count, 1);
    assert_string_equal(all.study->items[0].kernel, "countdown");
    assert_int_equal(all.verdicts.probes.count, 8);
    for (size_t i = 1; i < 1 + all.study->probe_count; i++) {
        const struct point *point = &all.study->items[i].items[0].items[0];
        assert_true(isnan(point->speedup.value) && isnan(point->efficiency.value));
        assert_true(isnan(point->karp_flatt.value));
    }
    all_end(&all);
}

/* The order of the table of kinds, not of the file. */
static void probes_come_in_the_order_of_the_table(void **state) {
    (void)state;
    static const char *const order[] = {"spawn",    "footprint", "race", "queue",
                                        "pingpong", "pool",      "metg", "crash"};
    struct all all = all_make();
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        assert_string_equal(all.verdicts.probes.items[i].name, order[i]);
    all_end(&all);
}

static void figures_are_what_the_table_says(void **state) {
    (void)state;
    static const struct {
        const char *probe;
        size_t reading, figure;
        double value;
    } known[] = {
        {"race", 0, 0, 0.25},       {"race", 0, 2, 250},      {"race", 0, 3, 1000},
        {"race", 1, 0, 0},          {"queue", 0, 0, 5e-6},    {"queue", 1, 2, 90e-6},
        {"queue", 0, 1, 20e-6},     {"queue", 0, 3, 1e4},     {"metg", 0, 1, 0.05e-6},
        {"metg", 0, 2, 5},          {"pingpong", 0, 3, 1},    {"pingpong", 1, 3, 1.25},
        {"pingpong", 1, 1, 4e-6},   {"pingpong", 1, 2, 8e-6}, {"crash", 1, 1, 1},
        {"crash", 2, 2, 0},         {"crash", 3, 2, 139},     {"crash", 4, 3, 1.5e-3},
        {"pool", 0, 0, 1.5},        {"metg", 0, 0, 0.25e-6},  {"pingpong", 1, 0, 2e-6},
        {"footprint", 0, 0, 5.1e6}, {"footprint", 3, 0, 8e6}, {"crash", 0, 0, 1},
        {"crash", 3, 1, 200e-6},
    };
    struct all all = all_make();
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct probe *probe = probe_named(&all, known[i].probe);
        assert_true(known[i].reading < probe->count);
        const struct estimate estimate = probe->items[known[i].reading].figures[known[i].figure];
        assert_near(estimate.value, known[i].value, 1e-3 * known[i].value);
        assert_true(estimate.low <= estimate.value && estimate.value <= estimate.high);
    }
    assert_string_equal(probe_named(&all, "spawn")->items[1].transport, "ob1/tcp");
    assert_string_equal(probe_named(&all, "spawn")->items[0].transport, "");
    all_end(&all);
}

static void threads_and_processes_are_compared_where_both_ran(void **state) {
    (void)state;
    struct all all = all_make();
    const struct probe *queue = probe_named(&all, "queue");
    assert_int_equal(queue->pairs.count, 1);
    assert_near(queue->pairs.items[0].ratio.estimate.value, 2, 1e-3);
    assert_int_equal(probe_named(&all, "footprint")->pairs.count, 3);
    assert_int_equal(probe_named(&all, "race")->pairs.count, 0);
    assert_int_equal(probe_named(&all, "crash")->pairs.count, 0);
    all_end(&all);
}

static void growth_is_the_slope(void **state) {
    (void)state;
    struct all all = all_make();
    const struct probe *footprint = probe_named(&all, "footprint");
    assert_int_equal(footprint->growths.count, 2);
    assert_near(footprint->growths.items[0].per_worker.value, 1e5, 1);
    assert_near(footprint->growths.items[1].per_worker.value, 6e6, 10);
    all_end(&all);
}

/* By hand from Sen's formulas. */
static void growth_has_limits_from_six_values_on(void **state) {
    (void)state;
    const double x[] = {1, 2, 3, 4, 5, 6}, y[] = {1, 2, 4, 4, 5, 7};
    const struct estimate five = growth_fit(x, y, 5), six = growth_fit(x, y, 6);
    assert_near(five.value, 1, 1e-12);
    assert_true(isnan(five.low));
    /* 15 slopes; the variance 85/3 gives reach 10.43 and rank 2 from either end. */
    assert_near(six.value, 1, 1e-12);
    assert_near(six.low, 0.5, 1e-12);
    assert_near(six.high, 2, 1e-12);
    const double same[] = {2, 2, 2, 2, 2, 2};
    assert_true(isnan(growth_fit(same, y, 6).value));
    /* Three twos leave 12 slopes, 1 to 4. Sen's correction makes the variance 85/3 - 66/18 and the
     * rank 1; without it there were no limits. */
    const double tied[] = {1, 2, 2, 2, 3, 4}, z[] = {1, 2, 3, 4, 6, 9};
    const struct estimate slope = growth_fit(tied, z, 6);
    assert_near(slope.value, (8.0 / 3 + 3) / 2, 1e-12);
    assert_near(slope.low, 1, 1e-12);
    assert_near(slope.high, 4, 1e-12);
}

static void words_tell_figures_with_limits(void **state) {
    (void)state;
    static const struct {
        const char *probe, *words;
    } said[] = {
        {"spawn", "From the launcher to the end of the first barrier 2 ranks take 200 ms ("},
        {"spawn", "processes against threads 200 x ("},
        {"spawn", "A bare MPI program of as many ranks takes 160 ms ("},
        {"spawn", "ours against it 1.25 x ("},
        {"spawn", ", exec and linking until main() 5.00 x ("},
        {"spawn", "Transport of MPI (pml/btl): ob1/tcp."},
        {"footprint", "One more worker (processes) adds 6 MB ("},
        {"race",
         "Threads: unprotected, at 4 workers: updates lost 0 % (both limits, too), the least, up "
         "to 25.0 % (both limits, too) at 2 workers."},
        {"queue", "processes against threads 2.00 x ("},
        {"pool", "makespan over bound 1.50 x ("},
        {"metg", "METG(50 %) 250 ns ("},
        {"metg", "Threads: static, at 2 workers: METG over a bare loop's 5.00 x ("},
        {"pingpong",
         "for 8 B: p50 over a bare loop's 1.00 x (both limits, too), the least, up to 1.25 x "
         "(both limits, too) for 4.1 kB."},
        {"crash", "A thread crashes, at 2 workers: tasks lost 100 % ("},
        {"crash",
         "When a rank of a plain MPI job dies, the launcher ends the job: tasks lost 100 % "
         "(both limits, too), known after 1.00 s"},
        {"crash",
         ", exit code 139; all takes 2.00 times as long as without children and crashes ("},
        {"crash", ", exit code 0; all takes 2.00 times as long as without children and crashes ("},
    };
    struct all all = all_make();
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        char *words = probe_sentence(probe_named(&all, said[i].probe));
        if (!strstr(words, said[i].words))
            fail_msg("%s: '%s' is not in '%s'", said[i].probe, said[i].words, words);
        free(words);
    }
    all_end(&all);
}

static void few_launches_have_no_limits(void **state) {
    (void)state;
    begin();
    fputs("metg,probe,static,,2,omp,2,1,measure,0.3,1,2,,,,,0.25,,,,,,,,\n", csv);
    struct data *data = end();
    struct study *study = study_make(data);
    struct probes probes = probes_make(study);
    char *words = probe_sentence(&probes.items[0]);
    assert_string_equal(words, "Threads: static, at 2 workers: METG(50 %) 250 ns (no limits).");
    free(words);
    probes_free(&probes);
    study_free(study);
    data_free(data);
}

/* Workers that happened to run one after the other in one launch lost nothing; in the other they
 * did.
 */
static void the_luck_of_a_launch_is_told(void **state) {
    (void)state;
    begin();
    fputs("race,probe,unprotected,,9,omp,2,1,measure,0.3,1,1000,0,,,,,,,,,,,,\n"
          "race,probe,unprotected,,9,omp,2,2,measure,0.3,1,1000,500,,,,,,,,,,,,\n",
          csv);
    struct data *data = end();
    struct study *study = study_make(data);
    struct probes probes = probes_make(study);
    char *words = probe_sentence(&probes.items[0]);
    assert_string_equal(words,
                        "Threads: unprotected, at 2 workers: updates lost 25.0 % (no limits); "
                        "in the launch with most 50.0 %, at 2 workers.");
    free(words);
    probes_free(&probes);
    study_free(study);
    data_free(data);
}

static void verdicts_have_rows_of_probes_without_recommendation(void **state) {
    (void)state;
    struct all all = all_make();
    char *rows = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&rows, &size);
    assert_non_null(out);
    verdicts_print(out, &all.verdicts);
    assert_int_equal(fclose(out), 0);
    assert_non_null(strstr(rows, "\nmetg (static),probe,2,threads,,"));
    assert_non_null(strstr(rows, "\nqueue (shared),probe_processes_over_threads,2,"));
    assert_non_null(strstr(rows, "\nfootprint,probe_growth,,"));
    for (char *rest = rows, *row; (row = strsep(&rest, "\n"));)
        assert_false(strstr(row, ",probe,") && strstr(row, "recommendation"));
    free(rows);
    all_end(&all);
}

static void probes_have_pictures(void **state) {
    (void)state;
    static const char *const wanted[] = {"probe-spawn.1",     "probe-spawn.2", "probe-footprint.1",
                                         "probe-footprint.2", "probe-race.1",  "probe-race.2",
                                         "probe-queue.1",     "probe-queue.2", "probe-pingpong.1",
                                         "probe-pingpong.2",  "probe-pool.1",  "probe-metg.1"};
    struct all all = all_make();
    char folder[] = "/tmp/convoy-probes-XXXXXX";
    static const char *const provenances[] = {NULL};
    struct pictures pictures;
    struct fault fault = {0};
    assert_non_null(mkdtemp(folder));
    const struct picture_input input = {
        .study = all.study, .scaling = &all.scaling, .provenances = provenances};
    assert_true(pictures_make(&input, folder, &pictures, &fault));
    size_t found = 0;
    for (size_t i = 0; i < pictures.count; i++)
        if (strcmp(pictures.items[i].kind, "probe") == 0) {
            assert_string_equal(pictures.items[i].name, wanted[found++]);
            assert_true(pictures.items[i].drawn || pictures.missing);
            assert_string_equal(pictures.items[i].panel->class, "probe");
        }
    assert_int_equal(found, sizeof wanted / sizeof *wanted);
    pictures_free(&pictures);
    all_end(&all);
    char *command = must_format("rm -r '%s'", folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a folder of this test's own */
    free(command);
}

/* What the terminal gets of a study; free it. */
static char *printed(const struct study *study, const struct verdicts *verdicts) {
    char *words = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&words, &size);
    assert_non_null(out);
    struct notes notes = {0};
    struct short_table table = short_table_make(verdicts);
    table_print(out, study, verdicts, &notes, &table, false);
    short_table_clear(&table);
    assert_int_equal(fclose(out), 0);
    return words;
}

static void the_terminal_has_a_line_per_probe(void **state) {
    (void)state;
    struct all all = all_make();
    char *words = printed(all.study, &all.verdicts);
    assert_non_null(strstr(words, "\nWhat threads and processes cost\n"));
    assert_non_null(strstr(words, "\n  metg: METG(50 %), at 2 workers: threads: static 250 ns.\n"));
    assert_non_null(strstr(words, "\n  queue: put to taken, p50, at 2 workers: "));
    assert_null(strstr(words, "address space"));
    free(words);
    all_end(&all);
}

static void class_os_says_what_threads_share(void **state) {
    (void)state;
    const struct made made[] = {{"mmap", "os", "omp", "", 1, 0, 1, 0.01, 6, NULL},
                                {"mmap", "os", "mpi", "", 1, 0, 1, 0.01, 6, NULL}};
    struct data *data = made_data(made, 2);
    struct study *study = study_make(data);
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    char *words = printed(study, &verdicts);
    assert_non_null(strstr(words, "Threads share one address space, one allocator and one file"));
    assert_null(strstr(words, "What threads and processes cost"));
    assert_null(group_words("cpu"));
    free(words);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
    study_free(study);
    data_free(data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probes_are_no_panels_of_work),
        cmocka_unit_test(probes_come_in_the_order_of_the_table),
        cmocka_unit_test(figures_are_what_the_table_says),
        cmocka_unit_test(threads_and_processes_are_compared_where_both_ran),
        cmocka_unit_test(growth_is_the_slope),
        cmocka_unit_test(growth_has_limits_from_six_values_on),
        cmocka_unit_test(words_tell_figures_with_limits),
        cmocka_unit_test(few_launches_have_no_limits),
        cmocka_unit_test(the_luck_of_a_launch_is_told),
        cmocka_unit_test(verdicts_have_rows_of_probes_without_recommendation),
        cmocka_unit_test(probes_have_pictures),
        cmocka_unit_test(the_terminal_has_a_line_per_probe),
        cmocka_unit_test(class_os_says_what_threads_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
