/* Plain POSIX threads as a model, so that sanitizers see all there is to see. */
#ifndef CONVOY_TEST_TEAM_H
#define CONVOY_TEST_TEAM_H

#include "threads.h"

extern const struct threads threads_plain;

#endif
