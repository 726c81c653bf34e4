/* Bad studies: each is a user's mistake, and the message says where and what. */
#include "cmocka_head.h"
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A section that is complete but for what follows; lines 5 to 8 behind HEAD. */
#define BODY "[s]\nsummary = S\nkernels = sum\ndrivers = serial, omp, mpi\n"
#define LONG "0123456789012345678901234567890123456789012345678901234567890123456789"

static const struct {
    const char *text, *message;
} bad[] = {
    {"name = t\n", "t.study:1: key 'name' before any section"},
    {"; only a comment\n", "t.study: there is no section [study]"},
    {BODY, "t.study: there is no section [study]"},
    {HEAD, "t.study: there is no experiment: no section beside [study]"},
    {"[study]\ntitle = T\n" BODY, "t.study:1: section [study] needs a key 'name'"},
    {"\n[study]\nname = t\n" BODY, "t.study:2: section [study] needs a key 'title'"},
    {"[study]\nname = a/b\n",
     "t.study:2: name: only letters, digits, '-' and '_' make a name: 'a/b'"},
    {"[study]\nname =\n", "t.study:2: name: has no value"},
    {"[study]\nname = t ; a\nname = u\n", "t.study:3: key 'name' was there already, in line 2"},
    {"[study]\nlaunches = 0\n", "t.study:2: launches: too small: '0'"},
    {"[study]\nlaunches = 8x\n",
     "t.study:2: launches: not a whole number with an optional suffix k M G Ki Mi Gi: '8x'"},
    {"[study]\nlaunches = -3\n", "t.study:2: launches: must not be negative: '-3'"},
    {"[study]\nreps = 99999999\n", "t.study:2: reps: too large, at most 1000000: '99999999'"},
    {"[study]\nseed = 99999999999999999999\n",
     "t.study:2: seed: too large, at most 9223372036854775807: '99999999999999999999'"},
    {"[study]\nlaunchs = 8\n", "t.study:2: unknown key 'launchs'; did you mean launches?"},
    {"[study]\nworkers = 8\n",
     "t.study:2: unknown key 'workers' in [study]; convoy-run --help-study lists them"},
    {"[study]\nname = t\n[study]\n", "t.study:3: section [study] was there already, in line 1"},
    {HEAD BODY "\n[s]\n", "t.study:10: section [s] was there already, in line 5"},
    {HEAD "[s]\n", "t.study:5: section [s] needs a key 'summary'"},
    {HEAD "[s]\nsummary = S\n", "t.study:5: section [s] needs a key 'kernels'"},
    {HEAD "[s]\nsummary = S\nkernels = sum\n", "t.study:5: section [s] needs a key 'drivers'"},
    {HEAD BODY "[b]\nsummary = S\n", "t.study:9: section [b] needs a key 'kernels'"},
    {HEAD BODY "wrokers = 2\n", "t.study:9: unknown key 'wrokers'; did you mean workers?"},
    {HEAD BODY "workers = 2\n; between\nworkers = 3\n",
     "t.study:11: key 'workers' was there already, in line 9"},
    {HEAD BODY "workers = two\n",
     "t.study:9: workers: not a list of numbers such as 1,2,4 or 1..2*cores: 'two'"},
    {HEAD BODY "workers = 0\n", "t.study:9: workers: counts start at 1: '0'"},
    {HEAD BODY "workers = 8..2\n", "t.study:9: workers: a range must not run backwards: '8..2'"},
    {HEAD BODY "layout = best\n",
     "t.study:9: layout: not auto, nor auto with workers such as auto:8: 'best'"},
    {HEAD BODY "layout = auto8\n",
     "t.study:9: layout: not auto, nor auto with workers such as auto:8: 'auto8'"},
    {HEAD BODY "layout = auto:x\n",
     "t.study:9: layout: not a list of numbers such as 1,2,4 or 1..2*cores: 'auto:x'"},
    {HEAD BODY "workers = 4\nlayout = auto:8\n",
     "t.study:10: layout: the section has the key workers too: 'auto:8'"},
    {HEAD BODY "layout = auto:8\nworkers = 4\n",
     "t.study:10: workers: layout has said the workers before: '4'"},
    {HEAD "[s]\nsummary = S\nkernels = sum\ndrivers = omp\nlayout = auto\n",
     "t.study:9: layout: has no effect with the drivers and locks of this section"},
    {HEAD BODY "tasks = -10\n", "t.study:9: tasks: must not be negative: '-10'"},
    {HEAD BODY "size = 1.5M\n",
     "t.study:9: size: not a whole number with an optional suffix k M G Ki Mi Gi: '1.5M'"},
    {HEAD BODY "size = 1,,2\n", "t.study:9: size: a list with a hole: '1,,2'"},
    {HEAD BODY "size = 1k,1000\n", "t.study:9: size: named twice: '1000'"},
    {HEAD BODY "scaling = strong, week\n",
     "t.study:9: scaling: unknown scaling 'week'; did you mean weak?"},
    {HEAD BODY "gil = on\n", "t.study:9: gil: unknown lock 'on'; known are off, mutex, cpython"},
    {HEAD BODY "gil = off, off\n", "t.study:9: gil: named twice: 'off'"},
    {HEAD BODY "gil = mutex\ngil_interval = 5ms\n",
     "t.study:10: gil_interval: has no effect with the drivers and locks of this section"},
    {HEAD BODY "gil = cpython\ngil_interval = 5\n",
     "t.study:10: gil_interval: a time needs a unit: us, ms, s or min: '5'"},
    {HEAD BODY "gil = cpython\ngil_interval = 0ms\n",
     "t.study:10: gil_interval: must be more than 0: '0ms'"},
    {HEAD BODY "gil_mpi = yes\n",
     "t.study:9: gil_mpi: has no effect with the drivers and locks of this section"},
    {HEAD "[s]\nsummary = S\nkernels = sum\ndrivers = serial\nworkers = 2\n",
     "t.study:9: workers: has no effect with the drivers and locks of this section"},
    {HEAD "[s]\nsummary = S\nkernels = sum\ndrivers = mpi\ngil = cpython\n",
     "t.study:9: gil: has no effect with the drivers and locks of this section"},
    {HEAD "[s]\nsummary = S\nkernels = sum\ndrivers = omp, threads\n",
     "t.study:8: drivers: unknown driver 'threads'; known are serial, omp, mpi"},
    {HEAD "[s]\nsummary = S\nkernels = summ\ndrivers = omp\n",
     "t.study:7: kernels: unknown kernel or class 'summ'; did you mean sum?"},
    {HEAD "[s]\nsummary = S\nkernels = xyzzy\ndrivers = omp\n",
     "t.study:7: kernels: unknown kernel or class 'xyzzy'"},
    {HEAD "[s]\nsummary = S\nkernels = sum:lokc\ndrivers = omp\n",
     "t.study:7: kernels: sum has no variant 'lokc'; did you mean lock?"},
    {HEAD "[s]\nsummary = S\nkernels = sum,\ndrivers = omp\n",
     "t.study:7: kernels: a list with a hole: 'sum,'"},
    {HEAD BODY "variant = padded\n",
     "t.study:9: variant: no kernel of this section waits for a variant 'padded'"},
    {HEAD BODY "set = sleep.time=5ms\n", "t.study:9: set: this section runs no kernel 'sleep'"},
    {HEAD BODY "set = time=5ms\n", "t.study:9: set: must be KERNEL.PARAMETER=VALUE: 'time=5ms'"},
    {HEAD "[s]\nsummary = S\nkernels = sleep\ndrivers = omp\nset = sleep.tim=5ms\n",
     "t.study:9: set: sleep has no parameter 'tim'"},
    {HEAD "[s]\nsummary = S\nkernels = sleep\ndrivers = omp\nset = sleep.time=5\n",
     "t.study:9: set: a time needs a unit: us, ms, s or min: 'sleep.time=5'"},
    {HEAD "[s]\nsummary = S\nkernels = sleep\ndrivers = omp\nset = sleep.time=0us\n",
     "t.study:9: set: too small: 'sleep.time=0us'"},
    {HEAD BODY "schedule = dinamic\n",
     "t.study:9: schedule: unknown schedule 'dinamic'; did you mean dynamic?"},
    {HEAD BODY "schedule = dynamic:0\n",
     "t.study:9: schedule: the chunk must be a whole number from 1 up: 'dynamic:0'"},
    {HEAD BODY "trace = maybe\n", "t.study:9: trace: unknown answer 'maybe'; known are no, yes"},
    {HEAD "[a b]\n", "t.study:5: [a b]: section names have 1 to 40 letters, digits, '-', '_', '.'"},
    {HEAD "[]\n", "t.study:5: []: section names have 1 to 40 letters, digits, '-', '_', '.'"},
    {HEAD "[" LONG "]\n",
     "t.study:5: [" LONG "]: section names have 1 to 40 letters, digits, '-', '_', '.'"},
    {HEAD "[s] kernels = sum\n", "t.study:5: nothing may follow the heading [s]"},
    {HEAD "[s\nsummary = S\n", "t.study:5: neither a [section] nor KEY = VALUE nor a comment"},
    {HEAD BODY "just words\n", "t.study:9: neither a [section] nor KEY = VALUE nor a comment"},
    {HEAD BODY "just words\nwrokers = 2\n",
     "t.study:9: neither a [section] nor KEY = VALUE nor a comment"},
    {HEAD "[s]\nsummary = S\n  two lines of it\n",
     "t.study:7: neither a [section] nor KEY = VALUE nor a comment"},
};

static void messages_name_file_and_line(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fault fault = {EXIT_DONE, ""};
        struct study *study = study_parse("t.study", bad[i].text, &fault);
        if (study)
            fail_msg("accepted: %s", bad[i].text);
        assert_int_equal(fault.code, EXIT_USER);
        assert_string_equal(fault.text, bad[i].message);
    }
}

static void long_lines_are_refused(void **state) {
    (void)state;
    struct fault fault = {EXIT_DONE, ""};
    assert_null(study_parse("t.study", HEAD "[s]\nsummary = " LONG LONG LONG "\n", &fault));
    assert_int_equal(fault.code, EXIT_USER);
    assert_non_null(strstr(fault.text, "t.study:6: the line is longer than "));
}

/* libinih's way to go on with an indented line must not come back with another build of it. */
static void indentation_means_nothing(void **state) {
    (void)state;
    struct study *study =
        study_good("\xef\xbb\xbf" HEAD "[s]\r\n  summary = S\r\n\tkernels : sum ; a comment\n"
                   "    drivers = omp\n  # another\n workers = 2");
    assert_int_equal(study->count, 1);
    assert_string_equal(study->experiments[0].summary, "S");
    assert_int_equal(study->experiments[0].picks.count, 1);
    assert_int_equal(study->experiments[0].drivers, 1U << STUDY_OMP);
    study_free(study);
}

/* Writes a file and reads it as a study, which must fail; the message without the folder. */
static void file_refused(const char *folder, const void *bytes, size_t count, const char *message) {
    char path[300];
    struct fault fault = {EXIT_DONE, ""};
    snprintf(path, sizeof path, "%s/x.study", folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
    assert_null(study_read(path, &fault));
    assert_int_equal(fault.code, EXIT_USER);
    assert_string_equal(fault.text + strlen(folder) + 1, message);
    assert_int_equal(unlink(path), 0);
}

static void files_that_are_no_studies(void **state) {
    char folder[] = "/tmp/convoy-study-XXXXXX", path[300];
    struct fault fault = {EXIT_DONE, ""}, missing = {EXIT_DONE, ""}, pipe = {EXIT_DONE, ""};
    static const char nul[] = "[study]\nname\0= t\n";
    (void)state;
    assert_non_null(mkdtemp(folder));
    file_refused(folder, "", 0, "x.study: the file is empty");
    file_refused(folder, nul, sizeof nul - 1, "x.study:2: a NUL byte: not a text");
    assert_null(study_read(folder, &fault));
    assert_non_null(strstr(fault.text, ": not a regular file"));
    snprintf(path, sizeof path, "%s/x.study", folder);
    assert_null(study_read(path, &missing));
    assert_non_null(strstr(missing.text, "x.study: No such file or directory"));
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_null(study_read(path, &pipe));
    assert_non_null(strstr(pipe.text, "x.study: not a regular file"));
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_name_file_and_line),
        cmocka_unit_test(long_lines_are_refused),
        cmocka_unit_test(indentation_means_nothing),
        cmocka_unit_test(files_that_are_no_studies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
