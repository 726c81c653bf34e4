#include "agree.h"

#include "check.h"

#include <stdlib.h>

bool agree(const struct ranks *ranks, const struct rank_place *place, struct fault *fault) {
    struct fault *all = place->rank == 0 ? must_alloc(place->ranks * sizeof *all) : NULL;
    ranks->gather(fault, sizeof *fault, all);
    for (unsigned rank = 0; all && rank < place->ranks; rank++) {
        if (all[rank].code != EXIT_DONE) {
            *fault = all[rank];
            break;
        }
    }
    ranks->broadcast(fault, sizeof *fault);
    free(all);
    return fault->code == EXIT_DONE;
}
