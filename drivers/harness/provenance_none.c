/* Built without cJSON: there is no provenance, and it says so. */
#include "provenance.h"

const char *provenance_unavailable(void) {
    return "built without cJSON";
}

bool provenance_write(const char *output, const struct provenance *provenance,
                      struct fault *fault) {
    (void)output;
    (void)provenance;
    (void)fault;
    return true;
}
