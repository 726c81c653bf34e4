/*
 * Simulated curves, one picture each: efficiency against workers, simulated dashed with open
 * markers, measured solid with filled ones. FORECAST-N.dat has two blocks for gnuplot's `index`:
 * simulated, measured.
 */
#ifndef CONVOY_FORECASTPLOT_H
#define CONVOY_FORECASTPLOT_H

#include "picture.h"

/* For the table of pictures. */
bool forecastplot_add(const struct picture_input *, struct pictures *, struct fault *);

#endif
