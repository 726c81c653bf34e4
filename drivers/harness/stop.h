/*
 * Signals that ask to stop: SIGINT, SIGTERM and SIGUSR1 set a flag; the repetition under way is
 * finished, its row written, and the program ends with 75. A second SIGINT or SIGTERM has its usual
 * effect.
 */
#ifndef CONVOY_STOP_H
#define CONVOY_STOP_H

/* Once, before threads exist. */
void stop_install(void);

/* The signal that arrived first, or 0. Any thread. */
int stop_signal(void);

#endif
