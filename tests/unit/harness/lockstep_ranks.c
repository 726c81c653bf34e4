/*
 * lockstep_ranks THREADS WORKERS [FAILING]: the kernel march under the measuring loop, in as many
 * ranks as mpirun starts, of THREADS threads each; the first WORKERS workers take part, worker
 * FAILING fails. Prints one line and ends with 0 if everything was as it must be
 * (tests/agree/lockstep.sh).
 */
#include "rig.h"

#include "march.h"

#include <stdio.h>
#include <stdlib.h>

enum { REPETITIONS = 3, FAILURE = 28 };

static bool as_it_must_be(const struct rig *rig) {
    if (march.fails_at >= 0)
        return rig->row_count == 0 && rig->failed_slot.error_number == FAILURE &&
               (int)rig->failed_worker == march.fails_at;
    bool good = rig->row_count == REPETITIONS;
    for (unsigned i = 0; i < rig->row_count; i++)
        good = good && rig->rows[i].checksum == march_kernel.expected(&rig->list->problem);
    return good;
}

int main(int argc, char **argv) {
    static struct rig rig;
    if (argc < 3)
        return EXIT_USER;
    const unsigned threads = (unsigned)strtoul(argv[1], NULL, 10);
    const unsigned workers = (unsigned)strtoul(argv[2], NULL, 10);
    march_reset();
    march.fails_at = argc > 3 ? (int)strtol(argv[3], NULL, 10) : -1;
    rig_init(&rig, &march_kernel, threads);
    rig.ranks = &ranks_mpi;
    rig_size(rig.list, 3 * workers + 1, workers, workers);
    rig_run(&rig);
    if (rig.place.rank > 0)
        return march.faults > 0;
    printf("%u workers in %u ranks of %u threads: %s\n", workers, rig.place.ranks, threads,
           as_it_must_be(&rig) ? "good" : "WRONG");
    return !as_it_must_be(&rig);
}
