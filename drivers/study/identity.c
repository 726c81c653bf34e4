#include "identity.h"

#include "check.h"
#include "clock.h"
#include "hash.h"
#include "inifile.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Order and names of the facts; run.ini's format is the first of them. */
static const char *const fact_keys[IDENTITY_FACTS] = {
    "format", "study",  "study_hash", "seed",  "quick",  "launches",
    "reps",   "warmup", "only",       "nodes", "rounds", "plan_hash"};

static char *hash_text(uint64_t hash) {
    return must_format("%016" PRIx64, hash);
}

/* The plan as it is printed: machine, order, variants, rows. Covers what the other facts do not
 * name. */
static uint64_t plan_hash(const struct rounds *rounds) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    rounds_print(rounds, out);
    CHECK(fclose(out) == 0);
    const uint64_t hash = hash_bytes(HASH_START, text, length);
    free(text);
    return hash;
}

static char *choice_text(uint64_t choice) {
    return choice == NOT_GIVEN ? must_strdup("as in the study") : must_format("%" PRIu64, choice);
}

/* A list that would not fit into a line of run.ini stands there as its hash. Takes `text`. */
static char *short_text(char *text) {
    enum { LONGEST = 100 };
    if (strlen(text) <= LONGEST)
        return text;
    char *hash = hash_text(hash_bytes(HASH_START, text, strlen(text)));
    free(text);
    return hash;
}

static char *rounds_text(const struct number_list *chosen) {
    char *all = must_strdup(chosen ? "" : "all");
    for (size_t i = 0; chosen && i < chosen->count; i++) {
        char *longer = must_format("%s%s%" PRIu64, all, i ? "," : "", chosen->items[i]);
        free(all);
        all = longer;
    }
    return short_text(all);
}

static char *only_text(const struct text_list *only) {
    if (!only || !only->count)
        return must_strdup("everything");
    char *all = must_strdup("");
    for (size_t i = 0; i < only->count; i++) {
        char *longer = must_format("%s%s%s", all, i ? "," : "", only->items[i]);
        free(all);
        all = longer;
    }
    return short_text(all);
}

/* When, and enough of a hash to tell apart what began in the same second on two hosts. */
static char *run_id_make(void) {
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    const uint64_t salt[] = {clock_wall_ns(), (uint64_t)getpid()};
    const uint64_t hash = hash_bytes(hash_bytes(HASH_START, host, strlen(host)), salt, sizeof salt);
    const struct utc_text now = clock_utc();
    return must_format("%.4s%.2s%.2sT%.2s%.2s%.2sZ-%08x", now.text, now.text + 5, now.text + 8,
                       now.text + 11, now.text + 14, now.text + 17, (unsigned)(hash >> 32));
}

struct identity identity_make(const struct rounds *rounds, const struct round_choices *choices) {
    const char *text = rounds->study->text;
    char *values[IDENTITY_FACTS] = {
        must_strdup("1"),
        must_strdup(rounds->study->name),
        hash_text(hash_bytes(HASH_START, text, strlen(text))),
        must_format("%" PRIu64, rounds->seed),
        must_strdup(rounds->quick ? "yes" : "no"),
        choice_text(choices->launches),
        choice_text(choices->reps),
        choice_text(choices->warmup),
        only_text(choices->only),
        must_format("%u", rounds->machine.nodes),
        rounds_text(rounds->chosen),
        hash_text(plan_hash(rounds)),
    };
    struct identity identity = {.run_id = run_id_make()};
    for (size_t i = 0; i < IDENTITY_FACTS; i++) {
        identity.facts[i].key = fact_keys[i];
        identity.facts[i].value = values[i];
    }
    return identity;
}

void identity_free(struct identity *identity) {
    for (size_t i = 0; i < IDENTITY_FACTS; i++)
        free(identity->facts[i].value);
    free(identity->run_id);
}

char *identity_text(const struct identity *identity) {
    char *text = must_format("; A run of convoy-run: --resume compares all of this with what it is "
                             "asked to do.\n[run]\nrun_id = %s\n",
                             identity->run_id);
    for (size_t i = 0; i < IDENTITY_FACTS; i++) {
        char *longer =
            must_format("%s%s = %s\n", text, identity->facts[i].key, identity->facts[i].value);
        free(text);
        text = longer;
    }
    return text;
}

static void keep(char **place, const char *value) {
    free(*place);
    *place = must_strdup(value);
}

static bool fact_take(const struct ini_item *item, void *user, struct fault *fault) {
    struct identity *identity = user;
    if (!item->key)
        return true;
    if (strcmp(item->key, "run_id") == 0) {
        keep(&identity->run_id, item->value);
        return true;
    }
    for (size_t i = 0; i < IDENTITY_FACTS; i++) {
        if (strcmp(item->key, fact_keys[i]) == 0) {
            keep(&identity->facts[i].value, item->value);
            return true;
        }
    }
    return fault_user(fault, "%s:%u: unknown key '%s'", item->path, item->line, item->key);
}

bool identity_read(const char *path, const char *text, struct identity *identity,
                   struct fault *fault) {
    *identity = (struct identity){.run_id = NULL};
    for (size_t i = 0; i < IDENTITY_FACTS; i++)
        identity->facts[i].key = fact_keys[i];
    if (!ini_read(path, text, fact_take, identity, fault))
        return false;
    for (size_t i = 0; i < IDENTITY_FACTS; i++)
        if (!identity->facts[i].value)
            return fault_user(fault, "%s: no key '%s'", path, fact_keys[i]);
    return identity->run_id || fault_user(fault, "%s: no key 'run_id'", path);
}

bool identity_same(const struct identity *there, const struct identity *now, const char *path,
                   struct fault *fault) {
    for (size_t i = 0; i < IDENTITY_FACTS; i++)
        if (strcmp(there->facts[i].value, now->facts[i].value) != 0)
            return fault_user(fault, "%s: cannot be resumed: %s was %s and is %s now", path,
                              there->facts[i].key, there->facts[i].value, now->facts[i].value);
    return true;
}
