/* What a machine looks like from inside a mask. */
#include "made_up.h"
#include "uneven.h"

#include <string.h>

struct seen {
    const char *description, *mask;
    unsigned pus, cores, nodes, packages, unmasked;
    const char *mask_text;
};

static void counts_are_taken_inside_the_mask(void **state) {
    (void)state;
    static const struct seen cases[] = {
        {"pu:1", NULL, 1, 1, 1, 1, 1, "0"},
        {"pu:4", NULL, 4, 4, 1, 1, 4, "0-3"},
        {"package:2 numa:2 core:2 pu:2", NULL, 16, 8, 4, 2, 16, "0-15"},
        {"package:2 numa:2 core:2 pu:2", "0", 1, 1, 1, 1, 16, "0"},
        {"package:2 numa:2 core:2 pu:2", "1,4-7,9", 6, 4, 3, 2, 16, "1,4-7,9"},
        {"package:2 core:2 pu:1(indexes=8,9,10,11)", "9-10", 2, 2, 1, 2, 4, "9-10"},
        {"package:2 core:64 pu:2", NULL, 256, 128, 1, 2, 256, "0-255"},
        /* Two memories beside the same PUs, and one that adds no PU of its own. */
        {"package:2 [numa] [numa] core:2 pu:1", NULL, 4, 4, 2, 2, 4, "0-3"},
        {"[numa] package:2 [numa] core:2 pu:1", NULL, 4, 4, 2, 2, 4, "0-3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct seen *want = &cases[i];
        struct machine *machine = made_up(want->description, want->mask);
        assert_int_equal(machine_pus(machine), want->pus);
        assert_int_equal(machine_cores(machine), want->cores);
        assert_int_equal(machine_numa_nodes(machine), want->nodes);
        assert_int_equal(machine_packages(machine), want->packages);
        assert_int_equal(machine_pus_unmasked(machine), want->unmasked);
        assert_string_equal(machine_mask(machine), want->mask_text);
        machine_close(machine);
    }
}

static void the_summary_is_of_the_whole_machine(void **state) {
    (void)state;
    struct machine *machine = made_up("package:2 core:4 pu:2", "0-2");
    assert_non_null(strstr(machine_summary(machine), "Package:2 Core:4 PU:2"));
    assert_null(strchr(machine_summary(machine), '\n'));
    struct machine *again = made_up(machine_summary(machine), NULL);
    assert_int_equal(machine_pus(again), 16);
    machine_close(again);
    machine_close(machine);
}

static void an_uneven_machine_is_summed_up_in_words(void **state) {
    (void)state;
    struct machine *machine = made_up(UNEVEN, "2");
    assert_string_equal(machine_summary(machine),
                        "not symmetric: 2 packages, 1 NUMA nodes, 4 cores, 4 PUs");
    machine_close(machine);
}

static void expect_no_machine(const char *description, const char *mask, const char *part) {
    struct fault fault = {0};
    assert_null(machine_open_synthetic(description, mask, &fault));
    assert_int_equal(fault.code, EXIT_USER);
    if (!strstr(fault.text, part))
        fail_msg("'%s' does not say '%s'", fault.text, part);
}

static void bad_descriptions_and_masks_are_faults(void **state) {
    (void)state;
    expect_no_machine("", NULL, "synthetic");
    expect_no_machine("<topology>nothing", NULL, "XML");
    expect_no_machine("socks:2", NULL, "socks:2");
    expect_no_machine("pu:4", "4", "no such PU: '4'");
    expect_no_machine("pu:4", "0-9", "no such PU: '0-9'");
    expect_no_machine("pu:4", "", "mask: ");
    expect_no_machine("pu:4", "3-1", "backwards");
    expect_no_machine("pu:4", "compact", "not a list");
}

static void closing_nothing_is_allowed(void **state) {
    (void)state;
    machine_close(NULL);
    placement_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_taken_inside_the_mask),
        cmocka_unit_test(the_summary_is_of_the_whole_machine),
        cmocka_unit_test(an_uneven_machine_is_summed_up_in_words),
        cmocka_unit_test(bad_descriptions_and_masks_are_faults),
        cmocka_unit_test(closing_nothing_is_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
