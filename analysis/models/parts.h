/*
 * Least squares with parts that cannot be negative: find p >= 0 that brings sum_k p_k x_ik closest
 * to 1 for all points i. With x_ik = term_k(w_i) / T_i that is the sum of squared relative errors
 * of a model T(w) = sum_k p_k term_k(w): all points count alike, however long they took.
 *
 * By active sets: the solution of such a problem is the free least-squares solution of some subset
 * of the parts, the others being 0 (Lawson & Hanson, Solving Least Squares Problems, chapter 23).
 * With at most MODEL_PARTS_MAX parts all subsets are tried, which is exact and cannot cycle.
 */
#ifndef CONVOY_PARTS_H
#define CONVOY_PARTS_H

#include <stdbool.h>
#include <stddef.h>

enum { PARTS_MAX = 3 };

/* Room to solve problems of up to that many points in, made once because refits are many. */
struct parts_room;
struct parts_room *parts_room_new(size_t points);
void parts_room_free(struct parts_room *);

/* Where to put x before parts_solve: one row of `count` columns per point. */
double *parts_rows(struct parts_room *);

/*
 * Solves for the rows that were put there, points >= count. False if no part but 0 fits or the
 * columns cannot be told apart at these points.
 */
bool parts_solve(struct parts_room *, size_t points, size_t count, double *parts);

#endif
