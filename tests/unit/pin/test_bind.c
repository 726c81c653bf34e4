/* Binding and reading back on the machine the test runs on, however many PUs it has. */
#include "made_up.h"

#include "machine_inside.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static struct machine *here(void) {
    struct fault fault = {0};
    struct machine *machine = machine_open(&fault);
    if (!machine)
        fail_msg("machine_open: %s", fault.text);
    return machine;
}

/* What one thread did and saw; cmocka's checks work in the main thread only. */
struct visit {
    const struct machine *machine;
    const struct placement *placement;
    unsigned worker;
    bool bound, kept;
    struct pin_text got, last_seen;
};

static void *visit_place(void *argument) {
    struct visit *visit = argument;
    struct fault fault = {0};
    visit->bound = placement_bind(visit->placement, visit->worker, &fault);
    visit->got = machine_got(visit->machine);
    visit->last_seen = machine_last_seen(visit->machine);
    visit->kept = placement_kept(visit->placement, visit->worker);
    return NULL;
}

static void in_thread(void *(*work)(void *), void *argument) {
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, work, argument), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
}

static void a_thread_runs_where_it_is_bound(void **state) {
    (void)state;
    struct machine *machine = here();
    const unsigned pus = machine_pus(machine);
    assert_true(pus >= 1);
    struct placement *placement = plan(machine, "scatter", 0, pus, pus);
    for (unsigned i = 0; i < pus; i++) {
        struct visit visit = {.machine = machine, .placement = placement, .worker = i};
        in_thread(visit_place, &visit);
        assert_true(visit.bound);
        assert_true(visit.kept);
        assert_string_equal(visit.got.text, placement_requested(placement, i));
        assert_string_equal(visit.last_seen.text, placement_requested(placement, i));
    }
    /* The main thread was never bound. */
    assert_string_equal(machine_got(machine).text, machine_mask(machine));
    placement_free(placement);
    machine_close(machine);
}

/* A bound thread and one that it makes, which asks for no binding. */
struct heirs {
    struct visit bound, heir;
    struct pin_text inherited;
};

static void *visit_as_heir(void *argument) {
    struct heirs *heirs = argument;
    heirs->inherited = machine_got(heirs->heir.machine);
    return visit_place(&heirs->heir);
}

static void *visit_and_make_heir(void *argument) {
    struct heirs *heirs = argument;
    visit_place(&heirs->bound);
    pthread_t heir;
    if (pthread_create(&heir, NULL, visit_as_heir, heirs) == 0)
        pthread_join(heir, NULL);
    return NULL;
}

static void none_undoes_an_inherited_place(void **state) {
    (void)state;
    struct machine *machine = here();
    struct placement *compact = plan(machine, "compact", 0, 1, 1);
    struct placement *none = plan(machine, "none", 0, 1, 1);
    struct heirs heirs = {.bound = {.machine = machine, .placement = compact},
                          .heir = {.machine = machine, .placement = none}};
    in_thread(visit_and_make_heir, &heirs);
    assert_true(heirs.bound.bound);
    assert_string_equal(heirs.inherited.text, placement_requested(compact, 0));
    assert_true(heirs.heir.bound);
    assert_true(heirs.heir.kept);
    assert_string_equal(heirs.heir.got.text, machine_mask(machine));
    placement_free(none);
    placement_free(compact);
    machine_close(machine);
}

/* Runs `child` in a process of its own and returns how that ended, as waitpid(2) tells it. */
static int in_child(void (*child)(const struct machine *), const struct machine *machine) {
    fflush(NULL);
    const pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        child(machine);
        _exit(EXIT_SUCCESS);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

/* For children: says what does not hold and ends the process. */
#define EXPECT(condition)                                                   \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            _exit(EXIT_FAILURE);                                            \
        }                                                                   \
    } while (0)

/* Narrows this process to one PU without hwloc, as taskset(1) does. */
static void narrow_to(unsigned pu) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(pu, &one);
    EXPECT(sched_setaffinity(0, sizeof one, &one) == 0);
}

static unsigned last_pu(const struct machine *machine) {
    struct placement *placement = plan(machine, "compact", 0, machine_pus(machine), 4096);
    const unsigned pu = pu_of(placement, machine_pus(machine) - 1);
    placement_free(placement);
    return pu;
}

static void open_narrowed(const struct machine *before) {
    const unsigned pu = last_pu(before);
    narrow_to(pu);
    struct fault fault = {0};
    struct machine *machine = machine_open(&fault);
    EXPECT(machine);
    EXPECT(machine_pus(machine) == 1);
    EXPECT(machine_cores(machine) == 1);
    EXPECT(machine_numa_nodes(machine) == 1);
    EXPECT((unsigned)atoi(machine_mask(machine)) == pu);
    EXPECT(machine_pus_unmasked(machine) == machine_pus_unmasked(before));
    struct placement *placement = plan(machine, "scatter", 1, 1, 2);
    EXPECT(pu_of(placement, 0) == pu);
    EXPECT(placement_oversubscribed(placement));
    EXPECT(placement_bind(placement, 0, &fault));
    EXPECT(strcmp(machine_got(machine).text, machine_mask(machine)) == 0);
    placement_free(placement);
    machine_close(machine);
}

static void a_mask_set_from_outside_is_the_fence(void **state) {
    (void)state;
    struct machine *machine = here();
    assert_int_equal(in_child(open_narrowed, machine), 0);
    machine_close(machine);
}

/* Inside the mask of the first PU, something else moves the thread to the last one. */
static void leave_mask(const struct machine *before) {
    struct placement *all = plan(before, "compact", 0, 1, 1);
    const unsigned first = pu_of(all, 0), last = last_pu(before);
    narrow_to(first);
    struct fault fault = {0};
    struct machine *machine = machine_open(&fault);
    EXPECT(machine);
    struct placement *placement = plan(machine, "compact", 0, 1, 1);
    EXPECT(placement_kept(placement, 0));
    narrow_to(last);
    EXPECT((unsigned)atoi(machine_got(machine).text) == last);
    EXPECT((unsigned)atoi(machine_last_seen(machine).text) == last);
    EXPECT(!placement_kept(placement, 0));
    EXPECT(placement_bind(placement, 0, &fault));
    EXPECT((unsigned)atoi(machine_got(machine).text) == first);
    EXPECT(placement_kept(placement, 0));
    placement_free(placement);
    placement_free(all);
    machine_close(machine);
}

static void who_leaves_the_mask_is_seen(void **state) {
    (void)state;
    struct machine *machine = here();
    if (machine_pus(machine) < 2) {
        machine_close(machine);
        skip();
    }
    assert_int_equal(in_child(leave_mask, machine), 0);
    machine_close(machine);
}

static void expect_foreign(const char *variable, const char *value) {
    assert_int_equal(setenv(variable, value, 1), 0);
    struct fault fault = {0};
    struct machine *machine = machine_open(&fault);
    unsetenv(variable);
    assert_null(machine);
    assert_int_equal(fault.code, EXIT_ENVIRONMENT);
    if (!strstr(fault.text, variable))
        fail_msg("'%s' does not name %s", fault.text, variable);
}

/* A whole machine of one PU in hwloc's XML format. */
static const char small_machine[] =
    "<?xml version=\"1.0\"?>\n<!DOCTYPE topology SYSTEM \"hwloc2.dtd\">\n<topology "
    "version=\"2.0\">\n"
    "<object type=\"Machine\" os_index=\"0\" cpuset=\"0x1\" complete_cpuset=\"0x1\""
    " allowed_cpuset=\"0x1\" nodeset=\"0x1\" complete_nodeset=\"0x1\" allowed_nodeset=\"0x1\""
    " gp_index=\"1\">\n"
    "<object type=\"NUMANode\" os_index=\"0\" cpuset=\"0x1\" complete_cpuset=\"0x1\" "
    "nodeset=\"0x1\""
    " complete_nodeset=\"0x1\" gp_index=\"2\"/>\n"
    "<object type=\"PU\" os_index=\"0\" cpuset=\"0x1\" complete_cpuset=\"0x1\" nodeset=\"0x1\""
    " complete_nodeset=\"0x1\" gp_index=\"3\"/>\n</object>\n</topology>\n";

static void another_machine_is_refused_by_name(void **state) {
    (void)state;
    char path[] = "/tmp/convoy-pin-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, small_machine, strlen(small_machine)), strlen(small_machine));
    close(file);
    expect_foreign("HWLOC_SYNTHETIC", "package:2 core:4 pu:2");
    expect_foreign("HWLOC_XMLFILE", path);
    expect_foreign("HWLOC_THISSYSTEM", "0");
    /* Nobody can vouch for a machine that was made up. */
    setenv("HWLOC_THISSYSTEM", "1", 1);
    expect_foreign("HWLOC_SYNTHETIC", "pu:2");
    unsetenv("HWLOC_THISSYSTEM");
    unlink(path);
    machine_close(here()); /* and without the variables all is well again */
}

static void bind_to_made_up(const struct machine *machine) {
    const struct rlimit no_core_file = {0, 0};
    setrlimit(RLIMIT_CORE, &no_core_file);
    EXPECT(freopen("/dev/null", "w", stderr));
    signal(SIGABRT, SIG_DFL);
    struct fault fault = {0};
    placement_bind(plan(machine, "compact", 0, 1, 1), 0, &fault);
}

static void binding_to_a_made_up_machine_is_a_bug(void **state) {
    (void)state;
    struct machine *machine = made_up("pu:2", NULL);
    const int status = in_child(bind_to_made_up, machine);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    machine_close(machine);
}

static void long_lists_are_cut_at_a_comma(void **state) {
    (void)state;
    char list[400];
    size_t length = 0;
    while (length < PIN_TEXT_MAX - 5)
        length += (size_t)sprintf(list + length, "100,");
    strcpy(list + length, "999");
    assert_int_equal(strlen(list), PIN_TEXT_MAX - 1);
    assert_string_equal(pin_text_fit(list).text, list);
    strcat(list, "9");
    const struct pin_text cut = pin_text_fit(list);
    assert_int_equal(strlen(cut.text), PIN_TEXT_MAX - 1);
    assert_memory_equal(cut.text, list, length);
    assert_string_equal(cut.text + length, "...");
    for (size_t i = 0; i + 1 < sizeof list; i++)
        list[i] = i % 2 == 0 ? '1' : ',';
    list[(sizeof list - 2) / 2 * 2 + 1] = '\0';
    const struct pin_text dense = pin_text_fit(list);
    assert_int_equal(strlen(dense.text), PIN_TEXT_MAX - 1);
    assert_string_equal(dense.text + PIN_TEXT_MAX - 6, "1,...");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_runs_where_it_is_bound),
        cmocka_unit_test(none_undoes_an_inherited_place),
        cmocka_unit_test(a_mask_set_from_outside_is_the_fence),
        cmocka_unit_test(who_leaves_the_mask_is_seen),
        cmocka_unit_test(another_machine_is_refused_by_name),
        cmocka_unit_test(binding_to_a_made_up_machine_is_a_bug),
        cmocka_unit_test(long_lists_are_cut_at_a_comma),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
