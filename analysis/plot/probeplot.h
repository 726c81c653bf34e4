/*
 * The pictures of the probes: which, says probe/probe_kind.c. Each belongs to the first panel of
 * its probe.
 *
 *   probe-NAME.1, probe-NAME.2   NAME.dat holds two blocks per label: medians (place, value,
 *                                limits, tip) and launches (place, value)
 */
#ifndef CONVOY_PROBEPLOT_H
#define CONVOY_PROBEPLOT_H

#include "picture.h"

/* For the table of whole_kinds. */
bool probeplot_add(const struct picture_input *, struct pictures *, struct fault *);

#endif
