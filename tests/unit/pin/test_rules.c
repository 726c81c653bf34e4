/* Rules that hold for every policy that gives single PUs, on many machines under many masks. */
#include "made_up.h"

#include "shuffle.h"

#include <stdio.h>
#include <stdlib.h>

enum { PUS_MAX = 256, MASKS_PER_MACHINE = 20, MASK_TEXT_MAX = 2048 };

static const char *const machines[] = {
    "pu:1",
    "pu:7",
    "core:3 pu:2",
    "package:2 core:3 pu:2",
    "package:2 numa:2 core:2 pu:2",
    "package:3 l3:2 core:2 pu:1",
    "package:2 core:2 pu:2(indexes=0,4,1,5,2,6,3,7)",
    "package:2 core:64 pu:2",
    NULL,
};

static const char *const single_pu_policies[] = {"compact", "scatter", NULL};

struct mask {
    bool allowed[PUS_MAX];
    unsigned count;
    char text[MASK_TEXT_MAX];
};

/* Each PU with a chance of one half, at least one. Machines here number their PUs 0 .. pus-1. */
static void mask_draw(unsigned pus, uint64_t *random, struct mask *mask) {
    *mask = (struct mask){.count = 0};
    const unsigned sure = (unsigned)splitmix64_below(random, pus);
    size_t length = 0;
    for (unsigned pu = 0; pu < pus; pu++) {
        mask->allowed[pu] = pu == sure || splitmix64_below(random, 2);
        if (!mask->allowed[pu])
            continue;
        length += (size_t)snprintf(mask->text + length, sizeof mask->text - length, "%s%u",
                                   mask->count ? "," : "", pu);
        mask->count++;
    }
    assert_true(length < sizeof mask->text);
}

typedef void rule(const struct machine *, const struct mask *, const char *policy);

static void check_everywhere(rule *check) {
    uint64_t random = 20240229;
    for (const char *const *machine = machines; *machine; machine++) {
        struct machine *all = made_up(*machine, NULL);
        const unsigned pus = machine_pus(all);
        machine_close(all);
        for (int i = 0; i < MASKS_PER_MACHINE; i++) {
            struct mask mask;
            mask_draw(pus, &random, &mask);
            struct machine *masked = made_up(*machine, mask.text);
            for (const char *const *policy = single_pu_policies; *policy; policy++)
                check(masked, &mask, *policy);
            machine_close(masked);
        }
    }
}

static void check_fair(const struct machine *machine, const struct mask *mask, const char *policy) {
    const unsigned workers = 3 * mask->count;
    unsigned used[PUS_MAX] = {0};
    struct placement *placement = plan(machine, policy, 0, workers, workers);
    for (unsigned i = 0; i < workers; i++) {
        const unsigned pu = pu_of(placement, i);
        assert_true(pu < PUS_MAX && mask->allowed[pu]);
        assert_int_equal(used[pu], i / mask->count);
        used[pu]++;
    }
    placement_free(placement);
}

static void all_pus_of_the_mask_are_used_once_before_any_twice(void **state) {
    (void)state;
    check_everywhere(check_fair);
}

static void check_stable(const struct machine *machine, const struct mask *mask,
                         const char *policy) {
    const unsigned most = mask->count + 2;
    struct placement *long_plan = plan(machine, policy, 0, most, most);
    for (unsigned workers = 1; workers < most; workers += 1 + most / 10) {
        struct placement *short_plan = plan(machine, policy, 0, workers, workers);
        for (unsigned i = 0; i < workers; i++)
            assert_string_equal(placement_requested(short_plan, i),
                                placement_requested(long_plan, i));
        placement_free(short_plan);
    }
    placement_free(long_plan);
}

static void a_place_does_not_depend_on_the_number_of_workers(void **state) {
    (void)state;
    check_everywhere(check_stable);
}

static void check_shared(const struct machine *machine, const struct mask *mask,
                         const char *policy) {
    const unsigned sharers = mask->count + 3;
    struct placement *together = plan(machine, policy, 0, sharers, sharers);
    for (unsigned first = 0; first < sharers; first++) {
        struct placement *alone = plan(machine, policy, first, 1, sharers);
        assert_string_equal(placement_requested(alone, 0), placement_requested(together, first));
        placement_free(alone);
    }
    placement_free(together);
}

static void ranks_plan_what_one_process_would_plan(void **state) {
    (void)state;
    check_everywhere(check_shared);
}

static void compact_puts_siblings_side_by_side(void **state) {
    (void)state;
    struct machine *machine = made_up("package:2 core:2 pu:2(indexes=0,4,1,5,2,6,3,7)", NULL);
    struct placement *placement = plan(machine, "compact", 0, 8, 8);
    for (unsigned i = 0; i < 8; i += 2)
        assert_int_equal(pu_of(placement, i) + 4, pu_of(placement, i + 1));
    placement_free(placement);
    machine_close(machine);
}

static void scatter_alternates_between_packages(void **state) {
    (void)state;
    struct machine *machine = made_up("package:2 core:64 pu:2", NULL);
    struct placement *placement = plan(machine, "scatter", 0, 256, 256);
    for (unsigned i = 0; i < 256; i++)
        assert_int_equal(pu_of(placement, i) / 128, i % 2);
    placement_free(placement);
    machine_close(machine);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_pus_of_the_mask_are_used_once_before_any_twice),
        cmocka_unit_test(a_place_does_not_depend_on_the_number_of_workers),
        cmocka_unit_test(ranks_plan_what_one_process_would_plan),
        cmocka_unit_test(compact_puts_siblings_side_by_side),
        cmocka_unit_test(scatter_alternates_between_packages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
