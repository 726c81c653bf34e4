/*
 * Limits of parameters: launches are the replicates, so launches are drawn. For each point as many
 * launches as it has are drawn with replacement, their median is taken, and the model is fitted to
 * these medians; RESAMPLES times, with a fixed seed for each series, so that a series' limits do
 * not depend on what else is in the study. A measured held fraction is drawn likewise, from its
 * launches. A parameter's 95 % limits are the 2.5 and 97.5 % percentiles of its values, without the
 * widening that resample_limits has for few launches: medians of resamples vary more than medians
 * of samples anyway (Maritz & Jarrett, JASA 73, 1978: variance 1.3 times for 7 launches, 1.2 for
 * 15). In simulations with 6, 8 and 15 launches of 2 to 8 points these limits covered 96 to 99 %.
 *
 * They say how sure the parameters are if the model is right, not whether it is: see the errors.
 */
#ifndef CONVOY_LIMITS_H
#define CONVOY_LIMITS_H

#include "fits.h"

/*
 * Fills the limits of all fits of a series. They stay unknown where a fitted point, or
 * the held fraction, has fewer than LAUNCHES_FOR_LIMITS launches, or there are more than
 * MODEL_POINTS_MAX points.
 */
void limits_find(const struct fits *, const struct curve *, struct parts_room *);

#endif
