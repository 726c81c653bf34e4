/* What came out of a probe, in plain words. */
#include "check.h"
#include "median.h"
#include "number.h"
#include "readings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct number reading_number(enum probe_unit unit, double value) {
    struct number number = {"?"};
    if (isnan(value))
        return number;
    switch (unit) {
    case UNIT_S:
        return number_time(value);
    case UNIT_BYTES:
        return number_bytes(value);
    case UNIT_SHARE:
        snprintf(number.text, sizeof number.text, "%.60s %%", number_plain(100 * value).text);
        return number;
    case UNIT_PER_S:
        if (value < 1e4)
            snprintf(number.text, sizeof number.text, "%.3g/s", value);
        else if (value < 1e6)
            snprintf(number.text, sizeof number.text, "%.3g thousand/s", value * 1e-3);
        else
            snprintf(number.text, sizeof number.text, "%.3g million/s", value * 1e-6);
        return number;
    case UNIT_COUNT:
        snprintf(number.text, sizeof number.text, "%.0f", value);
        return number;
    default:
        snprintf(number.text, sizeof number.text, "%.60s x", number_plain(value).text);
        return number;
    }
}

char *reading_text(enum probe_unit unit, struct estimate estimate) {
    if (isnan(estimate.value))
        return must_strdup("");
    if (unit == UNIT_COUNT && !(estimate.low < estimate.high))
        return must_strdup(reading_number(unit, estimate.value).text);
    if (!estimate_limited(estimate))
        return must_format("%s (no limits)", reading_number(unit, estimate.value).text);
    if (estimate.low == estimate.high)
        return must_format("%s (both limits, too)", reading_number(unit, estimate.value).text);
    return must_format("%s (%s to %s)", reading_number(unit, estimate.value).text,
                       reading_number(unit, estimate.low).text,
                       reading_number(unit, estimate.high).text);
}

/* "at 2 workers", "8 bytes". */
static void print_where(FILE *out, const struct reading *reading) {
    if (isnan(reading->message_bytes))
        fprintf(out, "at %g worker%s", reading->point->workers,
                number_plural(reading->point->workers));
    else
        fprintf(out, "for %s", number_bytes(reading->message_bytes).text);
}

static void print_reading(FILE *out, const struct probe *probe, const struct reading *reading) {
    char *text = reading_text(probe->kind->figures[0].unit, reading->figures[0]);
    fputs(text, out);
    free(text);
}

/* "processes take 1.21 times as much (1.18 to 1.25)", or how little. */
static void print_ratio(FILE *out, const struct ratio *ratio) {
    const struct estimate estimate = ratio->estimate;
    fprintf(out, "processes against threads %s x ", number_plain(estimate.value).text);
    if (!estimate_limited(estimate))
        fputs("(no limits)", out);
    else
        fprintf(out, "(%s%s)", number_limits(estimate).text,
                estimate.low > 1 || estimate.high < 1 ? "" : ", undecided");
}

/* "1.21 x (1.18 to 1.25)" */
static void print_times(FILE *out, const struct ratio *ratio) {
    char *text = reading_text(UNIT_TIMES, ratio->estimate);
    fputs(text, out);
    free(text);
}

static void print_pair(FILE *out, const struct probe *probe, const struct reading_pair *pair) {
    const struct reading *threads = &probe->items[pair->threads];
    const struct reading *processes = &probe->items[pair->processes];
    if (*threads->variant)
        fprintf(out, "%s, ", probe_variant_label(probe->name, threads->variant));
    print_where(out, threads);
    fputs(": threads ", out);
    print_reading(out, probe, threads);
    fputs(", processes ", out);
    print_reading(out, probe, processes);
    fputs("; ", out);
    print_ratio(out, &pair->ratio);
}

/* --- sentences: each begins with a capital letter and ends with a stop ---------------------------
 */

struct words {
    char *text;
    size_t length;
    FILE *out;
    long begin; /* of the sentence */
};

static void words_begin(struct words *words) {
    *words = (struct words){0};
    words->out = open_memstream(&words->text, &words->length);
    CHECK(words->out);
}

static void sentence_begin(struct words *words) {
    fflush(words->out);
    fputs(words->length ? " " : "", words->out);
    fflush(words->out);
    words->begin = (long)words->length;
}

static void sentence_end(struct words *words) {
    fputc('.', words->out);
    fflush(words->out);
    char *first = &words->text[words->begin];
    if (*first >= 'a' && *first <= 'z')
        *first = (char)(*first - 'a' + 'A');
}

static char *words_end(struct words *words) {
    CHECK(fclose(words->out) == 0);
    return words->text;
}

char *reading_pair_sentence(const struct probe *probe, const struct reading_pair *pair) {
    struct words words;
    words_begin(&words);
    sentence_begin(&words);
    print_pair(words.out, probe, pair);
    sentence_end(&words);
    return words_end(&words);
}

char *reading_sentence(const struct probe *probe, const struct reading *reading, size_t figure) {
    char *value = reading_text(probe->kind->figures[figure].unit, reading->figures[figure]);
    struct words words;
    words_begin(&words);
    sentence_begin(&words);
    fprintf(words.out, "%s, ", reading->label);
    print_where(words.out, reading);
    fprintf(words.out, ": %s %s", probe->kind->figures[figure].noun, value);
    sentence_end(&words);
    free(value);
    return words_end(&words);
}

char *reading_growth_sentence(const struct probe *probe, const struct reading_growth *growth) {
    char *value = reading_text(probe->kind->figures[0].unit, growth->per_worker);
    char *sentence = must_format("One more worker (%s) adds %s.", growth->label, value);
    free(value);
    return sentence;
}

/* --- all of a probe ----------------------------------------------------------------------------
 */

/* The last of its label: the most workers, the longest message. */
static bool is_last(const struct probe *probe, size_t i) {
    return i + 1 == probe->count || strcmp(probe->items[i + 1].label, probe->items[i].label) != 0;
}

/* The pair that a reading is part of, or NULL. */
static const struct reading_pair *pair_of(const struct probe *probe, size_t reading) {
    for (size_t i = 0; i < probe->pairs.count; i++)
        if (probe->pairs.items[i].threads == reading || probe->pairs.items[i].processes == reading)
            return &probe->pairs.items[i];
    return NULL;
}

static void print_growths(struct words *words, const struct probe *probe) {
    for (size_t i = 0; i < probe->growths.count; i++) {
        char *sentence = reading_growth_sentence(probe, &probe->growths.items[i]);
        fprintf(words->out, "%s%s", words->length ? " " : "", sentence);
        fflush(words->out);
        free(sentence);
    }
}

static double most_workers(const struct probe *probe) {
    double most = 0;
    for (size_t i = 0; i < probe->count; i++)
        most = fmax(most, probe->items[i].point->workers);
    return most;
}

/* --- crash -------------------------------------------------------------------------------------
 */

static void print_estimate(FILE *out, const struct probe *probe, const struct reading *reading,
                           size_t figure) {
    char *text = reading_text(probe->kind->figures[figure].unit, reading->figures[figure]);
    fputs(text, out);
    free(text);
}

/* "; all takes 1.2 times as long as without a crash and children (1.1 to 1.3)" */
static void print_price(FILE *out, const struct reading *reading, const struct reading *direct) {
    if (!direct)
        return;
    const struct point *a = reading->point, *b = direct->point;
    const struct ratio ratio = ratio_compare(a->launch_s, a->launches, b->launch_s, b->launches);
    fprintf(out, "; all takes %s times as long as without children and crashes (%s)",
            number_plain(ratio.estimate.value).text, number_limits(ratio.estimate).text);
}

/* Variants of probe crash, what happens in words, and whether the work goes on. */
static const struct {
    const char *variant, *words;
    bool goes_on;
} endings[] = {
    {"plain", "when a rank of a plain MPI job dies, the launcher ends the job", false},
    {"recovery", "under a launcher that spares the other ranks the lost task is done again", true},
    {"isolated", "with each task in a child a crash costs only its task, which is done again",
     true},
};

static void print_crashes(struct words *words, const struct probe *probe) {
    const double workers = most_workers(probe);
    const struct reading *direct = reading_find(probe, "direct", workers);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const struct reading *reading = reading_find(probe, endings[i].variant, workers);
        if (!reading || strcmp(probe->name, "crash") != 0)
            continue;
        sentence_begin(words);
        fprintf(words->out, "%s: tasks lost ", endings[i].words);
        print_estimate(words->out, probe, reading, CRASH_LOST);
        fputs(", known after ", words->out);
        print_estimate(words->out, probe, reading, CRASH_KNOWN);
        if (!isnan(reading->figures[CRASH_EXIT].value))
            fprintf(words->out, ", exit code %g", reading->figures[CRASH_EXIT].value);
        if (endings[i].goes_on)
            print_price(words->out, reading, direct);
        sentence_end(words);
    }
}

/* --- start-up ----------------------------------------------------------------------------------
 */

/* Ours against a bare program's, all phases and each; and how they found each other. */
static void print_bare_startup(struct words *words, const struct probe *probe, double workers) {
    double *ours, *bare;
    const size_t n = start_sums(probe, STARTER_RANKS, workers, &ours);
    const size_t m = start_sums(probe, STARTER_BARE, workers, &bare);
    if (n && m) {
        const struct ratio all = ratio_compare(ours, n, bare, m);
        char *text = reading_text(UNIT_S, median_of_sorted(bare, m));
        sentence_begin(words);
        fprintf(words->out, "a bare MPI program of as many ranks takes %s: ours against it ", text);
        print_times(words->out, &all);
        for (size_t i = 0; i < START_PHASES; i++) {
            const char *variant = start_phases[STARTER_RANKS][i];
            const struct point *a = reading_find(probe, variant, workers)->point;
            const struct point *b =
                reading_find(probe, start_phases[STARTER_BARE][i], workers)->point;
            const struct ratio phase =
                ratio_compare(a->launch_s, a->launches, b->launch_s, b->launches);
            fprintf(words->out, ", %s ", probe_variant_label(probe->name, variant));
            print_times(words->out, &phase);
        }
        sentence_end(words);
        free(text);
    }
    free(ours);
    free(bare);
}

static void print_transport(struct words *words, const struct probe *probe) {
    for (size_t i = 0; i < probe->count; i++) {
        if (!*probe->items[i].transport)
            continue;
        fprintf(words->out, "%sTransport of MPI (pml/btl): %s.", words->length ? " " : "",
                probe->items[i].transport);
        fflush(words->out);
        return;
    }
}

static void print_startup(struct words *words, const struct probe *probe) {
    const double workers = most_workers(probe);
    const struct reading *team = reading_find(probe, "first_team", workers);
    double *sums;
    const size_t launches = start_sums(probe, STARTER_RANKS, workers, &sums);
    if (launches && team) {
        char *ranks = reading_text(UNIT_S, median_of_sorted(sums, launches));
        char *threads = reading_text(UNIT_S, team->figures[0]);
        const struct ratio ratio =
            ratio_compare(sums, launches, team->point->launch_s, team->point->launches);
        sentence_begin(words);
        fprintf(words->out,
                "from the launcher to the end of the first barrier %g rank%s take%s %s, the first "
                "team of as many threads %s: ",
                workers, number_plural(workers), workers == 1 ? "s" : "", ranks, threads);
        print_ratio(words->out, &ratio);
        sentence_end(words);
        free(ranks);
        free(threads);
    }
    free(sums);
}

/* Of all launches of the readings first .. end-1: "; in the launch with most 52 %, at 2 workers".
 */
static void print_extreme(FILE *out, const struct probe *probe, size_t first, size_t end) {
    const struct probe_figure *figure = &probe->kind->figures[0];
    const struct reading *where = NULL;
    double most = 0;
    for (size_t i = first; i < end; i++) {
        const struct point *point = probe->items[i].point;
        double *values = must_alloc(point->launches * sizeof *values);
        const size_t known = reading_launches(figure, point, values);
        if (known && values[known - 1] > most) {
            most = values[known - 1];
            where = &probe->items[i];
        }
        free(values);
    }
    if (!where || most == where->figures[0].value)
        return;
    fprintf(out, "; in the launch with most %s, ", reading_number(figure->unit, most).text);
    print_where(out, where);
}

/* A figure of the readings first .. end-1, which have one label: its least and its most. */
static void print_range(struct words *words, const struct probe *probe, size_t first, size_t end,
                        size_t figure) {
    const struct reading *least = &probe->items[first], *most = least;
    for (size_t i = first; i < end; i++) {
        const struct reading *reading = &probe->items[i];
        if (reading->figures[figure].value < least->figures[figure].value)
            least = reading;
        if (reading->figures[figure].value > most->figures[figure].value)
            most = reading;
    }
    sentence_begin(words);
    fprintf(words->out, "%s, ", least->label);
    print_where(words->out, least);
    fprintf(words->out, ": %s ", probe->kind->figures[figure].noun);
    print_estimate(words->out, probe, least, figure);
    if (least != most) {
        fputs(", the least, up to ", words->out);
        print_estimate(words->out, probe, most, figure);
        fputc(' ', words->out);
        print_where(words->out, most);
    }
    if (probe->kind->range && figure == 0)
        print_extreme(words->out, probe, first, end);
    sentence_end(words);
}

static void print_ranges(struct words *words, const struct probe *probe, size_t figure) {
    for (size_t first = 0, end; first < probe->count; first = end) {
        end = first + 1;
        while (!is_last(probe, end - 1))
            end++;
        if (!isnan(probe->items[first].figures[figure].value))
            print_range(words, probe, first, end, figure);
    }
}

/* Figures that only one kind of worker has. */
static void print_unpaired(struct words *words, const struct probe *probe) {
    for (size_t i = 0; i < probe->count; i++) {
        if (!is_last(probe, i) || pair_of(probe, i))
            continue;
        char *sentence = reading_sentence(probe, &probe->items[i], 0);
        fprintf(words->out, "%s%s", words->length ? " " : "", sentence);
        fflush(words->out);
        free(sentence);
    }
}

static void print_pairs(struct words *words, const struct probe *probe) {
    for (size_t i = 0; i < probe->pairs.count; i++) {
        const struct reading_pair *pair = &probe->pairs.items[i];
        if (!is_last(probe, pair->threads) || !is_last(probe, pair->processes))
            continue;
        sentence_begin(words);
        print_pair(words->out, probe, pair);
        sentence_end(words);
    }
}

char *probe_sentence(const struct probe *probe) {
    struct words words;
    words_begin(&words);
    print_startup(&words, probe);
    print_bare_startup(&words, probe, most_workers(probe));
    print_transport(&words, probe);
    if (probe->kind->range) {
        print_ranges(&words, probe, 0);
    } else {
        print_pairs(&words, probe);
        print_unpaired(&words, probe);
    }
    if (probe->kind->bare)
        print_ranges(&words, probe, probe->kind->bare);
    print_growths(&words, probe);
    print_crashes(&words, probe);
    return words_end(&words);
}

/* Where a label stands in the short words: at its last place, or where there is most. */
static bool is_shown(const struct probe *probe, size_t i) {
    if (!probe->kind->range)
        return is_last(probe, i);
    const double value = probe->items[i].figures[0].value;
    for (size_t k = 0; k < probe->count; k++) {
        const double other = probe->items[k].figures[0].value;
        if (strcmp(probe->items[k].label, probe->items[i].label) == 0 &&
            (other > value || (other == value && k < i)))
            return false;
    }
    return true;
}

/* Every label's figure at one place, without limits: the page has those. */
char *probe_brief(const struct probe *probe) {
    struct words words;
    const char *separator = "";
    words_begin(&words);
    fprintf(words.out, "%s, ", probe->kind->figures[0].noun);
    for (size_t i = 0; i < probe->count; i++) {
        const struct reading *reading = &probe->items[i];
        if (!is_shown(probe, i))
            continue;
        if (!*separator && !probe->kind->range) {
            print_where(words.out, reading);
            fputs(": ", words.out);
        }
        fprintf(words.out, "%s%s %s", separator, reading->label,
                reading_number(probe->kind->figures[0].unit, reading->figures[0].value).text);
        if (probe->kind->range) {
            fputs(" at most, ", words.out);
            print_where(words.out, reading);
        }
        const struct reading_pair *pair = probe->kind->range ? NULL : pair_of(probe, i);
        if (pair && pair->processes == i)
            fprintf(words.out, ", %s x (%s)", number_plain(pair->ratio.estimate.value).text,
                    number_limits(pair->ratio.estimate).text);
        separator = "; ";
    }
    fputs(*separator ? "." : "nothing was measured.", words.out);
    return words_end(&words);
}
