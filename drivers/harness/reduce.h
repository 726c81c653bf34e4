/* From what each worker saw to what a row says. Pure functions. */
#ifndef CONVOY_REDUCE_H
#define CONVOY_REDUCE_H

#include "columns.h"
#include "kernel.h"
#include "nodes.h"
#include "worker.h"

/*
 * Fills the measured columns (wall_s .. busy_max_s without spawn_s, checksum without ok, scheduler,
 * lock, memory) of *sample from the slots of the workers that computed. With one node, wall time is
 * the last stop minus the first start; with several, whose clocks have no common zero, it is the
 * longest of the nodes' own.
 */
void reduce_slots(const struct kernel *, const struct slot *, unsigned workers, unsigned nodes,
                  struct sample *);

/*
 * The column node_busy_s: for every node with workers among those of the slots, in the order of
 * nodes. NULL if there is only one; caller frees.
 */
char *reduce_node_busy(const struct slot *, unsigned workers, const struct nodes *);

/*
 * Fills the latency columns; `latencies` holds one per worker. The histogram's text is made in
 * `text`, which the sample borrows from then on.
 */
void reduce_latencies(const struct latency *latencies, unsigned workers, char text[LATENCY_TEXT],
                      struct sample *);

#endif
