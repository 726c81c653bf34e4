#include "progress.h"

#include "check.h"
#include "span.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* By variant: launches to come, launches measured, their time. */
struct tally {
    unsigned left, measured;
    double measured_s;
};

struct progress {
    const struct rounds *rounds;
    FILE *out;
    unsigned columns;
    size_t done;
    struct tally *tallies;
    double measured_s, estimated_s; /* of the same launches */
    const struct launch *current;
    double elapsed_s; /* of the current launch */
};

static struct tally *tally_of(const struct progress *progress, const struct variant_plan *variant) {
    return &progress->tallies[variant - progress->rounds->variants];
}

struct progress *progress_new(const struct rounds *rounds, FILE *out, unsigned columns) {
    struct progress *progress = must_alloc(sizeof *progress);
    progress->rounds = rounds;
    progress->out = out;
    progress->columns = columns;
    progress->tallies = must_alloc(rounds->variant_count * sizeof *progress->tallies);
    for (size_t i = 0; i < rounds->launch_count; i++)
        tally_of(progress, rounds->launches[i].variant)->left++;
    return progress;
}

void progress_free(struct progress *progress) {
    if (!progress)
        return;
    free(progress->tallies);
    free(progress);
}

double progress_expected_s(const struct progress *progress, const struct variant_plan *variant) {
    const struct tally *tally = tally_of(progress, variant);
    if (tally->measured)
        return tally->measured_s / tally->measured;
    const double correction =
        progress->estimated_s > 0 ? progress->measured_s / progress->estimated_s : 1;
    return variant->estimate_s * correction;
}

double progress_left_s(const struct progress *progress) {
    double left = 0;
    for (size_t v = 0; v < progress->rounds->variant_count; v++)
        left += progress->tallies[v].left *
                progress_expected_s(progress, &progress->rounds->variants[v]);
    return fmax(0, left - progress->elapsed_s);
}

static void measured_add(struct progress *progress, const struct launch *launch, double wall_s) {
    struct tally *tally = tally_of(progress, launch->variant);
    CHECK(tally->left > 0);
    tally->left--;
    tally->measured++;
    tally->measured_s += wall_s;
    progress->measured_s += wall_s;
    progress->estimated_s += launch->variant->estimate_s;
    progress->done++;
}

void progress_skip(struct progress *progress, const struct launch *launch, double wall_s) {
    measured_add(progress, launch, wall_s);
}

static void line_clear(const struct progress *progress) {
    if (progress->columns)
        fputs("\r\033[K", progress->out);
}

/* "[#####---------------]  12/264 strong: omp x2 gil=cpython  left 2 min 10 s", cut to the
 * terminal. */
static void line_draw(const struct progress *progress) {
    enum { BAR = 20 };
    static const char full[] = "####################", empty[] = "--------------------";
    const size_t total = progress->rounds->launch_count;
    const int filled = (int)(progress->done * BAR / total);
    const struct span_text left = span_for_people(progress_left_s(progress));
    char *line =
        must_format("[%.*s%.*s] %*zu/%zu  left %s  %s: %s", filled, full, BAR - filled, empty,
                    snprintf(NULL, 0, "%zu", total), progress->done, total, left.text,
                    progress->current->variant->experiment->name, progress->current->variant->name);
    line_clear(progress);
    fprintf(progress->out, "%.*s", (int)progress->columns - 1, line);
    fflush(progress->out);
    free(line);
}

void progress_begin(struct progress *progress, const struct launch *launch) {
    progress->current = launch;
    progress->elapsed_s = 0;
    if (progress->columns)
        line_draw(progress);
}

void progress_tick(struct progress *progress, double elapsed_s) {
    progress->elapsed_s = elapsed_s;
    if (progress->columns)
        line_draw(progress);
}

static void line_plain(const struct progress *progress, double wall_s, const char *note) {
    const struct launch *launch = progress->current;
    const struct span_text took = span_for_people(wall_s);
    const struct span_text left = span_for_people(progress_left_s(progress));
    const size_t total = progress->rounds->launch_count;
    char *kernels = variant_kernels(launch->variant);
    fprintf(progress->out, "[%*zu/%zu] round %u %s: %s %s  %s  (left %s)%s%s\n",
            snprintf(NULL, 0, "%zu", total), progress->done, total, launch->round,
            launch->variant->experiment->name, launch->variant->name, kernels, took.text, left.text,
            *note ? "  " : "", note);
    fflush(progress->out);
    free(kernels);
}

void progress_end(struct progress *progress, double wall_s, const char *note) {
    progress->elapsed_s = 0;
    measured_add(progress, progress->current, wall_s);
    if (!progress->columns || *note) {
        line_clear(progress);
        line_plain(progress, wall_s, note);
    }
    if (progress->columns && progress->done == progress->rounds->launch_count)
        line_clear(progress);
}

void progress_say(struct progress *progress, const char *text) {
    line_clear(progress);
    fprintf(progress->out, "%s\n", text);
    fflush(progress->out);
}
