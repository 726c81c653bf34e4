#include "picture.h"

#include "array.h"
#include "curves.h"
#include "drift.h"
#include "forecastplot.h"
#include "gnuplot.h"
#include "heatmap.h"
#include "intervals.h"
#include "latencies.h"
#include "outfile.h"
#include "paneldata.h"
#include "placemap.h"
#include "probeplot.h"
#include "strip.h"
#include "svg.h"
#include "timeline.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A picture that every panel may have: SLUG.NAME. */
struct panel_kind {
    const char *name, *noun; /* of its files; of its caption */
    enum importance on_page;
    bool (*applies)(const struct picture_input *, const struct panel *);
    /* Writes FOLDER/NAME.gp and what it needs; false after an environment fault. */
    bool (*write)(const struct picture_input *, const struct panel *, const char *folder,
                  const char *name, struct fault *);
};

/* Pictures of no panel: `add` writes them and names each by pictures_add. */
struct whole_kind {
    const char *name;
    bool (*add)(const struct picture_input *, struct pictures *, struct fault *);
};

static bool has_curve(const struct picture_input *input, const struct panel *panel) {
    (void)input;
    return panel_has_curve(panel);
}

static bool has_no_curve(const struct picture_input *input, const struct panel *panel) {
    (void)input;
    return !panel_has_curve(panel);
}

static bool has_karp_flatt(const struct picture_input *input, const struct panel *panel) {
    (void)input;
    return panel_has_karp_flatt(panel);
}

/* In the order of the page. */
static const struct panel_kind panel_kinds[] = {
    {"speedup", "speed-up", PICTURE_MAIN, has_curve, curves_write_speedup},
    {"time", "time", PICTURE_MAIN, has_curve, curves_write_time},
    {"launches", "launches", PICTURE_MAIN, has_no_curve, strip_write},
    {"efficiency", "efficiency", PICTURE_MORE, has_curve, curves_write_efficiency},
    {"karp-flatt", "serial fraction", PICTURE_MORE, has_karp_flatt, curves_write_karp_flatt},
    {"launches", "launches", PICTURE_MORE, has_curve, strip_write},
    {HEATMAP_KIND,
     "ranks against threads per rank; thick: shortest median, ~ not shown to be slower",
     PICTURE_MAIN, heatmap_apply, heatmap_write},
    {HEATMAP_LOCK_KIND, "ranks against threads per rank, a lock for each rank", PICTURE_MAIN,
     heatmap_lock_apply, heatmap_lock_write},
    {"latency", "blocking calls; to the right they took longer, far down such calls are rare",
     PICTURE_MAIN, latencies_apply, latencies_write},
    {"interval", "throughput by switch interval; where it is flat, switching costs nothing",
     PICTURE_MORE, intervals_apply, intervals_write},
    {"switches", "lock switches; on the dashed line one per interval", PICTURE_MORE,
     intervals_switches_apply, intervals_switches_write},
    {"wait", "latency by switch interval; on the dashed line a call waits for a whole one",
     PICTURE_MORE, intervals_latency_apply, intervals_latency_write},
};

static const struct whole_kind whole_kinds[] = {
    {"probe", probeplot_add},     {"drift", drift_add},           {"timeline", timelines_add},
    {"placement", placemaps_add}, {"forecast", forecastplot_add},
};

void pictures_add(struct pictures *pictures, const char *kind, enum importance on_page, char *name,
                  char *caption) {
    const struct picture picture = {
        .name = name, .caption = caption, .kind = kind, .on_page = on_page};
    ARRAY_PUSH(pictures, picture);
}

static bool panel_add(const struct picture_input *input, const struct panel *panel,
                      struct pictures *pictures, struct fault *fault) {
    if (!paneldata_write(input, panel, pictures->folder, fault))
        return false;
    for (size_t i = 0; i < sizeof panel_kinds / sizeof *panel_kinds; i++) {
        const struct panel_kind *kind = &panel_kinds[i];
        if (!kind->applies(input, panel))
            continue;
        pictures_add(pictures, kind->name, kind->on_page,
                     must_format("%s.%s", panel->slug, kind->name),
                     must_format("%s: %s", panel->name, kind->noun));
        struct picture *picture = &pictures->items[pictures->count - 1];
        picture->panel = panel;
        if (!kind->write(input, panel, pictures->folder, picture->name, fault))
            return false;
    }
    return true;
}

/* The bytes that a picture puts on the page; 0: cannot be told. */
static size_t bytes_of(const struct pictures *pictures, const struct picture *picture) {
    char *path = must_format("%s/%s.svg", pictures->folder, picture->name);
    struct stat status;
    const bool found = stat(path, &status) == 0;
    free(path);
    return found && status.st_size > 0 ? (size_t)status.st_size : 0;
}

static void draw(struct pictures *pictures) {
    if (!gnuplot_exists()) {
        pictures->missing = "gnuplot was not found; scripts and data are kept";
        return;
    }
    for (size_t i = 0; i < pictures->count; i++) {
        struct picture *picture = &pictures->items[i];
        picture->drawn = gnuplot_run(pictures->folder, picture->name);
        if (!picture->drawn) {
            pictures->missing = "gnuplot failed on some of them; scripts and data are kept";
            continue;
        }
        svg_finish(pictures->folder, picture->name); /* else it stays as gnuplot wrote it */
        picture->bytes = bytes_of(pictures, picture);
    }
}

/* The largest of the pictures of one importance; NULL: there is none. */
static struct picture *largest_of(struct pictures *pictures, enum importance on_page) {
    struct picture *largest = NULL;
    for (size_t i = 0; i < pictures->count; i++) {
        struct picture *picture = &pictures->items[i];
        if (picture->drawn && picture->on_page == on_page &&
            (!largest || picture->bytes > largest->bytes))
            largest = picture;
    }
    return largest;
}

/* Leaves the largest pictures to the folder, those shown on request first, until the rest is small
 * enough for one page. */
static void page_fit(struct pictures *pictures) {
    size_t sum = 0;
    for (size_t i = 0; i < pictures->count; i++)
        if (pictures->items[i].drawn && pictures->items[i].on_page != PICTURE_BESIDE)
            sum += pictures->items[i].bytes;
    while (sum > PICTURES_BYTES_MAX) {
        struct picture *largest = largest_of(pictures, PICTURE_MORE);
        largest = largest ? largest : largest_of(pictures, PICTURE_MAIN);
        CHECK(largest && largest->bytes); /* else the sum would be 0 */
        largest->on_page = PICTURE_BESIDE;
        sum -= largest->bytes;
        pictures->missing = "some are too large for the page and lie in plots/ only";
    }
}

bool pictures_make(const struct picture_input *input, const char *folder, struct pictures *pictures,
                   struct fault *fault) {
    *pictures = (struct pictures){.folder = must_strdup(folder)};
    if (!outfile_folder(folder, fault))
        return false;
    gnuplot_clear(folder);
    for (size_t i = 0; i < input->study->count; i++)
        if (!panel_add(input, &input->study->items[i], pictures, fault))
            return false;
    for (size_t i = 0; i < sizeof whole_kinds / sizeof *whole_kinds; i++)
        if (!whole_kinds[i].add(input, pictures, fault))
            return false;
    draw(pictures);
    page_fit(pictures);
    return true;
}

void pictures_free(struct pictures *pictures) {
    for (size_t i = 0; i < pictures->count; i++) {
        free(pictures->items[i].name);
        free(pictures->items[i].caption);
    }
    free(pictures->items);
    free(pictures->folder);
    *pictures = (struct pictures){0};
}
