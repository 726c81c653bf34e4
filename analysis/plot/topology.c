#include "topology.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LEVELS_MAX = 32, LOOPS_MAX = 16, NAME_MAX_BYTES = 32 };

enum kind { KIND_OTHER, KIND_PACKAGE, KIND_NODE, KIND_CORE, KIND_PU };

/* As hwloc writes them, and as people do. */
static const struct {
    const char *name;
    enum kind kind;
} kinds[] = {
    {"Package", KIND_PACKAGE}, {"Pack", KIND_PACKAGE}, {"Socket", KIND_PACKAGE},
    {"NUMANode", KIND_NODE},   {"NUMA", KIND_NODE},    {"Node", KIND_NODE},
    {"Core", KIND_CORE},       {"PU", KIND_PU},
};

struct level {
    enum kind kind;
    unsigned arity;
};

/* A line while it is read. */
struct scan {
    const char *at;
    struct level levels[LEVELS_MAX];
    unsigned count;
    unsigned memory; /* memory belongs to the objects of levels[memory - 1], 0: the machine */
    bool has_memory;
    const char *indexes; /* of the PUs, NULL: none */
};

static enum kind kind_of(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcasecmp(kinds[i].name, name) == 0)
            return kinds[i].kind;
    return KIND_OTHER;
}

static bool number_read(const char **at, unsigned *number) {
    if (**at < '0' || **at > '9')
        return false;
    char *end;
    const unsigned long value = strtoul(*at, &end, 10);
    *at = end;
    *number = (unsigned)value;
    return value <= TOPOLOGY_PUS_MAX;
}

/* "(size=1 indexes=0,1)", if there is one; *indexes is what stands behind its "indexes=". */
static bool attributes_read(const char **at, const char **indexes) {
    *indexes = NULL;
    if (**at != '(')
        return true;
    const char *end = strchr(*at, ')');
    if (!end)
        return false;
    const char *found = strstr(*at, "indexes=");
    if (found && found < end)
        *indexes = found + strlen("indexes=");
    *at = end + 1;
    return true;
}

/* "[NUMANode(memory=1)]" behind a level, or before the first. Other kinds of memory: the first. */
static bool memory_read(struct scan *scan) {
    const char *end = strchr(scan->at, ']');
    if (!end)
        return false;
    if (!scan->has_memory)
        scan->memory = scan->count;
    scan->has_memory = true;
    scan->at = end + 1;
    return true;
}

/* "Core:4(...)" or, as PUs may be written, "2". */
static bool level_read(struct scan *scan) {
    char name[NAME_MAX_BYTES] = "PU";
    const size_t length = strcspn(scan->at, ":( ");
    if (scan->at[length] == ':') {
        if (!length || length >= sizeof name)
            return false;
        memcpy(name, scan->at, length);
        name[length] = '\0';
        scan->at += length + 1;
    }
    struct level level = {.kind = kind_of(name)};
    const char *indexes;
    if (scan->count == LEVELS_MAX || !number_read(&scan->at, &level.arity) || !level.arity ||
        !attributes_read(&scan->at, &indexes))
        return false;
    if (level.kind == KIND_PU)
        scan->indexes = indexes;
    scan->levels[scan->count++] = level;
    return !*scan->at || *scan->at == ' ';
}

static bool levels_read(struct scan *scan) {
    const char *unused;
    if (!attributes_read(&scan->at, &unused)) /* of the machine */
        return false;
    for (;;) {
        scan->at += strspn(scan->at, " ");
        if (!*scan->at)
            return scan->count && scan->levels[scan->count - 1].kind == KIND_PU;
        if (!(*scan->at == '[' ? memory_read(scan) : level_read(scan)))
            return false;
    }
}

/* PUs below one object of the level before `level`; 0: too many. */
static unsigned pus_below(const struct scan *scan, unsigned level) {
    unsigned long pus = 1;
    for (unsigned i = level; i < scan->count && pus <= TOPOLOGY_PUS_MAX; i++)
        pus *= scan->levels[i].arity;
    return pus <= TOPOLOGY_PUS_MAX ? (unsigned)pus : 0;
}

static unsigned pus_in(const struct scan *scan, enum kind kind) {
    for (unsigned i = 0; i < scan->count; i++)
        if (scan->levels[i].kind == kind)
            return pus_below(scan, i + 1);
    return kind == KIND_NODE && scan->has_memory ? pus_below(scan, scan->memory) : 0;
}

/* "0,8,1,9": one number for each PU. */
static bool numbers_list(const char *text, struct topology *topology) {
    for (unsigned i = 0; i < topology->pus; i++) {
        if (i && *text++ != ',')
            return false;
        if (!number_read(&text, &topology->numbers[i]))
            return false;
    }
    return *text == ')' || *text == ' ';
}

/*
 * "2*8:1*2": counting in each loop goes on by one after every STEP PUs and starts again after
 * COUNT; a loop's digit counts as much as all before it together have values. A last loop of step 1
 * may be left out.
 */
static bool numbers_loops(const char *text, struct topology *topology) {
    unsigned weight = 1;
    for (unsigned loop = 0; loop < LOOPS_MAX && weight < topology->pus; loop++) {
        unsigned step = 1, count = topology->pus / weight;
        const bool given = loop == 0 || *text == ':';
        text += *text == ':';
        if (given && (!number_read(&text, &step) || *text++ != '*' || !number_read(&text, &count)))
            return false;
        if (!step || !count || topology->pus % (weight * count))
            return false;
        for (unsigned i = 0; i < topology->pus; i++)
            topology->numbers[i] += i / step % count * weight;
        weight *= count;
    }
    return *text == ')' || *text == ' ';
}

/* Every number from 0 up once, or another set of which none comes twice. */
static bool numbers_differ(const struct topology *topology) {
    bool *taken = must_alloc((TOPOLOGY_PUS_MAX + 1) * sizeof *taken), good = true;
    for (unsigned i = 0; i < topology->pus; i++) {
        good = good && !taken[topology->numbers[i]];
        taken[topology->numbers[i]] = true;
    }
    free(taken);
    return good;
}

static bool numbers_read(const char *indexes, struct topology *topology) {
    topology->numbers = must_alloc(topology->pus * sizeof *topology->numbers);
    if (!indexes) {
        for (unsigned i = 0; i < topology->pus; i++)
            topology->numbers[i] = i;
        return true;
    }
    const size_t digits = strspn(indexes, "0123456789");
    return (indexes[digits] == '*' ? numbers_loops(indexes, topology)
                                   : numbers_list(indexes, topology)) &&
           numbers_differ(topology);
}

bool topology_read(const char *line, struct topology *topology) {
    struct scan scan = {.at = line};
    *topology = (struct topology){0};
    if (!levels_read(&scan))
        return false;
    topology->pus = pus_below(&scan, 0);
    topology->package_pus = pus_in(&scan, KIND_PACKAGE);
    topology->node_pus = pus_in(&scan, KIND_NODE);
    topology->core_pus = pus_in(&scan, KIND_CORE);
    if (topology->pus && numbers_read(scan.indexes, topology))
        return true;
    topology_free(topology);
    return false;
}

void topology_free(struct topology *topology) {
    free(topology->numbers);
    *topology = (struct topology){0};
}
