/* A signal ends a measurement behind the repetition under way, for all workers. */
#include "rig.h"

#include "stop.h"

#include <signal.h>

static struct rig rig;

/* The signal arrives while the first row is made. */
static bool row_with_signal(void *context, const struct configuration *configuration,
                            struct repetition repetition, struct sample *sample) {
    (void)context;
    (void)configuration;
    (void)repetition;
    (void)sample;
    rig.row_count++;
    raise(SIGUSR1);
    return true;
}

static void ready(void *context, uint64_t now_ns) {
    (void)context;
    (void)now_ns;
}

static bool begin(void *context, const struct configuration *configuration) {
    (void)context;
    (void)configuration;
    return true;
}

static uint64_t rows_done(void *context, const struct configuration *configuration) {
    (void)context;
    (void)configuration;
    return 0;
}

static bool finished(void *context, const struct configuration *configuration) {
    (void)context;
    (void)configuration;
    return true;
}

/* In one test, since a signal that arrived is remembered until the program ends. */
static void test_signal_is_heard_after_the_next_repetition(void **state) {
    (void)state;
    stop_install();
    assert_int_equal(stop_signal(), 0);
    rig_init(&rig, &made_up_kernel, 3);
    rig.options.reps = 20;
    rig.plan.count = 2;
    rig.sink = (struct sink){.row = row_with_signal,
                             .ready = ready,
                             .begin = begin,
                             .rows_done = rows_done,
                             .finished = finished};
    rig_run(&rig);
    assert_int_equal(stop_signal(), SIGUSR1);
    assert_int_equal(rig.stopped_by, SIGUSR1);
    assert_int_equal(rig.row_count, 2); /* its repetition was under way already */
    raise(SIGTERM);
    assert_int_equal(stop_signal(), SIGUSR1); /* the first one is the reason */
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signal_is_heard_after_the_next_repetition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
