#include "parts.h"

#include "check.h"

#include <float.h>
#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

struct parts_room {
    double *rows, *columns; /* points * PARTS_MAX each */
    double *rest, *ones;    /* points each */
    size_t points;
};

struct parts_room *parts_room_new(size_t points) {
    struct parts_room *room = must_alloc(sizeof *room);
    room->points = points;
    room->rows = must_alloc(points * PARTS_MAX * sizeof *room->rows);
    room->columns = must_alloc(points * PARTS_MAX * sizeof *room->columns);
    room->rest = must_alloc(points * sizeof *room->rest);
    room->ones = must_alloc(points * sizeof *room->ones);
    for (size_t i = 0; i < points; i++)
        room->ones[i] = 1;
    return room;
}

void parts_room_free(struct parts_room *room) {
    free(room->rows);
    free(room->columns);
    free(room->rest);
    free(room->ones);
    free(room);
}

double *parts_rows(struct parts_room *room) {
    return room->rows;
}

/* One set of active parts, bit k for part k, and what it leaves. */
struct attempt {
    unsigned set;
    double parts[PARTS_MAX]; /* 0 for those not in the set */
    double squares;          /* sum of squared errors */
};

/* Copies the columns of the set; their number. */
static size_t columns_take(const struct parts_room *room, size_t points, size_t count,
                           unsigned set) {
    size_t width = 0;
    for (size_t k = 0; k < count; k++)
        width += set >> k & 1;
    for (size_t i = 0, at = 0; i < points; i++)
        for (size_t k = 0; k < count; k++)
            if (set >> k & 1)
                room->columns[at++] = room->rows[i * count + k];
    return width;
}

/* A column that nearly is a combination of those before it leaves nearly nothing on R's diagonal.
 */
static bool is_full_rank(const gsl_matrix *qr) {
    for (size_t k = 0; k < qr->size2; k++) {
        double squares = 0;
        for (size_t i = 0; i <= k; i++)
            squares += gsl_matrix_get(qr, i, k) * gsl_matrix_get(qr, i, k);
        if (!(fabs(gsl_matrix_get(qr, k, k)) > 1e-10 * sqrt(squares)))
            return false;
    }
    return true;
}

static void parts_spread(struct attempt *attempt, const gsl_vector *solution, size_t count) {
    for (size_t k = 0, at = 0; k < count; k++)
        attempt->parts[k] = attempt->set >> k & 1 ? gsl_vector_get(solution, at++) : 0;
}

/* Whether the set has a solution without negative parts; fills the attempt. */
static bool attempt_make(const struct parts_room *room, size_t points, size_t count,
                         struct attempt *attempt) {
    const size_t width = columns_take(room, points, count, attempt->set);
    double scales[PARTS_MAX], solved[PARTS_MAX];
    gsl_matrix_view qr = gsl_matrix_view_array(room->columns, points, width);
    gsl_vector_view tau = gsl_vector_view_array(scales, width);
    gsl_vector_view solution = gsl_vector_view_array(solved, width);
    gsl_vector_view rest = gsl_vector_view_array(room->rest, points);
    gsl_vector_const_view ones = gsl_vector_const_view_array(room->ones, points);
    if (gsl_linalg_QR_decomp(&qr.matrix, &tau.vector) || !is_full_rank(&qr.matrix) ||
        gsl_linalg_QR_lssolve(&qr.matrix, &tau.vector, &ones.vector, &solution.vector,
                              &rest.vector))
        return false;
    for (size_t k = 0; k < width; k++)
        if (!(solved[k] >= 0) || isinf(solved[k]))
            return false;
    gsl_blas_ddot(&rest.vector, &rest.vector, &attempt->squares);
    parts_spread(attempt, &solution.vector, count);
    return true;
}

bool parts_solve(struct parts_room *room, size_t points, size_t count, double *parts) {
    CHECK(count <= PARTS_MAX && points >= count && points <= room->points);
    const unsigned all = (1U << count) - 1;
    struct attempt best = {.squares = INFINITY};
    for (unsigned set = all; set > 0; set--) {
        struct attempt attempt = {.set = set};
        if (attempt_make(room, points, count, &attempt) && attempt.squares < best.squares)
            best = attempt;
        if (best.set == all) /* free of limits: nothing is closer */
            break;
    }
    for (size_t k = 0; k < count; k++)
        parts[k] = best.parts[k];
    return best.set != 0;
}
