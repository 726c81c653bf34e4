/* Ranks of several threads: every rank has its own part, every thread its place inside it. */
#include "made_up.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two packages of two nodes of eight cores of two PUs: PU = 32 package + 16 node + 2 core +
 * sibling. */
#define BIG "package:2 numa:2 core:8 pu:2"

enum { PUS_MAX = 64 };

struct team {
    const char *policy;
    unsigned ranks, threads;
};

static struct placement *rank_of_team(const struct machine *machine, const struct team *team,
                                      unsigned rank) {
    struct pin_request request;
    struct fault fault = {0};
    assert_null(pin_request_read(team->policy, &request));
    struct placement *placement =
        placement_make_team(machine, &request, rank, team->ranks, team->threads, &fault);
    pin_request_free(&request);
    if (!placement)
        fail_msg("%s: %s", team->policy, fault.text);
    return placement;
}

/* Places of all threads, ranks separated by a bar: "0 1 | 2 3". */
static void expect_team(const char *description, const char *mask, struct team team,
                        const char *expected) {
    char text[512] = "";
    struct machine *machine = made_up(description, mask);
    for (unsigned rank = 0; rank < team.ranks; rank++) {
        struct placement *placement = rank_of_team(machine, &team, rank);
        char *one = plan_text(placement, team.threads);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", rank ? " | " : "", one);
        free(one);
        placement_free(placement);
    }
    machine_close(machine);
    if (strcmp(text, expected) != 0)
        fail_msg("%s [%s] %s %ux%u: %s, expected %s", description, mask ? mask : "all", team.policy,
                 team.ranks, team.threads, text, expected);
}

/* The PUs of "3", "0-7" or "0-3,8"; counts how often each is named. */
static void count_pus(const char *text, unsigned *used) {
    struct pin_request request;
    assert_null(pin_request_read(text, &request));
    for (size_t i = 0; i < request.list_count; i++) {
        assert_true(request.list[i] < PUS_MAX);
        used[request.list[i]]++;
    }
    pin_request_free(&request);
}

/* No PU belongs to two ranks; what a rank has lies in one run of neighbours. */
static void check_apart(const struct machine *machine, struct team team) {
    unsigned owner[PUS_MAX];
    memset(owner, 0xff, sizeof owner);
    for (unsigned rank = 0; rank < team.ranks; rank++) {
        unsigned used[PUS_MAX] = {0}, first = PUS_MAX, last = 0;
        struct placement *placement = rank_of_team(machine, &team, rank);
        assert_false(placement_oversubscribed(placement));
        for (unsigned thread = 0; thread < team.threads; thread++)
            count_pus(placement_requested(placement, thread), used);
        for (unsigned pu = 0; pu < PUS_MAX; pu++) {
            if (!used[pu])
                continue;
            if (owner[pu] != UINT32_MAX)
                fail_msg("%s %ux%u: PU %u belongs to ranks %u and %u", team.policy, team.ranks,
                         team.threads, pu, owner[pu], rank);
            owner[pu] = rank;
            first = pu < first ? pu : first;
            last = pu;
            if (strcmp(team.policy, "numa") != 0)
                assert_int_equal(used[pu], 1); /* two threads have no PU in common */
        }
        for (unsigned other = 0; other < PUS_MAX; other++)
            if (other > first && other < last && owner[other] != rank && owner[other] != UINT32_MAX)
                fail_msg("%s %ux%u: rank %u lies on both sides of PU %u", team.policy, team.ranks,
                         team.threads, rank, other);
        placement_free(placement);
    }
}

static void every_layout_of_a_node_keeps_its_ranks_apart(void **state) {
    (void)state;
    static const char *const policies[] = {"compact", "scatter", "numa", "0-63"};
    struct machine *machine = made_up(BIG, NULL);
    for (size_t p = 0; p < sizeof policies / sizeof *policies; p++)
        for (unsigned total = 32; total <= 64; total += 32)
            for (unsigned ranks = 2; ranks < total; ranks *= 2)
                check_apart(machine, (struct team){policies[p], ranks, total / ranks});
    check_apart(machine, (struct team){"scatter", 3, 10});
    check_apart(machine, (struct team){"scatter", 5, 12});
    check_apart(machine, (struct team){"numa", 3, 8});
    check_apart(machine, (struct team){"compact", 7, 9});
    machine_close(machine);
}

static void a_full_node_is_used_up(void **state) {
    (void)state;
    static const char *const policies[] = {"compact", "scatter"};
    struct machine *machine = made_up(BIG, NULL);
    for (size_t p = 0; p < sizeof policies / sizeof *policies; p++) {
        for (unsigned ranks = 1; ranks <= 64; ranks *= 2) {
            unsigned used[PUS_MAX] = {0};
            const struct team team = {policies[p], ranks, 64 / ranks};
            for (unsigned rank = 0; rank < ranks; rank++) {
                struct placement *placement = rank_of_team(machine, &team, rank);
                for (unsigned thread = 0; thread < team.threads; thread++)
                    count_pus(placement_requested(placement, thread), used);
                placement_free(placement);
            }
            for (unsigned pu = 0; pu < PUS_MAX; pu++)
                assert_int_equal(used[pu], 1);
        }
    }
    machine_close(machine);
}

static void places_are_those_worked_out_by_hand(void **state) {
    (void)state;
    expect_team(BIG, NULL, (struct team){"compact", 2, 3}, "0 1 2 | 3 4 5");
    /* Parts of a package, then of a node; inside, cores before siblings. */
    expect_team(BIG, NULL, (struct team){"scatter", 2, 3}, "0 16 2 | 32 48 34");
    expect_team(BIG, NULL, (struct team){"scatter", 4, 2}, "0 2 | 32 34 | 16 18 | 48 50");
    expect_team(BIG, NULL, (struct team){"numa", 2, 2}, "0-15 16-31 | 32-47 48-63");
    expect_team(BIG, NULL, (struct team){"numa", 8, 2},
                "0-7 0-7 | 8-15 8-15 | 16-23 16-23 | 24-31 24-31 | 32-39 32-39 | 40-47 40-47 | "
                "48-55 48-55 | 56-63 56-63");
    expect_team(BIG, NULL, (struct team){"7,5,3,1", 2, 2}, "7 5 | 3 1");
    expect_team(BIG, "0-3", (struct team){"none", 2, 2}, "0-3 0-3 | 0-3 0-3");
}

/* Three ranks of two threads on four cores of two PUs: parts of 1, 1 and 2 cores; of three threads
 * on three cores: cores cannot be cut so that each has three PUs, PUs can. */
static void parts_end_between_cores_where_that_is_enough(void **state) {
    (void)state;
    expect_team("core:4 pu:2", NULL, (struct team){"scatter", 3, 2}, "0 1 | 2 3 | 4 6");
    expect_team("core:3 pu:2", NULL, (struct team){"scatter", 2, 3}, "0 2 1 | 4 3 5");
}

static void a_part_lies_inside_the_mask(void **state) {
    (void)state;
    expect_team(BIG, "2-5,40-43", (struct team){"scatter", 2, 4}, "2 4 3 5 | 40 42 41 43");
    expect_team(BIG, "2-5,40-43", (struct team){"numa", 4, 1}, "2-5 | 40-43 | 2-5 | 40-43");
}

static void one_rank_or_one_thread_is_placed_as_before(void **state) {
    (void)state;
    expect_team(BIG, NULL, (struct team){"scatter", 1, 4}, "0 32 16 48");
    expect_team(BIG, NULL, (struct team){"scatter", 4, 1}, "0 | 32 | 16 | 48");
    expect_team(BIG, NULL, (struct team){"numa", 3, 1}, "0-15 | 16-31 | 32-47");
}

static void too_many_are_said_to_be(void **state) {
    (void)state;
    static const struct {
        struct team team;
        bool oversubscribed;
    } cases[] = {
        {{"compact", 2, 2}, false}, {{"compact", 2, 3}, true}, {{"scatter", 2, 2}, false},
        {{"scatter", 2, 3}, true},  {{"scatter", 8, 2}, true}, {{"numa", 2, 2}, false},
        {{"numa", 2, 3}, true},     {{"numa", 5, 2}, true},    {{"0-3", 2, 2}, false},
        {{"0,1", 2, 2}, true},      {{"none", 2, 2}, false},   {{"none", 2, 3}, true},
    };
    struct machine *machine = made_up("core:2 pu:2", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (unsigned rank = 0; rank < cases[i].team.ranks; rank++) {
            struct placement *placement = rank_of_team(machine, &cases[i].team, rank);
            if (placement_oversubscribed(placement) != cases[i].oversubscribed)
                fail_msg("%s %ux%u", cases[i].team.policy, cases[i].team.ranks,
                         cases[i].team.threads);
            placement_free(placement);
        }
    }
    machine_close(machine);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layout_of_a_node_keeps_its_ranks_apart),
        cmocka_unit_test(a_full_node_is_used_up),
        cmocka_unit_test(places_are_those_worked_out_by_hand),
        cmocka_unit_test(parts_end_between_cores_where_that_is_enough),
        cmocka_unit_test(a_part_lies_inside_the_mask),
        cmocka_unit_test(one_rank_or_one_thread_is_placed_as_before),
        cmocka_unit_test(too_many_are_said_to_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
