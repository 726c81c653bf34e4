#include "runner.h"

#include "check.h"
#include "child.h"
#include "clock.h"
#include "environment.h"
#include "estimate.h"
#include "rollcall.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What the remaining launches should know of the earlier ones. */
struct course {
    uint64_t begin_ns;
    bool wrong, failed;
};

enum outcome runner_outcome(const struct child_end *end, bool stopping) {
    if (end->timed_out)
        return OUTCOME_TIMEOUT;
    switch (end->code) {
    case EXIT_DONE:
        return OUTCOME_DONE;
    case EXIT_USER:
        return OUTCOME_REFUSED;
    case EXIT_WRONG_RESULT:
        return OUTCOME_WRONG;
    case EXIT_ENVIRONMENT:
        return OUTCOME_ENVIRONMENT;
    case EXIT_STOPPED:
        return OUTCOME_STOPPED;
    }
    /* Asked before it had set up its handlers, or ended by the second signal. */
    return stopping ? OUTCOME_STOPPED : OUTCOME_CRASHED;
}

struct ticking {
    struct progress *progress;
    uint64_t begin_ns;
};

static double since_s(uint64_t begin_ns) {
    return (double)(clock_wall_ns() - begin_ns) * 1e-9;
}

static void tick(void *user) {
    const struct ticking *ticking = user;
    progress_tick(ticking->progress, since_s(ticking->begin_ns));
}

static char **launch_environment(const struct runner *runner, const struct launch *launch) {
    const struct variant_plan *variant = launch->variant;
    const unsigned ranks = variant->driver == STUDY_MPI ? variant->workers / variant->threads : 1;
    const struct environment_facts facts = {
        .root = geteuid() == 0,
        .study = runner->rounds->study->name,
        .run_id = runner->folder->run_id,
        .launch = launch->number,
        .folder = runner->folder->path,
        .exec_ns = clock_wall_ns(),
        .nodes = rounds_nodes(runner->rounds, launch->variant),
        .ranks = ranks,
        .threads = variant->driver == STUDY_OMP ? variant->workers : variant->threads,
        .away = runner->places.launcher->first != NULL,
    };
    return environment_make(environ, &facts);
}

static pid_t launch_start(struct runner *runner, const struct launch *launch, char **argv,
                          struct fault *fault) {
    char **environment = launch_environment(runner, launch);
    const pid_t pid = child_start(argv, environment, runner->folder->log, fault);
    environment_free(environment);
    return pid;
}

/* A measured launch tells more than the estimate, but never shortens the limit. */
static double launch_limit_s(const struct runner *runner, const struct launch *launch) {
    const double expected_s = progress_expected_s(runner->progress, launch->variant);
    const double estimate_s = launch->variant->estimate_s;
    return estimate_limit_s(expected_s > estimate_s ? expected_s : estimate_s);
}

/* What launchers end with that no driver does; free it. */
static char *code_words(int code) {
    enum { NODE_GONE = 205 }; /* Open MPI: ORTE_ERR_COMM_FAILURE and its like, as exit codes */
    if (code == NODE_GONE)
        return must_strdup(" (a node, its daemon or the link to it is gone)");
    if (code > 128 && code <= 128 + SIGRTMAX)
        return must_format(" (%s)", strsignal(code - 128));
    return must_strdup("");
}

/* Of a launch that this program asked to stop, and then made to. */
static const char *stopped_words(int number) {
    return number == SIGUSR1 ? "the wish to stop (SIGUSR1) ended it at once, in the middle of a row"
                             : "ended by force, it did not stop in time";
}

/* The user sees why; the log has the rest. */
static char *launch_note(const struct runner *runner, const struct child_end *end,
                         enum outcome outcome) {
    const char *path = runner->folder->path;
    if (outcome == OUTCOME_DONE)
        return must_strdup("");
    if (outcome == OUTCOME_TIMEOUT)
        return must_format("TIMEOUT: ended, it took too long; see %s/log.txt", path);
    if (end->signal && outcome == OUTCOME_STOPPED)
        return must_format("stopped: %s; see %s/log.txt", stopped_words(end->signal), path);
    if (end->signal)
        return must_format("CRASHED: signal %d (%s); see %s/log.txt", end->signal,
                           strsignal(end->signal), path);
    static const char *const words[OUTCOMES] = {
        [OUTCOME_WRONG] = "WRONG RESULT",      [OUTCOME_REFUSED] = "REFUSED its command line",
        [OUTCOME_ENVIRONMENT] = "FAILED here", [OUTCOME_STOPPED] = "stopped",
        [OUTCOME_CRASHED] = "CRASHED",
    };
    if (outcome == OUTCOME_STOPPED && end->code > 128)
        return must_format("stopped: %s; see %s/log.txt", stopped_words(end->code - 128), path);
    char *meaning = code_words(end->code);
    char *note =
        must_format("%s: code %d%s; see %s/log.txt", words[outcome], end->code, meaning, path);
    free(meaning);
    return note;
}

static void lost_say(const struct runner *runner, const struct launch *launch, const char *note) {
    char *text =
        must_format("launch %u (%s: %s) lost, tried once more if its nodes answer: %s",
                    launch->number, launch->variant->experiment->name, launch->variant->name, note);
    progress_say(runner->progress, text);
    free(text);
}

static void tail_show(const struct runner *runner, long log_begin) {
    char *tail = folder_log_tail(runner->folder, log_begin);
    char *rest = tail;
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (!*line)
            continue;
        char *text = must_format("  | %s", line);
        progress_say(runner->progress, text);
        free(text);
    }
    free(tail);
}

static bool is_cut(enum outcome outcome) {
    return outcome == OUTCOME_CRASHED || outcome == OUTCOME_TIMEOUT;
}

/* Ended by what happened to its nodes, for all that is known; on one node it is the program's. */
static bool is_lost(const struct runner *runner, const struct launch *launch,
                    enum outcome outcome) {
    return rounds_nodes(runner->rounds, launch->variant) > 1 && is_cut(outcome);
}

static enum outcome launch_end(struct runner *runner, const struct launch *launch,
                               const struct child_end *end, bool again, struct fault *fault) {
    const enum outcome outcome = runner_outcome(end, child_stop_signal() != 0);
    char *note = launch_note(runner, end, outcome);
    if (is_lost(runner, launch, outcome) && !again && !child_stop_signal())
        lost_say(runner, launch, note);
    else
        progress_end(runner->progress, end->wall_s, note);
    folder_record(runner->folder, launch, outcome, end->code, end->wall_s, fault);
    free(note);
    return outcome;
}

/* again: rows that the first try has written stay. */
static enum outcome launch_try(struct runner *runner, const struct launch *launch, bool again,
                               struct fault *fault) {
    struct command_places places = runner->places;
    places.resume = places.resume || again;
    char **argv = command_make(runner->rounds, launch, &places);
    char *command = command_text(argv);
    const long log_begin = folder_log_head(runner->folder, launch, command);
    enum outcome outcome = OUTCOME_NONE;
    progress_begin(runner->progress, launch);
    struct ticking ticking = {runner->progress, clock_wall_ns()};
    const pid_t pid = launch_start(runner, launch, argv, fault);
    if (pid > 0) {
        const struct child_patience patience = child_patience(launch_limit_s(runner, launch));
        const struct child_end end = child_wait(pid, patience, tick, &ticking);
        outcome = launch_end(runner, launch, &end, again, fault);
    }
    if (outcome != OUTCOME_DONE && outcome != OUTCOME_NONE && outcome != OUTCOME_STOPPED)
        tail_show(runner, log_begin);
    if (outcome == OUTCOME_REFUSED)
        fault_user(fault, "launch %u: a driver refused its command line, so the study is wrong: %s",
                   launch->number, command);
    free(command);
    command_free(argv);
    return outcome;
}

/* The launcher as the launch uses it: without ranks it is given the first host alone. */
static struct launcher launcher_of(const struct runner *runner, const struct launch *launch) {
    const struct launcher *launcher = runner->places.launcher;
    return launch->variant->driver == STUDY_MPI ? *launcher : launcher_on_first(launcher);
}

static bool nodes_answer(const struct runner *runner, const struct launch *launch) {
    const struct launcher launcher = launcher_of(runner, launch);
    char **environment = launch_environment(runner, launch);
    const bool answered = rollcall_answered(&launcher, environment, runner->folder->log);
    environment_free(environment);
    return answered;
}

/* Names of those that do not answer, as far as they can be told; to be freed. */
static char *absent_nodes(const struct runner *runner, const struct launch *launch) {
    const struct launcher launcher = launcher_of(runner, launch);
    char **environment = launch_environment(runner, launch);
    char *asked = must_format("%s/" FOLDER_HOSTS_ASKED, runner->folder->path);
    char *names =
        rollcall_absent(&launcher, runner->hosts, asked, environment, runner->folder->log);
    unlink(asked);
    free(asked);
    environment_free(environment);
    return names;
}

static void lost_fault(const struct runner *runner, const struct launch *launch, const char *what,
                       struct fault *fault) {
    fault_environment(fault,
                      "launch %u (%s: %s) was lost%s; what was measured is in %s, --resume goes on",
                      launch->number, launch->variant->experiment->name, launch->variant->name,
                      what, runner->folder->path);
}

static void absent_fault(const struct runner *runner, const struct launch *launch,
                         struct fault *fault) {
    const unsigned nodes = rounds_nodes(runner->rounds, launch->variant);
    char *names = absent_nodes(runner, launch);
    char *what = *names ? must_format(", and now no answer comes from %s", names)
                        : must_format(", and not all of its %u nodes answer now", nodes);
    lost_fault(runner, launch, what, fault);
    free(what);
    free(names);
}

static void twice_fault(const struct runner *runner, const struct launch *launch,
                        struct fault *fault) {
    char *what = must_format(" twice on %u nodes", rounds_nodes(runner->rounds, launch->variant));
    lost_fault(runner, launch, what, fault);
    free(what);
}

/* One node, but another machine: it may be the node or the program, which the node can tell. */
static bool is_lonely(const struct runner *runner, const struct launch *launch,
                      enum outcome outcome) {
    return runner->places.launcher->first && is_cut(outcome) &&
           rounds_nodes(runner->rounds, launch->variant) == 1;
}

/* What is lost is tried once more: a link comes back, a daemon is replaced. A node does not. */
static enum outcome launch_run(struct runner *runner, const struct launch *launch,
                               struct fault *fault) {
    enum outcome outcome = launch_try(runner, launch, false, fault);
    const bool lonely = is_lonely(runner, launch, outcome);
    if ((!lonely && !is_lost(runner, launch, outcome)) || fault->code != EXIT_DONE ||
        child_stop_signal())
        return outcome;
    if (!nodes_answer(runner, launch)) {
        absent_fault(runner, launch, fault);
        return outcome;
    }
    if (lonely)
        return outcome;
    outcome = launch_try(runner, launch, true, fault);
    if (is_lost(runner, launch, outcome))
        twice_fault(runner, launch, fault);
    return outcome;
}

static void course_note(struct course *course, enum outcome outcome) {
    course->wrong = course->wrong || outcome == OUTCOME_WRONG;
    course->failed = course->failed || outcome == OUTCOME_ENVIRONMENT ||
                     outcome == OUTCOME_CRASHED || outcome == OUTCOME_TIMEOUT;
}

static bool time_is_up(const struct runner *runner, const struct course *course,
                       const struct launch *launch) {
    return runner->max_time_s > 0 &&
           since_s(course->begin_ns) + progress_expected_s(runner->progress, launch->variant) >
               runner->max_time_s;
}

/* True if the next launch may follow. */
static bool step(struct runner *runner, struct course *course, const struct launch *launch,
                 enum exit_code *code, struct fault *fault) {
    if (child_stop_signal() || time_is_up(runner, course, launch)) {
        *code = EXIT_STOPPED;
        return false;
    }
    const enum outcome outcome = launch_run(runner, launch, fault);
    course_note(course, outcome);
    if (fault->code != EXIT_DONE)
        *code = fault->code;
    else if (outcome == OUTCOME_STOPPED)
        *code = EXIT_STOPPED;
    return *code == EXIT_DONE;
}

static const struct past *past_of(const struct runner *runner, const struct launch *launch) {
    return &runner->folder->past[launch->number - 1];
}

/* Launches of an earlier run, before the first new one: time left counts without them. */
static void past_pass(const struct runner *runner, struct course *course) {
    for (size_t i = 0; i < runner->rounds->launch_count; i++) {
        const struct launch *launch = &runner->rounds->launches[i];
        const struct past *past = past_of(runner, launch);
        if (!outcome_is_complete(past->outcome))
            continue;
        progress_skip(runner->progress, launch, past->wall_s);
        course_note(course, past->outcome);
    }
}

enum exit_code runner_run(struct runner *runner, struct fault *fault) {
    struct course course = {.begin_ns = clock_wall_ns()};
    enum exit_code code = EXIT_DONE;
    past_pass(runner, &course);
    for (size_t i = 0; i < runner->rounds->launch_count && code == EXIT_DONE; i++)
        if (!outcome_is_complete(past_of(runner, &runner->rounds->launches[i])->outcome) &&
            !step(runner, &course, &runner->rounds->launches[i], &code, fault))
            return code;
    return course.wrong ? EXIT_WRONG_RESULT : course.failed ? EXIT_ENVIRONMENT : EXIT_DONE;
}

size_t runner_complete(const struct runner *runner) {
    size_t complete = 0;
    for (size_t i = 0; i < runner->rounds->launch_count; i++)
        complete += outcome_is_complete(past_of(runner, &runner->rounds->launches[i])->outcome);
    return complete;
}
