#include "puset.h"

#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A PU's number; NULL if there is none in range. */
static const char *number_read(const char *text, unsigned *number) {
    if (*text < '0' || *text > '9')
        return NULL;
    char *end;
    const unsigned long value = strtoul(text, &end, 10);
    *number = (unsigned)value;
    return value < PUSET_MAX ? end : NULL;
}

void puset_add(struct puset *set, unsigned pu) {
    set->count += !puset_has(set, pu);
    set->words[pu / 64] |= UINT64_C(1) << pu % 64;
}

bool puset_read(const char *text, struct puset *set) {
    *set = (struct puset){0};
    while (*text) {
        unsigned first = 0, last;
        set->cut = strcmp(text, "...") == 0;
        if (set->cut)
            return true;
        text = number_read(text, &first);
        last = first;
        if (text && *text == '-')
            text = number_read(text + 1, &last);
        if (!text || last < first || (*text && *text != ',') || (*text && !text[1]))
            return false;
        for (unsigned pu = first; pu <= last; pu++)
            puset_add(set, pu);
        text += *text == ',';
    }
    return true;
}

bool puset_has(const struct puset *set, unsigned pu) {
    return pu < PUSET_MAX && set->words[pu / 64] >> pu % 64 & 1;
}

bool puset_equal(const struct puset *a, const struct puset *b) {
    return memcmp(a->words, b->words, sizeof a->words) == 0 && a->cut == b->cut;
}

char *puset_text(const struct puset *set) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    const char *comma = "";
    for (unsigned pu = 0; pu < PUSET_MAX; pu++) {
        const unsigned first = pu;
        if (!puset_has(set, pu))
            continue;
        while (puset_has(set, pu + 1))
            pu++;
        fprintf(out, pu == first ? "%s%u" : "%s%u-%u", comma, first, pu);
        comma = ",";
    }
    if (set->cut)
        fprintf(out, "%s...", comma);
    CHECK(fclose(out) == 0);
    return text;
}
