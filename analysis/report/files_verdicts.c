/* verdicts.csv: one row per comparison. */
#include "csvline.h"
#include "files.h"
#include "files_inside.h"

#include <stdlib.h>

static void print_comparison(FILE *out, const struct verdict *verdict,
                             const struct comparison *comparison) {
    csv_write_field(out, verdict->panel->name);
    fprintf(out, ",%s", comparison->question->name);
    file_number(out, comparison->point_a->workers);
    fputc(',', out);
    csv_write_field(out, comparison->a->name);
    fputc(',', out);
    csv_write_field(out, comparison->b->name);
    file_number(out, (double)comparison->point_a->launches);
    file_number(out, (double)comparison->point_b->launches);
    file_number(out, comparison->point_a->time_s.value);
    file_number(out, comparison->point_b->time_s.value);
    file_estimate(out, comparison->ratio);
    fprintf(out, ",%s", outcome_names[comparison->outcome]);
    file_count(out, comparison->equal_percent);
    file_count(out, comparison->launches_wanted);
    char *sentence = comparison_sentence(comparison);
    fputc(',', out);
    csv_write_field(out, sentence);
    free(sentence);
    fputc('\n', out);
}

void verdicts_print(FILE *out, const struct verdicts *verdicts) {
    fputs("panel,question,workers,a,b,launches_a,launches_b,time_a_s,time_b_s,ratio,ratio_low,"
          "ratio_high,outcome,equal_within_percent,launches_wanted,sentence\n",
          out);
    for (size_t i = 0; i < verdicts->count; i++)
        for (size_t j = 0; j < verdicts->items[i].count; j++)
            print_comparison(out, &verdicts->items[i], &verdicts->items[i].items[j]);
}
