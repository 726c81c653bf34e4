/* Who was placed where: representative launches of a provenance, and where a machine is drawn. */
#include "machinegrid.h"
#include "placemap.h"
#include "scripts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two packages of two cores of two PUs; the second PUs of the cores are numbered 4 to 7. */
#define SMT "Package:2 [NUMANode(memory=1)] L3Cache:1 Core:2 PU:2(indexes=2*4:1*2)"

/* A launch of our own: the sets of its workers, up to NULL. */
struct launch {
    const char *driver, *pin, *mask, *got[4];
};

/* A provenance of one host; free it. */
static char *provenance(const char *topology, const struct launch *launches, size_t count) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fprintf(out, "{\"hosts\":[{\"host\":\"a\",\"hwloc_topology\":\"%s\"}],\"launches\":[",
            topology);
    for (size_t i = 0; i < count; i++) {
        const struct launch *launch = &launches[i];
        fprintf(out, "%s{\"driver\":\"%s\",\"pin\":\"%s\",\"mask\":\"%s\",\"workers\":[",
                i ? "," : "", launch->driver, launch->pin, launch->mask);
        /* The last one first: workers may come in any order. */
        size_t workers = 0;
        while (workers < 4 && launch->got[workers])
            workers++;
        for (size_t w = workers; w-- > 0;)
            fprintf(out, "{\"worker\":%zu,\"host\":\"a\",\"got\":\"%s\"}%s", w, launch->got[w],
                    w ? "," : "");
        fputs("]}", out);
    }
    fputs("]}", out);
    fclose(out);
    return text;
}

static const struct launch study[] = {
    {"omp", "none", "0-7", {"0-7"}},
    {"omp", "none", "0-7", {"0-7", "0-7"}},
    {"serial", "none", "0-7", {"0-7"}},
    {"omp", "compact", "0-3,4,5", {"0", "4"}},
    {"omp", "compact", "0-3,4,5", {"0", "4"}},
    {"mpi", "numa", "0-7", {"0,1,4,5", "2-3,6-7", "0,1,4,5"}},
    {"mpi", "none", "0-3", {"0-3", "4-7"}}, /* masks of each process's own */
};

static void launches_stand_for_those_like_them(void **state) {
    (void)state;
    static const struct {
        const char *driver, *pin;
        size_t workers;
        bool bound;
    } wanted[] = {{"mpi", "numa", 3, true},
                  {"omp", "compact", 2, true},
                  {"mpi", "none", 2, true},
                  {"omp", "none", 2, false},
                  {"serial", "none", 1, false}};
    struct placements placements;
    char *text = provenance(SMT, study, sizeof study / sizeof *study);
    assert_true(placements_read(text, &placements));
    free(text);
    assert_int_equal(placements.count, 5);
    assert_int_equal(placements.unlike, 0);
    for (size_t i = 0; i < placements.count; i++) {
        const struct placement *placement = &placements.items[i];
        assert_string_equal(placement->driver, wanted[i].driver);
        assert_string_equal(placement->pin, wanted[i].pin);
        assert_int_equal(placement->count, wanted[i].workers);
        assert_int_equal(placement_bound(placement), wanted[i].bound);
        for (size_t w = 0; w < placement->count; w++) {
            assert_int_equal(placement->items[w].worker, w);
            assert_int_equal(placement->items[w].anywhere, !wanted[i].bound);
        }
    }
    placements_free(&placements);
}

static void more_kinds_than_room_are_counted(void **state) {
    (void)state;
    char pins[PLACEMENTS_MAX + 3][4];
    struct launch launches[PLACEMENTS_MAX + 3];
    for (unsigned i = 0; i < PLACEMENTS_MAX + 3; i++) {
        snprintf(pins[i], sizeof pins[i], "%u", i);
        launches[i] = (struct launch){"omp", pins[i], "0-7", {"1"}};
    }
    char *text = provenance(SMT, launches, PLACEMENTS_MAX + 3);
    struct placements placements;
    assert_true(placements_read(text, &placements));
    assert_int_equal(placements.count, PLACEMENTS_MAX);
    assert_int_equal(placements.unlike, 3);
    placements_free(&placements);
    free(text);
}

static void strange_provenances_do_no_harm(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
    } texts[] = {
        {"", false},
        {"x", false},
        {"{}", false},
        {"[]", false},
        {"{\"launches\":5}", false},
        {"{\"launches\":[]}", true},
        {"{\"hosts\":5,\"launches\":[1,null,[],{}]}", true},
        {"{\"hosts\":[1,{}],\"launches\":[{\"workers\":[1,{}]}]}", true},
        {"{\"launches\":[{\"mask\":\"x\",\"workers\":[{\"got\":\"x\"}]}]}", true},
        {"{\"launches\":[{\"driver\":5,\"workers\":[{\"worker\":-1,\"got\":\"\"}]}]}", true},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct placements placements;
        assert_int_equal(placements_read(texts[i].text, &placements), texts[i].good);
        assert_int_equal(placements.count, 0);
        placements_free(&placements);
    }
}

/* The data of the picture of one launch; free it. */
static char *drawn(const char *topology, struct launch launch) {
    struct placements placements;
    struct fault fault = {0};
    char *folder = scripts_folder(), *json = provenance(topology, &launch, 1);
    assert_true(placements_read(json, &placements));
    assert_int_equal(placements.count, 1);
    assert_true(placemap_write(&placements, &placements.items[0], folder, "p", "title", &fault));
    scripts_draw(folder, "p");
    char *text = scripts_text(folder, "p", "dat");
    placements_free(&placements);
    scripts_remove(folder);
    free(json);
    return text;
}

static void bound_workers_stand_on_their_pus(void **state) {
    (void)state;
    char *text = drawn(SMT, (struct launch){"omp", "compact", "0-5", {"0", "4", "1"}});
    assert_int_equal(scripts_count(text, "\"package, NUMA "), 2);
    assert_int_equal(scripts_count(text, " 0 \"0\" \"\"\n"), 1); /* PU 0: worker 0 */
    assert_int_equal(scripts_count(text, " 4 \"1\" \"\"\n"), 1);
    assert_int_equal(scripts_count(text, " 1 \"2\" \"\"\n"), 1);
    assert_int_equal(scripts_count(text, " 13948116 6 \"\" \"\"\n"), 1); /* grey: not allowed */
    assert_int_equal(scripts_count(text, " 13948116 7 \"\" \"\"\n"), 1);
    assert_int_equal(scripts_count(text, " 13948116 "), 2);
    assert_null(strstr(text, "anywhere"));
    free(text);
}

static void unbound_workers_are_anywhere(void **state) {
    (void)state;
    char *text = drawn(SMT, (struct launch){"omp", "none", "0-7", {"0-7", "0-7"}});
    assert_int_equal(scripts_count(text, "\"workers 0-1: anywhere on PUs 0-7\""), 1);
    assert_int_equal(scripts_count(text, " \"\" \"\"\n"), 8); /* every PU without a worker */
    free(text);
}

static void unknown_machines_are_listed(void **state) {
    (void)state;
    char *text =
        drawn("not symmetric: 2 packages", (struct launch){"omp", "compact", "0-7", {"0", "2-3"}});
    assert_non_null(strstr(text, "\"placement unknown: "));
    assert_non_null(strstr(text, "\"worker 1: PUs 2-3\""));
    free(text);
    text = drawn("Core:300 PU:2", (struct launch){"omp", "compact", "0-7", {"0"}});
    assert_non_null(strstr(text, "\"too many PUs to draw\""));
    free(text);
}

/* --- boxes ----------------------------------------------------------------------------------- */

static bool inside(struct box in, struct box out) {
    const double a_little = 1e-9;
    return in.x >= out.x - a_little && in.y >= out.y - a_little &&
           in.x + in.width <= out.x + out.width + a_little &&
           in.y + in.height <= out.y + out.height + a_little;
}

static bool overlap(struct box a, struct box b) {
    const double a_little = 1e-9;
    return a.x + a.width > b.x + a_little && b.x + b.width > a.x + a_little &&
           a.y + a.height > b.y + a_little && b.y + b.height > a.y + a_little;
}

static void boxes_nest_and_do_not_overlap(void **state) {
    (void)state;
    static const char *const lines[] = {
        SMT,
        "PU:1",
        "PU:37",
        "Core:3 PU:2",
        "Package:1 [NUMANode] Core:1 PU:1",
        "[NUMANode] Package:4 Core:6 PU:2",
        "Package:2 Die:4 [NUMANode] Core:8 PU:2",
        "Package:8 [NUMANode] Core:2 PU:1",
        "Package:2 [NUMANode] Core:1 PU:20",
        "Package:3 Core:5 PU:4",
    };
    for (size_t l = 0; l < sizeof lines / sizeof *lines; l++) {
        struct topology topology;
        assert_true(topology_read(lines[l], &topology));
        const struct machinegrid grid = machinegrid_make(&topology, 0.7);
        const struct box all = {0, 0, grid.width, grid.height};
        for (unsigned i = 0; i < topology.pus; i++) {
            const struct box pu = machinegrid_pu(&grid, i);
            const struct box inner = machinegrid_inner(&grid, i / grid.inner_pus),
                             outer = machinegrid_outer(&grid, i / grid.outer_pus);
            assert_true(inside(pu, machinegrid_core(&grid, i / grid.core_pus)) ||
                        grid.core_pus > grid.columns);
            assert_true(inside(pu, inner) && inside(inner, outer) && inside(outer, all));
            for (unsigned j = 0; j < i; j++) {
                assert_false(overlap(pu, machinegrid_pu(&grid, j)));
                if (i / grid.inner_pus != j / grid.inner_pus)
                    assert_false(overlap(inner, machinegrid_inner(&grid, j / grid.inner_pus)));
                if (i / grid.outer_pus != j / grid.outer_pus)
                    assert_false(overlap(outer, machinegrid_outer(&grid, j / grid.outer_pus)));
            }
        }
        topology_free(&topology);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(launches_stand_for_those_like_them),
        cmocka_unit_test(more_kinds_than_room_are_counted),
        cmocka_unit_test(strange_provenances_do_no_harm),
        cmocka_unit_test(bound_workers_stand_on_their_pus),
        cmocka_unit_test(unbound_workers_are_anywhere),
        cmocka_unit_test(unknown_machines_are_listed),
        cmocka_unit_test(boxes_nest_and_do_not_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
