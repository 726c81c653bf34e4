/*
 * The bare loop beside the kernel triad: a[i] = b[i] + 3 c[i], as McCalpin's STREAM has it
 * (https://www.cs.virginia.edu/stream/ref.html: static division of the loop, first touch by the
 * same loop, the first pass not counted), without checksum, tasks, lock and pinning.
 *
 *   convoy_stream_triad ITEMS THREADS PASSES     prints the median pass's wall time in seconds
 */
#include "check.h"
#include "clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { PASSES_MOST = 1000 };

static const double scalar = 3.0;

/* Memory that nobody has touched: malloc(3) of so much is mmap(2). */
static double *array_make(size_t items) {
    double *made = malloc(items * sizeof *made);
    if (!made) {
        perror("convoy_stream_triad: memory for three arrays");
        exit(4);
    }
    return made;
}

static void touch(double *restrict a, double *restrict b, double *restrict c, size_t items,
                  int threads) {
#pragma omp parallel for schedule(static) num_threads(threads)
    for (size_t i = 0; i < items; i++) {
        a[i] = 0.0;
        b[i] = 2.0;
        c[i] = 1.0;
    }
}

static double pass_s(double *restrict a, const double *restrict b, const double *restrict c,
                     size_t items, int threads) {
    const uint64_t begin = clock_wall_ns();
#pragma omp parallel for schedule(static) num_threads(threads)
    for (size_t i = 0; i < items; i++)
        a[i] = b[i] + scalar * c[i];
    return 1e-9 * (double)(clock_wall_ns() - begin);
}

static int by_size(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static unsigned long number(const char *text, unsigned long most) {
    char *end;
    errno = 0;
    const unsigned long value = strtoul(text, &end, 10);
    if (errno || end == text || *end || value == 0 || value > most) {
        fprintf(stderr, "convoy_stream_triad: not a number from 1 to %lu: %s\n", most, text);
        exit(2);
    }
    return value;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fputs("Usage: convoy_stream_triad ITEMS THREADS PASSES\n", stderr);
        return 2;
    }
    const size_t items = number(argv[1], SIZE_MAX / (3 * sizeof(double)));
    const int threads = (int)number(argv[2], 4096);
    const size_t passes = number(argv[3], PASSES_MOST);
    double *a = array_make(items), *b = array_make(items), *c = array_make(items);
    double times_s[PASSES_MOST];
    touch(a, b, c, items, threads);
    pass_s(a, b, c, items, threads);
    for (size_t i = 0; i < passes; i++)
        times_s[i] = pass_s(a, b, c, items, threads);
    CHECK(a[0] == 5.0 && a[items - 1] == 5.0);
    qsort(times_s, passes, sizeof *times_s, by_size);
    printf("%.9f\n", times_s[passes / 2]);
    free(a);
    free(b);
    free(c);
    return 0;
}
