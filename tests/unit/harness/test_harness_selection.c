/* Which kernels a line names, and their parameters. */
#include "command.h"

#include "registry.h"
#include "selection.h"

#include <stdlib.h>
#include <string.h>

/* "sum:lock primes" for what a line selects. */
static void selects(const char *line, const char *wanted) {
    struct command command;
    struct selection selection;
    char got[512] = "";
    command_read(&command, line);
    if (!selection_read(&command.options, &selection, &command.fault))
        fail_msg("%s: %s", line, command.fault.text);
    for (size_t i = 0; i < selection.count; i++) {
        const char *variant =
            kernel_variant_name(selection.list[i].kernel, selection.list[i].variant);
        strcat(strcat(got, i ? " " : ""), selection.list[i].kernel->name);
        if (*variant)
            strcat(strcat(got, ":"), variant);
    }
    assert_string_equal(got, wanted);
    selection_free(&selection);
    command_free(&command);
}

static void test_names(void **state) {
    (void)state;
    selects("-k sum", "sum:private");
    selects("-k primes,sum", "primes sum:private");
    selects("-k sum:lock", "sum:lock");
    selects("-k sum:lock,sum,sum:atomic", "sum:lock sum:private sum:atomic");
    selects("-k sum --variant lock", "sum:lock");
    selects("-k sum:atomic,sum,primes --variant lock", "sum:atomic sum:lock primes");
}

static void test_duplicates_are_named_once(void **state) {
    (void)state;
    selects("-k primes,primes", "primes");
    selects("-k sum,sum:private", "sum:private");
    selects("-k sum:lock,sum --variant lock", "sum:lock");
    selects("-k sleep,io,sleep,file", "sleep file http query transfer");
}

/* Classes hold all kernels of the class and no others, in the registry's order. */
static void test_classes(void **state) {
    (void)state;
    for (int class = 0; class <= CLASS_COUNT; class ++) {
        const char *name =
            class == CLASS_COUNT ? "all" : kernel_class_name((enum kernel_class) class);
        struct command command;
        struct selection selection;
        size_t at = 0;
        char line[32] = "-k ";
        command_read(&command, strcat(line, name));
        assert_true(selection_read(&command.options, &selection, &command.fault));
        assert_true(selection.count > 0); /* no class is empty */
        for (size_t i = 0; kernels_all[i]; i++) {
            if (class != CLASS_COUNT && (int)kernels_all[i]->class != class)
                continue;
            assert_true(at < selection.count);
            assert_ptr_equal(selection.list[at].kernel, kernels_all[i]);
            assert_false(selection.list[at++].by_name);
        }
        assert_int_equal(at, selection.count);
        selection_free(&selection);
        command_free(&command);
    }
}

static void test_unknown_words(void **state) {
    (void)state;
    static const struct {
        const char *line, *words;
    } bad[] = {
        {"-k sume", "'sume'; did you mean sum?"},
        {"-k prime", "did you mean primes?"},
        {"-k memry", "did you mean memory?"},
        {"-k sum,nosuchkernel", "'nosuchkernel'; --list shows them"},
        {"-k sum,", "''"},
        {"-k sum:lok", "sum has no variant 'lok'"},
        {"-k sum:", "sum has no variant ''"},
        {"-k primes:lock", "primes has no variant 'lock'"},
        {"-k cpu:lock", "'cpu'"},
        {"-k primes --variant lock", "--variant: no kernel named has a variant 'lock'"},
        {"-k sum --variant lok", "--variant: no kernel named has a variant 'lok'"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct command command;
        struct selection selection;
        command_read(&command, bad[i].line);
        HOLDS(!selection_read(&command.options, &selection, &command.fault), bad[i].line);
        HOLDS(command.fault.code == EXIT_USER, bad[i].line);
        HOLDS(strstr(command.fault.text, bad[i].words), command.fault.text);
        selection_free(&selection);
        command_free(&command);
    }
}

/* What --set of a line makes of a kernel's parameters, as the column shows them. */
static void params_are(const char *line, const char *kernel_name, const char *wanted) {
    const struct kernel *kernel = kernel_find(kernel_name);
    struct setting settings[KERNEL_PARAMETERS_MAX];
    struct command command;
    command_read(&command, line);
    assert_true(selection_check_settings(&command.options, &command.fault));
    if (!selection_settings(kernel, &command.options, settings, &command.fault))
        fail_msg("%s: %s", line, command.fault.text);
    char *params = selection_params(kernel, settings);
    assert_string_equal(params, wanted);
    free(params);
    command_free(&command);
}

static void test_parameters(void **state) {
    (void)state;
    params_are("-k sleep", "sleep", "time=10ms");
    params_are("-k sleep --set sleep.time=1.5s", "sleep", "time=1.5s");
    params_are("-k sleep --set sleep.time=1ms --set sleep.time=2ms", "sleep", "time=2ms");
    params_are("-k sleep --set file.bytes=3", "sleep", "time=10ms");
    params_are("-k file --set file.bytes=1Mi --set file.dir=/tmp/a=b", "file",
               "bytes=1048576;block=65536;dir=/tmp/a=b");
    params_are("-k sum", "sum", "");
}

static void test_bad_parameters(void **state) {
    (void)state;
    static const char *const bad[] = {
        "sleep.time=0s", "sleep.time=1",   "sleep.time=",   "sleep.time=2000min", "sleep.time=-1s",
        "file.bytes=0",  "file.bytes=2Gi", "file.bytes=1x", "sleep.tim=1s",       "sleep.times=1s",
        "slee.time=1s",  "time=1s",        "sum.x=1",       "sleep.=1s",          ".time=1s",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct setting settings[KERNEL_PARAMETERS_MAX];
        struct command command;
        char line[64] = "-k all --set ";
        command_read(&command, strcat(line, bad[i]));
        const bool good =
            selection_check_settings(&command.options, &command.fault) &&
            selection_settings(kernel_find("sleep"), &command.options, settings, &command.fault) &&
            selection_settings(kernel_find("file"), &command.options, settings, &command.fault);
        HOLDS(!good, bad[i]);
        HOLDS(command.fault.code == EXIT_USER, bad[i]);
        HOLDS(strncmp(command.fault.text, "--set: ", 7) == 0, command.fault.text);
        HOLDS(strstr(command.fault.text, bad[i]), command.fault.text);
        command_free(&command);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),      cmocka_unit_test(test_duplicates_are_named_once),
        cmocka_unit_test(test_classes),    cmocka_unit_test(test_unknown_words),
        cmocka_unit_test(test_parameters), cmocka_unit_test(test_bad_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
