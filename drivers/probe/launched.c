#include "launched.h"

#include "check.h"
#include "clock.h"
#include "environment.h"
#include "forked.h"
#include "text.h"
#include "waiting.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { WORDS_MAX = 16 };

/* What becomes of the child. */
struct command {
    char **environment;
    char *words[WORDS_MAX]; /* its own copies */
    int output, message;    /* files in memory */
};

/* The one that was chosen for the study, or that of the MPI library this was built with. */
static const char *launcher(void) {
    const char *chosen = getenv("CONVOY_LAUNCHER");
    return chosen && *chosen ? chosen : CONVOY_MPIEXEC;
}

/* Beside the folder of the program that runs; free it. */
static char *path_of(const char *program) {
    char own[4096];
    const ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    own[length > 0 ? length : 0] = '\0';
    const char *folder = dirname(own);
    char *path = must_format("%s/../libexec/%s", folder, program);
    if (access(path, X_OK) == 0)
        return path;
    free(path);
    return must_format("%s/../libexec/convoy/%s", folder, program);
}

const char *launched_unavailable(const char *program) {
    char *path = path_of(program);
    const bool there = access(path, X_OK) == 0;
    free(path);
    if (!there)
        return "the program that it starts is not installed (libexec)";
    return access(launcher(), X_OK) == 0 ? NULL : "there is no launcher of MPI";
}

static char **environment_now(uint64_t exec_ns) {
    const struct environment_facts facts = {.root = geteuid() == 0,
                                            .study = "",
                                            .run_id = "",
                                            .folder = "",
                                            .exec_ns = exec_ns,
                                            .nodes = 1,
                                            .ranks = 1,
                                            .threads = 1};
    return environment_make(environ, &facts);
}

/* In the child. A launcher eats standard input, and must not outlive who waits for it. */
static void become_launcher(void *argument, void *page) {
    const struct command *command = argument;
    const int empty = open("/dev/null", O_RDONLY);
    (void)page;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (empty >= 0 && dup2(empty, 0) == 0 && dup2(command->output, 1) == 1 &&
        dup2(command->message, 2) == 2)
        execve(command->words[0], command->words, command->environment);
    _exit(127);
}

static void add(struct command *command, size_t *count, const char *word) {
    CHECK(*count + 1 < WORDS_MAX);
    command->words[(*count)++] = must_strdup(word);
}

static void read_back(int file, char text[LAUNCHED_TEXT]) {
    const ssize_t length = pread(file, text, LAUNCHED_TEXT - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    close(file);
}

static int run(struct command *command, struct launched *launched) {
    int status = 0;
    launched->exec_ns = clock_wall_ns();
    command->environment = environment_now(launched->exec_ns);
    const pid_t child = forked_start(become_launcher, command, NULL);
    const int error = child < 0 ? errno : forked_wait(child, WAITING_LIMIT_NS, &status);
    launched->ended_ns = clock_wall_ns();
    launched->exit_code = forked_exit_code(status);
    environment_free(command->environment);
    return error;
}

int launched_run(const struct launch_order *order, struct launched *launched) {
    char *program = path_of(order->program), ranks[16];
    size_t count = 0;
    struct command command = {.output = memfd_create("output", MFD_CLOEXEC),
                              .message = memfd_create("message", MFD_CLOEXEC)};
    snprintf(ranks, sizeof ranks, "%u", order->ranks);
    add(&command, &count, launcher());
    add(&command, &count, CONVOY_MPIEXEC_COUNT);
    add(&command, &count, ranks);
    if (order->launcher_option)
        add(&command, &count, order->launcher_option);
    add(&command, &count, program);
    for (size_t i = 0; order->arguments && order->arguments[i]; i++)
        add(&command, &count, order->arguments[i]);
    *launched = (struct launched){0};
    const int error = run(&command, launched);
    read_back(command.output, launched->output);
    read_back(command.message, launched->message);
    launched->message[strcspn(launched->message, "\n")] = '\0';
    for (size_t i = 0; i < count; i++)
        free(command.words[i]);
    free(program);
    return error;
}

void launched_transport(char *text, size_t room) {
    char **environment = environment_now(0);
    environment_transport(environment, text, room);
    environment_free(environment);
}
