/*
 * Writes a made-up study as a CSV of any number of rows on standard output, with all our columns
 * and values as wide as a real study's: the same bytes for the same number. For rows.sh.
 *
 *   convoy_rows ROWS
 *
 * 8 kernels x (serial, 10 worker counts of threads with each of 3 lock settings, 10 of processes),
 * 1 warm-up and 10 measured repetitions each per launch; launches as many as it takes.
 */
#include "columns.h"
#include "text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { REPS = 11, WORKERS = 10, CONFIGURATIONS = 1 + 4 * WORKERS };

static const struct {
    const char *name, *class;
    double task_s, serial_part;
    uint64_t size;
    bool blocks;
} kernels[] = {
    {"countdown", "cpu", 0.25, 0.001, 240000000, false},
    {"factorial", "cpu", 0.12, 0.02, 100, false},
    {"mandelbrot", "cpu", 0.31, 0.005, 1024, false},
    {"primes", "cpu", 0.2, 0.01, 10000000, false},
    {"triad", "memory", 0.05, 0.3, 20000000, false},
    {"sum", "memory", 0.03, 0.4, 10000000, false},
    {"sleep", "os", 0.005, 0, 1, true},
    {"file", "io", 0.04, 0.1, 4096, true},
};
enum { KERNELS = sizeof kernels / sizeof *kernels };

static const unsigned worker_counts[WORKERS] = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32};
static const char *const locks[] = {"off", "mutex", "cpython"};

/* splitmix64 (Steele, Lea, Flood, OOPSLA 2014) of the row's number: a value in [0, 1). */
static double chance(uint64_t row, uint64_t which) {
    uint64_t bits = (row * 16 + which) * UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ bits >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    bits = (bits ^ bits >> 27) * UINT64_C(0x94d049bb133111eb);
    return (double)((bits ^ bits >> 31) >> 11) * 0x1p-53;
}

/* Where a row stands in the study. */
struct place {
    unsigned rep, kernel, configuration, launch;
};

static struct place place_of(uint64_t row) {
    return (struct place){
        .rep = (unsigned)(row % REPS),
        .kernel = (unsigned)(row / REPS % KERNELS),
        .configuration = (unsigned)(row / REPS / KERNELS % CONFIGURATIONS),
        .launch = (unsigned)(row / REPS / KERNELS / CONFIGURATIONS),
    };
}

/* Driver, workers and lock of configuration 0 (serial), then threads, then processes. */
static void driver_print(unsigned configuration, unsigned kernel) {
    const unsigned group = configuration ? 1 + (configuration - 1) / WORKERS : 0;
    const unsigned workers = configuration ? worker_counts[(configuration - 1) % WORKERS] : 1;
    const bool threads = group >= 1 && group <= 3;
    const char *lock = threads ? locks[group - 1] : "off";
    printf("%s,%s,%s,strong,%s,%s,1,%u,%u,%u,%u,%" PRIu64 ",static,none",
           group == 0 ? "serial"
           : threads  ? "omp"
                      : "mpi",
           kernels[kernel].name, kernels[kernel].class, lock, group == 3 ? "5000" : "",
           threads ? 1 : workers, threads ? workers : 1, workers, workers, kernels[kernel].size);
}

static double time_of(const struct place *place, uint64_t row) {
    const unsigned workers =
        place->configuration ? worker_counts[(place->configuration - 1) % WORKERS] : 1;
    const double part = kernels[place->kernel].serial_part;
    const double noise = 1 + 0.02 * chance(place->launch, place->kernel) + 0.01 * chance(row, 0);
    return kernels[place->kernel].task_s * (part + (1 - part) / workers) * noise;
}

static void latency_print(const struct place *place, uint64_t row) {
    if (kernels[place->kernel].blocks)
        printf(",%.3f,%.3f,%.3f", 5046 + 20 * chance(row, 1), 5089 + 90 * chance(row, 2),
               5200 + 900 * chance(row, 3));
    else
        fputs(",,,", stdout);
}

/* Ten calls of about 5 ms: buckets of histogram.h. */
static void histogram_print(const struct place *place, uint64_t row) {
    const unsigned slow = (unsigned)(4 * chance(row, 3));
    if (kernels[place->kernel].blocks)
        printf("178:%u;179:%u;181:1", 9 - slow - 1, slow + 1);
}

static void row_print(uint64_t row) {
    const struct place place = place_of(row);
    const uint64_t second = row / 10;
    const double wall_s = time_of(&place, row);
    fputs("1,rows,20260101T000000Z-5eed5eed,", stdout);
    driver_print(place.configuration, place.kernel);
    printf(",%u,%u,%s,%" PRIu64 ",%.9g,%.9g,%.9g,%.3g,%.3f,%.9g,%.9g,", place.launch + 1,
           place.rep ? place.rep - 1 : 0, place.rep ? "measure" : "warmup", row, wall_s,
           1.9 * wall_s, 8e-5 + 1e-4 * chance(place.launch, 4), 7e-8 + 1e-8 * chance(row, 4),
           30 * chance(row, 5), 0.98 * wall_s, wall_s);
    printf("%" PRIu64 ",0,%016" PRIx64
           ",1,%s,node,2026-%02u-%02uT%02u:%02u:%02u.%06uZ,section=rows",
           kernels[place.kernel].size, kernels[place.kernel].size * UINT64_C(0x9e3779b97f4a7c15),
           chance(row, 6) < 0.03 ? "noisy" : "", 1 + (unsigned)(second / 2419200 % 12),
           1 + (unsigned)(second / 86400 % 28), (unsigned)(second / 3600 % 24),
           (unsigned)(second / 60 % 60), (unsigned)(second % 60),
           (unsigned)(1000000 * chance(row, 7)));
    printf(",%u,%u,%u,%u,0,%u,0,%u,%u,%.9g", 6000000 + (unsigned)(100000 * chance(row, 8)),
           4500000 + (unsigned)(100000 * chance(row, 9)), (unsigned)(20 * chance(row, 10)),
           (unsigned)(9 * chance(row, 11)), (unsigned)(300 * chance(row, 12)),
           (unsigned)(8 * chance(row, 13)), (unsigned)(4 * chance(row, 14)),
           0.02 * chance(row, 15));
    latency_print(&place, row);
    printf(",,,1,1,0,%u,2,0,1.95800781,%016" PRIx64 ",bc9061a794ff6bd7,%016" PRIx64 ",",
           kernels[place.kernel].blocks ? 10 : 0,
           place.configuration * UINT64_C(0xc2b2ae3d27d4eb4f) + 1,
           (place.configuration * UINT64_C(16) + place.kernel) * UINT64_C(0x165667b19e3779f9) + 1);
    histogram_print(&place, row);
    for (int i = COLUMN_op_histogram + 1; i < COLUMNS; i++)
        putchar(',');
    putchar('\n');
}

int main(int argc, char **argv) {
    uint64_t rows;
    if (argc != 2 || text_count(argv[1], 1, UINT64_C(4000000000), &rows)) {
        fputs("Usage: convoy_rows ROWS\n", stderr);
        return 2;
    }
    for (int i = 0; i < COLUMNS; i++)
        printf("%s%s", i ? "," : "", columns[i].name);
    putchar('\n');
    for (uint64_t row = 0; row < rows; row++)
        row_print(row);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 4;
}
