#include "team.h"

#include "check.h"

#include <pthread.h>
#include <stdlib.h>

struct member {
    pthread_t id;
    unsigned thread;
    void (*body)(unsigned thread, void *argument);
    void *argument;
};

static void *run_member(void *argument) {
    const struct member *member = argument;
    member->body(member->thread, member->argument);
    return NULL;
}

static unsigned run(unsigned count, void (*body)(unsigned thread, void *argument), void *argument) {
    struct member *members = must_alloc(count * sizeof *members);
    for (unsigned i = 1; i < count; i++) {
        members[i] = (struct member){.thread = i, .body = body, .argument = argument};
        CHECK(pthread_create(&members[i].id, NULL, run_member, &members[i]) == 0);
    }
    body(0, argument);
    for (unsigned i = 1; i < count; i++)
        CHECK(pthread_join(members[i].id, NULL) == 0);
    free(members);
    return count;
}

static const char *version(void) {
    return "";
}

const struct threads threads_plain = {.name = "plain", .version = version, .limit = 64, .run = run};
