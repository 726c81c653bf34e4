/* Answers in clear cases, and the words for them. */
#include "advice.h"
#include "check.h"
#include "group.h"
#include "made_up.h"
#include "verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A study of one kernel: serial, then threads and processes (and a lock, unless 0) at 1, 2 and 4
 * workers. */
struct times {
    double threads_s[3], locked_s[3], processes_s[3];
    double spread;
    unsigned launches;
};

static char *sentence_of(const struct times *times) {
    struct made made[10] = {
        {"k", "cpu", "serial", "off", 1, 0, 1, times->spread, times->launches, NULL}};
    size_t count = 1;
    for (unsigned i = 0; i < 3; i++) {
        const struct made point = {
            "k",           "cpu",           "omp", "off", 1u << i, 0, times->threads_s[i],
            times->spread, times->launches, NULL};
        made[count] = made[count + 1] = point;
        made[count + 1].driver = "mpi";
        made[count + 1].time_s = times->processes_s[i];
        count += 2;
        if (times->locked_s[i] > 0) {
            made[count] = point;
            made[count].gil = "cpython";
            made[count++].time_s = times->locked_s[i];
        }
    }
    struct data *data = made_data(made, count);
    struct study *study = study_make(data);
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    assert_int_equal(verdicts.count, 1);
    char *sentence = verdict_sentence(&verdicts.items[0]);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
    study_free(study);
    data_free(data);
    return sentence;
}

static const struct {
    struct times times;
    const char *sentence;
} cases[] = {
    {{{1, 0.5, 0.5}, {0}, {1, 0.5, 0.5}, 0.001, 8},
     "With 2 workers threads and processes are equal within 1 % (ratio 1.00, 95 % limits 0.997 to "
     "1.003)."},
    {{{1, 0.4, 0.25}, {0}, {1, 0.8, 0.1}, 0, 6},
     "With 2 workers threads are 2.00 times as fast as processes (95 % limits 2.00 to 2.00). Each "
     "at its best, with 4 workers, processes are 2.50 times as fast as threads (2.50 to 2.50)."},
    {{{1, 0.8, 0.1}, {0}, {1, 0.4, 0.4}, 0, 6},
     "With 2 workers processes are 2.00 times as fast as threads (95 % limits 2.00 to 2.00). Each "
     "at its best, with 4 and 2 workers, threads are 4.00 times as fast as processes (4.00 to "
     "4.00)."},
    {{{1, 0.5, 0.5}, {1, 1, 1}, {1, 0.5, 0.5}, 0, 6},
     "With 2 workers threads and processes are equal within 1 % (ratio 1.00, 95 % limits 1.00 to "
     "1.00); with the cpython lock threads take 2.00 times as long (2.00 to 2.00); processes are "
     "2.00 "
     "times as fast as threads with the cpython lock (2.00 to 2.00)."},
    {{{1, 0.5, 0.5}, {1, 0.5, 0.5}, {1, 0.25, 0.25}, 0, 6},
     "With 2 workers processes are 2.00 times as fast as threads (95 % limits 2.00 to 2.00); the "
     "cpython lock costs threads nothing that matters: equal within 1 % (ratio 1.00, 1.00 to "
     "1.00); "
     "processes are 2.00 times as fast as threads with the cpython lock (2.00 to 2.00)."},
    {{{1, 0.5, 0.5}, {0}, {1, 0.25, 0.25}, 0, 3},
     "With 2 workers (exploratory: 3 launches, limits need 6) processes look 2.00 times as fast "
     "as threads."},
    {{{1, 0.5, 0.5}, {0}, {1, 0.51, 0.51}, 0, 1},
     "With 2 workers (exploratory: 1 launch, limits need 6) threads and processes look alike, "
     "within 2 %."},
};

static void clear_cases_have_clear_words(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *sentence = sentence_of(&cases[i].times);
        assert_string_equal(sentence, cases[i].sentence);
        free(sentence);
    }
}

static void more_launches_than_the_maximum_are_not_named(void **state) {
    (void)state;
    const struct times times = {{1, 0.5, 0.5}, {0}, {1, 0.5, 0.5}, 0.3, 6};
    char *sentence = sentence_of(&times);
    assert_non_null(strstr(sentence, "more than 200 launches of each would be needed."));
    free(sentence);
}

static void noise_is_undecided(void **state) {
    (void)state;
    const struct times times = {{1, 0.5, 0.5}, {0}, {1, 0.53, 0.53}, 0.05, 8};
    char *sentence = sentence_of(&times);
    assert_non_null(strstr(sentence, "undecided: threads look 1.06 times as fast as processes"));
    assert_non_null(strstr(sentence, "launches of each should decide (8 and 8 now)"));
    free(sentence);
}

static void outcomes_follow_from_limits(void **state) {
    (void)state;
    static const struct {
        struct estimate ratio;
        enum outcome outcome;
        unsigned percent, wanted;
    } table[] = {
        {{1.00, 0.99, 1.01}, OUTCOME_EQUAL, 2, 0}, /* 1/0.99 is a little more than 1.01 */
        {{1.03, 1.02, 1.04}, OUTCOME_EQUAL, 4, 0},
        {{1.10, 1.05, 1.15}, OUTCOME_B_FASTER, 0, 0},
        {{0.90, 0.85, 0.95}, OUTCOME_A_FASTER, 0, 0},
        {{1.10, 0.90, 1.344444}, OUTCOME_UNDECIDED, 0, 91},
        {{1.00, 0.50, 2.00}, OUTCOME_UNDECIDED, 0, 0}, /* thousands of launches: more than the
                                                          maximum */
        {{1.50, NAN, NAN}, OUTCOME_EXPLORATORY, 0, 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        unsigned percent, wanted;
        assert_int_equal(outcome_of(table[i].ratio, 10, &percent, &wanted), table[i].outcome);
        assert_int_equal(percent, table[i].percent);
        assert_int_equal(wanted, table[i].wanted);
    }
}

/* Swapping the sides swaps the outcome. */
static void outcomes_are_symmetric(void **state) {
    (void)state;
    unsigned percent, wanted;
    const struct estimate ratio = {1.2, 1.1, 1.3}, inverse = {1 / 1.2, 1 / 1.3, 1 / 1.1};
    assert_int_equal(outcome_of(ratio, 6, &percent, &wanted), OUTCOME_B_FASTER);
    assert_int_equal(outcome_of(inverse, 6, &percent, &wanted), OUTCOME_A_FASTER);
}

static char *foreign_sentence(const char *csv) {
    struct fault fault = {0};
    struct data *data = loaded(csv, strlen(csv), &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    char *sentence = verdict_sentence(&verdicts.items[0]);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
    study_free(study);
    data_free(data);
    return sentence;
}

static void other_peoples_drivers_are_compared(void **state) {
    (void)state;
    char *pools = foreign_sentence("kernel,driver,workers,wall_s\n"
                                   "k,ThreadPool,4,2\nk,ProcessPool,4,1\n");
    assert_string_equal(pools,
                        "With 4 workers (exploratory: 1 launch, limits need 6) processes look "
                        "2.00 times as fast as threads.");
    char *words = foreign_sentence("kernel,driver,workers,wall_s\nk,red,4,1\nk,blue,4,3\n");
    assert_string_equal(words,
                        "With 4 workers (exploratory: 1 launch, limits need 6) red looks 3.00 "
                        "times as fast as blue.");
    char *alone = foreign_sentence("kernel,driver,workers,wall_s\nk,red,1,4\nk,red,4,1\n");
    assert_string_equal(alone, "Nothing to compare: fewer than two models at the same number of "
                               "workers. Best speed-up: red 4.00 x at 4.");
    free(pools);
    free(words);
    free(alone);
}

/* Workers at which threads and processes of a panel of that class on 4 PUs are compared. */
static double workers_compared(const char *class, unsigned tasks, const char *processes) {
    char *csv = must_strdup("kernel,class,driver,tasks,workers,wall_s,pus\n");
    for (const char *const *driver = (const char *const[]){"omp", "mpi", NULL}; *driver; driver++)
        for (unsigned workers = 2; workers <= 16; workers *= 2) {
            if (strcmp(*driver, "mpi") == 0 && !strchr(processes, (int)('a' + workers)))
                continue;
            char *longer =
                must_format("%sk,%s,%s,%u,%u,1,4\n", csv, class, *driver, tasks, workers);
            free(csv);
            csv = longer;
        }
    struct fault fault = {0};
    struct data *data = loaded(csv, strlen(csv), &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    const struct panel *panel = &study->items[0];
    const double workers = workers_choose(panel, &panel->items[0], &panel->items[1]);
    study_free(study);
    data_free(data);
    free(csv);
    return workers;
}

static void workers_follow_from_the_design(void **state) {
    (void)state;
    /* Worker counts of the processes as letters: c is 2, e is 4, i is 8, q is 16. */
    static const struct {
        const char *class;
        unsigned tasks;
        const char *processes;
        double workers;
    } table[] = {
        {"cpu", 8, "ceiq", 4}, {"memory", 0, "ciq", 2}, {"os", 8, "iq", 8}, {"", 8, "ceiq", 4},
        {"io", 8, "ceiq", 8},  {"io", 8, "ceq", 16},    {"io", 0, "ce", 4}, {"mixed", 8, "ei", 8},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_float_equal(workers_compared(table[i].class, table[i].tasks, table[i].processes),
                           table[i].workers, 0);
}

static void like_is_compared_with_like(void **state) {
    (void)state;
    char *alike = foreign_sentence("kernel,driver,workers,wall_s,schedule,pin\n"
                                   "k,omp,2,1,dynamic,core\nk,omp,2,3,static,core\n"
                                   "k,omp,2,4,static,none\nk,mpi,2,2,static,none\n"
                                   "k,mpi,2,6,static,core\n");
    assert_string_equal(alike,
                        "With 2 workers (exploratory: 1 launch, limits need 6) processes look "
                        "2.00 times as fast as threads.");
    char *unlike = foreign_sentence("kernel,driver,workers,wall_s,schedule,pin\n"
                                    "k,omp,2,1,dynamic,core\nk,mpi,2,2,static,\n");
    assert_string_equal(unlike,
                        "With 2 workers (exploratory: 1 launch, limits need 6) threads look 2.00 "
                        "times as fast as processes [not alike: threads ran with schedule dynamic, "
                        "pin core; processes with schedule static, pin unknown].");
    char *labels = foreign_sentence("kernel,driver,workers,wall_s,python\n"
                                    "k,omp,2,1,new\nk,omp,2,3,old\nk,mpi,2,2,old\n");
    assert_string_equal(labels, "With 2 workers (exploratory: 1 launch, limits need 6) processes "
                                "(python=old) look 1.50 times as fast as threads (python=old).");
    free(alike);
    free(unlike);
    free(labels);
}

/* The interval belongs to the lock: it keeps no pair apart, and the shortest time stands for it. */
static void intervals_keep_no_pair_apart(void **state) {
    (void)state;
    char *sentence = foreign_sentence("kernel,driver,workers,wall_s,gil,gil_interval_us\n"
                                      "k,omp,2,8,cpython,5000\nk,omp,2,4,cpython,100\n"
                                      "k,mpi,2,2,off,\n");
    assert_string_equal(sentence,
                        "With 2 workers (exploratory: 1 launch, limits need 6) processes look "
                        "2.00 times as fast as threads with the cpython lock.");
    free(sentence);
}

/* Rows of six launches that take that long. */
static char *launches_append(char *csv, const char *start, double wall_s) {
    for (unsigned launch = 1; launch <= 6; launch++) {
        char *longer =
            must_format("%s%s,%u,%g\n", csv, start, launch, wall_s * (1 + launch * 1e-5));
        free(csv);
        csv = longer;
    }
    return csv;
}

/* Processes within a node and over four of them, threads within one where a time is given. */
static char *nodes_csv(double threads_s) {
    char *csv = must_strdup("kernel,class,driver,nodes,workers,pus,launch,wall_s\n");
    csv = launches_append(csv, "k,cpu,mpi,1,1,2", 8);
    csv = launches_append(csv, "k,cpu,mpi,1,2,2", 4);
    csv = launches_append(csv, "k,cpu,mpi,2,4,2", 2);
    csv = launches_append(csv, "k,cpu,mpi,4,8,2", 1);
    if (threads_s > 0)
        csv = launches_append(csv, "k,cpu,omp,1,2,2", threads_s);
    return csv;
}

/* The point of one node is in both curves: comparing them would compare launches with themselves.
 */
static void nodes_are_no_second_side(void **state) {
    (void)state;
    char *csv = nodes_csv(0), *sentence = foreign_sentence(csv);
    assert_string_equal(sentence, "Over nodes: 4 nodes are 4.00 times as fast as 1 node (95 % "
                                  "limits 4.00 to 4.00) [processes, 2 per node].");
    free(sentence);
    free(csv);
}

static void nodes_that_cost_time_are_said_to(void **state) {
    (void)state;
    char *sentence = foreign_sentence("kernel,driver,nodes,workers,launch,wall_s\n"
                                      "k,mpi,1,2,1,1\nk,mpi,4,8,1,1.5\n");
    assert_string_equal(sentence,
                        "Over nodes: 4 nodes take 1.50 times as long as 1 node (exploratory: 1 "
                        "launch, limits need 6) [processes, 2 per node].");
    free(sentence);
}

/* Threads lose against processes of other nodes only; within a node they win, and that is asked. */
static void sides_are_compared_on_as_many_nodes(void **state) {
    (void)state;
    char *csv = nodes_csv(2), *sentence = foreign_sentence(csv);
    assert_string_equal(
        sentence,
        "With 2 workers threads are 2.00 times as fast as processes (95 % limits 2.00 to 2.00). "
        "Over nodes: 4 nodes are 4.00 times as fast as 1 node (4.00 to 4.00) [processes, 2 per "
        "node].");
    free(sentence);
    free(csv);
}

/* The advice on processes over nodes, and on threads within one where a time is given. */
static void advice_is(double threads_s, enum choice choice, const char *recommendation,
                      const char *against) {
    char *csv = nodes_csv(threads_s);
    struct fault fault = {0};
    struct data *data = loaded(csv, strlen(csv), &fault);
    assert_non_null(data);
    struct study *study = study_make(data);
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    const struct advice *advice = verdicts.items[0].advice;
    char *text = advice_recommendation(advice);
    assert_int_equal(advice->choice, choice);
    assert_string_equal(text, recommendation);
    assert_string_equal(advice->main ? advice->main->b->name : "", against);
    assert_true(isnan(verdicts.items[0].several.workers)); /* two ways, not three */
    free(text);
    const struct group group = group_at(&verdicts, 0);
    text = group_recommendation(&group);
    assert_string_equal(text, choice == CHOICE_NONE ? "more nodes: 4.00x" : choice_names[choice]);
    free(text);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
    study_free(study);
    data_free(data);
    free(csv);
}

/* Threads are compared with processes within a node, not with the curve that begins there. */
static void advice_knows_nodes(void **state) {
    (void)state;
    advice_is(0, CHOICE_NONE, "4 nodes: 4.00 times 1 node (4.00 to 4.00)", "");
    advice_is(
        2, CHOICE_THREADS,
        "threads: 2.00 times as fast (2.00 to 2.00); 4 nodes: 4.00 times 1 node (4.00 to 4.00)",
        "processes");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clear_cases_have_clear_words),
        cmocka_unit_test(noise_is_undecided),
        cmocka_unit_test(more_launches_than_the_maximum_are_not_named),
        cmocka_unit_test(outcomes_follow_from_limits),
        cmocka_unit_test(outcomes_are_symmetric),
        cmocka_unit_test(other_peoples_drivers_are_compared),
        cmocka_unit_test(workers_follow_from_the_design),
        cmocka_unit_test(like_is_compared_with_like),
        cmocka_unit_test(intervals_keep_no_pair_apart),
        cmocka_unit_test(nodes_are_no_second_side),
        cmocka_unit_test(nodes_that_cost_time_are_said_to),
        cmocka_unit_test(sides_are_compared_on_as_many_nodes),
        cmocka_unit_test(advice_knows_nodes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
