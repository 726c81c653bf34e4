/* Which pictures a study gets, what their data hold, that gnuplot takes them, what svg.c makes of
 * them. */
#include "axis.h"
#include "bound.h"
#include "check.h"
#include "curves.h"
#include "drift.h"
#include "gnuplot.h"
#include "made_up.h"
#include "outfile.h"
#include "paneldata.h"
#include "picture.h"
#include "scripts.h"
#include "strip.h"
#include "svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A study with all its pictures in a folder of its own. */
struct drawn {
    struct data *data;
    struct study *study;
    struct scaling scaling;
    char *folder;
    struct pictures pictures;
};

static struct drawn drawn_make(struct data *data) {
    struct drawn drawn = {.data = data, .folder = must_strdup("/tmp/convoy-pictures-XXXXXX")};
    static const char *const provenances[] = {NULL};
    struct fault fault = {0};
    drawn.study = study_make(data);
    drawn.scaling = scaling_make(drawn.study);
    assert_non_null(mkdtemp(drawn.folder));
    const struct picture_input input = {
        .study = drawn.study, .scaling = &drawn.scaling, .provenances = provenances};
    assert_true(pictures_make(&input, drawn.folder, &drawn.pictures, &fault));
    return drawn;
}

static void drawn_end(struct drawn *drawn) {
    char *command = must_format("rm -r '%s'", drawn->folder);
    assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a folder of this test's own */
    free(command);
    free(drawn->folder);
    pictures_free(&drawn->pictures);
    scaling_free(&drawn->scaling);
    study_free(drawn->study);
    data_free(drawn->data);
}

static const struct picture *picture_named(const struct drawn *drawn, const char *name) {
    for (size_t i = 0; i < drawn->pictures.count; i++)
        if (strcmp(drawn->pictures.items[i].name, name) == 0)
            return &drawn->pictures.items[i];
    return NULL;
}

/* A file of the folder; free it. */
static char *text_of(const struct drawn *drawn, const char *name) {
    char *path = must_format("%s/%s", drawn->folder, name), *text = NULL;
    FILE *file = fopen(path, "r");
    size_t room = 0;
    assert_non_null(file);
    assert_true(getdelim(&text, &room, '\0', file) > 0);
    fclose(file);
    free(path);
    return text;
}

/* One row of numbers of a data file; NaN where a row has fewer. */
struct numbers {
    double items[COLUMN_WORKERS + 1]; /* by column, from 1 */
};

static struct numbers numbers_read(const char *line) {
    struct numbers numbers;
    char *rest;
    for (size_t i = 0; i <= COLUMN_WORKERS; i++)
        numbers.items[i] = NAN;
    for (size_t i = 1; i <= COLUMN_WORKERS; i++, line = rest) {
        numbers.items[i] = strtod(line, &rest);
        if (rest == line) {
            numbers.items[i] = NAN;
            break;
        }
    }
    return numbers;
}

/* The rows of the block whose comment begins so. */
static size_t block_read(const char *text, const char *title, struct numbers *rows, size_t room) {
    const char *line = strstr(text, title);
    size_t count = 0;
    assert_non_null(line);
    for (line = strchr(line, '\n') + 1; *line && *line != '\n'; line = strchr(line, '\n') + 1) {
        if (*line == '#')
            continue;
        assert_true(count < room);
        rows[count++] = numbers_read(line);
    }
    return count;
}

/* Amdahl's law with a tenth serial, threads and processes at 1 to 8 workers; class io: no cores. */
static struct data *amdahl(void) {
    struct made made[9];
    for (size_t i = 0; i < 8; i++) {
        const unsigned workers = 1U << i % 4;
        made[i] = (struct made){
            "k", "io", i < 4 ? "omp" : "mpi", "", workers, 0, 0.1 + 0.9 / workers, 0.001, 8, NULL};
    }
    made[8] = (struct made){"k", "io", "serial", "", 1, 0, 1, 0.001, 8, NULL};
    return made_data(made, 9);
}

static void panels_have_the_pictures_that_say_something(void **state) {
    (void)state;
    const struct made made[] = {
        {"curve", "cpu", "omp", "", 1, 0, 1, 0.01, 6, NULL},
        {"curve", "cpu", "omp", "", 2, 0, 0.6, 0.01, 6, NULL},
        {"curve", "cpu", "omp", "", 4, 0, 0.4, 0.01, 6, NULL},
        {"lone", "cpu", "omp", "", 1, 0, 1, 0.01, 6, NULL},
        {"weak", "cpu", "omp", "", 1, 0, 1, 0.01, 6, "weak"},
        {"weak", "cpu", "omp", "", 2, 0, 1.1, 0.01, 6, "weak"},
    };
    static const struct {
        const char *name;
        bool wanted;
        enum importance on_page;
    } wanted[] = {
        {"curve.speedup", true, PICTURE_MAIN},
        {"curve.time", true, PICTURE_MAIN},
        {"curve.efficiency", true, PICTURE_MORE},
        {"curve.karp-flatt", true, PICTURE_MORE},
        {"curve.launches", true, PICTURE_MORE},
        {"lone.launches", true, PICTURE_MAIN},
        {"lone.time", false, PICTURE_BESIDE},
        {"lone.karp-flatt", false, PICTURE_BESIDE},
        {"weak-weak-scaling.speedup", true, PICTURE_MAIN},
        {"weak-weak-scaling.karp-flatt", false, PICTURE_BESIDE},
        {"drift", true, PICTURE_MAIN},
    };
    struct drawn drawn = drawn_make(made_data(made, sizeof made / sizeof *made));
    size_t count = 0;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const struct picture *picture = picture_named(&drawn, wanted[i].name);
        assert_int_equal(picture != NULL, wanted[i].wanted);
        count += wanted[i].wanted;
        if (!picture)
            continue;
        assert_int_equal(picture->on_page, wanted[i].on_page);
        assert_non_null(picture->caption);
        assert_int_equal(picture->panel == NULL, strcmp(picture->name, "drift") == 0);
    }
    assert_int_equal(picture_named(&drawn, "weak-weak-scaling.time") != NULL, 1);
    assert_true(drawn.pictures.count >= count);
    drawn_end(&drawn);
}

static void few_launches_have_no_drift(void **state) {
    (void)state;
    const struct made made[] = {{"k", "cpu", "omp", "", 1, 0, 1, 0.01, 6, NULL}};
    struct drawn drawn = drawn_make(made_data(made, 1));
    assert_null(picture_named(&drawn, "drift"));
    drawn_end(&drawn);
}

/* Medians, limits and what follows from them are those of the law. */
static void data_hold_what_was_measured(void **state) {
    (void)state;
    struct drawn drawn = drawn_make(amdahl());
    char *text = text_of(&drawn, "k.dat");
    struct numbers rows[64] = {0};
    assert_int_equal(block_read(text, "# threads: medians", rows, 64), 4);
    for (size_t i = 0; i < 4; i++) {
        const double workers = 1U << i, time_s = 0.1 + 0.9 / workers;
        const double *row = rows[i].items;
        assert_float_equal(row[COLUMN_WORKERS], workers, 0);
        assert_float_equal(row[COLUMN_X], workers, fmax(0.06, 0.03 * workers) + 1e-6);
        assert_float_equal(row[COLUMN_TIME_S], time_s, 1e-3 * time_s);
        assert_true(row[COLUMN_TIME_S + 1] < row[COLUMN_TIME_S]);
        assert_true(row[COLUMN_TIME_S + 2] > row[COLUMN_TIME_S]);
        assert_float_equal(row[COLUMN_SPEEDUP], 1 / time_s, 0.01 / time_s);
        assert_float_equal(row[COLUMN_EFFICIENCY], 1 / time_s / workers, 0.01);
        if (workers > 1)
            assert_float_equal(row[COLUMN_KARP_FLATT], 0.1, 0.01);
        else
            assert_true(isnan(row[COLUMN_KARP_FLATT]));
    }
    assert_int_equal(block_read(text, "# threads: launches", rows, 64), 4 * 8);
    assert_non_null(strstr(text, "\"threads, 4 workers: 325 ms (3"));
    assert_non_null(strstr(text, "8 launches\"\n"));
    free(text);
    drawn_end(&drawn);
}

/* Solid within the data, dashed beyond them, and never further than twice the largest number. */
static void models_end_at_twice_the_workers(void **state) {
    (void)state;
    struct drawn drawn = drawn_make(amdahl());
    char *text = text_of(&drawn, "k.dat"), *script = text_of(&drawn, "k.speedup.gp");
    struct numbers rows[128] = {0};
    size_t count = block_read(text, "# threads: model\n", rows, 128);
    assert_true(count > 10);
    assert_float_equal(rows[0].items[COLUMN_X], 1, 1e-9);
    assert_float_equal(rows[count - 1].items[COLUMN_X], 8, 1e-9);
    count = block_read(text, "# threads: model beyond the data\n", rows, 128);
    assert_true(count > 10);
    assert_float_equal(rows[0].items[COLUMN_X], 8, 1e-9);
    assert_float_equal(rows[count - 1].items[COLUMN_X], 16, 1e-9);
    assert_float_equal(rows[count - 1].items[COLUMN_TIME_S], 0.1 + 0.9 / 16, 0.01);
    for (enum block block = BLOCK_MODEL; block <= BLOCK_BEYOND; block++) {
        char *start = must_format("'k.dat' index %zu using", paneldata_index(1, block));
        const char *line = strstr(script, start);
        assert_non_null(line);
        const size_t length = strcspn(line, "\n");
        const char *dash = strstr(line, block == BLOCK_MODEL ? "dt 1" : "dt '-'");
        assert_true(dash && dash < line + length);
        free(start);
    }
    assert_null(strstr(text, "nan "));
    assert_null(strstr(text, "inf"));
    free(script);
    free(text);
    drawn_end(&drawn);
}

/* What gnuplot says about a script, which is nothing if all is well. */
static void assert_silent(const struct drawn *drawn, const char *name) {
    char *command = must_format("cd '%s' && gnuplot '%s.gp' 2>&1", drawn->folder, name);
    char message[512] = "";
    FILE *pipe = popen(command, "r"); /* NOLINT(cert-env33-c): a folder of this test's own */
    assert_non_null(pipe);
    const size_t length = fread(message, 1, sizeof message - 1, pipe);
    assert_int_equal(pclose(pipe), 0);
    if (length)
        fail_msg("%s: %s", name, message);
    free(command);
}

/* Steps, locks, no limits, one launch, times of nanoseconds and of hours, slower with workers, and
 * names with everything that means something to gnuplot or in SVG. */
static const char hostile[] =
    "kernel,driver,workers,wall_s,launch,class,gil,tasks,tasks_per_worker,pus\n"
    "steps,omp,1,10,1,cpu,,4,0,2\nsteps,omp,2,5,1,cpu,,4,0,2\nsteps,omp,4,5,1,cpu,,4,0,2\n"
    "steps,omp,1,10,1,cpu,cpython,4,0,2\nsteps,omp,2,10,1,cpu,cpython,4,0,2\n"
    "huge,omp,1,1,1,cpu,,1,1,2\nhuge,omp,2,1e300,1,cpu,,2,1,2\nhuge,omp,4,0.3,1,cpu,,4,1,2\n"
    "tiny,omp,1,1e-310,1,cpu,,1,1,2\ntiny,omp,2,1,1,cpu,,2,1,2\ntiny,omp,4,1e-310,1,cpu,,4,1,2\n"
    "lost,omp,1,1e300,1,cpu,,1,1,2\nlost,omp,2,1e300,1,cpu,,2,1,2\n"
    "far,omp,1,5e-8,1,cpu,,1,1,2\nfar,omp,2,3e-8,1,cpu,,2,1,2\nfar,omp,64,90000,1,cpu,,64,1,2\n"
    "slow,omp,1,1,1,cpu,,1,1,2\nslow,omp,2,2,1,cpu,,2,1,2\nslow,omp,4,9,1,cpu,,4,1,2\n"
    "\"a 'b' \"\"c\"\" \\d\n$e {f}\",\"<g & 'h'> \"\"i\"\"\n\\j\",1,1,1,cpu,,1,1,2\n"
    "\"a 'b' \"\"c\"\" \\d\n$e {f}\",\"<g & 'h'> \"\"i\"\"\n\\j\",2,0.5,1,cpu,,2,1,2\n"
    "\"a 'b' \"\"c\"\" \\d\n$e {f}\",\"<g & 'h'> \"\"i\"\"\n\\j\",4,0.3,1,cpu,,4,1,2\n";

static void gnuplot_takes_every_script(void **state) {
    (void)state;
    if (!gnuplot_exists())
        skip();
    struct fault fault = {0};
    struct data *const all[] = {loaded(hostile, strlen(hostile), &fault), amdahl()};
    for (size_t i = 0; i < 2; i++) {
        assert_non_null(all[i]);
        struct drawn drawn = drawn_make(all[i]);
        assert_null(drawn.pictures.missing);
        for (size_t p = 0; p < drawn.pictures.count; p++) {
            const struct picture *picture = &drawn.pictures.items[p];
            assert_true(picture->drawn);
            assert_true(picture->bytes > 0 && picture->bytes < 60000);
            assert_silent(&drawn, picture->name);
        }
        drawn_end(&drawn);
    }
}

/* Groups by series, tips, one ground, colours as #rrggbb, no trace of gnuplot's own names. */
static void pictures_are_fit_for_a_page(void **state) {
    (void)state;
    if (!gnuplot_exists())
        skip();
    struct drawn drawn = drawn_make(amdahl());
    char *svg = text_of(&drawn, "k.speedup.svg");
    assert_non_null(strstr(svg, "class=\"key\" data-series=\"ideal\">"));
    assert_non_null(strstr(svg, "class=\"key\" data-series=\"threads\">"));
    assert_non_null(strstr(svg, "class=\"marks\" data-series=\"threads\">"));
    assert_non_null(strstr(svg, "class=\"marks\" data-series=\"processes\">"));
    assert_non_null(strstr(svg, "<rect class=\"ground\""));
    assert_non_null(strstr(svg, "#0072b2"));
    static const char *const unwanted[] = {"rgb(", "onmousemove", "<title>convoy", "black",
                                           "font-family=\"Helvetica\""};
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        assert_null(strstr(svg, unwanted[i]));
    size_t tips = 0;
    for (const char *at = svg; (at = strstr(at, "<g class=\"tip\"><title>")); at++)
        tips++;
    assert_int_equal(tips, 9);
    char *efficiency = text_of(&drawn, "k.efficiency.svg");
    assert_non_null(strstr(efficiency, "<title>processes, 8 workers: 2"));
    free(efficiency);
    free(svg);
    drawn_end(&drawn);
}

#define HEAD  "<desc>Produced by GNUPLOT 5.4</desc>"
#define PLAIN "<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\">"

static void svg_is_rewritten_as_promised(void **state) {
    (void)state;
    static const struct {
        const char *from, *to;
    } pairs[] = {
        {"<rect x=\"0\" y=\"0\" fill=\"#FFFFFF\"/><rect x=\"0\" y=\"0\"/>",
         "<rect class=\"ground\" x=\"0\" y=\"0\" fill=\"#ffffff\"/><rect x=\"0\" y=\"0\"/>"},
        {"<p stroke='rgb(  0, 114, 178)'/>", "<p stroke='#0072b2'/>"},
        {"<text> black rgb(1,2,3) </text>", "<text> black rgb(1,2,3) </text>"},
        {PLAIN "</g>\n" PLAIN "<a/></g>\n" PLAIN "<b/></g>",
         "<g fill=\"none\" color=\"#000000\" stroke=\"currentColor\"><a/><b/></g>"},
        {"<g onmousemove=\"gnuplot_svg.showHypertext(evt,'a &lt;b> 'c'')\" "
         "onmouseout=\"gnuplot_svg.hideHypertext()\"><title> </title><a/></g>",
         "\n<g class=\"tip\"><title>a &lt;b> 'c'</title><a/></g>"},
        {"<g id=\"convoy_plot_1\" ><title>x</title><a font-size=\"13.00\"/><text>s \"t\"</text></g>"
         "<g id=\"convoy_plot_2\" ><title>y</title><b/></g>",
         "\n<g id=\"convoy_plot_1\" class=\"key\" data-series=\"s &quot;t&quot;\"><a "
         "font-size=\"13.00\"/><text>s \"t\"</text></g>\n<g id=\"convoy_plot_2\" class=\"marks\" "
         "data-series=\"s &quot;t&quot;\"><b/></g>"},
        {"<use xlink:href='#gpPt6' transform='translate(1.00,2.00) scale(1.50)' color='black'/>\n"
         "<use xlink:href='#gpPt6' transform='translate(1.00,2.00) scale(1.50)' color='black'/>\n"
         "<use xlink:href='#gpPt6' transform='translate(3.00,4.00) scale(1.50)' color='black'/>",
         "<path class=\"dots\" stroke=\"#000000\" stroke-width=\"3.0\" stroke-linecap=\"round\" "
         "opacity=\"1.00\" d=\"M1.0 2.0h0M3.0 4.0h0\"/>"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char *from = must_format("<svg>" HEAD "%s</svg>", pairs[i].from);
        char *wanted = must_format("<svg>" HEAD "%s</svg>\n", pairs[i].to);
        char *got = svg_rewrite(from);
        assert_string_equal(got, wanted);
        free(from);
        free(wanted);
        free(got);
    }
    assert_null(svg_rewrite("<svg></svg>"));
    assert_null(svg_rewrite("<svg>" HEAD));
}

/* A step of 10 % at half of the run, seen by the median of five neighbours, not by one outlier. */
static void running_medians_follow_steps_and_not_outliers(void **state) {
    (void)state;
    struct drift_dots dots = {0};
    struct drift_dot room[20];
    dots.items = room;
    dots.count = 20;
    for (size_t i = 0; i < 20; i++)
        room[i] = (struct drift_dot){(uint32_t)i,
                                     i == 4   ? 9
                                     : i < 10 ? 1
                                              : 1.1,
                                     ROLE_THREADS, false};
    double *medians = drift_running_median(&dots, 5);
    for (size_t i = 0; i < 20; i++)
        assert_float_equal(medians[i], i < 10 ? 1 : 1.1, 1e-12);
    free(medians);
}

static void drift_is_in_the_order_of_the_run(void **state) {
    (void)state;
    struct data *data = amdahl();
    struct study *study = study_make(data);
    struct drift_dots dots = drift_collect(study);
    assert_int_equal(dots.count, 9 * 8);
    for (size_t i = 1; i < dots.count; i++)
        assert_true(dots.items[i].sequence >= dots.items[i - 1].sequence);
    free(dots.items);
    study_free(study);
    data_free(data);
}

static void strips_show_the_compared_number_of_workers(void **state) {
    (void)state;
    const struct made made[] = {
        {"k", "cpu", "serial", "", 1, 0, 1, 0.01, 6, NULL},
        {"k", "cpu", "omp", "", 1, 0, 1, 0.01, 6, NULL},
        {"k", "cpu", "omp", "", 2, 0, 0.5, 0.01, 6, NULL},
        {"k", "cpu", "omp", "", 8, 0, 0.5, 0.01, 6, NULL},
        {"k", "cpu", "mpi", "", 2, 0, 0.5, 0.01, 6, NULL},
        {"k", "cpu", "mpi", "", 8, 0, 0.5, 0.01, 6, NULL},
    };
    struct data *data = made_data(made, 6); /* 2 PUs */
    struct study *study = study_make(data);
    const struct panel *panel = &study->items[0];
    static const double wanted[] = {1, 2, 2};
    assert_int_equal(panel->count, 3);
    for (size_t s = 0; s < 3; s++)
        assert_float_equal(strip_point(panel, &panel->items[s])->workers, wanted[s], 0);
    study_free(study);
    data_free(data);
}

/* A lock bounds those who compute under it: not who waits, not processes. */
static void locks_bound_computing_threads(void **state) {
    (void)state;
    static const struct {
        const char *class, *driver, *lock;
        bool bound;
    } cases[] = {{"cpu", "omp", "cpython", true},
                 {"cpu", "omp", "", false},
                 {"io", "omp", "cpython", false},
                 {"cpu", "mpi", "cpython", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct made made = {
            "k", cases[i].class, cases[i].driver, cases[i].lock, 1, 0, 1, 0.01, 6, NULL};
        struct data *data = made_data(&made, 1);
        struct study *study = study_make(data);
        assert_int_equal(bound_has_lock(&study->items[0]), cases[i].bound);
        study_free(study);
        data_free(data);
    }
}

static void units_fit_the_times(void **state) {
    (void)state;
    static const struct {
        double seconds;
        const char *name;
    } cases[] = {{5e-9, "ns"}, {2e-6, "us"}, {0.05, "ms"}, {1, "s"},
                 {200, "s"},   {600, "min"}, {20000, "h"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(axis_unit(cases[i].seconds).name, cases[i].name);
}

/* Strong scaling is log2-log2 from two counts on; equal tasks have steps at whole numbers, linear
 * up to 12; what grows with the workers is linear from zero. */
static void scales_follow_the_worker_counts(void **state) {
    (void)state;
    static const struct {
        unsigned counts[17], tasks;
        const char *scaling;
        bool log, y_log;
    } cases[] = {{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 0, NULL, true, true},
                 {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 10, NULL, false, false},
                 {{1}, 0, NULL, false, false},
                 {{1, 2}, 0, NULL, true, true},
                 {{1, 2}, 10, NULL, false, false},
                 {{1, 2, 4, 8}, 10, NULL, true, true},
                 {{1, 2}, 0, "weak", true, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made made[17];
        size_t count = 0;
        for (; cases[i].counts[count]; count++)
            made[count] = (struct made){
                "k",  "cpu", "omp",           "", cases[i].counts[count], cases[i].tasks, 1,
                0.01, 6,     cases[i].scaling};
        struct data *data = made_data(made, count);
        struct study *study = study_make(data);
        assert_int_equal(axis_workers_log(&study->items[0]), cases[i].log);
        assert_int_equal(axis_y_log(&study->items[0]), cases[i].y_log);
        study_free(study);
        data_free(data);
    }
}

static char *tics_of(unsigned last) {
    struct made made[64];
    for (unsigned i = 0; i < last; i++)
        made[i] = (struct made){"k", "cpu", "omp", "", i + 1, 0, 1, 0.01, 1, NULL};
    struct data *data = made_data(made, last);
    struct study *study = study_make(data);
    char *text = NULL;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    axis_print_workers(out, &study->items[0], last);
    fclose(out);
    study_free(study);
    data_free(data);
    return text;
}

/* At the counts; of many at powers of two and the last alone. */
static void tics_are_few(void **state) {
    (void)state;
    char *few = tics_of(3), *many = tics_of(48);
    assert_non_null(strstr(few, "set xtics (3, 2, 1)\n"));
    assert_non_null(strstr(many, "set xtics (48, 32, 16, 8, 4, 2, 1)\n"));
    free(few);
    free(many);
}

/* The lowest text of the key in an SVG of gnuplot's, in pixels from the top. */
static double lowest_key_text(const char *svg) {
    double lowest = 0;
    for (const char *at = svg; (at = strstr(at, "translate(")); at++) {
        const char *end = strchr(at, '>'), *text = strstr(at, "entry ");
        double x, y;
        if (text && end && text - end < 16 && sscanf(at, "translate(%lf,%lf)", &x, &y) == 2)
            lowest = fmax(lowest, y);
    }
    return lowest;
}

/* A picture of nothing but a key: where its last row is, and how high the picture. */
static void key_draw(const char *folder, int entries, size_t letters, double *lowest,
                     double *height) {
    struct fault fault = {0};
    FILE *out = outfile_open(folder, "key", "gp", &fault);
    assert_non_null(out);
    *height = 300 + gnuplot_key_height((size_t)entries, letters);
    gnuplot_begin(out, "key", "key", (unsigned)*height);
    gnuplot_key(out, (size_t)entries, letters, (unsigned)*height);
    fputs("plot [0:1] x notitle", out);
    for (int i = 0; i < entries; i++)
        fprintf(out, ", keyentry with lines title 'entry %0*d'", (int)letters - 6, i);
    fputs("\n", out);
    gnuplot_end(out, "key", (unsigned)*height);
    assert_true(outfile_close(out, folder, &fault));
    scripts_draw(folder, "key");
    char *svg = scripts_text(folder, "key", "svg");
    *lowest = lowest_key_text(svg);
    free(svg);
}

static void every_row_of_a_key_is_inside(void **state) {
    (void)state;
    if (!gnuplot_exists())
        skip();
    static const int entries[] = {5, 11, 30};
    static const size_t letters[] = {12, 22, 30, 34, 52};
    char *folder = scripts_folder();
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        for (size_t k = 0; k < sizeof letters / sizeof *letters; k++) {
            double lowest, height;
            key_draw(folder, entries[i], letters[k], &lowest, &height);
            assert_true(lowest > height - 80); /* the rows were found, and use their room */
            assert_true(lowest < height - 5);  /* with room below the base line */
        }
    scripts_remove(folder);
}

/* What no axis can hold is left out, and the data say so. */
static void undrawable_times_are_left_out(void **state) {
    (void)state;
    struct fault fault = {0};
    struct drawn drawn = drawn_make(loaded(hostile, strlen(hostile), &fault));
    char *text = text_of(&drawn, "huge.dat"), *script = text_of(&drawn, "huge.time.gp");
    assert_non_null(strstr(text, "# left out, beyond any axis: 2 workers, 1e+300 s\n"));
    assert_null(strstr(script, "e+"));
    free(script);
    free(text);
    drawn_end(&drawn);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panels_have_the_pictures_that_say_something),
        cmocka_unit_test(few_launches_have_no_drift),
        cmocka_unit_test(data_hold_what_was_measured),
        cmocka_unit_test(models_end_at_twice_the_workers),
        cmocka_unit_test(gnuplot_takes_every_script),
        cmocka_unit_test(pictures_are_fit_for_a_page),
        cmocka_unit_test(svg_is_rewritten_as_promised),
        cmocka_unit_test(running_medians_follow_steps_and_not_outliers),
        cmocka_unit_test(drift_is_in_the_order_of_the_run),
        cmocka_unit_test(strips_show_the_compared_number_of_workers),
        cmocka_unit_test(locks_bound_computing_threads),
        cmocka_unit_test(units_fit_the_times),
        cmocka_unit_test(scales_follow_the_worker_counts),
        cmocka_unit_test(tics_are_few),
        cmocka_unit_test(every_row_of_a_key_is_inside),
        cmocka_unit_test(undrawable_times_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
