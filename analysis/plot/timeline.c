#include "timeline.h"

#include "axis.h"
#include "check.h"
#include "gnuplot.h"
#include "name.h"
#include "number.h"
#include "outfile.h"
#include "stroke.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pixels of the SVG. */
enum { FRAME_HEIGHT = 118, ROW_HEIGHT = 30, LOW_ROW_HEIGHT = 18, RIGHT_MARGIN = 22 };
/* More lines than this are drawn low. */
enum { HIGH_ROWS_MAX = 10 };
/* Bars narrower than this on average have no border. */
enum { BORDER_WIDTH_MIN = 6 };
/* Letters in bars, beside the axis, above the frame. */
#define BAR_LETTER     6.2
#define LANE_LETTER    7
#define SECTION_LETTER 6.8

/* How much of a colour is left in a bar; the rest is white. */
#define WARMUP_PART  0.25
#define MEASURE_PART 0.65

static double last_us(const struct trace *trace) {
    double last = 0;
    for (size_t i = 0; i < trace->spans.count; i++)
        last = fmax(last, trace->spans.items[i].end_us);
    return last;
}

static size_t lanes_drawn(const struct trace *trace) {
    return trace->count < TIMELINE_LANES_MAX ? trace->count : TIMELINE_LANES_MAX;
}

/* The first line on top. */
static size_t row_of(const struct trace *trace, size_t lane) {
    return lanes_drawn(trace) - lane;
}

/* "task 3" of "sum task 3"; other programs' names have no such part: NULL. */
static const char *task_of(const struct span *span) {
    const char *task = strstr(span->name, " task ");
    return task ? task + 1 : NULL;
}

/* Tasks next to each other have different colours; without a number the name decides. */
static unsigned colour_of(const struct span *span, bool warmup) {
    const char *task = task_of(span);
    unsigned long number = 0;
    if (task)
        number = strtoul(task + strlen("task "), NULL, 10);
    else
        for (const char *at = span->name; *at; at++)
            number = 31 * number + (unsigned char)*at;
    const unsigned long dark = strtoul(stroke_colour(number) + 1, NULL, 16);
    const double part = warmup ? WARMUP_PART : MEASURE_PART;
    unsigned colour = 0;
    for (unsigned shift = 0; shift < 24; shift += 8) {
        const double share = (double)(dark >> shift & 0xff);
        colour |= (unsigned)(255 + part * (share - 255)) << shift;
    }
    return colour;
}

static bool is_warmup(const struct span *span, unsigned warmups) {
    return task_of(span) && span->repetition < warmups;
}

/* The longest of "task 3, 12.3 ms", "task 3" and "3" that has room in its bar. Free it. */
static char *label_of(const struct span *span, double pixels_per_us) {
    const double room = (span->end_us - span->begin_us) * pixels_per_us / BAR_LETTER;
    const char *task = task_of(span);
    const char *name = task ? task : span->name;
    const struct number time = number_time((span->end_us - span->begin_us) * 1e-6);
    char *label = must_format("%s, %s", name, time.text);
    if ((double)strlen(label) <= room)
        return label;
    free(label);
    if ((double)strlen(name) <= room)
        return must_strdup(name);
    const char *number = task ? task + strlen("task ") : "";
    return must_strdup((double)strlen(number) <= room ? number : "");
}

/* How many processes, and whether one of them has several threads. */
static size_t processes_of(const struct trace *trace, bool *threaded) {
    size_t processes = trace->count > 0;
    *threaded = false;
    for (size_t i = 1; i < trace->count; i++)
        if (trace->items[i].process == trace->items[i - 1].process)
            *threaded = true;
        else
            processes++;
    return processes;
}

/* What the worker is: a thread of the one process, a process, a thread of a process. Free it. */
static char *lane_label(const struct trace *trace, const struct lane *lane) {
    bool threaded;
    const size_t processes = processes_of(trace, &threaded);
    if (lane->name && *lane->name)
        return must_strdup(lane->name);
    if (trace->count == 1)
        return must_strdup("one worker");
    if (processes == 1)
        return must_format("thread %.0f", lane->thread);
    if (!threaded)
        return must_format("process %.0f", lane->process);
    return must_format("proc. %.0f thread %.0f", lane->process, lane->thread);
}

/* "sum task 3, thread 1: 12.3 ms, from 45.6 ms on, warm-up". Free it. */
static char *tip_of(const struct trace *trace, const struct span *span, bool warmup) {
    char *lane = lane_label(trace, &trace->items[span->lane]);
    const struct number time = number_time((span->end_us - span->begin_us) * 1e-6),
                        begin = number_time(span->begin_us * 1e-6);
    char *tip = must_format("%s, %s: %s, from %s on%s", span->name, lane, time.text, begin.text,
                            warmup ? ", warm-up" : "");
    free(lane);
    return tip;
}

static void print_span(FILE *out, const struct trace *trace, const struct span *span,
                       unsigned warmups, double pixels_per_us) {
    char *label = label_of(span, pixels_per_us);
    fprintf(out, "%.3f %.3f %zu %u ", span->begin_us, span->end_us, row_of(trace, span->lane),
            colour_of(span, is_warmup(span, warmups)));
    gnuplot_datum(out, label);
    fputc(' ', out);
    char *tip = tip_of(trace, span, is_warmup(span, warmups));
    gnuplot_datum(out, tip);
    fputc('\n', out);
    free(tip);
    free(label);
}

/* A repetition of a configuration: where its first task begins. */
struct section {
    const struct span *first;
    double end_us; /* of its last task */
};

static size_t kernel_length(const struct span *span) {
    return (size_t)(task_of(span) - span->name);
}

static bool same_section(const struct span *a, const struct span *b) {
    return a->repetition == b->repetition && a->workers == b->workers &&
           kernel_length(a) == kernel_length(b) && memcmp(a->name, b->name, kernel_length(a)) == 0;
}

static int by_begin(const void *left, const void *right) {
    const struct section *a = left, *b = right;
    return (a->first->begin_us > b->first->begin_us) - (a->first->begin_us < b->first->begin_us);
}

/* All repetitions in the order in which they began; none of a foreign trace. Free *sections. */
static size_t sections_find(const struct trace *trace, struct section **sections) {
    size_t count = 0;
    *sections = must_alloc((trace->spans.count + 1) * sizeof **sections);
    for (size_t i = 0; i < trace->spans.count; i++) {
        const struct span *span = &trace->spans.items[i];
        if (!task_of(span))
            continue;
        /* Events come in the order of their begin: the section is most likely the last one. */
        size_t at = count;
        while (at && !same_section((*sections)[at - 1].first, span))
            at--;
        if (!at) {
            (*sections)[count++] = (struct section){span, span->end_us};
            continue;
        }
        struct section *section = &(*sections)[at - 1];
        section->first = span->begin_us < section->first->begin_us ? span : section->first;
        section->end_us = fmax(section->end_us, span->end_us);
    }
    qsort(*sections, count, sizeof **sections, by_begin);
    return count;
}

/* "warm-up", "repetition 2", with the kernel where there are several; "" without room. Free it. */
static char *section_label(const struct section *section, unsigned warmups, bool several,
                           double pixels_per_us) {
    const double room =
        (section->end_us - section->first->begin_us) * pixels_per_us / SECTION_LETTER;
    const unsigned repetition = section->first->repetition;
    char *what = repetition < warmups ? must_strdup("warm-up")
                                      : must_format("repetition %u", repetition - warmups);
    char *whole = several ? must_format("%.*s %s", (int)kernel_length(section->first),
                                        section->first->name, what)
                          : must_strdup(what);
    char *label = (double)strlen(whole) <= room  ? must_strdup(whole)
                  : (double)strlen(what) <= room ? must_strdup(what)
                                                 : must_strdup("");
    free(what);
    free(whole);
    return label;
}

static void print_sections(FILE *out, const struct trace *trace, unsigned warmups,
                           double pixels_per_us) {
    struct section *sections;
    const size_t count = sections_find(trace, &sections);
    bool several = false;
    for (size_t i = 1; i < count; i++)
        several = several || kernel_length(sections[i].first) != kernel_length(sections[0].first) ||
                  memcmp(sections[i].first->name, sections[0].first->name,
                         kernel_length(sections[0].first)) != 0;
    for (size_t i = 0; i < count; i++) {
        char *label = section_label(&sections[i], warmups, several, pixels_per_us);
        fprintf(out, "%.3f %.3f ", sections[i].first->begin_us, sections[i].end_us);
        gnuplot_datum(out, label);
        fputc('\n', out);
        free(label);
    }
    free(sections);
}

/* Two blocks: the bars, the repetitions. */
static bool data_write(const struct trace *trace, unsigned warmups, double pixels_per_us,
                       const char *folder, const char *name, struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out)
        return false;
    fputs("# begin_us end_us row colour label tip\nNaN NaN 0 0 - -\n", out);
    for (size_t i = 0; i < trace->spans.count; i++)
        if (trace->spans.items[i].lane < lanes_drawn(trace))
            print_span(out, trace, &trace->spans.items[i], warmups, pixels_per_us);
    fputs("\n\n# repetitions: begin_us end_us label\nNaN NaN -\n", out);
    print_sections(out, trace, warmups, pixels_per_us);
    return outfile_close(out, folder, fault);
}

/* The part of the width left of the frame. */
static double left_margin(const struct trace *trace) {
    size_t longest = 0;
    for (size_t i = 0; i < lanes_drawn(trace); i++) {
        char *label = lane_label(trace, &trace->items[i]);
        longest = strlen(label) > longest ? strlen(label) : longest;
        free(label);
    }
    return fmin(0.4, (20 + LANE_LETTER * (double)longest) / GNUPLOT_WIDTH);
}

static void print_lanes(FILE *out, const struct trace *trace) {
    const size_t lanes = lanes_drawn(trace);
    fputs("set ytics (", out);
    for (size_t i = 0; i < lanes; i++) {
        char *label = lane_label(trace, &trace->items[i]);
        fputs(i ? ", " : "", out);
        gnuplot_text(out, label);
        fprintf(out, " %zu", row_of(trace, i));
        free(label);
    }
    fprintf(out,
            ") font ',12'\nset yrange [0.4:%.1f]\nset key off\nset lmargin at screen %.3f\n"
            "set rmargin at screen %.3f\nset grid noytics\n",
            (double)lanes + 0.6, left_margin(trace), 1 - (double)RIGHT_MARGIN / GNUPLOT_WIDTH);
}

/* Of very many bars one would see the borders alone. */
static const char *border_of(const struct trace *trace) {
    const double mean_width = GNUPLOT_WIDTH * (double)trace->count / (double)trace->spans.count;
    return mean_width < BORDER_WIDTH_MIN ? "noborder" : "border rgb '" COLOUR_SOFT "'";
}

static void print_plot(FILE *out, const struct trace *trace, const char *name, double per_us) {
    const double top = (double)lanes_drawn(trace) + 0.6;
    fprintf(out,
            "plot '%s.dat' index 1 using ($1*%g):(0.4):(0):(%g) with vectors nohead lc rgb "
            "'" COLOUR_REFERENCE "' lw 1 dt 3, \\\n"
            "  '' index 0 using (($1+$2)/2*%g):3:($1*%g):($2*%g):($3-0.38):($3+0.38):4 with "
            "boxxyerror lc rgb variable fs solid 1 %s, \\\n"
            "  '' index 0 using (($1+$2)/2*%g):3:5 with labels center font ',11' tc rgb "
            "'#111111', \\\n"
            "  '' index 0 using (($1+$2)/2*%g):3:6 with labels hypertext point pt 5 ps 2.5 lc rgb "
            "'#ff000000', \\\n"
            "  '' index 1 using (($1+$2)/2*%g):(%g):3 with labels center offset 0,0.6 font ',12' "
            "tc rgb '" COLOUR_SOFT "'\n",
            name, per_us, top - 0.4, per_us, per_us, per_us, border_of(trace), per_us, per_us,
            per_us, top);
}

static unsigned height_of(const struct trace *trace, const char *title) {
    const unsigned lanes = (unsigned)lanes_drawn(trace);
    return FRAME_HEIGHT + gnuplot_title_height(title) +
           lanes * (lanes > HIGH_ROWS_MAX ? LOW_ROW_HEIGHT : ROW_HEIGHT);
}

bool timeline_write(const struct trace *trace, unsigned warmups, const char *folder,
                    const char *name, const char *title, struct fault *fault) {
    const double frame = GNUPLOT_WIDTH * (1 - left_margin(trace)) - RIGHT_MARGIN;
    if (!data_write(trace, warmups, frame / last_us(trace), folder, name, fault))
        return false;
    FILE *out = outfile_open(folder, name, "gp", fault);
    if (!out)
        return false;
    const struct axis_unit unit = axis_unit(last_us(trace) * 1e-6);
    const double last = last_us(trace) * 1e-6 * unit.per_second;
    gnuplot_begin(out, name, title, height_of(trace, title));
    /* The names of the repetitions stand between title and frame. */
    fputs("set title offset 0,0.8\n", out);
    print_lanes(out, trace);
    fprintf(out, "set xlabel 'time in %s'\nset xrange [0:%.9g]\nset xtics 0,%.9g\n", unit.name,
            last > 0 ? last : 1, axis_tic(last > 0 ? last : 1));
    print_plot(out, trace, name, unit.per_second * 1e-6);
    gnuplot_end(out, name, height_of(trace, title));
    return outfile_close(out, folder, fault);
}

/* "trace-countdown-omp.json" in some folder: "countdown-omp". */
static char *trace_title(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    name += strncmp(name, "trace-", 6) == 0 ? 6 : 0;
    const size_t length = strlen(name);
    const size_t suffix = length > 5 && strcmp(name + length - 5, ".json") == 0 ? 5 : 0;
    return must_format("%.*s", (int)(length - suffix), name);
}

static char *trace_caption(const struct trace *trace, const char *title, bool marked) {
    char *tasks =
        trace->left_out ? must_format(", %zu more not drawn", trace->left_out) : must_strdup("");
    char *lanes = trace->count > TIMELINE_LANES_MAX ? must_format(" (%d drawn)", TIMELINE_LANES_MAX)
                                                    : must_strdup("");
    char *caption = must_format("%s: %zu worker%s%s, %zu task%s%s; bars in one column ran at the "
                                "same time, gaps are waiting%s",
                                title, trace->count, number_plural((double)trace->count), lanes,
                                trace->spans.count, number_plural((double)trace->spans.count),
                                tasks, marked ? ", pale bars are warm-up" : "");
    free(tasks);
    free(lanes);
    return caption;
}

/* 0 if no provenance says: then nothing is marked. */
static unsigned warmups_of(const struct picture_input *input, const char *path) {
    unsigned warmups = 0;
    for (const char *const *text = input->provenances; text && *text; text++)
        if (tracefile_warmups(*text, path, &warmups))
            return warmups;
    return 0;
}

static bool timeline_add(const struct picture_input *input, size_t number,
                         const struct trace *trace, struct pictures *pictures,
                         struct fault *fault) {
    const char *path = input->traces[number];
    const unsigned warmups = warmups_of(input, path);
    char *title = trace_title(path), *slug = name_slug(title);
    char *name = must_format("timeline-%zu-%s", number + 1, slug);
    const bool good = timeline_write(trace, warmups, pictures->folder, name, title, fault);
    pictures_add(pictures, "timeline", PICTURE_MAIN, name,
                 trace_caption(trace, title, warmups > 0));
    free(title);
    free(slug);
    return good;
}

bool timelines_add(const struct picture_input *input, struct pictures *pictures,
                   struct fault *fault) {
    for (size_t i = 0; i < input->trace_count; i++) {
        struct trace trace;
        struct fault unreadable = {0};
        bool good = true;
        if (!tracefile_read(input->traces[i], &trace, &unreadable))
            pictures->missing = "a trace beside the samples could not be read";
        else if (trace.spans.count)
            good = timeline_add(input, i, &trace, pictures, fault);
        tracefile_free(&trace);
        if (!good)
            return false;
    }
    return true;
}
