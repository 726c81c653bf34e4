/* Simulated curves on the terminal: efficiencies, and how far off they were on this machine. */
#ifndef CONVOY_FORECAST_PRINT_H
#define CONVOY_FORECAST_PRINT_H

#include "data.h"

#include <stdio.h>

/* Nothing if nothing was simulated. */
void forecast_print(FILE *, const struct data *);

#endif
