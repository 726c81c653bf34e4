#include "placemap.h"

#include "check.h"
#include "gnuplot.h"
#include "machinegrid.h"
#include "name.h"
#include "number.h"
#include "outfile.h"
#include "stroke.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Points on paper. */
enum { MARGIN = 12, TITLE_GAP = 28, LINE_HEIGHT = 20, HEAD_HEIGHT = 24 };
/* A machine of few PUs is drawn as if it had so many side by side. */
#define WIDTH_MIN 8.0
/* Of a machine that cannot be drawn so many workers are listed. */
enum { LISTED_MAX = 16 };
/* A digit in the two sizes of the labels. */
enum { LARGE_DIGIT = 9, SMALL_DIGIT = 6 };

enum { UNUSED = 0xfdfdfd, FORBIDDEN = 0xd4d4d4 };

/* The blocks of the data file while they are written, and where the next thing goes. */
struct canvas {
    struct block {
        FILE *out;
        char *text;
        size_t length;
    } boxes, cores, pus, lines;
    double y;        /* in PU widths, downwards */
    double per_unit; /* points per PU width */
};

static void block_open(struct block *block, const char *columns) {
    block->out = open_memstream(&block->text, &block->length);
    CHECK(block->out);
    fputs(columns, block->out);
}

static void block_close(struct block *block, FILE *out) {
    CHECK(fclose(block->out) == 0);
    fprintf(out, "%s\n\n", block->text);
    free(block->text);
}

static void print_box(FILE *out, struct box box, double y) {
    fprintf(out, "%.3f %.3f %.3f %.3f ", box.x, box.x + box.width, y + box.y,
            y + box.y + box.height);
}

static void line_add(struct canvas *canvas, const char *text) {
    fprintf(canvas->lines.out, "0 %.3f ", canvas->y + 0.5 * LINE_HEIGHT / canvas->per_unit);
    gnuplot_datum(canvas->lines.out, text);
    fputc('\n', canvas->lines.out);
    canvas->y += LINE_HEIGHT / canvas->per_unit;
}

/* A colour of the palette, half way to white, so that black numbers stand out on it. */
static unsigned light_colour(unsigned worker) {
    const unsigned long dark = strtoul(stroke_colour(worker) + 1, NULL, 16);
    unsigned light = 0;
    for (unsigned shift = 0; shift < 24; shift += 8)
        light |= (unsigned)((dark >> shift & 0xff) + 0xff) / 2 << shift;
    return light;
}

/* The workers of a host that were bound to a PU, or to a set it is in. */
static struct puset workers_on(const struct placement *placement, size_t host, unsigned pu) {
    struct puset workers = {0};
    for (size_t i = 0; i < placement->count; i++) {
        const struct placed *placed = &placement->items[i];
        if (placed->host == host && !placed->anywhere && placed->worker < PUSET_MAX &&
            puset_has(&placed->got, pu))
            puset_add(&workers, placed->worker);
    }
    return workers;
}

static unsigned first_of(const struct puset *set) {
    unsigned first = 0;
    while (!puset_has(set, first))
        first++;
    return first;
}

/* "0,4"; of too many only how many: "12 w.". Free it. */
static char *pu_label(const struct canvas *canvas, const struct puset *workers) {
    char *text = puset_text(workers);
    if ((double)strlen(text) * SMALL_DIGIT <= canvas->per_unit)
        return text;
    free(text);
    return must_format("%u w.", workers->count);
}

static void pu_add(struct canvas *canvas, const struct placement *placement, size_t host,
                   const struct machinegrid *grid, const struct topology *topology, unsigned at) {
    const unsigned pu = topology->numbers[at];
    const struct puset workers = workers_on(placement, host, pu);
    const bool allowed = !placement->mask.count || placement->mask.cut ||
                         puset_has(&placement->mask, pu) || workers.count;
    char *label = pu_label(canvas, &workers);
    print_box(canvas->pus.out, machinegrid_pu(grid, at), canvas->y);
    fprintf(canvas->pus.out, "%u %u ",
            workers.count ? light_colour(first_of(&workers))
            : allowed     ? UNUSED
                          : FORBIDDEN,
            pu);
    /* Short and long labels are drawn in two sizes: each line has one of the two. */
    const bool is_long = (double)strlen(label) * LARGE_DIGIT > canvas->per_unit;
    gnuplot_datum(canvas->pus.out, is_long ? "" : label);
    fputc(' ', canvas->pus.out);
    gnuplot_datum(canvas->pus.out, is_long ? label : "");
    fputc('\n', canvas->pus.out);
    free(label);
}

static void box_add(struct canvas *canvas, struct box box, const char *noun, unsigned number) {
    char *name = must_format("%s %u", noun, number);
    print_box(canvas->boxes.out, box, canvas->y);
    gnuplot_datum(canvas->boxes.out, name);
    fputc('\n', canvas->boxes.out);
    free(name);
}

static void boxes_add(struct canvas *canvas, const struct machinegrid *grid,
                      const struct topology *topology) {
    const bool nodes = topology->node_pus, packages = topology->package_pus;
    const bool same = topology->node_pus == topology->package_pus;
    const bool node_outside = nodes && topology->node_pus > topology->package_pus;
    const char *outer = same && nodes         ? "package, NUMA"
                        : !nodes && !packages ? "machine"
                        : node_outside        ? "NUMA"
                                              : "package";
    for (unsigned i = 0; i < topology->pus / grid->outer_pus; i++)
        box_add(canvas, machinegrid_outer(grid, i), outer, i);
    if (grid->inner_pus == grid->outer_pus)
        return;
    for (unsigned i = 0; i < topology->pus / grid->inner_pus; i++)
        box_add(canvas, machinegrid_inner(grid, i), node_outside ? "package" : "NUMA", i);
}

static void machine_add(struct canvas *canvas, const struct placement *placement, size_t host,
                        const struct topology *topology) {
    const struct machinegrid grid = machinegrid_make(topology, HEAD_HEIGHT / canvas->per_unit);
    boxes_add(canvas, &grid, topology);
    for (unsigned i = 0; topology->core_pus && i < topology->pus / topology->core_pus; i++) {
        print_box(canvas->cores.out, machinegrid_core(&grid, i), canvas->y);
        fputc('\n', canvas->cores.out);
    }
    for (unsigned i = 0; i < topology->pus; i++)
        pu_add(canvas, placement, host, &grid, topology, i);
    canvas->y += grid.height + 0.25 * LINE_HEIGHT / canvas->per_unit;
}

/* "workers 0-3: anywhere on PUs 0-7", if there are such on the host. */
static void anywhere_add(struct canvas *canvas, const struct placement *placement, size_t host) {
    struct puset workers = {0};
    const struct puset *got = NULL;
    for (size_t i = 0; i < placement->count; i++)
        if (placement->items[i].host == host && placement->items[i].anywhere &&
            placement->items[i].worker < PUSET_MAX) {
            puset_add(&workers, placement->items[i].worker);
            got = &placement->items[i].got;
        }
    if (!got)
        return;
    char *who = puset_text(&workers), *where = puset_text(got);
    char *text =
        must_format("worker%s %s: anywhere on PUs %s", number_plural(workers.count), who, where);
    line_add(canvas, text);
    free(text);
    free(where);
    free(who);
}

/* Where the machine cannot be drawn there are still the sets. */
static void list_add(struct canvas *canvas, const struct placement *placement, size_t host,
                     bool known) {
    size_t listed = 0;
    line_add(canvas, known ? "too many PUs to draw"
                           : "placement unknown: the machine's parts cannot be read");
    for (size_t i = 0; i < placement->count; i++) {
        const struct placed *placed = &placement->items[i];
        if (placed->host != host || placed->anywhere || ++listed > LISTED_MAX)
            continue;
        char *where = puset_text(&placed->got);
        char *text = must_format("worker %u: PUs %s", placed->worker, where);
        line_add(canvas, text);
        free(text);
        free(where);
    }
    if (listed <= LISTED_MAX)
        return;
    char *text = must_format("and %zu more", listed - LISTED_MAX);
    line_add(canvas, text);
    free(text);
}

static bool is_used(const struct placement *placement, size_t host) {
    for (size_t i = 0; i < placement->count; i++)
        if (placement->items[i].host == host)
            return true;
    return false;
}

static bool is_drawable(const struct host *host) {
    return host->known && host->topology.pus <= PLACEMAP_PUS_MAX;
}

static void host_add(struct canvas *canvas, const struct placements *placements,
                     const struct placement *placement, size_t number) {
    const struct host *host = &placements->hosts.items[number];
    if (placements->hosts.count > 1)
        line_add(canvas, host->name);
    if (is_drawable(host))
        machine_add(canvas, placement, number, &host->topology);
    else
        list_add(canvas, placement, number, host->known);
    anywhere_add(canvas, placement, number);
}

static double width_of(const struct placements *placements, const struct placement *placement) {
    double width = WIDTH_MIN;
    for (size_t i = 0; i < placements->hosts.count; i++)
        if (is_used(placement, i) && is_drawable(&placements->hosts.items[i]))
            width = fmax(width, machinegrid_make(&placements->hosts.items[i].topology, 0).width);
    return width;
}

static bool data_write(struct canvas *canvas, const char *folder, const char *name,
                       struct fault *fault) {
    FILE *out = outfile_open(folder, name, "dat", fault);
    if (!out) {
        /* The blocks are freed in any case. */
        out = fopen("/dev/null", "we");
        CHECK(out);
    }
    block_close(&canvas->boxes, out);
    block_close(&canvas->cores, out);
    block_close(&canvas->pus, out);
    block_close(&canvas->lines, out);
    return outfile_close(out, folder, fault) && fault->code == EXIT_DONE;
}

static void print_script(FILE *out, const char *name, double width, double height, unsigned points,
                         unsigned above) {
    fprintf(out,
            "unset border\nunset grid\nunset tics\nunset xlabel\nunset ylabel\nset key off\n"
            "set lmargin at screen %.4f\nset rmargin at screen %.4f\n"
            "set tmargin at screen %.4f\nset bmargin at screen %.4f\n"
            "set xrange [0:%.4f]\nset yrange [%.4f:0]\n",
            (double)MARGIN / GNUPLOT_WIDTH, 1 - (double)MARGIN / GNUPLOT_WIDTH,
            1 - (double)above / points, (double)MARGIN / points, width, height);
    const char *middle = "(($1+$2)/2):(($3+$4)/2):1:2:3:4";
    fprintf(out,
            "plot '%s.dat' index 0 using %s with boxxyerror lc rgb '#f4f4f4' lw 1.4 fs solid 1 "
            "border rgb '" COLOUR_SOFT "', \\\n"
            "  '' index 0 using 1:3:5 with labels left offset character 0.4,-0.65 font ',11' tc "
            "rgb '#111111', \\\n"
            "  '' index 2 using %s:5 with boxxyerror lc rgb variable lw 0.7 fs solid 1 border rgb "
            "'#aaaaaa', \\\n"
            "  '' index 1 using %s with boxxyerror lc rgb '#333333' lw 1.6 fs empty, \\\n"
            "  '' index 2 using (($1+$2)/2):($3*0.6+$4*0.4):7 with labels font ',14' tc rgb "
            "'#111111', \\\n"
            "  '' index 2 using (($1+$2)/2):($3*0.6+$4*0.4):8 with labels font ',8' tc rgb "
            "'#111111', \\\n"
            "  '' index 2 using (($1+$2)/2):($3*0.2+$4*0.8):6 with labels font ',8' tc rgb "
            "'#555555', \\\n"
            "  '' index 3 using 1:2:3 with labels left font ',12'\n",
            name, middle, middle, middle);
}

bool placemap_write(const struct placements *placements, const struct placement *placement,
                    const char *folder, const char *name, const char *title, struct fault *fault) {
    const double width = width_of(placements, placement);
    struct canvas canvas = {.per_unit = (GNUPLOT_WIDTH - 2 * MARGIN) / width};
    /* A line without numbers: gnuplot does not count blocks that have no data at all. */
    block_open(&canvas.boxes, "# packages, NUMA nodes: x x y y name\nNaN NaN NaN NaN -\n");
    block_open(&canvas.cores, "# cores: x x y y\nNaN NaN NaN NaN\n");
    block_open(&canvas.pus, "# PUs: x x y y colour number workers (in one of two sizes)\n"
                            "NaN NaN NaN NaN 0 - - -\n");
    block_open(&canvas.lines, "# x y text\nNaN NaN -\n");
    for (size_t i = 0; i < placements->hosts.count; i++)
        if (is_used(placement, i))
            host_add(&canvas, placements, placement, i);
    if (!data_write(&canvas, folder, name, fault))
        return false;
    FILE *out = outfile_open(folder, name, "gp", fault);
    if (!out)
        return false;
    const unsigned above = TITLE_GAP + gnuplot_title_height(title);
    const unsigned points = (unsigned)(canvas.y * canvas.per_unit) + above + MARGIN;
    gnuplot_begin(out, name, title, points);
    print_script(out, name, width, canvas.y, points, above);
    gnuplot_end(out, name, points);
    return outfile_close(out, folder, fault);
}

/* "omp, 4 workers, pin compact" */
static char *title_of(const struct placement *placement) {
    char *threads = strcmp(placement->driver, "hybrid") == 0
                        ? must_format(", %u threads each", placement->threads)
                        : must_strdup("");
    char *title = must_format("%s, %zu worker%s%s, pin %s: who ran where", placement->driver,
                              placement->count, number_plural((double)placement->count), threads,
                              *placement->pin ? placement->pin : "unknown");
    free(threads);
    return title;
}

static char *caption_of(const struct placement *placement, const char *title) {
    return must_format(
        "%s; %s", title,
        placement_bound(placement)
            ? "each small box is a PU with its number below and the workers bound to it above, "
              "grey ones were not allowed: look whether workers share a core or cross packages"
            : "nobody was bound, so the system moved workers between the PUs as it liked: --pin "
              "keeps them in place");
}

static bool one_add(const struct placements *placements, const struct placement *placement,
                    size_t number, struct pictures *pictures, struct fault *fault) {
    char *title = title_of(placement);
    char *label = must_format("%s-%s-x%zu", placement->driver, placement->pin, placement->count);
    char *slug = name_slug(label), *name = must_format("placement-%zu-%s", number, slug);
    const bool good = placemap_write(placements, placement, pictures->folder, name, title, fault);
    pictures_add(pictures, "placement", PICTURE_MORE, name, caption_of(placement, title));
    free(slug);
    free(label);
    free(title);
    return good;
}

bool placemaps_add(const struct picture_input *input, struct pictures *pictures,
                   struct fault *fault) {
    size_t number = 0;
    bool good = true;
    for (const char *const *text = input->provenances; good && text && *text; text++) {
        struct placements placements;
        placements_read(*text, &placements);
        for (size_t i = 0; good && i < placements.count && number < PLACEMENTS_MAX; i++)
            good = one_add(&placements, &placements.items[i], ++number, pictures, fault);
        placements_free(&placements);
    }
    return good;
}
