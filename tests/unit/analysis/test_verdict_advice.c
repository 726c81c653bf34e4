/* Advice in cases of known answer: where more workers stop paying and why, costs, what to use. */
#include "advice.h"
#include "check.h"
#include "group.h"
#include "made_up.h"
#include "note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* One configuration: 8 launches 0.1 % apart, unless `launches` says how many. 0: empty in the CSV.
 */
struct given {
    const char *driver, *gil;
    unsigned workers;
    double time_s, spawn_s, memory_bytes, bytes, gil_wait_s, gil_switches;
    unsigned launches;
    double spread; /* from one launch to the next; 0: 0.1 % */
};

/* A panel: what all configurations share. */
struct work {
    const char *class, *scaling;
    unsigned tasks, pus;
};

static void print_optional(FILE *out, double value) {
    if (value > 0)
        fprintf(out, ",%.12g", value);
    else
        fputc(',', out);
}

static void print_given(FILE *out, const struct work *work, const struct given *given) {
    const unsigned launches = given->launches ? given->launches : 8;
    for (unsigned launch = 1; launch <= launches; launch++) {
        const double spread = given->spread > 0 ? given->spread : 0.001;
        const double factor = 1 + spread * (launch - (launches + 1) / 2.0);
        fprintf(out, "k,%s,%s,%s,%s,%u,%u,%.12g", work->class,
                *work->scaling ? work->scaling : "strong", given->driver, given->gil,
                given->workers, launch, given->time_s * factor);
        print_optional(out, work->tasks);
        print_optional(out, work->pus);
        print_optional(out, given->spawn_s);
        print_optional(out, given->memory_bytes);
        print_optional(out, given->bytes);
        print_optional(out, given->gil_wait_s);
        print_optional(out, given->gil_switches);
        fputs(",1000\n", out);
    }
}

/* A study with what hangs on it. */
struct whole {
    struct data *data;
    struct study *study;
    struct scaling scaling;
    struct verdicts verdicts;
};

static struct whole whole_of_csv(const char *csv) {
    struct fault fault = {0};
    struct whole whole = {.data = loaded(csv, strlen(csv), &fault)};
    assert_non_null(whole.data);
    whole.study = study_make(whole.data);
    whole.scaling = scaling_make(whole.study);
    whole.verdicts = verdicts_make(whole.study, &whole.scaling);
    return whole;
}

static struct whole whole_make(struct work work, const struct given *given, size_t count) {
    char *csv = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&csv, &length);
    assert_non_null(out);
    fputs("kernel,class,scaling,driver,gil,workers,launch,wall_s,tasks,pus,spawn_s,pss_bytes,bytes,"
          "gil_wait_s,gil_switches,items\n",
          out);
    for (size_t i = 0; i < count; i++)
        print_given(out, &work, &given[i]);
    fclose(out);
    struct whole whole = whole_of_csv(csv);
    free(csv);
    return whole;
}

static void whole_clear(struct whole *whole) {
    verdicts_free(&whole->verdicts);
    scaling_free(&whole->scaling);
    study_free(whole->study);
    data_free(whole->data);
}

static const struct advice *advice_of(const struct whole *whole) {
    assert_int_equal(whole->verdicts.count, 1);
    return whole->verdicts.items[0].advice;
}

/* Up to five points of the first side, more of others; what is said of the first side. */
static const struct {
    struct work work;
    struct given given[6];
    double workers;
    enum stop_reason reason;
    const char *sentence;
} stops[] = {
    {{"cpu", "", 0, 4},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 4},
      {.driver = "omp", .gil = "off", .workers = 2, .time_s = 2},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 1}},
     4,
     STOP_RISING,
     "Threads gain up to 4 workers, the most that were measured."},
    {{"cpu", "", 0, 2},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 4},
      {.driver = "omp", .gil = "off", .workers = 2, .time_s = 2},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 2}},
     2,
     STOP_CORES,
     "Threads gain nothing beyond 2 workers: all 2 cores are in use."},
    /* Waiting needs no cores. */
    {{"io", "", 10, 2},
     {{.driver = "mpi", .gil = "off", .workers = 1, .time_s = 10},
      {.driver = "mpi", .gil = "off", .workers = 2, .time_s = 5},
      {.driver = "mpi", .gil = "off", .workers = 5, .time_s = 2},
      {.driver = "mpi", .gil = "off", .workers = 9, .time_s = 2}},
     5,
     STOP_STEPS,
     "Processes gain nothing beyond 5 workers: up to 9 workers the 10 tasks take 2 rounds all the "
     "same."},
    {{"io", "", 2, 2},
     {{.driver = "mpi", .gil = "off", .workers = 1, .time_s = 2},
      {.driver = "mpi", .gil = "off", .workers = 2, .time_s = 1},
      {.driver = "mpi", .gil = "off", .workers = 4, .time_s = 1}},
     2,
     STOP_STEPS,
     "Processes gain nothing beyond 2 workers: there are only 2 tasks."},
    {{"memory", "", 0, 8},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 1, .bytes = 1e9},
      {.driver = "omp", .gil = "off", .workers = 2, .time_s = 0.5, .bytes = 1e9},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 0.4, .bytes = 1e9},
      {.driver = "omp", .gil = "off", .workers = 8, .time_s = 0.4, .bytes = 1e9}},
     4,
     STOP_BANDWIDTH,
     "Threads gain nothing beyond 4 workers: at 2.5 GB/s they move the most that any side moves."},
    /* Processes move twice as much: it is not the bandwidth that stops threads. */
    {{"memory", "", 0, 8},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 1, .bytes = 1e9},
      {.driver = "omp", .gil = "off", .workers = 2, .time_s = 0.4, .bytes = 1e9},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 0.4, .bytes = 1e9},
      {.driver = "mpi", .gil = "off", .workers = 4, .time_s = 0.2, .bytes = 1e9}},
     2,
     STOP_UNKNOWN,
     "Threads gain nothing beyond 2 workers: the data do not say why."},
    /* Two kinds of workers that stop at the same rate share what has that rate. */
    {{"io", "", 0, 8},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 1, .bytes = 1e9},
      {.driver = "omp", .gil = "off", .workers = 2, .time_s = 0.4, .bytes = 1e9},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 0.4, .bytes = 1e9},
      {.driver = "mpi", .gil = "off", .workers = 2, .time_s = 0.39, .bytes = 1e9},
      {.driver = "mpi", .gil = "off", .workers = 4, .time_s = 0.39, .bytes = 1e9}},
     2,
     STOP_BANDWIDTH,
     "Threads gain nothing beyond 2 workers: at 2.5 GB/s they move the most that any side moves."},
    {{"cpu", "", 0, 8},
     {{.driver = "omp", .gil = "cpython", .workers = 1, .time_s = 1, .gil_wait_s = 1e-9},
      {.driver = "omp", .gil = "cpython", .workers = 2, .time_s = 1, .gil_wait_s = 0.9},
      {.driver = "omp", .gil = "cpython", .workers = 4, .time_s = 1, .gil_wait_s = 3}},
     1,
     STOP_LOCK,
     "Threads with the cpython lock gain nothing beyond 1 worker: with 2, 45 % of the workers' "
     "time is waiting for the lock."},
    /* Hardly anybody waits: something else stops them. */
    {{"cpu", "", 0, 8},
     {{.driver = "omp", .gil = "cpython", .workers = 1, .time_s = 1, .gil_wait_s = 1e-9},
      {.driver = "omp", .gil = "cpython", .workers = 2, .time_s = 1, .gil_wait_s = 0.1}},
     1,
     STOP_UNKNOWN,
     "Threads with the cpython lock gain nothing beyond 1 worker: the data do not say why."},
    /* Waiting was not measured. */
    {{"cpu", "", 0, 8},
     {{.driver = "omp", .gil = "cpython", .workers = 1, .time_s = 1},
      {.driver = "omp", .gil = "cpython", .workers = 2, .time_s = 1.01}},
     1,
     STOP_LOCK,
     "Threads with the cpython lock gain nothing beyond 1 worker: with the lock they never pass "
     "1x."},
    {{"comm", "", 0, 8},
     {{.driver = "mpi", .gil = "off", .workers = 1, .time_s = 1},
      {.driver = "mpi", .gil = "off", .workers = 2, .time_s = 0.6},
      {.driver = "mpi", .gil = "off", .workers = 4, .time_s = 0.6}},
     2,
     STOP_COMMUNICATION,
     "Processes gain nothing beyond 2 workers: the work is bound by communication."},
    {{"cpu", "", 0, 8},
     {{.driver = "red", .gil = "off", .workers = 1, .time_s = 1},
      {.driver = "red", .gil = "off", .workers = 2, .time_s = 0.6},
      {.driver = "red", .gil = "off", .workers = 4, .time_s = 0.9}},
     2,
     STOP_FALLS,
     "red gains nothing beyond 2 workers: more are slower, with 4 they take 1.50 times as long "
     "(1.50 to 1.50)."},
    {{"cpu", "", 0, 0},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 1},
      {.driver = "omp", .gil = "off", .workers = 2, .time_s = 0.6},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 0.59}},
     2,
     STOP_UNKNOWN,
     "Threads gain nothing beyond 2 workers: the data do not say why."},
    /* Half as many launches again may show it; nobody may say that more gain nothing. */
    {{"cpu", "", 0, 8},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 4},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 1.5, .spread = 0.2},
      {.driver = "omp", .gil = "off", .workers = 6, .time_s = 1.2, .spread = 0.2}},
     4,
     STOP_OPEN,
     "Threads gain nothing that limits show beyond 4 workers (3.35x with 6 against 2.68x): more "
     "launches would tell."},
    {{"cpu", "weak", 0, 2},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 1},
      {.driver = "omp", .gil = "off", .workers = 2, .time_s = 1},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 2}},
     2,
     STOP_CORES,
     "Threads gain nothing beyond 2 workers: all 2 cores are in use."},
    {{"cpu", "", 0, 2},
     {{.driver = "omp", .gil = "off", .workers = 1, .time_s = 4, .launches = 1},
      {.driver = "omp", .gil = "off", .workers = 2, .time_s = 2, .launches = 1},
      {.driver = "omp", .gil = "off", .workers = 4, .time_s = 2, .launches = 1}},
     2,
     STOP_CORES,
     "Threads gain nothing beyond 2 workers: all 2 cores are in use (exploratory)."},
};

static void reasons_come_from_the_data(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(stops); i++) {
        size_t count = 0;
        while (count < COUNT(stops[i].given) && stops[i].given[count].driver)
            count++;
        struct whole whole = whole_make(stops[i].work, stops[i].given, count);
        const struct side *side = &advice_of(&whole)->items[0];
        char *sentence = side_stop_sentence(side);
        assert_string_equal(sentence, stops[i].sentence);
        assert_int_equal(side->stop.reason, stops[i].reason);
        assert_float_equal(side->stop.point->workers, stops[i].workers, 0);
        free(sentence);
        whole_clear(&whole);
    }
}

/* Of two schedules the faster stands for the threads; other programs stand for themselves. */
static void the_fastest_series_is_the_side(void **state) {
    (void)state;
    struct whole whole = whole_of_csv("kernel,driver,schedule,workers,wall_s\n"
                                      "k,omp,static,2,3\nk,omp,dynamic,2,2\n"
                                      "k,omp,guided,2,4\nk,red,,2,5\nk,blue,,2,1\n"
                                      "k,serial,,1,6\n");
    const struct advice *advice = advice_of(&whole);
    assert_int_equal(advice->count, 3);
    assert_string_equal(advice->items[0].series->schedule, "dynamic");
    assert_ptr_equal(advice_side(advice, ROLE_THREADS, ""), &advice->items[0]);
    assert_string_equal(advice->items[1].series->name, "red");
    assert_string_equal(advice->items[2].series->name, "blue");
    assert_null(advice_side(advice, ROLE_PROCESSES, ""));
    whole_clear(&whole);
}

static void one_count_says_nothing(void **state) {
    (void)state;
    static const struct given given[] = {
        {.driver = "omp", .gil = "off", .workers = 2, .time_s = 1},
        {.driver = "mpi", .gil = "off", .workers = 2, .time_s = 1}};
    struct whole whole = whole_make((struct work){"cpu", "", 0, 2}, given, COUNT(given));
    const struct side *side = &advice_of(&whole)->items[0];
    assert_int_equal(side->stop.reason, STOP_NONE);
    assert_null(side_stop_sentence(side));
    assert_null(side_best_sentence(side));
    whole_clear(&whole);
}

/* Four threads spend 1.2 of their 4 s on each other, two processes less than 1 % of theirs. */
static void communication_has_its_share(void **state) {
    (void)state;
    struct whole whole = whole_of_csv("kernel,class,driver,workers,launch,wall_s,comm_wait_s\n"
                                      "k,comm,omp,1,1,4,0.001\nk,comm,omp,4,1,1,1.2\n"
                                      "k,comm,mpi,2,1,2,0.038\nk,comm,serial,1,1,4,0\n");
    char *text = advice_sentences(advice_of(&whole));
    assert_non_null(strstr(text, "Threads, 4 workers: 30 % of the workers' time is communication: "
                                 "talking to each other and waiting for the slowest."));
    assert_non_null(strstr(text, "Processes, 2 workers: less than 1 % of the workers' time is"));
    free(text);
    whole_clear(&whole);
    whole = whole_of_csv("kernel,class,driver,workers,launch,wall_s,comm_wait_s\n"
                         "k,cpu,omp,1,1,4,\nk,cpu,omp,4,1,1,\n");
    text = advice_sentences(advice_of(&whole));
    assert_null(strstr(text, "communication"));
    free(text);
    whole_clear(&whole);
}

/*
 * A larger number that is 10 % faster by a p-value of 0.021: enough for one that is asked alone,
 * not for one of four.
 */
static double stop_among(unsigned larger) {
    static const double at_one[8] = {1.00, 1.04, 1.08, 1.12, 1.16, 1.20, 1.24, 1.28};
    char *csv = must_strdup("kernel,class,driver,workers,launch,wall_s,pus\n");
    for (unsigned workers = 1; workers <= 1 + larger; workers++)
        for (unsigned launch = 0; launch < 8; launch++) {
            const double shift = workers == 2 ? 0.13 : 0;
            char *longer = must_format("%sk,cpu,omp,%u,%u,%.12g,64\n", csv, workers, launch,
                                       at_one[launch] - shift);
            free(csv);
            csv = longer;
        }
    struct whole whole = whole_of_csv(csv);
    free(csv);
    const double workers = advice_of(&whole)->items[0].stop.point->workers;
    whole_clear(&whole);
    return workers;
}

/* Times of the Universal Scalability Law with sigma 0 and kappa 0.02 on 64 cores: best at 7. */
static void communication_is_found_by_the_model(void **state) {
    (void)state;
    struct given given[8];
    static const unsigned workers[8] = {1, 2, 4, 6, 8, 12, 16, 24};
    for (size_t i = 0; i < COUNT(given); i++) {
        const double w = workers[i];
        given[i] = (struct given){.driver = "mpi",
                                  .gil = "off",
                                  .workers = workers[i],
                                  .time_s = (1 + 0.02 * w * (w - 1)) / w};
    }
    struct whole whole = whole_make((struct work){"cpu", "", 0, 64}, given, COUNT(given));
    const struct stop *stop = &advice_of(&whole)->items[0].stop;
    assert_int_equal(stop->reason, STOP_COMMUNICATION);
    assert_true(stop->kappa.low > 0.01 && stop->kappa.high < 0.03);
    whole_clear(&whole);
}

static void many_chances_do_not_pay(void **state) {
    (void)state;
    assert_float_equal(stop_among(1), 2, 0);
    assert_float_equal(stop_among(4), 1, 0);
}

static void limits_are_those_of_interval_arithmetic(void **state) {
    (void)state;
    const struct estimate a = {6, 5, 8}, b = {2, 1, 4}, zero = {1, -1, 2}, bare = {3, NAN, NAN};
    static const struct estimate around = {0, -2, 4};
    const struct estimate minus = estimate_minus(a, b), over = estimate_over(a, b);
    assert_float_equal(minus.value, 4, 0);
    assert_float_equal(minus.low, 1, 0);
    assert_float_equal(minus.high, 7, 0);
    assert_float_equal(over.value, 3, 0);
    assert_float_equal(over.low, 1.25, 0);
    assert_float_equal(over.high, 8, 0);
    assert_float_equal(estimate_over(around, b).low, -2, 0); /* -2/1, not -2/4 */
    assert_float_equal(estimate_over(around, b).high, 4, 0);
    assert_float_equal(estimate_over(a, zero).low, 2.5, 0);
    assert_true(isinf(estimate_over(a, zero).high));
    assert_true(isnan(estimate_over(bare, b).low));
    assert_true(isnan(estimate_minus(a, bare).high));
}

/* Threads take 4 s under the lock, processes 2 s and 0.101 s against 0.001 s to start. */
static const struct given startup_given[] = {
    {.driver = "omp", .gil = "off", .workers = 1, .time_s = 4, .memory_bytes = 50e6},
    {.driver = "omp",
     .gil = "off",
     .workers = 2,
     .time_s = 2,
     .spawn_s = 0.001,
     .memory_bytes = 51e6},
    {.driver = "omp",
     .gil = "cpython",
     .workers = 2,
     .time_s = 4,
     .spawn_s = 0.001,
     .memory_bytes = 51e6,
     .gil_wait_s = 3.6,
     .gil_switches = 800},
    {.driver = "mpi",
     .gil = "off",
     .workers = 1,
     .time_s = 4,
     .spawn_s = 0.1,
     .memory_bytes = 60e6},
    {.driver = "mpi",
     .gil = "off",
     .workers = 2,
     .time_s = 2,
     .spawn_s = 0.101,
     .memory_bytes = 70e6},
};

static void startup_is_paid_back(void **state) {
    (void)state;
    struct whole whole =
        whole_make((struct work){"cpu", "", 0, 2}, startup_given, COUNT(startup_given));
    const struct advice *advice = advice_of(&whole);
    assert_float_equal(advice->startup.extra_s.value, 0.1, 1e-7);
    assert_float_equal(advice->startup.small_s.value, 2, 1e-6);
    assert_float_equal(advice->startup.small_size.value, 1, 1e-6);
    assert_true(isnan(advice->startup.break_even_size.value)); /* nobody is faster */
    /* n 4 s = n 2 s + 0.1 s; the limits hold the median and stay near it. */
    const struct estimate size = advice->locked_startup.break_even_size;
    assert_float_equal(size.value, 0.05, 1e-6);
    assert_true(size.low < 0.05 && size.low > 0.049);
    assert_true(size.high > 0.05 && size.high < 0.051);
    char *sentence = startup_break_even_sentence(&advice->locked_startup);
    assert_string_equal(sentence,
                        "Start-up included, processes end before threads with the cpython lock "
                        "from 0.05 (0.0495 to 0.0505) times the measured work on, that is 50.0 "
                        "items.");
    free(sentence);
    sentence = startup_sentence(&advice->startup);
    assert_string_equal(sentence,
                        "Processes start 100 ms (100 ms to 100 ms) later than threads; from 2.00 s "
                        "(2.00 s to 2.00 s) of work on, 1.000 times what was measured, that adds "
                        "less than 5 %.");
    free(sentence);
    whole_clear(&whole);
}

static void costs_stand_beside_the_answer(void **state) {
    (void)state;
    struct whole whole =
        whole_make((struct work){"cpu", "", 0, 2}, startup_given, COUNT(startup_given));
    const struct advice *advice = advice_of(&whole);
    assert_int_equal(advice->choice, CHOICE_EITHER);
    assert_int_equal(advice->locked_choice, CHOICE_PROCESSES);
    assert_float_equal(advice->memory_extra.value, 9.5e6, 1);
    assert_float_equal(advice_side(advice, ROLE_PROCESSES, "")->memory_per_worker.value, 10e6, 1);
    assert_float_equal(advice_side(advice, ROLE_THREADS, "cpython")->lock_switches_per_s.value, 200,
                       0.1);
    char *text = advice_recommendation(advice);
    assert_string_equal(text,
                        "either: equal within 1 %; threads start in 1.00 ms against 101 ms and "
                        "take 9.5 MB less per worker; with the lock processes, 2.00 times as fast "
                        "(1.99 to 2.01): it holds threads at 1.00x");
    free(text);
    text = advice_sentences(advice);
    assert_non_null(strstr(text, "Threads and processes gain up to 2 workers"));
    assert_non_null(strstr(text, "Threads with the cpython lock, 2 workers: the lock changes hands "
                                 "200 times a second, 45 % of the workers' time is waiting"));
    assert_non_null(
        strstr(text, "Memory of one more worker: threads 1 MB (1 MB to 1 MB), processes 10 MB"));
    free(text);
    struct group group = group_at(&whole.verdicts, 0);
    text = group_recommendation(&group);
    assert_string_equal(text, "either; with the lock processes");
    free(text);
    text = group_stops(&group);
    assert_string_equal(text, "of 2 curves 2 gain up to the most workers measured");
    free(text);
    whole_clear(&whole);
}

static void what_is_not_measured_is_unknown(void **state) {
    (void)state;
    static const struct given given[] = {
        {.driver = "omp", .gil = "off", .workers = 2, .time_s = 1},
        {.driver = "mpi", .gil = "off", .workers = 2, .time_s = 2}};
    struct whole whole = whole_make((struct work){"cpu", "", 0, 2}, given, COUNT(given));
    const struct advice *advice = advice_of(&whole);
    assert_null(advice->startup.comparison);
    assert_true(isnan(advice->memory_extra.value));
    assert_null(startup_sentence(&advice->startup));
    char *text = startup_unknown_sentence(advice);
    assert_string_equal(text, "Break-even unknown: the file has no start-up times.");
    free(text);
    text = advice_recommendation(advice);
    assert_string_equal(text, "threads: 2.00 times as fast (1.99 to 2.01)");
    free(text);
    whole_clear(&whole);
}

/* `panels` kernels whose sides differ by nothing, one whose sides differ with p = 0.021. */
static struct whole family_make(unsigned panels) {
    char *csv = must_strdup("kernel,class,driver,workers,launch,wall_s,pus\n");
    for (unsigned panel = 0; panel < panels; panel++)
        for (unsigned launch = 0; launch < 8; launch++)
            for (unsigned side = 0; side < 2; side++) {
                const double shift = panel == 0 && side == 1 ? 0.13 : 0;
                char *longer = must_format("%sk%u,cpu,%s,2,%u,%.12g,2\n", csv, panel,
                                           side ? "mpi" : "omp", launch, 1 + 0.04 * launch - shift);
                free(csv);
                csv = longer;
            }
    struct whole whole = whole_of_csv(csv);
    free(csv);
    return whole;
}

static void chance_of_many_comparisons_is_named(void **state) {
    (void)state;
    struct whole alone = family_make(1), among = family_make(5);
    const struct comparison *sure = verdict_main(&alone.verdicts.items[0]);
    const struct comparison *doubtful = verdict_main(&among.verdicts.items[0]);
    assert_int_equal(sure->outcome, OUTCOME_B_FASTER);
    assert_float_equal(sure->p_holm, sure->p_value, 1e-12);
    assert_false(comparison_may_be_chance(sure));
    assert_int_equal(doubtful->outcome, OUTCOME_B_FASTER);
    assert_int_equal(doubtful->family, 5);
    assert_float_equal(doubtful->p_holm, 5 * doubtful->p_value, 1e-12);
    assert_true(comparison_may_be_chance(doubtful));
    char *sentence = comparison_sentence(doubtful),
         *brief = advice_short(among.verdicts.items[0].advice);
    assert_non_null(strstr(sentence, ", which may be chance: 5 comparisons, Holm's p 0."));
    assert_non_null(strstr(brief, ", chance?"));
    struct group group = group_at(&among.verdicts, 0);
    struct notes notes = notes_make(among.study, &among.verdicts);
    size_t named = 0;
    for (size_t i = 0; i < notes.count; i++)
        named += strcmp(notes.items[i],
                        "May be chance: of 5 comparisons of threads with processes 1 that is "
                        "faster by the limits does not stand Holm's correction for that many "
                        "(k0).") == 0;
    assert_int_equal(named, 1);
    notes_free(&notes);
    char *counts = group_recommendation(&group);
    assert_non_null(strstr(counts, "open in 5 of 5"));
    free(counts);
    free(brief);
    free(sentence);
    whole_clear(&alone);
    whole_clear(&among);
}

static void unequal_spreads_are_labelled(void **state) {
    (void)state;
    char *csv = must_strdup("kernel,class,driver,workers,launch,wall_s\n");
    for (unsigned launch = 0; launch < 8; launch++) {
        char *longer = must_format("%sk,cpu,omp,2,%u,%.12g\nk,cpu,mpi,2,%u,%.12g\n", csv, launch,
                                   2 + 0.001 * launch, launch, 1 + 0.02 * launch);
        free(csv);
        csv = longer;
    }
    struct whole whole = whole_of_csv(csv);
    free(csv);
    char *sentence = comparison_sentence(verdict_main(&whole.verdicts.items[0]));
    assert_non_null(strstr(sentence, ", by bootstrap, because the spreads differ)."));
    free(sentence);
    whole_clear(&whole);
}

static void findings_are_few_sentences(void **state) {
    (void)state;
    char *csv = must_strdup("kernel,class,driver,workers,launch,wall_s\n");
    for (unsigned workers = 1; workers <= 3; workers++)
        for (unsigned launch = 0; launch < 12; launch++) {
            static const double noise[12] = {0, 3, -2, 1, -3, 2, 0.5, -1, 2.5, -2.5, 1.5, -0.5};
            const double first = launch == 0 && workers < 3 ? 1.2 + 0.1 * workers : 1;
            char *longer = must_format("%sk,cpu,omp,%u,%u,%.12g\n", csv, workers, launch,
                                       first * (1 + 0.001 * noise[launch]));
            free(csv);
            csv = longer;
        }
    struct whole whole = whole_of_csv(csv);
    free(csv);
    const struct findings *findings = &advice_of(&whole)->findings;
    assert_int_equal(findings->points, 3);
    assert_int_equal(findings->shown, 2);
    assert_true(findings->count >= 1);
    assert_string_equal(findings->items[0],
                        "threads, 2 workers: the first launch took 1.4 times the median of the "
                        "others; and 1 more point like it.");
    whole_clear(&whole);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_come_from_the_data),
        cmocka_unit_test(the_fastest_series_is_the_side),
        cmocka_unit_test(one_count_says_nothing),
        cmocka_unit_test(communication_has_its_share),
        cmocka_unit_test(communication_is_found_by_the_model),
        cmocka_unit_test(many_chances_do_not_pay),
        cmocka_unit_test(limits_are_those_of_interval_arithmetic),
        cmocka_unit_test(startup_is_paid_back),
        cmocka_unit_test(costs_stand_beside_the_answer),
        cmocka_unit_test(what_is_not_measured_is_unknown),
        cmocka_unit_test(chance_of_many_comparisons_is_named),
        cmocka_unit_test(unequal_spreads_are_labelled),
        cmocka_unit_test(findings_are_few_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
