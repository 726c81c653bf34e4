/*
 * A trace as a picture: one line per worker, one bar per task from its begin to its end, coloured
 * by task, so that one sees who ran what. Vertical lines are the beginnings of repetitions; tasks
 * of warm-ups are pale.
 */
#ifndef CONVOY_TIMELINE_H
#define CONVOY_TIMELINE_H

#include "fault.h"
#include "picture.h"
#include "tracefile.h"

/* Further workers are not drawn; the caption says so. */
enum { TIMELINE_LANES_MAX = 32 };

/*
 * Writes NAME.dat and NAME.gp into `folder`; false after an environment fault. The first `warmups`
 * repetitions of every task are warm-ups.
 */
bool timeline_write(const struct trace *, unsigned warmups, const char *folder, const char *name,
                    const char *title, struct fault *);

/* One picture per trace that has tasks. Traces that cannot be read are counted as missing. */
bool timelines_add(const struct picture_input *, struct pictures *, struct fault *);

#endif
