/* What every kernel's description must keep: names, limits, work models. */
#include "stand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static bool has_only(const char *text, const char *letters) {
    return text[0] && strspn(text, letters) == strlen(text);
}

#define WORD "abcdefghijklmnopqrstuvwxyz0123456789"

/* -k NAME must mean one thing: a kernel called like a class is all there is of that class. */
static bool is_all_of_its_class(const struct kernel *kernel) {
    for (size_t i = 0; kernels_all[i]; i++)
        if (kernels_all[i]->class == kernel->class && kernels_all[i] != kernel)
            return false;
    return true;
}

static void names_are_words_and_unique(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        assert_true(has_only(kernels_all[i]->name, WORD));
        assert_ptr_equal(kernel_find(kernels_all[i]->name), kernels_all[i]);
        const enum kernel_class class = kernel_class_find(kernels_all[i]->name);
        assert_true(class == CLASS_COUNT ||
                    (class == kernels_all[i]->class && is_all_of_its_class(kernels_all[i])));
        assert_string_not_equal(kernels_all[i]->name, "all"); /* means all of them */
    }
    assert_null(kernel_find("nosuchkernel"));
    assert_null(kernel_find(""));
}

static void the_issues_kernels_are_there(void **unused) {
    (void)unused;
    static const struct {
        const char *name;
        enum kernel_class class;
    } wanted[] = {
        {"empty", CLASS_CPU},    {"countdown", CLASS_CPU},  {"sum", CLASS_CPU},
        {"primes", CLASS_CPU},   {"mandelbrot", CLASS_CPU}, {"factorial", CLASS_CPU},
        {"sleep", CLASS_IO},     {"triad", CLASS_MEMORY},   {"file", CLASS_IO},
        {"blur", CLASS_CPU},     {"encrypt", CLASS_CPU},    {"montecarlo", CLASS_CPU},
        {"pagefault", CLASS_OS}, {"mmap", CLASS_OS},        {"alloc", CLASS_OS},
        {"mixed", CLASS_MIXED},  {"query", CLASS_IO},       {"http", CLASS_IO},
        {"transfer", CLASS_IO},  {"openclose", CLASS_OS},   {"falseshare", CLASS_OS},
        {"heat", CLASS_COMM},    {"train", CLASS_COMM},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const struct kernel *kernel = kernel_find(wanted[i].name);
        assert_non_null(kernel);
        assert_int_equal(kernel->class, wanted[i].class);
    }
}

static void classes_stand_together(void **unused) {
    (void)unused;
    for (size_t i = 1; kernels_all[i]; i++)
        assert_true(kernels_all[i - 1]->class <= kernels_all[i]->class);
}

static void descriptions_are_complete(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        assert_true(kernel->summary[0] && strlen(kernel->summary) < 80);
        assert_true(kernel->item[0] && strlen(kernel->item) < 40);
        assert_true(kernel->class < CLASS_COUNT);
        assert_true(kernel->default_size >= 1);
        assert_true(kernel->items_per_look >= 1);
        assert_true(kernel->nominal_ns_per_item >= 0.0);
        assert_non_null(kernel->run);
        assert_non_null(kernel->expected);
        assert_int_equal(kernel->setup == NULL, kernel->teardown == NULL);
        assert_int_equal(kernel->shared_bytes == NULL, kernel->collect == NULL);
    }
}

/* The default size means 20 to 200 ms; the estimate may be off by the difference between machines.
 */
static void default_sizes_take_a_tenth_of_a_second(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        if (strcmp(kernel->name, "empty") == 0)
            continue;
        const double estimate_ns = (double)kernel->default_size * kernel->nominal_ns_per_item;
        assert_true(20e6 <= estimate_ns && estimate_ns <= 200e6);
    }
}

static void variants_are_words_and_unique(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        for (unsigned v = 0; v < kernel_variant_count(kernel); v++) {
            assert_true(has_only(kernel->variants[v].name, WORD "-"));
            assert_int_equal(kernel_variant_find(kernel, kernel->variants[v].name), v);
            assert_true(kernel->variants[v].summary[0] != '\0');
            assert_true(kernel_default_size(kernel, v) >= 1);
        }
        assert_int_equal(kernel_variant_find(kernel, "nosuchvariant"), -1);
    }
}

static void sum_has_its_five_variants(void **unused) {
    (void)unused;
    static const char *const names[] = {"private", "lock", "atomic", "shared-array",
                                        "shared-array-padded"};
    const struct kernel *kernel = kernel_find("sum");
    assert_int_equal(kernel_variant_count(kernel), 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(kernel_variant_find(kernel, names[i]), i);
}

static void check_parameter(const struct parameter *parameter) {
    assert_true(has_only(parameter->name, WORD "_"));
    assert_true(parameter->summary[0] != '\0');
    if (parameter_is_text(parameter))
        return;
    assert_true(parameter->minimum <= parameter->default_number);
    assert_true(parameter->default_number <= parameter->maximum);
    assert_true(parameter->maximum <= INT64_MAX);
}

static void parameters_are_sane(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        const unsigned count = kernel_parameter_count(kernel);
        assert_true(count <= KERNEL_PARAMETERS_MAX);
        for (unsigned p = 0; p < count; p++) {
            check_parameter(&kernel->parameters[p]);
            for (unsigned other = 0; other < p; other++)
                assert_string_not_equal(kernel->parameters[p].name, kernel->parameters[other].name);
        }
    }
}

/* Twice the items are twice the work, in every kind. */
static void work_grows_with_the_items(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        if (!kernel->work)
            continue;
        const struct problem one = stand_problem(kernel, 0, 10, 1);
        const struct problem two = stand_problem(kernel, 0, 20, 1);
        const struct work small = kernel->work(&one), large = kernel->work(&two);
        assert_true(small.bytes || small.flops || small.blocking_calls);
        assert_int_equal(large.bytes, 2 * small.bytes);
        assert_int_equal(large.flops, 2 * small.flops);
        assert_int_equal(large.blocking_calls, 2 * small.blocking_calls);
    }
}

static void triad_counts_as_stream_does(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("triad");
    const struct problem problem = stand_problem(kernel, 0, 100, 1);
    const struct work work = kernel->work(&problem);
    assert_int_equal(work.bytes, 2400);
    assert_int_equal(work.flops, 200);
    assert_int_equal(work.blocking_calls, 0);
}

static void file_counts_what_it_writes_and_reads(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("file");
    const struct problem problem = stand_problem(kernel, 0, 2, 1);
    const struct work work = kernel->work(&problem);
    assert_int_equal(work.bytes, 2 * 2 * 10001);
    assert_int_equal(work.blocking_calls,
                     2 * (5 + 2 * 3)); /* 10,001 bytes: three blocks of 4 KiB */
}

/* The work model's blocking calls are the hooks really called; a row's latencies rest on that. */
static void blocking_calls_are_counted_right(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        if (kernel_unavailable(kernel))
            continue;
        const struct problem problem = stand_problem(kernel, 0, 5, 1);
        struct stand stand;
        stand_start(&stand, kernel, &problem);
        stand_run(&stand, 0, (struct range){0, 5});
        const uint64_t modelled = kernel->work ? kernel->work(&problem).blocking_calls : 0;
        assert_int_equal(stand_blocking_calls(&stand), modelled);
        if (kernel->class == CLASS_IO || kernel->class == CLASS_CPU ||
            kernel->class == CLASS_MEMORY)
            assert_int_equal(kernel->class == CLASS_IO, modelled > 0);
        stand_stop(&stand);
    }
}

/* Class comm is what goes in lockstep, and it looks at a lock as often as it says. */
static void lockstep_kernels_look_often_enough(void **unused) {
    (void)unused;
    for (size_t i = 0; kernels_all[i]; i++) {
        const struct kernel *kernel = kernels_all[i];
        assert_int_equal(kernel->lockstep, kernel->class == CLASS_COMM);
        if (!kernel->lockstep)
            continue;
        const struct problem problem = stand_problem(kernel, 0, 3 * kernel->items_per_look, 1);
        struct stand stand;
        stand_start(&stand, kernel, &problem);
        stand_run(&stand, 0, (struct range){0, problem.items});
        const struct stand_worker *worker = &stand.workers[0];
        assert_true(worker->looks >= 3 * (worker->allreduces + worker->exchanges));
        stand_stop(&stand);
    }
}

/* The slots of `sum` lie where the variants' names say. */
static void sum_keeps_its_slots_apart(void **unused) {
    (void)unused;
    static const size_t bytes_of_three[] = {0, 8, 8, 24, 384};
    const struct kernel *kernel = kernel_find("sum");
    for (unsigned v = 0; v < 5; v++) {
        const struct problem problem = stand_problem(kernel, v, 10, 3);
        assert_int_equal(kernel->shared_bytes(&problem), bytes_of_three[v]);
    }
}

/* `lock` takes the lock for every item and no other variant ever does. */
static void sum_locks_every_item(void **unused) {
    (void)unused;
    const struct kernel *kernel = kernel_find("sum");
    const unsigned lock = (unsigned)kernel_variant_find(kernel, "lock");
    for (unsigned v = 0; v < kernel_variant_count(kernel); v++) {
        const struct problem problem = stand_problem(kernel, v, 100, 1);
        struct stand stand;
        stand_start(&stand, kernel, &problem);
        stand_run(&stand, 0, (struct range){0, 100});
        assert_int_equal(stand.workers[0].critical_sections, v == lock ? 100 : 0);
        stand_stop(&stand);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_words_and_unique),
        cmocka_unit_test(the_issues_kernels_are_there),
        cmocka_unit_test(classes_stand_together),
        cmocka_unit_test(descriptions_are_complete),
        cmocka_unit_test(default_sizes_take_a_tenth_of_a_second),
        cmocka_unit_test(variants_are_words_and_unique),
        cmocka_unit_test(sum_has_its_five_variants),
        cmocka_unit_test(parameters_are_sane),
        cmocka_unit_test(work_grows_with_the_items),
        cmocka_unit_test(triad_counts_as_stream_does),
        cmocka_unit_test(file_counts_what_it_writes_and_reads),
        cmocka_unit_test(blocking_calls_are_counted_right),
        cmocka_unit_test(lockstep_kernels_look_often_enough),
        cmocka_unit_test(sum_keeps_its_slots_apart),
        cmocka_unit_test(sum_locks_every_item),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
