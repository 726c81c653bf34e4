/*
 * The kernels of a simulation. Each configuration of the plan gets a stand-in for its kernel that
 * looks the same to the harness, but takes the time that was measured (cost.h) instead of
 * computing:
 *
 *   ordinary kernels   a range of items takes its cost. The checksum counts the items: a row is
 *                      right if every item was dealt exactly once.
 *   in lockstep        the kernel itself runs on one item per worker, so that it makes all its
 *                      calls of exchange and allreduce with real data, and before each of them
 *                      passes its share of the cost of the worker's real items. The checksum is
 *                      that of the small problem, and is verified.
 *
 * Kernels that wait for devices or for the operating system (classes os, io, mixed) are skipped:
 * their time is no cost of a core.
 */
#ifndef CONVOY_STANDIN_H
#define CONVOY_STANDIN_H

#include "fault.h"
#include "options.h"
#include "plan.h"

/*
 * Replaces the kernels of a plan; costs come from the file that the environment variable
 * CONVOY_COSTS names. False after a fault. The stand-ins live until the next call.
 */
bool standin_adapt(struct plan *, const struct options *, struct fault *);

#endif
