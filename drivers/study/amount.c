#include "amount.h"

#include "check.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char wrong_amount[] = "not a list of numbers such as 1,2,4 or 1..2*cores";

static const struct {
    const char *name;
    enum amount_word word;
} words[] = {{"cores", AMOUNT_CORES}, {"pus", AMOUNT_PUS}, {"nodes", AMOUNT_NODES}};

/* Moves *at behind the word found there. */
static bool word_read(const char **at, enum amount_word *word) {
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t length = strlen(words[i].name);
        if (strncmp(*at, words[i].name, length) == 0) {
            *word = words[i].word;
            *at += length;
            return true;
        }
    }
    return false;
}

/* Reads a number of at least 1 with its suffix and moves *at behind it. */
static const char *number_read(const char **at, uint64_t *number) {
    char digits[32];
    const size_t length = strspn(*at, "-0123456789kMGi");
    if (length == 0 || length >= sizeof digits || !isdigit((unsigned char)**at))
        return **at == '-' ? "must not be negative" : wrong_amount;
    size_t used = strspn(*at, "0123456789");
    used += strspn(*at + used, "kMGi");
    memcpy(digits, *at, used);
    digits[used] = '\0';
    *at += used;
    if (strcmp(digits, "0") == 0)
        return "counts start at 1";
    return text_count(digits, 1, INT64_MAX, number);
}

/* A core is one PU or several: their product counts nothing. */
static bool words_multiply(unsigned known, enum amount_word next) {
    const unsigned places = AMOUNT_CORES | AMOUNT_PUS;
    return !(known & next) && !((known & places) && (next & places));
}

/* Reads "N", "WORD", "N*WORD*WORD", each with "/M" behind words. */
static const char *amount_read(const char **at, struct amount *amount) {
    enum amount_word word;
    *amount = (struct amount){0, 1, 1};
    if (word_read(at, &word)) {
        amount->words = word;
    } else {
        const char *wrong = number_read(at, &amount->factor);
        if (wrong || **at != '*')
            return wrong;
    }
    while (**at == '*') {
        ++*at;
        if (!word_read(at, &word) || !words_multiply(amount->words, word))
            return "only cores or pus, and nodes, can be multiplied, as in 2*cores*nodes";
        amount->words |= word;
    }
    if (**at != '/')
        return NULL;
    ++*at;
    return number_read(at, &amount->divisor);
}

static bool runs_backwards(const struct amount_span *span) {
    return !span->from.words && !span->to.words && span->to.factor < span->from.factor;
}

static const char *span_read(const char *at, struct amount_span *span) {
    span->doubling = false;
    const char *wrong = amount_read(&at, &span->from);
    if (wrong)
        return wrong;
    span->to = span->from;
    const size_t dots = strncmp(at, "..", 2) == 0 ? 2 : *at == '-';
    if (!dots)
        return *at ? wrong_amount : NULL;
    at += dots;
    if ((wrong = amount_read(&at, &span->to)))
        return wrong;
    at += strspn(at, " \t");
    if (strcmp(at, "x2") == 0)
        span->doubling = true;
    else if (*at)
        return wrong_amount;
    return runs_backwards(span) ? "a range must not run backwards" : NULL;
}

const char *amount_list_read(const char *text, struct amount_list *list) {
    struct text_list pieces = text_split(text);
    const char *wrong = NULL;
    *list = (struct amount_list){must_alloc(pieces.count * sizeof *list->spans), 0};
    for (size_t i = 0; i < pieces.count && !wrong; i++)
        wrong = span_read(pieces.items[i], &list->spans[list->count++]);
    text_list_free(&pieces);
    return wrong;
}

bool amount_list_has_nodes(const struct amount_list *list) {
    for (size_t i = 0; i < list->count; i++)
        if ((list->spans[i].from.words | list->spans[i].to.words) & AMOUNT_NODES)
            return true;
    return false;
}

void amount_list_free(struct amount_list *list) {
    free(list->spans);
    *list = (struct amount_list){NULL, 0};
}

/* 0: larger than a number can hold. */
static uint64_t amount_value(struct amount amount, struct machine_size machine) {
    const struct {
        enum amount_word word;
        unsigned count;
    } units[] = {
        {AMOUNT_CORES, machine.cores}, {AMOUNT_PUS, machine.pus}, {AMOUNT_NODES, machine.nodes}};
    uint64_t value = amount.factor;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (amount.words & units[i].word && __builtin_mul_overflow(value, units[i].count, &value))
            return 0;
    return value < amount.divisor ? 1 : value / amount.divisor;
}

static bool number_list_holds(const struct number_list *list, uint64_t number) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == number)
            return true;
    return false;
}

void number_list_add(struct number_list *list, uint64_t number) {
    list->items = must_realloc(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = number;
}

static const char *span_numbers(const struct amount_span *span, struct machine_size machine,
                                uint64_t maximum, struct number_list *list) {
    const uint64_t from = amount_value(span->from, machine);
    const uint64_t end = amount_value(span->to, machine);
    const uint64_t to = end && end < from ? from : end;
    if (!from || !to || from > maximum || to > maximum)
        return "too large";
    for (uint64_t value = from;; value = span->doubling ? 2 * value : value + 1) {
        const uint64_t kept = value < to ? value : to;
        if (!number_list_holds(list, kept))
            number_list_add(list, kept);
        if (list->count > AMOUNT_VALUES_MAX)
            return "too many values";
        if (kept == to)
            return NULL;
    }
}

static int ascending(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

const char *amount_list_numbers(const struct amount_list *amounts, struct machine_size machine,
                                uint64_t maximum, struct number_list *list) {
    const char *wrong = NULL;
    *list = (struct number_list){NULL, 0};
    for (size_t i = 0; i < amounts->count && !wrong; i++)
        wrong = span_numbers(&amounts->spans[i], machine, maximum, list);
    if (list->count)
        qsort(list->items, list->count, sizeof *list->items, ascending);
    return wrong;
}

void number_list_free(struct number_list *list) {
    free(list->items);
    *list = (struct number_list){NULL, 0};
}
