#include "rollcall.h"

#include "check.h"
#include "child.h"
#include "clock.h"
#include "environment.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static void tick(void *user) {
    (void)user;
}

/* The launcher's exit code, -1 if it took longer than that or could not be started. */
static int call(const struct launcher *launcher, double limit_s, char *const *environment,
                int log) {
    static char program[] = "true";
    struct fault fault = {0};
    struct text_list words = launcher_words(launcher, launcher->nodes, 1);
    char **argv = must_alloc((words.count + 2) * sizeof *argv);
    for (size_t i = 0; i < words.count; i++)
        argv[i] = words.items[i];
    argv[words.count] = program;
    const pid_t pid = child_start(argv, environment, log, &fault);
    struct child_end end = {.code = -1};
    if (pid > 0)
        end = child_wait(pid, child_patience(limit_s), tick, NULL);
    free(argv);
    text_list_free(&words);
    return end.timed_out ? -1 : end.code;
}

bool rollcall_answered(const struct launcher *launcher, char *const *environment, int log) {
    return call(launcher, ROLLCALL_LIMIT_S, environment, log) == 0;
}

static bool host_answers(const struct launcher *launcher, const struct hostfile *hosts, size_t host,
                         const char *asked, char *const *environment, int log) {
    struct fault fault = {0};
    struct launcher alone = *launcher;
    alone.nodes = 1;
    alone.hostfile = asked;
    return !hostfile_write(hosts, host, 1, asked, &fault) ||
           call(&alone, ROLLCALL_HOST_LIMIT_S, environment, log) == 0;
}

char *rollcall_absent(const struct launcher *launcher, const struct hostfile *hosts,
                      const char *asked, char *const *environment, int log) {
    const uint64_t until_ns = clock_wall_ns() + ROLLCALL_LIMIT_S * UINT64_C(1000000000);
    char *names = must_strdup("");
    for (size_t i = 0; i < hosts->names.count && i < launcher->nodes; i++) {
        if (child_stop_signal() || clock_wall_ns() > until_ns)
            break;
        if (host_answers(launcher, hosts, i, asked, environment, log))
            continue;
        char *longer = must_format("%s%s%s", names, *names ? ", " : "", hosts->names.items[i]);
        free(names);
        names = longer;
    }
    return names;
}

bool rollcall_has_nodes(const struct launcher *launcher, struct fault *fault) {
    enum { TOO_FEW = 1 }; /* how Open MPI ends then; 255: a node that is not reached */
    bool found = !launcher_hosts_unsaid(launcher);
    if (!found && launcher->kind == LAUNCHER_OPENMPI) {
        const struct environment_facts facts = {.root = geteuid() == 0,
                                                .study = "",
                                                .run_id = "",
                                                .folder = "",
                                                .nodes = launcher->nodes,
                                                .ranks = launcher->nodes,
                                                .threads = 1};
        char **environment = environment_make(environ, &facts);
        const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        found = call(launcher, ROLLCALL_LIMIT_S, environment, nowhere) != TOO_FEW;
        close(nowhere);
        environment_free(environment);
    }
    return found || fault_user(fault, "--nodes: %u, but nobody says which: give --hostfile",
                               launcher->nodes);
}
