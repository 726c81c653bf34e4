/* verdicts.csv: one row per answer; files.h says what the columns mean. */
#include "advice.h"
#include "check.h"
#include "csvline.h"
#include "files.h"
#include "files_inside.h"
#include "group.h"
#include "ratio.h"
#include "scaling.h"

#include <stdlib.h>

/* An answer that is one number. */
struct answer {
    const char *panel, *class, *question;
    double workers;             /* NaN: does not apply */
    const struct series *a, *b; /* may be NULL */
    const char *unit, *reason;  /* may be NULL */
    struct estimate value;
    double p_value, p_holm; /* NaN: no test */
    char *sentence;         /* is freed; may be NULL */
};

static void print_text(FILE *out, const char *text) {
    fputc(',', out);
    csv_write_field(out, text);
}

static void print_value(FILE *out, const char *class, const char *unit, struct estimate value,
                        const char *reason) {
    print_text(out, class);
    print_text(out, unit);
    file_estimate(out, value);
    print_text(out, reason);
    fputc('\n', out);
}

static void print_comparison(FILE *out, const struct verdict *verdict,
                             const struct comparison *comparison) {
    csv_write_field(out, verdict->panel->name);
    fprintf(out, ",%s", comparison->question->name);
    file_number(out, comparison->point_a->workers);
    print_text(out, comparison->a->name);
    print_text(out, comparison->b->name);
    file_number(out, (double)comparison->point_a->launches);
    file_number(out, (double)comparison->point_b->launches);
    file_number(out, comparison->point_a->time_s.value);
    file_number(out, comparison->point_b->time_s.value);
    file_estimate(out, comparison->ratio);
    fprintf(out, ",%s", outcome_names[comparison->outcome]);
    file_count(out, comparison->equal_percent);
    file_count(out, comparison->launches_wanted);
    char *sentence = comparison_sentence(comparison);
    print_text(out, sentence);
    free(sentence);
    print_text(out,
               ratio_method_name(comparison->bootstrap ? RATIO_BOOTSTRAP : RATIO_HODGES_LEHMANN));
    file_number(out, comparison->p_value);
    file_number(out, comparison->p_holm);
    char *nodes = comparison_is_over_nodes(comparison)
                      ? must_format("%u nodes against %u", point_nodes(comparison->point_b),
                                    point_nodes(comparison->point_a))
                      : NULL;
    print_value(out, verdict->panel->class, "time a / time b", comparison->ratio, nodes);
    free(nodes);
}

static void print_answer(FILE *out, const struct answer *answer) {
    csv_write_field(out, answer->panel);
    fprintf(out, ",%s", answer->question);
    file_number(out, answer->workers);
    print_text(out, answer->a ? answer->a->name : NULL);
    print_text(out, answer->b ? answer->b->name : NULL);
    fputs(",,,,,,,,,,", out);
    print_text(out, answer->sentence);
    fputc(',', out);
    file_number(out, answer->p_value);
    file_number(out, answer->p_holm);
    print_value(out, answer->class, answer->unit, answer->value, answer->reason);
    free(answer->sentence);
}

/* What answers of one panel have in common. */
static struct answer answer_begin(const struct advice *advice) {
    const struct panel *panel = advice->verdict->panel;
    return (struct answer){.panel = panel->name,
                           .class = panel->class,
                           .workers = NAN,
                           .p_value = NAN,
                           .p_holm = NAN,
                           .value = estimate_unknown()};
}

static void print_known(FILE *out, struct answer answer, const char *question, const char *unit,
                        struct estimate value, char *sentence) {
    answer.question = question;
    answer.unit = unit;
    answer.value = value;
    answer.sentence = sentence;
    if (isnan(value.value))
        free(sentence);
    else
        print_answer(out, &answer);
}

static struct estimate exactly(double value) {
    return (struct estimate){value, NAN, NAN};
}

static void print_best(FILE *out, struct answer answer, const struct side *side) {
    if (side->series->count < 2)
        return;
    print_known(out, answer, "best_workers", "workers", exactly(side->best->workers),
                side_best_sentence(side));
    answer.workers = side->best->workers;
    print_known(out, answer, "best_speedup", "x", side->best->speedup, NULL);
}

static void print_side(FILE *out, const struct advice *advice, const struct side *side) {
    struct answer answer = answer_begin(advice);
    answer.a = side->series;
    print_best(out, answer, side);
    if (side->stop.reason != STOP_NONE) {
        answer.reason = stop_reason_names[side->stop.reason];
        print_known(out, answer, "stops_paying", "workers", exactly(side->stop.point->workers),
                    side_stop_sentence(side));
        answer.reason = NULL;
    }
    print_known(out, answer, "memory_per_worker", "bytes", side->memory_per_worker,
                side_memory_sentence(side));
    answer.workers = side->series->items[side->series->count - 1].workers;
    print_known(out, answer, "lock_switches", "1/s", side->lock_switches_per_s,
                side_lock_sentence(side));
    print_known(out, answer, "lock_wait", "1", side->lock_wait, NULL);
}

static void print_startup(FILE *out, const struct advice *advice, const struct startup *startup) {
    if (!startup->comparison)
        return;
    struct answer answer = answer_begin(advice);
    answer.a = startup->comparison->a;
    answer.b = startup->comparison->b;
    answer.workers = startup->comparison->point_a->workers;
    print_known(out, answer, "startup_extra", "s", startup->extra_s, startup_sentence(startup));
    print_known(out, answer, "startup_small_from", "s", startup->small_s, NULL);
    print_known(out, answer, "startup_small_from", "x", startup->small_size, NULL);
    print_known(out, answer, "break_even", "x", startup->break_even_size,
                startup_break_even_sentence(startup));
    if (startup->items > 0)
        print_known(out, answer, "break_even", "items",
                    estimate_scaled(startup->break_even_size, startup->items), NULL);
}

static void print_startup_unknown(FILE *out, const struct advice *advice) {
    struct answer answer = answer_begin(advice);
    answer.sentence = startup_unknown_sentence(advice);
    if (!answer.sentence)
        return;
    answer.question = "break_even";
    answer.reason = "unknown";
    answer.a = advice->main->a;
    answer.b = advice->main->b;
    answer.workers = advice->main->point_a->workers;
    print_answer(out, &answer);
}

static void print_advice(FILE *out, const struct advice *advice) {
    for (size_t i = 0; i < advice->count; i++)
        print_side(out, advice, &advice->items[i]);
    print_startup_unknown(out, advice);
    print_startup(out, advice, &advice->startup);
    if (advice->locked_startup.comparison != advice->startup.comparison)
        print_startup(out, advice, &advice->locked_startup);
    struct answer answer = answer_begin(advice);
    const struct comparison *costs = advice->main ? advice->main : advice->locked;
    if (costs) {
        answer.a = costs->a;
        answer.b = costs->b;
        answer.workers = costs->point_a->workers;
        print_known(out, answer, "memory_extra", "bytes", advice->memory_extra, NULL);
    }
    answer.question = "recommendation";
    answer.reason = choice_names[advice->choice];
    answer.sentence = advice_recommendation(advice);
    print_answer(out, &answer);
}

static void print_several(FILE *out, const struct verdict *verdict) {
    const struct several *several = &verdict->several;
    if (isnan(several->workers))
        return;
    struct answer answer = answer_begin(verdict->advice);
    answer.question = "any_difference";
    answer.workers = several->workers;
    answer.unit = "epsilon squared";
    answer.value.value = several->test.epsilon_squared;
    answer.p_value = several->test.p_value;
    answer.p_holm = several->p_holm;
    answer.sentence = several_sentence(several);
    print_answer(out, &answer);
}

static void print_group(FILE *out, const struct group *group) {
    print_answer(out, &(struct answer){.panel = "",
                                       .class = group->class,
                                       .question = "recommendation",
                                       .workers = NAN,
                                       .p_value = NAN,
                                       .p_holm = NAN,
                                       .value = estimate_unknown(),
                                       .sentence = group_recommendation(group)});
}

static void print_pair(FILE *out, const struct probe *probe, const struct reading_pair *pair) {
    const struct reading *reading = &probe->items[pair->threads];
    print_answer(out, &(struct answer){.panel = reading->panel->name,
                                       .class = reading->panel->class,
                                       .question = "probe_processes_over_threads",
                                       .workers = reading->point->workers,
                                       .a = probe->items[pair->processes].series,
                                       .b = reading->series,
                                       .unit = "x",
                                       .reason = probe->kind->figures[0].noun,
                                       .value = pair->ratio.estimate,
                                       .sentence = reading_pair_sentence(probe, pair)});
}

static void print_reading(FILE *out, const struct probe *probe, const struct reading *reading) {
    for (size_t i = 0; i < FIGURES_MAX && probe->kind->figures[i].noun; i++) {
        const struct probe_figure *figure = &probe->kind->figures[i];
        if (isnan(reading->figures[i].value))
            continue;
        print_answer(out, &(struct answer){.panel = reading->panel->name,
                                           .class = reading->panel->class,
                                           .question = "probe",
                                           .workers = reading->point->workers,
                                           .a = reading->series,
                                           .unit = probe_unit_names[figure->unit],
                                           .reason = figure->noun,
                                           .value = reading->figures[i],
                                           .sentence = reading_sentence(probe, reading, i)});
    }
}

static void print_growth(FILE *out, const struct probe *probe,
                         const struct reading_growth *growth) {
    print_answer(out, &(struct answer){.panel = probe->name,
                                       .class = "probe",
                                       .question = "probe_growth",
                                       .workers = NAN,
                                       .unit = probe_unit_names[probe->kind->figures[0].unit],
                                       .reason = probe->kind->figures[0].noun,
                                       .value = growth->per_worker,
                                       .sentence = reading_growth_sentence(probe, growth)});
}

static void print_probe(FILE *out, const struct probe *probe) {
    for (size_t i = 0; i < probe->count; i++)
        print_reading(out, probe, &probe->items[i]);
    for (size_t i = 0; i < probe->pairs.count; i++)
        print_pair(out, probe, &probe->pairs.items[i]);
    for (size_t i = 0; i < probe->growths.count; i++)
        print_growth(out, probe, &probe->growths.items[i]);
}

static void print_layout(FILE *out, const struct layouts *layouts, size_t i) {
    const struct layout *layout = &layouts->items[i];
    const bool best = i == layouts->best;
    char *place = must_format("%u x %u", layout->ranks, layout->threads);
    char *reason = must_format("%s%s", place,
                               best && layouts_decided(layouts) ? ": fastest"
                               : best                           ? ": shortest median"
                               : layout->distinguishable        ? ": slower"
                                                                : ": not distinguishable");
    print_answer(out, &(struct answer){
                          .panel = layouts->panel->name,
                          .class = layouts->panel->class,
                          .question = best ? "best_layout" : "layout",
                          .workers = layout->point->workers,
                          .a = layout->series,
                          .b = best ? NULL : layouts->items[layouts->best].series,
                          .unit = best ? "s" : "time / best time",
                          .reason = reason,
                          .value = best ? layout->point->time_s : layout->slower.ratio,
                          .p_value = best ? NAN : layout->slower.p_value,
                          .p_holm = layout->p_holm,
                          .sentence = best ? layouts_sentence(layouts) : NULL,
                      });
    free(reason);
    free(place);
}

static void print_layouts(FILE *out, const struct layouts *layouts) {
    for (size_t i = 0; i < layouts->count; i++)
        print_layout(out, layouts, i);
}

void verdicts_print(FILE *out, const struct verdicts *verdicts) {
    fputs("panel,question,workers,a,b,launches_a,launches_b,time_a_s,time_b_s,ratio,ratio_low,"
          "ratio_high,outcome,equal_within_percent,launches_wanted,sentence,method,p_value,p_holm,"
          "class,unit,value,low,high,reason\n",
          out);
    for (size_t i = 0; i < verdicts->count; i++) {
        const struct verdict *verdict = &verdicts->items[i];
        for (size_t j = 0; j < verdict->count; j++)
            print_comparison(out, verdict, &verdict->items[j]);
        print_several(out, verdict);
        print_advice(out, verdict->advice);
    }
    for (size_t first = 0; first < verdicts->count;) {
        const struct group group = group_at(verdicts, first);
        print_group(out, &group);
        first += group.count;
    }
    for (size_t i = 0; i < verdicts->layouts.count; i++)
        print_layouts(out, &verdicts->layouts.items[i]);
    for (size_t i = 0; i < verdicts->probes.count; i++)
        print_probe(out, &verdicts->probes.items[i]);
}
