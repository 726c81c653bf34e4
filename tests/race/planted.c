/*
 * The race that the detector must find: three OpenMP threads count in one variable, between taking
 * and dropping the global lock of the kind that the argument names. With "off" there is no lock,
 * and nothing orders the additions; with the others every report would be a false one.
 */
#include "gil.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { THREADS = 3, ADDITIONS = 2000, INTERVAL_NS = 100 * 1000 };

static uint64_t counter;

static void count(struct gil *gil) {
    struct gil_seat seat = {0};
    for (int i = 0; i < ADDITIONS; i++) {
        if (gil)
            gil_take(gil, &seat);
        counter++;
        if (gil)
            gil_drop(gil, &seat);
    }
}

int main(int argc, char **argv) {
    unsigned kind = 0;
    while (gil_kind_names[kind] && (argc != 2 || strcmp(argv[1], gil_kind_names[kind]) != 0))
        kind++;
    if (!gil_kind_names[kind])
        return 2;
    struct gil *gil = gil_new((enum gil_kind)kind, INTERVAL_NS);
#pragma omp parallel num_threads(THREADS)
    count(gil);
    gil_free(gil);
    printf("%" PRIu64 " of %d\n", counter, THREADS * ADDITIONS);
    return 0;
}
