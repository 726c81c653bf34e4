/* The page and its pieces: short pictures that look the same, what is known of the origin, and a
 * page for whatever a file holds. How it looks in a browser: tests/page. */
#include "check.h"
#include "figure.h"
#include "html.h"
#include "made_up.h"
#include "origin.h"
#include "outline.h"
#include "page.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void numbers_lose_what_nobody_sees(void **state) {
    (void)state;
    static const struct {
        double number;
        unsigned decimals;
        const char *text;
    } cases[] = {
        {80.26, 1, "80.3"}, {13.00, 1, "13"}, {0.5, 2, ".5"}, {-0.5, 1, "-0.5"},
        {-0.01, 1, "0"},    {100, 1, "100"},  {0, 2, "0"},    {1.694, 2, "1.69"},
        {1200, 0, "1200"},  {0.05, 2, ".05"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(outline_number(cases[i].number, cases[i].decimals).text, cases[i].text);
}

static void paths_keep_their_shape(void **state) {
    (void)state;
    static const struct {
        const char *path, *shorter; /* NULL: left alone */
    } cases[] = {
        {"M80.25,252.65 L448.49,252.65  ", "M80.3,252.7L448.5,252.7"},
        /* on one line, here and there broken by gnuplot */
        {"M0,0 L1,1 L2,2\n\t\tL3,3 L4,0 ", "M0,0L3,3L4,0"},
        {"M0,0 L1,0 M5,5 L6,6 ", "M0,0L1,0M5,5L6,6"},
        /* there and back is no line from end to end */
        {"M0,0 L9,0 L3,0 ", "M0,0L9,0L3,0"},
        /* a corner of a tenth of a pixel is seen, one of a hundredth is not */
        {"M0,0 L5,0.2 L10,0 ", "M0,0L5,.2L10,0"},
        {"M0,0 L5,0.01 L10,0 ", "M0,0L10,0"},
        {"M1,1 M2,2 L3,2 M4,4", "M2,2L3,2"},
        {"M0,0 L4,0 L4,4 Z", "M0,0L4,0L4,4z"},
        /* dots, of which one covers the other */
        {"M1 1h0M1.01 1.02h0M2 1h0", "M1,1h0M2,1h0"},
        {"M0,0 C1,1 2,2 3,3", NULL},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *shorter = outline_shorten(cases[i].path, strlen(cases[i].path));
        if (cases[i].shorter)
            assert_string_equal(shorter, cases[i].shorter);
        else
            assert_null(shorter);
        free(shorter);
    }
}

static char *inlined(const char *svg, const struct panel *panel) {
    struct file file = file_make("x.svg", svg, strlen(svg));
    char *text = figure_inline(file.path, "p1_", "time & speed", panel);
    file_remove(&file);
    return text;
}

static void assert_inlined(const char *svg, const char *wanted) {
    char *text = inlined(svg, NULL);
    assert_string_equal(text, wanted);
    free(text);
}

#define HEAD "<svg role=\"img\" aria-label=\"time &amp; speed\" viewBox=\"0 0 1 1\">"

static void pictures_keep_their_ids_apart(void **state) {
    (void)state;
    assert_inlined(
        "<?xml version=\"1.0\"?>\n<svg viewBox=\"0 0 1 1\"><!-- <path/> --><path id=\"a\"/>"
        "<use xlink:href='#a'/><g clip-path=\"url(#a)\"><path d='M1,1 L2,2'/></g></svg>\n",
        HEAD "<path id=\"p1_a\"/><use href='#p1_a'/><g clip-path=\"url(#p1_a)\">"
             "<path d='M1,1L2,2'/></g></svg>");
    assert_null(figure_inline("/nonexistent.svg", "", "", NULL));
    assert_null(inlined("no picture", NULL));
}

static void pictures_lose_what_nobody_sees(void **state) {
    (void)state;
    /* names of programs, titles and grounds of whole pictures, groups that say what is the default
     */
    assert_inlined("<svg viewBox=\"0 0 1 1\" xmlns=\"x\"><title>convoy</title><desc>by G</desc>\n"
                   "<g id=\"canvas\"><rect class=\"ground\" fill=\"#ffffff\"/>\n"
                   "<g fill=\"none\" stroke=\"currentColor\"><text> a  b </text></g></g></svg>",
                   HEAD "<text> a  b </text></svg>");
    /* definitions that nothing refers to, not even another one that is used */
    assert_inlined("<svg viewBox=\"0 0 1 1\"><defs><circle id='a'/><use xlink:href='#a' id='b'/>"
                   "<filter id='c'><feFlood/></filter><circle id='d'/><use xlink:href='#d' id='e'/>"
                   "</defs><use xlink:href='#b'/></svg>",
                   HEAD "<defs><circle id='p1_a'/><use href='#p1_a' id='p1_b'/></defs>"
                        "<use href='#p1_b'/></svg>");
    /* a tip is for readers */
    assert_inlined(
        "<svg viewBox=\"0 0 1 1\"><g class=\"tip\"><title>a &lt; b</title><path/></g></svg>",
        HEAD "<g class=\"tip\"><title>a &lt; b</title><path/></g></svg>");
}

static void pictures_take_the_pages_colours(void **state) {
    (void)state;
    assert_inlined("<svg viewBox=\"0 0 1 1\"><path stroke='#0072b2' fill=\"#000000\"/></svg>",
                   HEAD "<path stroke='var(--blue)' fill=\"var(--ink)\"/></svg>");
    /* a colour without a variable: dark ground would not suit, white paper does */
    char *text = inlined("<svg viewBox=\"0 0 1 1\"><path fill=\"#123456\"/></svg>", NULL);
    assert_non_null(strstr(text, "<svg class=\"paper\""));
    free(text);
    assert_string_equal(figure_colour("#d55e00"), "var(--red)");
    assert_string_equal(figure_colour("#123456"), "#123456");
}

static const struct made two_sides[] = {
    {"k", "cpu", "omp", "off", 1, 0, 1, 0.001, 6, NULL},
    {"k", "cpu", "omp", "off", 2, 0, 0.5, 0.001, 6, NULL},
    {"k", "cpu", "a<b", "off", 1, 0, 1, 0.001, 6, NULL},
    {"k", "cpu", "a<b", "off", 2, 0, 0.6, 0.001, 6, NULL},
};

static void series_can_be_switched(void **state) {
    (void)state;
    struct data *data = made_data(two_sides, COUNT(two_sides));
    struct study *study = study_make(data);
    char *text =
        inlined("<svg viewBox=\"0 0 1 1\"><g class=\"marks\" data-series=\"a&lt;b\"><path/></g>"
                "<g class=\"key\" data-series=\"threads\"><path/></g>"
                "<g class=\"key\" data-series=\"ideal\"><path/></g></svg>",
                &study->items[0]);
    assert_string_equal(text,
                        HEAD "<g class=\"marks s1\"><path/></g><g class=\"key s0\"><path/></g>"
                             "<g class=\"key\"><path/></g></svg>");
    free(text);
    study_free(study);
    data_free(data);
}

/* The page of made-up rows, without pictures. */
static char *page_of(struct data *data, const char *provenance) {
    struct study *study = study_make(data);
    struct scaling scaling = scaling_make(study);
    struct verdicts verdicts = verdicts_make(study, &scaling);
    struct notes notes = notes_make(study, &verdicts);
    struct pictures pictures = {0};
    const char *const provenances[] = {provenance, NULL};
    const struct page page = {.title = "<b>",
                              .study = study,
                              .scaling = &scaling,
                              .verdicts = &verdicts,
                              .pictures = &pictures,
                              .notes = &notes,
                              .provenances = provenances,
                              .version = "1"};
    struct file file = file_make("report.html", "", 0);
    struct fault fault = {0};
    assert_true(page_write(&page, file.folder, &fault));
    char *text = NULL;
    size_t room = 0;
    FILE *in = fopen(file.path, "r");
    assert_non_null(in);
    assert_true(getdelim(&text, &room, '\0', in) > 0);
    fclose(in);
    file_remove(&file);
    notes_free(&notes);
    verdicts_free(&verdicts);
    scaling_free(&scaling);
    study_free(study);
    data_free(data);
    return text;
}

static void assert_in_order(const char *text, const char *const *parts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(text, parts[i]);
        if (!found) {
            fail_msg("%s is missing, or stands before %s", parts[i], i ? parts[i - 1] : "");
        } else {
            text = found;
        }
    }
}

static void parts_stand_in_order(void **state) {
    (void)state;
    static const char *const parts[] = {"<h1>&lt;b&gt;</h1>",
                                        "id=\"part_answers\"",
                                        "id=\"part_class_0\"",
                                        "id=\"k\"",
                                        "All numbers",
                                        "id=\"part_doubts\"",
                                        "There is no column",
                                        "id=\"part_method\"",
                                        "id=\"part_factors\"",
                                        "a&lt;b",
                                        "id=\"part_provenance\"",
                                        "unknown",
                                        "</html>"};
    static const char csv[] = "kernel,driver,workers,wall_s\nk,omp,1,1\nk,a<b,1,2\n";
    struct fault fault = {0};
    char *text = page_of(loaded(csv, sizeof csv - 1, &fault), NULL);
    assert_in_order(text, parts, COUNT(parts));
    assert_null(strstr(text, "a<b"));
    free(text);
}

static void one_row_makes_a_page(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s\nk,omp,1,1\n";
    struct fault fault = {0};
    char *text = page_of(loaded(csv, sizeof csv - 1, &fault), "{}");
    assert_non_null(strstr(text, "1 kind of work, 1 configuration, 1 of 1 row used"));
    assert_non_null(strstr(text, "</html>"));
    free(text);
}

/* The duty of the rules: the base with its time, what was left out and why. */
static void left_out_rows_have_reasons(void **state) {
    (void)state;
    static const char csv[] =
        "kernel,driver,workers,wall_s,ok,phase,flags,launch\n"
        "k,serial,1,1,1,measure,,1\nk,omp,2,0.5,0,measure,,2\nk,omp,2,0.5,1,warmup,,3\n"
        "k,mpi,2,,1,measure,skipped: no <server>,4\nk,mpi,4,,1,measure,skipped: no <server>,5\n";
    struct fault fault = {0};
    struct data *data = loaded(csv, sizeof csv - 1, &fault);
    assert_non_null(data);
    char *text = page_of(data, NULL);
    assert_non_null(strstr(text, "base serial, 1 worker: 1.00 s (median, no limits)"));
    assert_non_null(strstr(text, "<td>wrong result (ok=0)</td>"));
    assert_non_null(strstr(text, "<td>warm-up</td>"));
    assert_non_null(strstr(text, "<td>2 to 4</td><td class=\"n\">2</td>"));
    assert_null(strstr(text, "<server>"));
    free(text);
}

/* Where rows of each fate begin, whose results were wrong, whose programs changed. */
static void notes_name_the_rows(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s,ok,binary_id\n"
                              "k,omp,1,1,1,a\nk,omp,1,nan,1,a\nk,omp,1,inf,1,a\nk,omp,1,,1,a\n"
                              "k,mpi,1,1,0,x\nk,mpi,1,1,0,x\nk,mpi,1,1,1,x\nk,mpi,1,2,1,y\n"
                              "k1,omp,1,1,0,a\nk2,omp,1,1,0,a\nk3,omp,1,1,0,a\nk4,omp,1,1,0,a\n"
                              "k5,omp,1,1,0,a\nk6,omp,1,1,0,a\nk7,omp,1,1,0,a\n";
    struct fault fault = {0};
    char *text = page_of(loaded(csv, sizeof csv - 1, &fault), NULL);
    assert_non_null(strstr(text, "2 time is not a number, first at samples.csv:3"));
    assert_non_null(strstr(text, "1 no time given, first at samples.csv:5;"));
    assert_non_null(strstr(text, "Wrong results: k under mpi on 2 rows, k1 under omp on 1 row,"));
    assert_non_null(strstr(text, "k5 under omp on 1 row, others on 2 rows."));
    assert_non_null(strstr(text, "Two builds of the program were measured under driver mpi "));
    assert_null(strstr(text, "under driver omp (binary_id"));
    free(text);
}

static void machine_is(const char *first, const char *second, const char *line) {
    char *machine = origin_machine((const char *const[]){first, second, NULL});
    assert_string_equal(machine, line);
    free(machine);
}

static void origin_is_told_in_a_line(void **state) {
    (void)state;
    char *title =
        origin_title("{\"study_text\": \"; title = no\\ntitle = not yet\\n[study]\\n name = "
                     "x\\n title =  Who = faster?  \\n[a]\\ntitle = no\"}");
    assert_string_equal(title, "Who = faster?");
    free(title);
    static const char *const nothing[] = {"{}", "no JSON", "{\"study_text\": 1}",
                                          "{\"study_text\": \"[a]\\ntitle = x\"}",
                                          "{\"study_text\": \"[study]\\ntitle =\"}"};
    for (size_t i = 0; i < COUNT(nothing); i++) {
        assert_null(origin_title(nothing[i]));
        assert_null(origin_machine((const char *const[]){nothing[i], NULL}));
    }
    machine_is(
        "{\"hosts\": [{\"cpu_model\": \"C\", \"pus_unmasked\": 2, \"memory_bytes\": 8e9}, {}],"
        "\"launches\": [{\"started_utc\": \"2026-01-02T03:04:05Z\"},"
        "{\"written_utc\": \"2026-01-02T04:05:06Z\"}]}",
        NULL,
        "C, 2 PUs, 8 GB; and 1 more host; 2 launches from 2026-01-02 03:04 to 2026-01-02 04:05 "
        "UTC");
}

/* Two runs, the second on two nodes: both count, and every host once. */
static void origin_counts_all_runs(void **state) {
    (void)state;
    machine_is("{\"hosts\": [{\"host\": \"a\", \"cpu_model\": \"C\"}],"
               "\"launches\": [{\"started_utc\": \"2026-01-02T04:00\", \"nodes\": 1,"
               "\"written_utc\": \"2026-01-02T04:01\", \"node_list\": [{\"host\": \"a\"}]}]}",
               "{\"hosts\": [{\"host\": \"a\", \"cpu_model\": \"C\"}],"
               "\"launches\": [{\"started_utc\": \"2026-01-02T03:00\", \"nodes\": 2,"
               "\"written_utc\": \"2026-01-02T03:01\","
               "\"node_list\": [{\"host\": \"a\"}, {\"host\": \"b\"}]}]}",
               "C; and 1 more host; 2 launches on up to 2 nodes from 2026-01-02 03:00 to "
               "2026-01-02 04:01 UTC");
}

static void origin_keeps_simulations_apart(void **state) {
    (void)state;
    machine_is("{\"hosts\": [{\"host\": \"node0\", \"pus_unmasked\": 16},"
               "{\"host\": \"a\", \"pus_unmasked\": 2}],"
               "\"launches\": [{\"driver\": \"serial\", \"started_utc\": \"2026-01-02T03:00\","
               "\"written_utc\": \"2026-01-02T03:01\", \"node_list\": [{\"host\": \"a\"}]},"
               "{\"driver\": \"simulated\", \"started_utc\": \"2026-01-02T03:02\", \"nodes\": 4,"
               "\"written_utc\": \"1970-01-01T00:00\", \"node_list\": [{\"host\": \"node0\"}]}]}",
               NULL,
               "2 PUs; 1 launch from 2026-01-02 03:00 to 2026-01-02 03:01 UTC; and 1 "
               "simulation");
}

static void set_up_is_a_table(void **state) {
    (void)state;
    static const char csv[] = "kernel,driver,workers,wall_s\nk,omp,1,1\n";
    static const char provenance[] =
        "{\"hosts\":[{\"cpu_model\":\"<C>\",\"memory_bytes\":2e9,\"governor\":null}],\"launches\":["
        "{\"driver\":\"omp\",\"seed\":1,\"environment\":{\"OMP_X_Y\":\"1\"},\"program\":{"
        "\"compiler\":"
        "\"G\"},\"workers\":[{\"got\":\"0-1\"}]},"
        "{\"driver\":\"omp\",\"seed\":2,\"environment\":{\"OMP_X_Y\":\"2\"},\"program\":{"
        "\"compiler\":"
        "\"G\"},\"workers\":[{\"got\":\"0-1\"}]}]}";
    struct fault fault = {0};
    char *text = page_of(loaded(csv, sizeof csv - 1, &fault), provenance);
    static const char *const rows[] = {
        "<th scope=\"row\">CPU</th><td>&lt;C&gt;</td>",
        "<th scope=\"row\">memory</th><td>2 GB</td>",
        "<th scope=\"row\">frequency governor</th><td>unknown</td>",
        "<th scope=\"row\">compiler</th><td>G</td>",
        "<th scope=\"row\">seed</th><td>1 &#183; 2</td>",
        "<th scope=\"row\">CPUs read back, per worker</th><td>0-1</td>",
        "<th scope=\"row\">OMP_X_Y</th><td>1 &#183; 2</td>"};
    assert_in_order(text, rows, COUNT(rows));
    free(text);
}

/* Times of Amdahl's law: the table says which model was chosen, its parameters with limits, why
 * others say nothing. */
static void models_are_a_table(void **state) {
    (void)state;
    struct made made[8];
    for (unsigned i = 0; i < COUNT(made); i++)
        made[i] =
            (struct made){"k", "io", "omp", "off", i + 1, 0, 0.1 + 0.9 / (i + 1), 0.001, 8, NULL};
    char *text = page_of(made_data(made, COUNT(made)), NULL);
    static const char *const parts[] = {"<p class=\"advice\">",
                                        "Scaling models",
                                        "threads: amdahl is chosen",
                                        "amdahl <b>chosen</b>",
                                        "serial_fraction 0.10 <small>(",
                                        "1:&#160;",
                                        "gustafson: "};
    assert_in_order(text, parts, COUNT(parts));
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_lose_what_nobody_sees),
        cmocka_unit_test(paths_keep_their_shape),
        cmocka_unit_test(pictures_keep_their_ids_apart),
        cmocka_unit_test(pictures_lose_what_nobody_sees),
        cmocka_unit_test(pictures_take_the_pages_colours),
        cmocka_unit_test(series_can_be_switched),
        cmocka_unit_test(parts_stand_in_order),
        cmocka_unit_test(one_row_makes_a_page),
        cmocka_unit_test(left_out_rows_have_reasons),
        cmocka_unit_test(notes_name_the_rows),
        cmocka_unit_test(origin_is_told_in_a_line),
        cmocka_unit_test(origin_counts_all_runs),
        cmocka_unit_test(origin_keeps_simulations_apart),
        cmocka_unit_test(set_up_is_a_table),
        cmocka_unit_test(models_are_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
