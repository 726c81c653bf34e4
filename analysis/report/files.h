/*
 * summary.csv, models.csv and verdicts.csv: the report's numbers for other programs. RFC 4180, '.'
 * decimals, nine digits (costs and counts seven), empty where unknown. Each file has a source of
 * its own, with its columns: files_summary.c, files_models.c, files_verdicts.c.
 */
#ifndef CONVOY_FILES_H
#define CONVOY_FILES_H

#include "fault.h"
#include "fits.h"
#include "verdict.h"

#include <stdio.h>

void summary_print(FILE *, const struct study *);
void models_print(FILE *, const struct scaling *);
/*
 * verdicts.csv: one row per answer. All rows have
 *   panel, question  which work, what is asked; panel is empty where the answer is on a class
 *   workers          at which number of workers; empty if the answer is that number
 *   a, b             the sides: a compared with b, or the one side that the answer is on
 *   sentence         the answer in words
 *   class, unit, value, low, high   the answer as a number with 95 % limits; empty: not known
 *   reason           of stops_paying a name of enum stop_reason, of recommendations one of enum
 *                    choice
 * and questions that compare times at the same number of workers (threads_or_processes, lock_cost,
 * mutex_cost, locked_threads_or_processes, a_or_b; over_nodes: a curve over nodes, b its most nodes
 * and a its fewest, which the reason names) have
 *   launches_a, launches_b, time_a_s, time_b_s, ratio, ratio_low, ratio_high   time a / time b
 *   outcome, equal_within_percent, launches_wanted   see enum outcome, struct comparison
 *   method           of the limits: "Hodges-Lehmann" or "bootstrap of medians"
 *   p_value, p_holm  Mann-Whitney; after Holm's correction over the main questions of all panels
 * The other questions, with the unit of their values:
 *   best_workers (workers), best_speedup (x)   the fewest workers within 5 % of the best
 *   stops_paying (workers), with reason        see stop.h
 *   lock_switches (1/s), lock_wait (1)         at the largest number of workers
 *   memory_per_worker, memory_extra (bytes)    of one more worker; of each b more than each a
 *   startup_extra, startup_small_from (s)      start-up of b more than of a; work of which it is
 *   startup_small_from (x)                     5 %, also as a multiple of the measured work
 *   break_even (x, items)                      work from which b, start-up included, ends before a;
 *                                              inf: no upper limit; reason "unknown": no start-up
 *                                              times
 *   any_difference                             whether three or more ways differ at all: value is
 *                                              epsilon squared, p_value of Kruskal-Wallis
 *   recommendation                             of a panel, of a class
 * Of probes, with the name of the figure as the reason; there is no recommendation:
 *   probe (s, bytes, 1, x, 1/s, count)         what a came out with
 *   probe_processes_over_threads (x)           a / b where both ran the same
 *   probe_growth (bytes)                       what one more worker adds; panel is the probe
 */
void verdicts_print(FILE *, const struct verdicts *);

/* All three into a folder that exists; false after an environment fault. */
bool files_write(const char *folder, const struct study *, const struct scaling *,
                 const struct verdicts *, struct fault *);

#endif
