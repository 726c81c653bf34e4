#include "identity.h"

#include "clock.h"
#include "hash.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static void make_run_id(struct identity *identity) {
    uint32_t random = 0;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) != sizeof random)
        random = (uint32_t)clock_wall_ns();
    snprintf(identity->run_id, sizeof identity->run_id, "%.19s-%08x", clock_utc().text, random);
}

/* Reads a number from the environment; *given says whether there was one. */
static bool read_number(const char *name, uint64_t *value, bool *given, struct fault *fault) {
    const char *text = getenv(name);
    *given = text != NULL;
    const char *wrong = text ? text_count(text, 0, INT64_MAX, value) : NULL;
    return !wrong || fault_user(fault, "environment variable %s: %s: '%.100s'", name, wrong, text);
}

/* Reads a word for a column from the environment; a line break in it would make two lines of a row,
 * and --resume reads lines. */
static bool read_word(const char *name, const char **word, struct fault *fault) {
    *word = getenv(name);
    if (*word && strpbrk(*word, "\r\n"))
        return fault_user(fault, "environment variable %s: must not hold a line break", name);
    return true;
}

/* A launcher on another machine: its moment means nothing on this clock. */
static bool is_other_clock(const char *whose) {
    return whose && strcmp(whose, clock_whose().text) != 0;
}

bool identity_read(struct identity *identity, struct fault *fault) {
    const char *study, *run_id;
    bool timed;
    if (!read_word("CONVOY_STUDY", &study, fault) || !read_word("CONVOY_RUN_ID", &run_id, fault))
        return false;
    *identity = (struct identity){.study = study ? study : ""};
    if (run_id)
        snprintf(identity->run_id, sizeof identity->run_id, "%s", run_id);
    else
        make_run_id(identity);
    if (!read_number("CONVOY_LAUNCH", &identity->launch, &identity->numbered, fault) ||
        !read_number("CONVOY_EXEC_NS", &identity->exec_ns, &timed, fault))
        return false;
    if (is_other_clock(getenv("CONVOY_EXEC_CLOCK")))
        identity->exec_ns = 0;
    return true;
}

uint64_t identity_binary(void) {
    FILE *in = fopen("/proc/self/exe", "re");
    unsigned char block[4096] = {0};
    uint64_t hash = HASH_START;
    size_t got;
    if (!in)
        return 0;
    while ((got = fread(block, 1, sizeof block, in)) > 0)
        hash = hash_bytes(hash, block, got);
    fclose(in);
    return hash;
}
