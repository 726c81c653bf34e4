#include "probe_kind.h"

#include <string.h>

const char *const probe_unit_names[PROBE_UNITS] = {
    [UNIT_S] = "s",     [UNIT_BYTES] = "bytes", [UNIT_SHARE] = "1",
    [UNIT_TIMES] = "x", [UNIT_PER_S] = "1/s",   [UNIT_COUNT] = "count",
};

/* In the order of the report. */
static const struct probe_kind kinds[] = {
    {.name = "spawn",
     .title = "Getting workers",
     .about =
         "How long it takes until all workers are there, by phase: the launcher until the last "
         "process exists, exec and dynamic linking until main(), MPI_Init, the first barrier. "
         "Bare pthread_create and fork are what the system itself takes; the bare MPI program "
         "does nothing but MPI_Init and a barrier, under the same launcher and transport.",
     .figures = {{"time", UNIT_S, SOURCE_WALL_S, SOURCE_NONE, 1}},
     .charts = {{CHART_PHASES, 0, "start-up by phase"}, {CHART_DOTS, 0, "every phase by itself"}}},
    {.name = "footprint",
     .title = "Memory of workers that stand still",
     .about = "Shared pages count once in the proportional set (PSS), not at all in the unique set "
              "(USS), and in the peak once for every process that maps them.",
     .figures = {{"PSS", UNIT_BYTES, MEASURE_pss_bytes, SOURCE_NONE, 1},
                 {"USS", UNIT_BYTES, MEASURE_uss_bytes, SOURCE_NONE, 1},
                 {"peak resident", UNIT_BYTES, MEASURE_rss_peak_bytes, SOURCE_NONE, 1}},
     .charts = {{CHART_BARS, 0, "memory, shared pages counted once (PSS)"},
                {CHART_BARS, 1, "memory that nobody shares (USS)"}},
     .growth = true},
    {.name = "race",
     .title = "Updates lost in one shared counter",
     .about = "All workers count in one counter; expected is every increment. Threads share it "
              "anyway, ranks through an MPI window.",
     .figures = {{"updates lost", UNIT_SHARE, MEASURE_lost, MEASURE_items, 1},
                 {"per increment", UNIT_S, SOURCE_WALL_S, MEASURE_items, 1},
                 {"lost", UNIT_COUNT, MEASURE_lost, SOURCE_NONE, 1},
                 {"expected", UNIT_COUNT, MEASURE_items, SOURCE_NONE, 1}},
     .charts = {{CHART_BARS, 0, "share of updates lost"}, {CHART_DOTS, 1, "time per increment"}},
     .range = true},
    {.name = "queue",
     .title = "Handing items through a queue",
     .about = "Producers put, consumers take; nothing may be lost, nothing come twice.",
     .figures = {{"put to taken, p50", UNIT_S, MEASURE_op_p50_us, SOURCE_NONE, 1e-6},
                 {"p90", UNIT_S, MEASURE_op_p90_us, SOURCE_NONE, 1e-6},
                 {"p99", UNIT_S, MEASURE_op_p99_us, SOURCE_NONE, 1e-6},
                 {"items per second", UNIT_PER_S, MEASURE_items, SOURCE_WALL_S, 1}},
     .charts = {{CHART_TAIL, 0, "latency from put to taken"}, {CHART_DOTS, 3, "items per second"}}},
    {.name = "pingpong",
     .title = "A message to and fro",
     .about = "Half of a round trip between two workers, by the length of the message. A bare loop "
              "takes turns with ours in every launch.",
     .figures = {{"one way, p50", UNIT_S, MEASURE_op_p50_us, SOURCE_NONE, 1e-6},
                 {"p90", UNIT_S, MEASURE_op_p90_us, SOURCE_NONE, 1e-6},
                 {"p99", UNIT_S, MEASURE_op_p99_us, SOURCE_NONE, 1e-6},
                 {"p50 over a bare loop's", UNIT_TIMES, MEASURE_op_p50_us, MEASURE_bare_p50_us, 1},
                 {"bare p90", UNIT_S, MEASURE_bare_p90_us, SOURCE_NONE, 1e-6},
                 {"bare p99", UNIT_S, MEASURE_bare_p99_us, SOURCE_NONE, 1e-6}},
     .charts = {{CHART_SIZES, 0, "one way, median"}, {CHART_SIZES, 2, "one way, p99"}},
     .bare = 3},
    {.name = "shared",
     .title = "One array that all write and read",
     .about = "In every round each worker writes its part and reads the whole: in one shared "
              "array, or in copies of which the parts travel as messages.",
     .figures = {{"time", UNIT_S, SOURCE_WALL_S, SOURCE_NONE, 1},
                 {"wait for the others, p50", UNIT_S, MEASURE_op_p50_us, SOURCE_NONE, 1e-6}},
     .charts = {{CHART_DOTS, 0, "time"}}},
    {.name = "pool",
     .title = "Tasks of very different length",
     .about = "Makespan over what no schedule can beat, the longest task or an equal share of "
              "all: 1 is perfect.",
     .figures = {{"makespan over bound", UNIT_TIMES, SOURCE_WALL_S, MEASURE_bound_s, 1},
                 {"makespan", UNIT_S, SOURCE_WALL_S, SOURCE_NONE, 1},
                 {"bound", UNIT_S, MEASURE_bound_s, SOURCE_NONE, 1}},
     .charts = {{CHART_BARS, 0, "makespan over its lower bound"}}},
    {.name = "metg",
     .title = "How short tasks may be",
     .about = "METG(50 %): the shortest task at which workers still do half of the work that they "
              "do with long ones (Task Bench, SC20). The bare loop that takes turns with ours is "
              "omp for of threads; of ranks a loop over a block, or one that draws from a shared "
              "counter.",
     .figures = {{"METG(50 %)", UNIT_S, MEASURE_metg_us, SOURCE_NONE, 1e-6},
                 {"of a bare loop", UNIT_S, MEASURE_bare_metg_us, SOURCE_NONE, 1e-6},
                 {"METG over a bare loop's", UNIT_TIMES, MEASURE_metg_us, MEASURE_bare_metg_us, 1}},
     .charts = {{CHART_BARS, 0, "METG(50 %)"}},
     .bare = 2},
    {.name = "crash",
     .title = "One worker crashes",
     .about =
         "A worker dies of SIGSEGV in the middle of its task. Exit code: what the parent of the "
         "process or job that crashed sees, 128 + signal where one ended it; known: until "
         "somebody who can act on it knows. Recovery is Open MPI's mpirun --enable-recovery, "
         "which the MPI standard does not promise.",
     .figures = {[CRASH_LOST] = {"tasks lost", UNIT_SHARE, MEASURE_lost, MEASURE_items, 1},
                 [CRASH_KNOWN] = {"known after", UNIT_S, MEASURE_op_p50_us, SOURCE_NONE, 1e-6},
                 [CRASH_EXIT] = {"exit code", UNIT_COUNT, MEASURE_exit_code, SOURCE_NONE, 1},
                 [CRASH_PER_TASK] = {"time per task", UNIT_S, SOURCE_WALL_S, MEASURE_items, 1},
                 {"of tasks", UNIT_COUNT, MEASURE_items, SOURCE_NONE, 1}}},
    {.name = NULL,
     .title = "Another probe",
     .about = "Read by its time, since this report does not know it.",
     .figures = {{"time", UNIT_S, SOURCE_WALL_S, SOURCE_NONE, 1}},
     .charts = {{CHART_DOTS, 0, "time"}}},
};

const struct probe_kind *probe_kind_find(const char *kernel) {
    const struct probe_kind *kind = kinds;
    while (kind->name && strcmp(kind->name, kernel) != 0)
        kind++;
    return kind;
}

static const struct {
    const char *kernel, *variant, *label;
    bool says_who; /* the label needs no "threads:" before it */
} labels[] = {
    {"spawn", "pthread", "bare pthread_create and join", true},
    {"spawn", "fork", "bare fork and wait", true},
    {"spawn", "first_team", "first OpenMP team", false},
    {"spawn", "later_team", "later OpenMP team", false},
    {"spawn", "launcher", "launcher until the processes exist", false},
    {"spawn", "exec", "exec and linking until main()", false},
    {"spawn", "init", "MPI_Init", false},
    {"spawn", "barrier", "first barrier", false},
    {"spawn", "bare_launcher", "bare MPI program: launcher until the processes exist", true},
    {"spawn", "bare_exec", "bare MPI program: exec and linking until main()", true},
    {"spawn", "bare_init", "bare MPI program: MPI_Init", true},
    {"spawn", "bare_barrier", "bare MPI program: first barrier", true},
    {"race", "unprotected", "unprotected", false},
    {"race", "lock", "under a mutex", false},
    {"race", "atomic", "atomic", false},
    {"queue", "shared", "queue in shared memory", false},
    {"queue", "message", "MPI messages", false},
    {"pingpong", "memory", "shared memory", false},
    {"pingpong", "message", "MPI messages", false},
    {"shared", "window", "one shared array", false},
    {"shared", "copies", "copies by messages", false},
    {"pool", "static", "static", false},
    {"pool", "dynamic", "dynamic", false},
    {"pool", "guided", "guided", false},
    {"metg", "static", "static", false},
    {"metg", "dynamic", "dynamic", false},
    {"crash", "threads", "a thread crashes", true},
    {"crash", "plain", "a rank crashes, plain MPI", true},
    {"crash", "recovery", "a rank crashes, with recovery", true},
    {"crash", "isolated", "each task in a child, one crashes", false},
    {"crash", "direct", "no children, no crash", false},
};

enum { LABELS = sizeof labels / sizeof *labels };

size_t probe_variant_place(const char *kernel, const char *variant) {
    size_t i = 0;
    while (i < LABELS &&
           (strcmp(labels[i].kernel, kernel) != 0 || strcmp(labels[i].variant, variant) != 0))
        i++;
    return i;
}

const char *probe_variant_label(const char *kernel, const char *variant) {
    const size_t place = probe_variant_place(kernel, variant);
    return place < LABELS ? labels[place].label : variant;
}

bool probe_variant_says_who(const char *kernel, const char *variant) {
    const size_t place = probe_variant_place(kernel, variant);
    return place < LABELS && labels[place].says_who;
}
