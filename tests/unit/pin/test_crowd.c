/* When workers must share PUs, and lists that leave the mask. */
#include "made_up.h"

struct crowd {
    const char *policy;
    unsigned first, workers, sharers;
    bool oversubscribed;
};

static void expect_crowds(const char *description, const char *mask, const struct crowd *cases,
                          size_t count) {
    struct machine *machine = made_up(description, mask);
    for (size_t i = 0; i < count; i++) {
        const struct crowd *want = &cases[i];
        struct placement *placement =
            plan(machine, want->policy, want->first, want->workers, want->sharers);
        if (placement_oversubscribed(placement) != want->oversubscribed)
            fail_msg("%s [%s] %s, %u sharers: expected %s", description, mask ? mask : "all",
                     want->policy, want->sharers, want->oversubscribed ? "shared" : "not shared");
        placement_free(placement);
    }
    machine_close(machine);
}

static void more_sharers_than_pus_are_seen_by_every_rank(void **state) {
    (void)state;
    static const struct crowd cases[] = {
        {"none", 0, 4, 4, false},    {"none", 0, 5, 5, true},     {"none", 0, 1, 5, true},
        {"compact", 0, 4, 4, false}, {"compact", 0, 5, 5, true},  {"compact", 2, 1, 5, true},
        {"scatter", 3, 1, 4, false}, {"scatter", 0, 1, 5, true},  {"numa", 0, 4, 4, false},
        {"numa", 0, 5, 5, true},     {"scatter", 0, 64, 64, true}};
    expect_crowds("package:2 [numa] core:4 pu:1", "0-1,4-5", cases, sizeof cases / sizeof *cases);
}

static void a_list_is_crowded_where_two_meet(void **state) {
    (void)state;
    static const struct crowd cases[] = {
        {"0,1", 0, 2, 2, false},   {"0,1", 0, 3, 3, true},   {"0,1", 2, 1, 3, true},
        {"0,0", 0, 1, 1, false},   {"0,0", 0, 2, 2, true},   {"0,1,0", 0, 2, 2, false},
        {"0,1,0", 0, 3, 3, true},  {"0,1,0", 1, 1, 3, true}, {"0-7", 0, 8, 8, false},
        {"3,0-7", 0, 4, 4, false}, {"3,0-7", 0, 5, 5, true}};
    expect_crowds("package:2 core:4 pu:1", NULL, cases, sizeof cases / sizeof *cases);
}

static void a_small_node_is_crowded_early(void **state) {
    (void)state;
    static const struct crowd cases[] = {
        {"numa", 0, 2, 2, false}, {"numa", 0, 3, 3, true}, {"none", 0, 4, 4, false}};
    expect_crowds("package:2 [numa] core:4 pu:1", "0,4-7", cases, sizeof cases / sizeof *cases);
}

static void expect_outside(const char *mask, const char *list, const char *text) {
    struct machine *machine = made_up("package:2 core:4 pu:1", mask);
    struct pin_request request;
    struct fault fault = {0};
    assert_null(pin_request_read(list, &request));
    assert_null(placement_make(machine, &request, 0, 1, 1, &fault));
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
    assert_string_equal(fault.text, text);
    pin_request_free(&request);
    machine_close(machine);
}

static void a_list_outside_the_mask_names_pu_and_mask(void **state) {
    (void)state;
    expect_outside("0-3", "7", "PU 7 is not in the allowed set 0-3");
    expect_outside("0-3", "0,1,7,6", "PU 7 is not in the allowed set 0-3");
    expect_outside("0-1,3,6", "0-3", "PU 2 is not in the allowed set 0-1,3,6");
    expect_outside(NULL, "8", "PU 8 is not in the allowed set 0-7");
    expect_outside(NULL, "2147483647", "PU 2147483647 is not in the allowed set 0-7");
    expect_outside("5", "0-4095", "PU 0 is not in the allowed set 5");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_sharers_than_pus_are_seen_by_every_rank),
        cmocka_unit_test(a_list_is_crowded_where_two_meet),
        cmocka_unit_test(a_small_node_is_crowded_early),
        cmocka_unit_test(a_list_outside_the_mask_names_pu_and_mask),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
