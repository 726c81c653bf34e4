/* A trace as a picture: one line per worker, one bar per task. */
#ifndef CONVOY_TIMELINE_H
#define CONVOY_TIMELINE_H

#include "fault.h"
#include "tracefile.h"

/* Writes NAME.dat and NAME.gp into `folder`; false after an environment fault. */
bool timeline_write(const struct trace *, const char *folder, const char *name, const char *title,
                    struct fault *);

#endif
