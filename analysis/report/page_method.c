/* The page's part about how the numbers came about: time, summary, comparison, drawing. */
#include "html.h"
#include "number.h"
#include "page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Ends with NULL. */
static const struct {
    const char *title;
    const char *const *lines;
} chapters[] = {
    {"Time",
     (const char *const[]){
         "Time is wall-clock time, from the first worker's start to the last worker's stop.",
         "All workers wait at a barrier before each repetition; by how much they still start apart "
         "is measured, and flagged (skew) above 1 % of the time.",
         "What it costs to get workers stands apart, as start-up; so does untimed preparation.",
         "Results are compared with a value that does not come from the code under test; a time of "
         "a wrong result is never used.",
         NULL}},
    {"Summary",
     (const char *const[]){
         "One value per launch (start of the program): the median of its repetitions. All "
         "statistics are over launches, because layout and placement change from launch to launch.",
         "Limits are 95 % limits; of medians by order statistics with exact binomial ranks. Below "
         "6 launches there are none, and the figures are exploratory.",
         "Nothing is taken for normally distributed, no outlier is dropped. Means are used for "
         "costs only, and no ratios are averaged.",
         NULL}},
    {"Models",
     (const char *const[]){
         "Fitted to the medians of a series by least squares of relative errors; chosen by "
         "Akaike's "
         "criterion for small samples (AICc) and by how well each predicts a point left out.",
         "Limits of parameters come from refitting to resampled launches. Not identifiable means: "
         "these worker counts cannot tell the parameters. Residuals are predicted over measured, "
         "less one.",
         "Beyond the data a model is a guess, drawn dashed.", NULL}},
    {"Comparison",
     (const char *const[]){
         "Speed-up is the time of the base, named with its time at the head of each article, over "
         "the time of the point; where the work grows with the workers (weak scaling), that times "
         "the workers. Efficiency is speed-up per worker.",
         "Ratios and speed-ups: the Hodges-Lehmann estimate on logarithms of times, with "
         "Mann-Whitney limits. Where one spreads more than twice as much as the other, the ratio "
         "of "
         "medians with limits by bootstrap, and the sentence says so.",
         "The comparisons of threads with processes are corrected for their number by Holm's "
         "method.",
         "Equal means: both limits lie within 5 % of 1. Undecided means: the limits allow either "
         "answer.",
         "Compared are series of the same schedule and pinning; where there are several such pairs "
         "the fastest, where there is none the fastest of each side, and the verdict says so.",
         "At how many workers follows from the design, not from the times. Of the numbers both "
         "have: the largest up to the cores, else the smallest; for work that waits (classes io "
         "and mixed) the number of tasks, else the largest.",
         "The serial fraction is Karp and Flatt's, (1/S - 1/p) / (1 - 1/p). A fraction that grows "
         "with the workers means overhead, not serial work.",
         NULL}},
    {"Pictures",
     (const char *const[]){
         "Dots are launches, large marks medians, bars their limits. A line joins points only "
         "along a quantity that can have values between them.",
         "Bounds are grey: the ideal line, the cores available and, for a given number of tasks, "
         "the steps ceil(tasks / min(workers, cores)); what a lock allows at most where one is "
         "held.",
         "Point at a mark to see its numbers, or focus a picture and use the arrow keys. Boxes "
         "above the pictures of an article switch series off and on.",
         NULL}},
};

static void print_chapters(FILE *out) {
    fputs("<div class=\"chapters\">\n", out);
    for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++) {
        fputs("<article>\n", out);
        html_element(out, "h3", chapters[i].title);
        fputs("<ul>\n", out);
        for (const char *const *line = chapters[i].lines; *line; line++)
            html_element(out, "li", *line);
        fputs("</ul>\n</article>\n", out);
    }
    fputs("</div>\n", out);
}

void page_print_method(FILE *out, const struct page *page) {
    fputs("<section id=\"part_method\">\n<h2>How it was measured, summarised and compared</h2>\n",
          out);
    page_print_rules(out, page);
    print_chapters(out);
    fputs(
        "<p class=\"hint\">Beside this page lie summary.csv, models.csv and verdicts.csv with all "
        "numbers, and plots/ with every picture as SVG and PDF, its data and its gnuplot "
        "script.</p>\n</section>\n",
        out);
}
