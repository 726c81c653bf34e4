#include "stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t received;

static void receive(int number) {
    if (!received)
        received = number;
}

void stop_install(void) {
    const struct sigaction gently = {.sa_handler = receive, .sa_flags = SA_RESTART};
    struct sigaction once = gently;
    once.sa_flags |= (int)SA_RESETHAND;
    sigaction(SIGUSR1, &gently, NULL);
    sigaction(SIGINT, &once, NULL);
    sigaction(SIGTERM, &once, NULL);
}

int stop_signal(void) {
    return received;
}
