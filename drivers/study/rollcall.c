#include "rollcall.h"

#include "check.h"
#include "child.h"

#include <stdlib.h>

static void tick(void *user) {
    (void)user;
}

bool rollcall_answered(const struct launcher *launcher, char *const *environment, int log) {
    static char program[] = "true";
    struct fault fault = {0};
    struct text_list words = launcher_words(launcher, launcher->nodes, 1);
    char **argv = must_alloc((words.count + 2) * sizeof *argv);
    for (size_t i = 0; i < words.count; i++)
        argv[i] = words.items[i];
    argv[words.count] = program;
    const pid_t pid = child_start(argv, environment, log, &fault);
    const struct child_patience patience = child_patience(ROLLCALL_LIMIT_S);
    const bool answered = pid > 0 && child_wait(pid, patience, tick, NULL).code == 0;
    free(argv);
    text_list_free(&words);
    return answered;
}
