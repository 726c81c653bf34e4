#include "note.h"

#include "advice.h"
#include "array.h"
#include "label.h"
#include "number.h"
#include "slownode.h"

#include <gsl/gsl_cdf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fewer comparisons than COMPARISONS_FEW are not worth a sentence about chance. */
enum { NAMED_MAX = 6, COMPARISONS_FEW = 10 };

/* Limits wider than this part of the median are worth a sentence. */
#define WIDE 0.10

/* Takes ownership of the sentence. */
static void add(struct notes *notes, char *sentence) {
    ARRAY_PUSH(notes, sentence);
}

void notes_add(struct notes *notes, const char *sentence) {
    add(notes, must_strdup(sentence));
}

/* text = text + before + addition; frees the old one. */
static void append(char **text, const char *before, const char *addition) {
    char *longer = must_format("%s%s%s", *text, before, addition);
    free(*text);
    *text = longer;
}

static void note_exploratory(struct notes *notes, const struct study *study) {
    char *names = must_strdup("");
    size_t count = 0;
    for (size_t i = 0; i < study->count; i++) {
        if (panel_launches_min(&study->items[i]) >= LAUNCHES_FOR_LIMITS)
            continue;
        if (count++ < NAMED_MAX)
            append(&names, count > 1 ? "; " : "", study->items[i].name);
    }
    if (count)
        add(notes,
            must_format("Exploratory: %zu of %zu panel%s %s points with fewer than %d launches, "
                        "for which no 95 %% limits exist (%s%s).",
                        count, study->count, number_plural((double)study->count),
                        count == 1 ? "has" : "have", LAUNCHES_FOR_LIMITS, names,
                        count > NAMED_MAX ? "; ..." : ""));
    free(names);
}

/* One file needs no folder to be known by. */
static char *place_text(const struct data *data, const struct place *place) {
    const char *file = data_text(data, place->file), *slash = strrchr(file, '/');
    return must_format("%s:%zu", slash && data->files == 1 ? slash + 1 : file, place->line);
}

static void note_fates(struct notes *notes, const struct data *data) {
    const uint64_t out =
        data->rows - data->fates[ROW_USED] - data->fates[ROW_WARMUP] - data->fates[ROW_SIMULATED];
    if (!out)
        return;
    char *reasons = must_strdup("");
    for (enum row_fate fate = 0; fate < ROW_FATES; fate++) {
        if (fate == ROW_USED || fate == ROW_WARMUP || fate == ROW_SIMULATED || !data->fates[fate])
            continue;
        char *place = place_text(data, &data->first[fate]);
        char *reason = must_format("%" PRIu64 " %s, first at %s", data->fates[fate],
                                   row_fate_names[fate], place);
        append(&reasons, *reasons ? "; " : "", reason);
        free(reason);
        free(place);
    }
    add(notes, must_format("Left out: %" PRIu64 " of %" PRIu64 " row%s (%s).", out, data->rows,
                           number_plural((double)data->rows), reasons));
    free(reasons);
}

static void note_wrongs(struct notes *notes, const struct data *data) {
    const struct wrongs *wrongs = &data->wrongs;
    char *names = must_strdup("");
    for (size_t i = 0; i < wrongs->count; i++) {
        const struct wrong *wrong = &wrongs->items[i];
        char *name = must_format("%s under %s on %" PRIu64 " row%s", data_text(data, wrong->kernel),
                                 data_text(data, wrong->driver), wrong->rows,
                                 number_plural((double)wrong->rows));
        append(&names, i ? ", " : "", name);
        free(name);
    }
    if (wrongs->other_rows) {
        char *others = must_format("others on %" PRIu64 " row%s", wrongs->other_rows,
                                   number_plural((double)wrongs->other_rows));
        append(&names, ", ", others);
        free(others);
    }
    if (wrongs->count)
        add(notes, must_format("Wrong results: %s. None of their times is used.", names));
    free(names);
}

/* Builds of the driver of build `at`; 0: an earlier one was of that driver, too. */
static size_t builds_count(const struct builds *builds, size_t at) {
    size_t count = 0;
    for (size_t i = 0; i < builds->count; i++) {
        if (builds->items[i].driver != builds->items[at].driver)
            continue;
        if (i < at)
            return 0;
        count++;
    }
    return count;
}

static void note_builds(struct notes *notes, const struct data *data) {
    const struct builds *builds = &data->builds;
    for (size_t i = 0; i < builds->count; i++) {
        const size_t count = builds_count(builds, i);
        if (count < 2)
            continue;
        char *many = count == 2 ? must_strdup("Two") : must_format("%zu", count);
        add(notes, must_format("%s%s builds of the program were measured under driver %s "
                               "(binary_id changes): medians mix them where a configuration has "
                               "rows of more than one.",
                               builds->count == BUILDS_MAX ? "At least " : "", many,
                               data_text(data, builds->items[i].driver)));
        free(many);
    }
}

static void note_passed_over(struct notes *notes, const struct data *data) {
    char *names = must_strdup("");
    size_t count = 0, at = 0;
    for (const char *name; (name = labels_passed_over(data->labels, &at));)
        if (count++ < NAMED_MAX)
            append(&names, count > 1 ? ", " : "", name);
    if (count)
        add(notes, must_format("Columns passed over: %s%s. Of unknown columns only texts with at "
                               "most %d different values tell configurations apart.",
                               names, count > NAMED_MAX ? ", ..." : "", LABEL_VALUES_MAX));
    free(names);
}

static void note_skips(struct notes *notes, const struct data *data) {
    for (size_t i = 0; i < data->skips.count && i < NAMED_MAX; i++) {
        const struct skip *skip = &data->skips.items[i];
        const char *reason = data_text(data, skip->reason);
        add(notes,
            must_format("Not run: %s under %s with %u worker%s: %s.", data_text(data, skip->kernel),
                        data_text(data, skip->driver), skip->workers, number_plural(skip->workers),
                        *reason ? reason : "no reason given"));
    }
}

static struct tallies flags_of(const struct data *data) {
    struct tallies flags = {0};
    for (size_t i = 0; i < data->count; i++)
        for (size_t f = 0; f < data->items[i].flags.count; f++)
            tally_add(&flags, data->items[i].flags.items[f].text,
                      data->items[i].flags.items[f].rows);
    return flags;
}

static const char *flag_meaning(const char *flag) {
    static const struct {
        const char *flag, *meaning;
    } meanings[] = {
        {"oversubscribed", ": more workers than cores, they take turns"},
        {"overlap", ": workers were placed on the same PU while others were left over"},
        {"skew", ": workers did not start together"},
        {"noisy", ": something else used the cores meanwhile"},
        {"short", ": the time is so short that the clock's own cost shows"},
        {"local_clocks", ": no clock common to all hosts, each measured for itself"},
        {"spawn_partial", ": start-up without the launcher's part"},
        {"resumed", ": taken after the launch had been interrupted"},
        {"private", ": ranks could not share memory, each had its own"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (strcmp(meanings[i].flag, flag) == 0)
            return meanings[i].meaning;
    return "";
}

/* NAME=VALUE tells a fact (the transport of messages), no reason to doubt. */
static bool flag_doubts(const char *flag) {
    return !strchr(flag, '=');
}

static void note_flags(struct notes *notes, const struct data *data) {
    struct tallies flags = flags_of(data);
    for (size_t i = 0; i < flags.count; i++) {
        const char *flag = data_text(data, flags.items[i].text);
        if (!flag_doubts(flag))
            continue;
        const uint64_t rows = flags.items[i].rows, used = data->fates[ROW_USED];
        add(notes, must_format("Flag %s on %" PRIu64 " of %" PRIu64 " row%s (%.0f %%)%s.", flag,
                               rows, used, number_plural((double)used),
                               100.0 * (double)rows / (double)used, flag_meaning(flag)));
    }
    tallies_free(&flags);
}

static double width_of(const struct point *point) {
    const struct estimate time_s = point->time_s;
    return estimate_limited(time_s) ? (time_s.high - time_s.low) / time_s.value : 0;
}

static void note_wide(struct notes *notes, const struct study *study) {
    size_t wide = 0, points = 0;
    double widest = 0;
    char *where = NULL;
    for (size_t i = 0; i < study->count; i++)
        for (size_t s = 0; s < study->items[i].count; s++)
            for (size_t p = 0; p < study->items[i].items[s].count; p++) {
                const struct series *series = &study->items[i].items[s];
                if (point_is_shared(series, &series->items[p]))
                    continue;
                const double width = width_of(&series->items[p]);
                points++;
                wide += width > WIDE;
                if (width <= fmax(widest, WIDE))
                    continue;
                widest = width;
                free(where);
                where = must_format("%s, %s (%g)", study->items[i].name, series->name,
                                    series->items[p].workers);
            }
    if (wide)
        add(notes,
            must_format("Noisy: the limits of %zu of %zu median%s are wider than %.0f %% of the "
                        "median; widest: %s, %.0f %%.",
                        wide, points, number_plural((double)points), 100 * WIDE, where,
                        100 * widest));
    free(where);
}

static void note_unknown(struct notes *notes, const struct data *data) {
    if (data->files_without_ok)
        notes_add(notes, "Not verified: there is no column ok, so nobody says whether the results "
                         "of the work were right.");
    if (data->files_without_launch)
        notes_add(notes,
                  "There is no column launch: every row is taken for an independent start of "
                  "the program. If the rows are repetitions inside one start, the limits are "
                  "too narrow.");
    if (data->hosts.count > 1) {
        char *hosts = must_format("Rows of %zu hosts are put together as if they were one.",
                                  data->hosts.count);
        notes_add(notes, hosts);
        free(hosts);
    }
}

/* Sides that look faster only because so many were compared. */
static void note_chance(struct notes *notes, const struct verdicts *verdicts) {
    char *names = must_strdup("");
    size_t family = 0, chance = 0, others = 0;
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct comparison *first = verdict_main(&verdicts->items[i]);
        for (size_t j = 0; j < verdicts->items[i].count; j++)
            others += &verdicts->items[i].items[j] != first &&
                      estimate_limited(verdicts->items[i].items[j].ratio);
        family += first && first->family > 0;
        if (first && comparison_may_be_chance(first) && chance++ < NAMED_MAX)
            append(&names, chance > 1 ? "; " : "", verdicts->items[i].panel->name);
    }
    if (chance)
        add(notes, must_format("May be chance: of %zu comparisons of threads with processes %zu "
                               "that %s faster by the limits do%s not stand Holm's correction for "
                               "that many (%s%s).",
                               family, chance, chance == 1 ? "is" : "are", chance == 1 ? "es" : "",
                               names, chance > NAMED_MAX ? "; ..." : ""));
    if (others >= COMPARISONS_FEW)
        add(notes, must_format("%zu comparisons that are about a lock, each at 95 %%, are not "
                               "corrected for their number: about one in 20 may be wrong by "
                               "chance.",
                               others));
    free(names);
}

/* Chance alone shows some: only more than that is worth a note. The panels show all. */
static void note_findings(struct notes *notes, const struct verdicts *verdicts) {
    size_t points = 0, shown = 0;
    for (size_t i = 0; i < verdicts->count; i++) {
        points += verdicts->items[i].advice->findings.points;
        shown += verdicts->items[i].advice->findings.shown;
    }
    const double chance = FINDINGS_BY_CHANCE;
    if (!shown ||
        gsl_cdf_binomial_Q((unsigned)shown - 1, chance, (unsigned)points) >= 1 - CONFIDENCE)
        return;
    char *expected = chance * (double)points < 1
                         ? must_strdup("less than one")
                         : must_format("about %.0f", chance * (double)points);
    add(notes, must_format("Not stationary: at %zu of %zu point%s launches changed with time (slow "
                           "first, change, drift, neighbours alike), where chance alone would show "
                           "%s; the panels say which.",
                           shown, points, number_plural((double)points), expected));
    free(expected);
}

static void note_slow_nodes(struct notes *notes, const struct data *data) {
    struct slow_nodes slow = slow_nodes_find(data);
    for (size_t i = 0; i < slow.count; i++)
        add(notes, slow_node_sentence(data, &slow.items[i]));
    slow_nodes_free(&slow);
}

struct notes notes_make(const struct study *study, const struct verdicts *verdicts) {
    struct notes notes = {0};
    note_exploratory(&notes, study);
    note_fates(&notes, study->data);
    note_wrongs(&notes, study->data);
    note_slow_nodes(&notes, study->data);
    note_builds(&notes, study->data);
    note_passed_over(&notes, study->data);
    note_skips(&notes, study->data);
    note_unknown(&notes, study->data);
    note_chance(&notes, verdicts);
    note_findings(&notes, verdicts);
    note_wide(&notes, study);
    note_flags(&notes, study->data);
    return notes;
}

void notes_free(struct notes *notes) {
    for (size_t i = 0; i < notes->count; i++)
        free(notes->items[i]);
    free(notes->items);
    *notes = (struct notes){0};
}
