#include "match.h"

#include "array.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES_NAMED = 3 };

/* A configuration to be found by its key. */
struct entry {
    char *key;
    size_t spot;
};

/* The configurations of one side while they are matched. */
struct pool {
    const struct dataset *side;
    struct spot *spots;
    bool *taken;
    struct entry *entries; /* sorted by key */
    size_t count;
};

static int by_key(const void *left, const void *right) {
    return strcmp(((const struct entry *)left)->key, ((const struct entry *)right)->key);
}

static const struct setup *setup_of(const struct pool *pool, size_t spot) {
    return &pool->spots[spot].point->configuration->setup;
}

static const char *kernel_of(const struct pool *pool, size_t spot) {
    return pool->spots[spot].panel->kernel;
}

/* The fields that are passed over for a kernel. */
static key_set fields_without(const struct matching *matching, const char *kernel) {
    for (size_t i = 0; i < matching->stranger_count; i++)
        if (strcmp(matching->strangers[i].kernel, kernel) == 0)
            return matching->strangers[i].fields;
    return 0;
}

static struct pool pool_make(const struct dataset *side) {
    struct pool pool = {.side = side};
    pool.spots = dataset_spots(side, &pool.count);
    pool.taken = must_alloc((pool.count + 1) * sizeof *pool.taken);
    pool.entries = must_alloc((pool.count + 1) * sizeof *pool.entries);
    return pool;
}

static void entries_clear(struct pool *pool) {
    for (size_t i = 0; i < pool->count; i++)
        free(pool->entries[i].key);
}

static void entries_make(struct pool *pool, const struct matching *matching) {
    entries_clear(pool);
    for (size_t i = 0; i < pool->count; i++) {
        const key_set without = fields_without(matching, kernel_of(pool, i));
        pool->entries[i].key = key_text(pool->side->data, setup_of(pool, i), without);
        pool->entries[i].spot = i;
    }
    qsort(pool->entries, pool->count, sizeof *pool->entries, by_key);
}

static void pool_free(struct pool *pool) {
    entries_clear(pool);
    free(pool->entries);
    free(pool->taken);
    free(pool->spots);
}

/* The only configuration of that key, or NULL. */
static const struct entry *entry_find(const struct pool *pool, const struct entry *wanted) {
    const struct entry *found =
        pool->count ? bsearch(wanted, pool->entries, pool->count, sizeof *pool->entries, by_key)
                    : NULL;
    if (!found)
        return NULL;
    const size_t at = (size_t)(found - pool->entries);
    const bool twin = (at > 0 && by_key(found - 1, found) == 0) ||
                      (at + 1 < pool->count && by_key(found + 1, found) == 0);
    return twin ? NULL : found;
}

static void pair_all(struct pool *before, struct pool *after, size_t *partner) {
    for (size_t i = 0; i < after->count; i++) {
        const struct entry *mine = entry_find(after, &after->entries[i]);
        const struct entry *theirs = mine ? entry_find(before, mine) : NULL;
        if (!theirs || after->taken[mine->spot] || before->taken[theirs->spot])
            continue;
        after->taken[mine->spot] = before->taken[theirs->spot] = true;
        partner[mine->spot] = theirs->spot;
    }
}

static bool is_kernel(const struct pool *pool, size_t spot, const char *kernel) {
    return strcmp(kernel_of(pool, spot), kernel) == 0;
}

/* Whether any configuration of the kernel has, or has no, partner; false as well if there is none.
 */
static bool any_of(const struct pool *pool, const char *kernel, bool taken) {
    for (size_t i = 0; i < pool->count; i++)
        if (is_kernel(pool, i, kernel) && pool->taken[i] == taken)
            return true;
    return false;
}

static bool field_is_disjoint(const struct pool *before, const struct pool *after,
                              const char *kernel, size_t field) {
    for (size_t i = 0; i < after->count; i++)
        for (size_t j = 0; is_kernel(after, i, kernel) && j < before->count; j++)
            if (is_kernel(before, j, kernel) &&
                key_field_same(after->side->data, setup_of(after, i), before->side->data,
                               setup_of(before, j), field))
                return false;
    return true;
}

static bool field_is_new(const struct pool *pool, const char *kernel, size_t field, size_t spot) {
    for (size_t i = 0; i < spot; i++)
        if (is_kernel(pool, i, kernel) &&
            key_field_same(pool->side->data, setup_of(pool, i), pool->side->data,
                           setup_of(pool, spot), field))
            return false;
    return true;
}

/* The different values of a field, the first few: "1M, 2M". */
static void print_values(FILE *out, const struct pool *pool, const char *kernel, size_t field) {
    size_t named = 0;
    for (size_t i = 0; i < pool->count && named <= VALUES_NAMED; i++) {
        if (!is_kernel(pool, i, kernel) || !field_is_new(pool, kernel, field, i))
            continue;
        char *value = key_field_text(pool->side->data, setup_of(pool, i), field);
        fprintf(out, "%s%.60s", named ? ", " : "", named == VALUES_NAMED ? "..." : value);
        free(value);
        named++;
    }
}

static struct stranger stranger_make(const struct pool *before, const struct pool *after,
                                     const char *kernel) {
    struct stranger stranger = {.kernel = kernel};
    size_t length, named = 0;
    FILE *out = open_memstream(&stranger.text, &length);
    CHECK(out);
    fprintf(out, "kernel %.60s: ", kernel);
    for (size_t field = 0; field < KEY_FIELDS; field++) {
        if (!field_is_disjoint(before, after, kernel, field))
            continue;
        if (!key_field_is_fixed(field))
            stranger.fields |= 1u << field;
        fprintf(out, "%s%s ", named++ ? ", " : "", key_field_name(field));
        print_values(out, before, kernel, field);
        fputs(" / ", out);
        print_values(out, after, kernel, field);
    }
    if (!named)
        fputs("no configuration in common", out);
    CHECK(fclose(out) == 0);
    return stranger;
}

static void strangers_find(struct matching *matching, const struct pool *before,
                           const struct pool *after) {
    for (size_t i = 0; i < after->count; i++) {
        const char *kernel = kernel_of(after, i);
        if (after->taken[i] || any_of(after, kernel, true) || !any_of(before, kernel, false))
            continue;
        bool known = false;
        for (size_t s = 0; s < matching->stranger_count; s++)
            known = known || strcmp(matching->strangers[s].kernel, kernel) == 0;
        if (known)
            continue;
        matching->strangers = array_grow(matching->strangers, matching->stranger_count,
                                         &matching->stranger_room, sizeof *matching->strangers);
        matching->strangers[matching->stranger_count++] = stranger_make(before, after, kernel);
    }
}

/* Those without a partner. Free the result. */
static struct spot *spots_left(const struct pool *pool, size_t *count) {
    *count = 0;
    struct spot *left = must_alloc((pool->count + 1) * sizeof *left);
    for (size_t i = 0; i < pool->count; i++)
        if (!pool->taken[i])
            left[(*count)++] = pool->spots[i];
    return left;
}

static void matches_collect(struct matching *matching, const struct pool *before,
                            const struct pool *after, const size_t *partner, const bool *plain) {
    matching->items = must_alloc((after->count + 1) * sizeof *matching->items);
    for (size_t i = 0; i < after->count; i++)
        if (after->taken[i])
            matching->items[matching->count++] =
                (struct match){before->spots[partner[i]], after->spots[i], !plain[i]};
    matching->removed = spots_left(before, &matching->removed_count);
    matching->added = spots_left(after, &matching->added_count);
}

struct matching matching_make(const struct dataset *before, const struct dataset *after,
                              bool despite) {
    struct matching matching = {0};
    struct pool old_pool = pool_make(before), new_pool = pool_make(after);
    size_t *partner = must_alloc((new_pool.count + 1) * sizeof *partner);
    bool *plain = must_alloc((new_pool.count + 1) * sizeof *plain);
    entries_make(&old_pool, &matching);
    entries_make(&new_pool, &matching);
    pair_all(&old_pool, &new_pool, partner);
    memcpy(plain, new_pool.taken, new_pool.count * sizeof *plain);
    strangers_find(&matching, &old_pool, &new_pool);
    if (despite) {
        entries_make(&old_pool, &matching);
        entries_make(&new_pool, &matching);
        pair_all(&old_pool, &new_pool, partner);
    }
    matches_collect(&matching, &old_pool, &new_pool, partner, plain);
    free(plain);
    free(partner);
    pool_free(&old_pool);
    pool_free(&new_pool);
    return matching;
}

void matching_free(struct matching *matching) {
    for (size_t i = 0; i < matching->stranger_count; i++)
        free(matching->strangers[i].text);
    free(matching->strangers);
    free(matching->items);
    free(matching->removed);
    free(matching->added);
    *matching = (struct matching){0};
}
