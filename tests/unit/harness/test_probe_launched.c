/* Jobs that probes start, with a shell script in the place of the launcher: what it is called with,
 * what of its environment is ours, and what is told of its end. */
#include "cmocka_head.h"
#include "command.h"

#include "clock.h"
#include "launched.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Runs that script as the launcher. */
static struct launched run(const char *script, const struct launch_order *order) {
    char path[] = "/tmp/convoy-launcher-XXXXXX";
    struct launched launched;
    const int file = mkstemp(path);
    assert_true(file >= 0);
    FILE *out = fdopen(file, "w");
    assert_non_null(out);
    fprintf(out, "#!/bin/sh\n%s\n", script);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(chmod(path, 0700), 0);
    assert_int_equal(setenv("CONVOY_LAUNCHER", path, 1), 0);
    assert_int_equal(launched_run(order, &launched), 0);
    unsetenv("CONVOY_LAUNCHER");
    remove(path);
    return launched;
}

static void test_words(void **state) {
    (void)state;
    const char *const arguments[] = {"a b", "c", NULL};
    const struct launch_order plain = {.ranks = 3, .program = "sample"};
    const struct launch_order full = {
        .ranks = 12, .launcher_option = "--spare", .program = "sample", .arguments = arguments};
    const char *script = "for word; do echo \"<${word##*/}>\"; done";
    assert_string_equal(run(script, &plain).output, "<-n>\n<3>\n<sample>\n");
    assert_string_equal(run(script, &full).output, "<-n>\n<12>\n<--spare>\n<sample>\n<a b>\n<c>\n");
}

static void test_end(void **state) {
    (void)state;
    const struct launch_order order = {.ranks = 1, .program = "sample"};
    const uint64_t before_ns = clock_wall_ns();
    const struct launched good = run("exit 0", &order);
    assert_int_equal(good.exit_code, 0);
    assert_true(before_ns <= good.exec_ns && good.exec_ns < good.ended_ns);
    assert_true(good.ended_ns <= clock_wall_ns());
    assert_int_equal(run("exit 3", &order).exit_code, 3);
    assert_int_equal(run("kill -SEGV $$", &order).exit_code, 128 + 11);
    assert_string_equal(run("echo one >&2; echo two >&2", &order).message, "one");
}

/* No more than fits; the rest is not missed. */
static void test_much_is_cut(void **state) {
    (void)state;
    const struct launch_order order = {.ranks = 1, .program = "sample"};
    const struct launched launched = run("head -c 100000 /dev/zero | tr '\\0' x", &order);
    assert_int_equal(strlen(launched.output), LAUNCHED_TEXT - 1);
}

/* As if not inside a job: what steers one is gone; standard input is empty. */
static void test_environment(void **state) {
    (void)state;
    const struct launch_order order = {.ranks = 1, .program = "sample"};
    setenv("OMPI_COMM_WORLD_SIZE", "7", 1);
    setenv("CONVOY_EXEC_NS", "5", 1);
    const struct launched launched =
        run("echo \"<$OMPI_COMM_WORLD_SIZE> $CONVOY_EXEC_NS\"; cat", &order);
    char wanted[64], transport[64];
    snprintf(wanted, sizeof wanted, "<> %llu\n", (unsigned long long)launched.exec_ns);
    assert_string_equal(launched.output, wanted);
    launched_transport(transport, sizeof transport);
    assert_true(strcmp(transport, "transport=ob1/self,vader") == 0 ||
                strcmp(transport, "transport=ch4:ucx/self,sm") == 0);
}

static void test_unavailable(void **state) {
    (void)state;
    assert_non_null(strstr(launched_unavailable("no-such-program"), "libexec"));
    setenv("CONVOY_LAUNCHER", "/nowhere/mpirun", 1);
    assert_non_null(strstr(launched_unavailable(LAUNCHED_BARE), "no launcher"));
    unsetenv("CONVOY_LAUNCHER");
    assert_null(launched_unavailable(LAUNCHED_BARE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),       cmocka_unit_test(test_end),
        cmocka_unit_test(test_much_is_cut), cmocka_unit_test(test_environment),
        cmocka_unit_test(test_unavailable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
