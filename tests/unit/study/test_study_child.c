/* Children that do not hear the wish to stop: shell scripts that ignore signals, and start more. */
#include "cmocka_head.h"

#include "child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Far longer than a test may take: who reaches the limit was not ended before. */
static const struct child_patience short_of_patience = {
    .limit_s = 40, .stop_s = 0.1, .term_s = 0.1};

static char stage[64];

/* Everybody's number goes to the file `there`, and `ready` is made when all are there. */
#define OTHERS "echo $$ >there; sleep 1000 & echo $! >>there; "
#define READY  ": >ready; while :; do sleep 0.05; done"

static bool is_ready(void) {
    struct timespec pause = {0, 10 * 1000 * 1000};
    for (int tries = 0; tries < 2000 && access("ready", F_OK) != 0; tries++)
        nanosleep(&pause, NULL);
    return access("ready", F_OK) == 0;
}

static void tick(void *ticks) {
    ++*(int *)ticks;
}

static struct child_end end_of(const char *script, struct child_patience patience) {
    char shell[] = "/bin/sh", flag[] = "-c", *text = strdup(script);
    char *const argv[] = {shell, flag, text, NULL};
    const int log = open("log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    struct fault fault = {0};
    int ticks = 0;
    const pid_t pid = child_start(argv, environ, log, &fault);
    assert_true(pid > 0);
    assert_true(is_ready());
    const struct child_end end = child_wait(pid, patience, tick, &ticks);
    close(log);
    free(text);
    return end;
}

static void nobody_is_left(unsigned count) {
    FILE *there = fopen("there", "re");
    int pid;
    assert_non_null(there);
    for (; fscanf(there, "%d", &pid) == 1; count--)
        assert_int_equal(kill(pid, 0), -1);
    fclose(there);
    assert_int_equal(count, 0);
}

static void who_hears_it_ends_itself(void **state) {
    (void)state;
    const struct child_patience patience = {.limit_s = 40, .stop_s = 40, .term_s = 40};
    const struct child_end end = end_of("trap 'exit 75' USR1; " OTHERS READY, patience);
    assert_int_equal(end.code, 75);
    assert_false(end.timed_out);
    nobody_is_left(2);
}

static void who_is_deaf_is_ended(void **state) {
    (void)state;
    const struct child_end end = end_of("trap '' USR1 INT HUP; " OTHERS READY, short_of_patience);
    assert_int_equal(end.signal, SIGTERM);
    assert_false(end.timed_out);
    nobody_is_left(2);
}

static void who_is_deaf_to_everything_is_killed(void **state) {
    (void)state;
    const struct child_end end =
        end_of("trap '' USR1 INT HUP TERM; " OTHERS READY, short_of_patience);
    assert_int_equal(end.signal, SIGKILL);
    assert_false(end.timed_out);
    nobody_is_left(2);
}

/* Launchers' ranks have process groups of their own, and children there. */
static void other_groups_are_ended_too(void **state) {
    (void)state;
    const struct child_end end =
        end_of("trap '' USR1 INT HUP TERM; " OTHERS
               "setsid sh -c 'echo $$ >>there; sleep 1000 & echo $! >>there; : >inside; wait' & "
               "until [ -e inside ]; do sleep 0.01; done; " READY,
               short_of_patience);
    assert_int_equal(end.signal, SIGKILL);
    nobody_is_left(4);
}

static void the_limit_is_for_whoever_takes_too_long(void **state) {
    (void)state;
    const struct child_patience patience = {.limit_s = 0.1, .stop_s = 40, .term_s = 40};
    const struct child_end end = end_of("trap '' USR1; " OTHERS READY, patience);
    assert_int_equal(end.signal, SIGTERM);
    assert_true(end.timed_out);
    nobody_is_left(2);
}

/* This process stands still for longer than the limit, as a whole machine does that is paused. */
static void who_was_done_in_time_is_not_late(void **state) {
    (void)state;
    const struct child_patience patience = {.limit_s = 7, .stop_s = 40, .term_s = 40};
    const struct child_end end = end_of("trap '' USR1; : >ready; sleep 1; kill -STOP $PPID; "
                                        "sleep 9; kill -CONT $PPID; sleep 0.3",
                                        patience);
    assert_int_equal(end.code, 0);
    assert_false(end.timed_out);
}

static void patience_grows_with_the_limit(void **state) {
    (void)state;
    const struct child_patience patience = child_patience(600);
    assert_true(patience.limit_s == 600 && patience.stop_s == 60 && patience.term_s == 5);
}

/* The wish to stop comes once, before the first child; it is for all that follow. */
static int ask_to_stop(void **state) {
    (void)state;
    child_watch_signals();
    return raise(SIGUSR1);
}

static int stage_open(void **state) {
    (void)state;
    strcpy(stage, "/tmp/convoy-child-XXXXXX");
    return mkdtemp(stage) ? chdir(stage) : -1;
}

static int stage_close(void **state) {
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "cd / && rm -r %s", stage);
    return system(command);
}

int main(void) {
#define STAGED(test) cmocka_unit_test_setup_teardown(test, stage_open, stage_close)
    const struct CMUnitTest tests[] = {
        STAGED(who_hears_it_ends_itself),
        STAGED(who_is_deaf_is_ended),
        STAGED(who_is_deaf_to_everything_is_killed),
        STAGED(other_groups_are_ended_too),
        STAGED(the_limit_is_for_whoever_takes_too_long),
        STAGED(who_was_done_in_time_is_not_late),
        STAGED(patience_grows_with_the_limit),
    };
    return cmocka_run_group_tests(tests, ask_to_stop, NULL);
}
