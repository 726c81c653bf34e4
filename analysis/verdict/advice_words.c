/* Advice in plain words. */
#include "advice.h"
#include "check.h"
#include "number.h"
#include "scaling.h"
#include "side.h"
#include "verdict.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* " (1.94 to 2.01)", or nothing where there are no limits. */
static void print_limits(FILE *out, struct estimate estimate) {
    if (estimate_limited(estimate))
        fprintf(out, " (%s)", number_limits(estimate).text);
}

/* "83.4 ms (80.1 ms to 86.0 ms)" and the like, by the function that words a number. */
static void print_quantity(FILE *out, struct estimate estimate, struct number (*number)(double)) {
    fputs(number(estimate.value).text, out);
    if (isinf(estimate.high))
        fprintf(out, " (at least %s)", number(estimate.low).text);
    else if (estimate_limited(estimate))
        fprintf(out, " (%s to %s)", number(estimate.low).text, number(estimate.high).text);
}

/* Three digits: "2.75", "15300", from a million on "659M". */
static struct number number_amount(double amount) {
    struct number number = number_plain(amount);
    if (amount >= 999.5e9)
        snprintf(number.text, sizeof number.text, "%.3g", amount);
    else if (amount >= 999.5e6)
        snprintf(number.text, sizeof number.text, "%.3gG", amount / 1e9);
    else if (amount >= 999.5e3)
        snprintf(number.text, sizeof number.text, "%.3gM", amount / 1e6);
    else if (amount >= 999.5) {
        const double unit = pow(10, floor(log10(amount)) - 2);
        snprintf(number.text, sizeof number.text, "%.0f", round(amount / unit) * unit);
    }
    return number;
}

static char *stream_text(FILE *out, char **text) {
    CHECK(fclose(out) == 0);
    return *text;
}

/* A sentence begins with a capital, but nobody changes another program's name. */
static void side_begin(FILE *out, const struct series *series) {
    char *name = side_name(series);
    if (side_is_plural(series))
        *name = (char)toupper((unsigned char)*name);
    fputs(name, out);
    free(name);
}

char *side_best_sentence(const struct side *side) {
    char *text = NULL;
    size_t length = 0;
    if (side->series->count < 2)
        return NULL;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    side_begin(out, side->series);
    fprintf(out, " %s best with %g worker%s: %sx", side_is_plural(side->series) ? "do" : "does",
            side->best->workers, number_plural(side->best->workers),
            number_plain(side->best->speedup.value).text);
    print_limits(out, side->best->speedup);
    fputc('.', out);
    return stream_text(out, &text);
}

static void print_steps(FILE *out, const struct stop *stop, const struct series *series) {
    const double tasks = series->setup->tasks;
    const double rounds = step_rounds(tasks, stop->point->workers, INFINITY);
    if (rounds > 1)
        fprintf(out, "up to %g workers the %g tasks take %g rounds all the same",
                series->items[series->count - 1].workers, tasks, rounds);
    else
        fprintf(out, "there are only %g task%s", tasks, number_plural(tasks));
}

static void print_cores(FILE *out, const struct stop *stop, const struct series *series) {
    const uint32_t pus = stop->point->configuration->pus;
    (void)series;
    fprintf(out, pus == 1 ? "the only core is in use" : "all %u cores are in use", pus);
}

static void print_lock(FILE *out, const struct stop *stop, const struct series *series) {
    (void)series;
    if (isnan(stop->lock_wait.value))
        fputs("with the lock they never pass 1x", out);
    else
        fprintf(out, "with %g, %.0f %% of the workers' time is waiting for the lock",
                stop->next->workers, 100 * stop->lock_wait.value);
}

static void print_bandwidth(FILE *out, const struct stop *stop, const struct series *series) {
    (void)series;
    if (stop->bytes_per_s.value > 0)
        fprintf(out, "at %s/s they move the most that any side moves",
                number_bytes(stop->bytes_per_s.value).text);
    else
        fputs("the work is bound by memory", out);
}

static void print_communication(FILE *out, const struct stop *stop, const struct series *series) {
    (void)series;
    if (isnan(stop->kappa.value)) {
        fputs("the work is bound by communication", out);
        return;
    }
    fprintf(out, "every pair of workers costs the others time, kappa %.2g", stop->kappa.value);
    print_limits(out, stop->kappa);
}

static void print_falls(FILE *out, const struct stop *stop, const struct series *series) {
    fprintf(out, "more are slower, with %g they take %s times as long",
            series->items[series->count - 1].workers, number_plain(stop->slower.value).text);
    print_limits(out, stop->slower);
}

static void print_open_end(FILE *out, const struct stop *stop, const struct series *series) {
    (void)stop;
    (void)series;
    fputs("more launches would tell", out);
}

static void print_unknown(FILE *out, const struct stop *stop, const struct series *series) {
    (void)stop;
    (void)series;
    fputs("the data do not say why", out);
}

static void (*const reason_words[])(FILE *, const struct stop *, const struct series *) = {
    [STOP_LOCK] = print_lock,
    [STOP_STEPS] = print_steps,
    [STOP_CORES] = print_cores,
    [STOP_BANDWIDTH] = print_bandwidth,
    [STOP_COMMUNICATION] = print_communication,
    [STOP_FALLS] = print_falls,
    [STOP_OPEN] = print_open_end,
    [STOP_UNKNOWN] = print_unknown,
};

/* " (3.52x with 6 against 2.64x)": what looks like a gain. */
static void print_hopeful(FILE *out, const struct stop *stop) {
    if (stop->hopeful)
        fprintf(out, " (%sx with %g against %sx)", number_plain(stop->hopeful->speedup.value).text,
                stop->hopeful->workers, number_plain(stop->point->speedup.value).text);
}

/* What is said after "threads gain" or "threads gain nothing": without the names of the side. */
static char *stop_tail(const struct side *side) {
    const struct stop *stop = &side->stop;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    const double workers = stop->point->workers;
    if (stop->reason == STOP_RISING) {
        fprintf(out, "up to %g workers, the most that were measured", workers);
    } else {
        fprintf(out, "nothing%s beyond %g worker%s", stop->hopeful ? " that limits show" : "",
                workers, number_plural(workers));
        print_hopeful(out, stop);
        fputs(": ", out);
        reason_words[stop->reason](out, stop, side->series);
    }
    fputs(stop->exploratory ? " (exploratory)" : "", out);
    return stream_text(out, &text);
}

char *side_stop_sentence(const struct side *side) {
    if (side->stop.reason == STOP_NONE)
        return NULL;
    char *tail = stop_tail(side), *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    side_begin(out, side->series);
    fprintf(out, " %s %s.", side_is_plural(side->series) ? "gain" : "gains", tail);
    free(tail);
    return stream_text(out, &text);
}

static char *share_words(double share) {
    if (share >= 0.01)
        return must_format("%.0f %%", 100 * share);
    return must_strdup(share > 0 ? "less than 1 %" : "nothing");
}

char *side_lock_sentence(const struct side *side) {
    if (!(side->lock_switches_per_s.value > 0) || isnan(side->lock_wait.value))
        return NULL;
    const struct series *series = side->series;
    const double workers = series->items[series->count - 1].workers;
    char *share = share_words(side->lock_wait.value);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    side_begin(out, series);
    fprintf(out,
            ", %g worker%s: the lock changes hands %s times a second, %s of the workers' time "
            "is waiting for it.",
            workers, number_plural(workers), number_amount(side->lock_switches_per_s.value).text,
            share);
    free(share);
    return stream_text(out, &text);
}

/* A single worker has nobody to talk to. */
char *side_comm_sentence(const struct side *side) {
    const struct series *series = side->series;
    const double workers = series->items[series->count - 1].workers;
    if (isnan(side->comm_wait.value) || workers < 2)
        return NULL;
    char *share = share_words(side->comm_wait.value), *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    side_begin(out, series);
    fprintf(out, ", %g workers: %s of the workers' time", workers, share);
    if (estimate_limited(side->comm_wait))
        fprintf(out, " (%.0f %% to %.0f %%)", 100 * side->comm_wait.low,
                100 * side->comm_wait.high);
    fputs(" is communication: talking to each other and waiting for the slowest.", out);
    free(share);
    return stream_text(out, &text);
}

/* Limits that hold 0 do not show that a worker takes memory at all. */
static void print_memory(FILE *out, struct estimate bytes) {
    const bool shown = bytes.low > 0 || !estimate_limited(bytes);
    if (!shown && bytes.value <= 0) {
        fprintf(out, "nothing that shows (at most %s)", number_bytes(bytes.high).text);
        return;
    }
    fputs(shown ? "" : "perhaps ", out);
    print_quantity(out, bytes, number_bytes);
}

char *side_memory_sentence(const struct side *side) {
    if (isnan(side->memory_per_worker.value))
        return NULL;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    fputs("Memory of one more worker: ", out);
    side_print(out, side->series);
    fputc(' ', out);
    print_memory(out, side->memory_per_worker);
    fputc('.', out);
    return stream_text(out, &text);
}

/* One sentence for the sides without a lock, which does not change what a worker takes. */
static void print_memories(FILE *out, const struct advice *advice) {
    const char *before = " Memory of one more worker: ";
    for (size_t i = 0; i < advice->count; i++) {
        const struct side *side = &advice->items[i];
        if (isnan(side->memory_per_worker.value) || *side->series->lock)
            continue;
        fputs(before, out);
        side_print(out, side->series);
        fputc(' ', out);
        print_memory(out, side->memory_per_worker);
        before = ", ";
    }
    if (*before == ',')
        fputc('.', out);
}

char *startup_sentence(const struct startup *startup) {
    if (!startup->comparison)
        return NULL;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    if (!(startup->extra_s.low > 0) &&
        (estimate_limited(startup->extra_s) || !(startup->extra_s.value > 0))) {
        fprintf(out, "Processes start no later than threads (%s against %s).",
                number_time(startup->processes_s.value).text,
                number_time(startup->threads_s.value).text);
        return stream_text(out, &text);
    }
    fputs("Processes start ", out);
    print_quantity(out, startup->extra_s, number_time);
    fputs(" later than threads; from ", out);
    print_quantity(out, startup->small_s, number_time);
    fprintf(out, " of work on, %s times what was measured, that adds less than %.0f %%.",
            number_amount(startup->small_size.value).text, 100 * STARTUP_SMALL);
    return stream_text(out, &text);
}

char *startup_break_even_sentence(const struct startup *startup) {
    const struct estimate size = startup->break_even_size;
    if (!startup->comparison || isnan(size.value) || !(startup->extra_s.value > 0))
        return NULL;
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    fputs("Start-up included, processes end before ", out);
    side_print(out, startup->comparison->a);
    fputs(" from ", out);
    print_quantity(out, size, number_amount);
    fprintf(out, " times the measured work on");
    if (startup->items > 0)
        fprintf(out, ", that is %s items", number_amount(size.value * startup->items).text);
    fputc('.', out);
    return stream_text(out, &text);
}

char *startup_unknown_sentence(const struct advice *advice) {
    const bool asked = advice->main && advice->main->a->role == ROLE_THREADS &&
                       advice->main->b->role == ROLE_PROCESSES;
    return asked && !advice->startup.comparison
               ? must_strdup("Break-even unknown: the file has no start-up times.")
               : NULL;
}

/* "; threads start in 185 us against 83.5 ms and take 5.4 MB less each": as far as limits show. */
static void print_costs(FILE *out, const struct advice *advice) {
    const struct startup *startup = &advice->startup;
    const bool later = startup->comparison && startup->extra_s.low > 0;
    const bool larger = advice->memory_extra.low > 0;
    if (!later && !larger)
        return;
    fputs("; threads ", out);
    if (later)
        fprintf(out, "start in %s against %s", number_time(startup->threads_s.value).text,
                number_time(startup->processes_s.value).text);
    if (larger)
        fprintf(out, "%stake %s less per worker", later ? " and " : "",
                number_bytes(advice->memory_extra.value).text);
}

static void print_winner(FILE *out, const struct comparison *comparison, const char *verb) {
    const bool b_faster = comparison->ratio.value > 1;
    const struct estimate ratio =
        b_faster ? comparison->ratio : estimate_inverse(comparison->ratio);
    side_print(out, b_faster ? comparison->b : comparison->a);
    fprintf(out, "%s %s times as fast", verb, number_plain(ratio.value).text);
    print_limits(out, ratio);
    if (comparison->point_a->workers != comparison->point_b->workers)
        fprintf(out, ", each at its best, with %g and %g workers",
                (b_faster ? comparison->point_b : comparison->point_a)->workers,
                (b_faster ? comparison->point_a : comparison->point_b)->workers);
    if (comparison_may_be_chance(comparison))
        fprintf(out, ", which may be chance (%zu comparisons)", comparison->family);
}

static size_t launches_of(const struct comparison *comparison) {
    const size_t a = comparison->point_a->launches, b = comparison->point_b->launches;
    return a < b ? a : b;
}

/* What the numbers look like where limits do not decide. */
static void print_look(FILE *out, const struct comparison *comparison) {
    const bool alike = fabs(log(comparison->ratio.value)) <= log1p(EQUAL_WITHIN);
    if (alike && !comparison_may_be_chance(comparison))
        fputs("both look alike", out);
    else
        print_winner(out, comparison, " look");
}

static void print_open(FILE *out, const struct comparison *comparison) {
    fputs("open: ", out);
    print_look(out, comparison);
    if (comparison_may_be_chance(comparison))
        return;
    if (comparison->launches_wanted)
        fprintf(out, ", needs about %u launches of each", comparison->launches_wanted);
    else
        fprintf(out, ", needs more than %d launches of each", LAUNCHES_WANTED_MAX);
    fprintf(out, " (%zu now)", launches_of(comparison));
}

static void print_exploratory(FILE *out, const struct comparison *comparison) {
    const size_t launches = launches_of(comparison);
    fprintf(out, "exploratory, %zu launch%s: ", launches, launches == 1 ? "" : "es");
    print_look(out, comparison);
}

/* "4 nodes: 3.52 times one node (3.30 to 3.71)": the most that nodes bring. */
static void print_nodes(FILE *out, const struct comparison *nodes) {
    fprintf(out, "%u nodes: %s times %u node%s", point_nodes(nodes->point_b),
            number_plain(nodes->ratio.value).text, point_nodes(nodes->point_a),
            number_plural(point_nodes(nodes->point_a)));
    print_limits(out, nodes->ratio);
    if (nodes->outcome == OUTCOME_EXPLORATORY)
        fputs(", exploratory", out);
    if (nodes->outcome == OUTCOME_UNDECIDED)
        fputs(", undecided", out);
}

static void print_choice(FILE *out, const struct advice *advice) {
    const struct comparison *comparison = advice->decides;
    switch (advice->choice) {
    case CHOICE_EITHER:
        fprintf(out, "either: equal within %u %%", comparison->equal_percent);
        print_costs(out, advice);
        break;
    case CHOICE_THREADS:
    case CHOICE_PROCESSES:
    case CHOICE_HYBRIDS:
    case CHOICE_OTHER:
        print_winner(out, comparison, ":");
        break;
    case CHOICE_OPEN:
        print_open(out, comparison);
        break;
    case CHOICE_EXPLORATORY:
        print_exploratory(out, comparison);
        break;
    default:
        if (advice->nodes)
            print_nodes(out, advice->nodes);
        else
            fputs("nothing to compare", out);
        break;
    }
}

/* What changes where the interpreter's lock is held. */
static void print_locked(FILE *out, const struct advice *advice) {
    const struct comparison *locked = advice->locked;
    if (advice->locked_choice == CHOICE_PROCESSES) {
        fprintf(out, "; with the lock processes, %s times as fast",
                number_plain(locked->ratio.value).text);
        print_limits(out, locked->ratio);
        if (series_never_passes_one(locked->a))
            fprintf(out, ": it holds threads at %sx",
                    number_plain(locked->point_a->speedup.value).text);
    } else if (advice->lock_cost && advice->lock_cost->outcome == OUTCOME_EQUAL) {
        fputs("; the lock changes nothing", out);
    }
}

char *advice_recommendation(const struct advice *advice) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    print_choice(out, advice);
    print_locked(out, advice);
    if (advice->nodes && advice->choice != CHOICE_NONE) {
        fputs("; ", out);
        print_nodes(out, advice->nodes);
    }
    return stream_text(out, &text);
}

char *advice_short(const struct advice *advice) {
    const struct comparison *comparison = advice->decides;
    switch (advice->choice) {
    case CHOICE_NONE:
        return advice->nodes ? advice_recommendation(advice) : must_strdup("-");
    case CHOICE_EITHER:
        return must_format("either, equal within %u %%", comparison->equal_percent);
    case CHOICE_OPEN:
        if (comparison_may_be_chance(comparison))
            return comparison_short(comparison);
        return comparison->launches_wanted
                   ? must_format("open: needs %u launches", comparison->launches_wanted)
                   : must_format("open: needs over %d launches", LAUNCHES_WANTED_MAX);
    default:
        return comparison_short(comparison);
    }
}

/* "Threads, processes and hybrids": of the sides from `first` on whose tail is the same; their
 * tails are freed. Returns how many there are. */
static size_t print_names(FILE *out, const struct advice *advice, char **tails, size_t first) {
    size_t names = 1, last = first;
    for (size_t i = first + 1; i < advice->count; i++)
        if (tails[i] && strcmp(tails[first], tails[i]) == 0)
            last = i;
    side_begin(out, advice->items[first].series);
    for (size_t i = first + 1; i < advice->count; i++) {
        if (!tails[i] || strcmp(tails[first], tails[i]) != 0)
            continue;
        fputs(i == last ? " and " : ", ", out);
        side_print(out, advice->items[i].series);
        free(tails[i]);
        tails[i] = NULL;
        names++;
    }
    return names;
}

/* Sides that stop at the same place for the same reason share a sentence. */
static void print_stops(FILE *out, const struct advice *advice) {
    char **tails = must_alloc((advice->count + 1) * sizeof *tails);
    for (size_t i = 0; i < advice->count; i++)
        if (advice->items[i].stop.reason != STOP_NONE)
            tails[i] = stop_tail(&advice->items[i]);
    for (size_t i = 0; i < advice->count; i++) {
        if (!tails[i])
            continue;
        fputc(' ', out);
        const bool plural =
            print_names(out, advice, tails, i) > 1 || side_is_plural(advice->items[i].series);
        fprintf(out, " %s %s.", plural ? "gain" : "gains", tails[i]);
        free(tails[i]);
    }
    free(tails);
}

/* Takes the sentence, which may be NULL. */
static void print_sentence(FILE *out, char *sentence) {
    if (sentence)
        fprintf(out, " %s", sentence);
    free(sentence);
}

char *advice_sentences(const struct advice *advice) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    CHECK(out);
    print_stops(out, advice);
    for (size_t i = 0; i < advice->count; i++)
        print_sentence(out, side_lock_sentence(&advice->items[i]));
    for (size_t i = 0; i < advice->count; i++)
        print_sentence(out, side_comm_sentence(&advice->items[i]));
    print_sentence(out, several_sentence(&advice->verdict->several));
    print_sentence(out, startup_unknown_sentence(advice));
    print_sentence(out, startup_sentence(&advice->startup));
    print_sentence(out, startup_break_even_sentence(&advice->startup));
    if (advice->locked != advice->startup.comparison)
        print_sentence(out, startup_break_even_sentence(&advice->locked_startup));
    print_memories(out, advice);
    stream_text(out, &text);
    if (*text)
        memmove(text, text + 1, strlen(text));
    return text;
}
