#include "agreement.h"

#include "array.h"

#include <stdlib.h>

/* Word 0 is the empty text: as a value of `first` it stands for "not seen yet". */
struct agreement agreement_new(void) {
    return (struct agreement){.keys = words_new(), .values = words_new()};
}

void agreement_free(struct agreement *agreement) {
    words_free(agreement->keys);
    words_free(agreement->values);
    free(agreement->first);
    free(agreement->example);
    *agreement = (struct agreement){0};
}

void agreement_add(struct agreement *agreement, const char *key, const char *name,
                   const char *value) {
    if (!*value)
        return;
    const word at = words_keep(agreement->keys, key);
    while (agreement->count <= at) {
        agreement->first = array_grow(agreement->first, agreement->count, &agreement->room,
                                      sizeof *agreement->first);
        agreement->first[agreement->count++] = 0;
    }
    const word seen = words_keep(agreement->values, value);
    agreement->rows++;
    if (!agreement->first[at])
        agreement->first[at] = seen;
    if (agreement->first[at] == seen)
        return;
    if (agreement->broken++ == 0)
        agreement->example = must_strdup(name);
}
