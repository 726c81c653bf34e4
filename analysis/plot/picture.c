#include "picture.h"

#include "array.h"
#include "curves.h"
#include "gnuplot.h"
#include "name.h"
#include "number.h"
#include "outfile.h"
#include "timeline.h"

#include <stdlib.h>
#include <string.h>

typedef bool panel_writer(const struct panel *, const char *folder, const char *name,
                          struct fault *);

static bool panel_picture(struct pictures *pictures, const struct panel *panel, const char *kind,
                          panel_writer *write, struct fault *fault) {
    const struct picture picture = {.name = must_format("%s.%s", panel->slug, kind),
                                    .panel = panel};
    ARRAY_PUSH(pictures, picture);
    return write(panel, pictures->folder, picture.name, fault);
}

static bool panel_pictures(struct pictures *pictures, const struct panel *panel,
                           struct fault *fault) {
    if (!curves_write_data(panel, pictures->folder, fault))
        return false;
    if (curves_are_strip(panel))
        return panel_picture(pictures, panel, "strip", strip_write, fault);
    return panel_picture(pictures, panel, "time", curves_write_time, fault) &&
           panel_picture(pictures, panel, "speedup", curves_write_speedup, fault);
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

static char *trace_caption(const struct trace *trace, const char *title) {
    char *left_out =
        trace->left_out ? must_format(", %zu more not drawn", trace->left_out) : must_strdup("");
    char *caption = must_format("%s: %zu worker%s, %zu task%s%s", title, trace->count,
                                number_plural((double)trace->count), trace->spans.count,
                                number_plural((double)trace->spans.count), left_out);
    free(left_out);
    return caption;
}

static bool timeline_picture(struct pictures *pictures, const struct trace *trace, const char *path,
                             size_t number, struct fault *fault) {
    char *title = trace_title(path), *slug = name_slug(title);
    const struct picture picture = {
        .name = must_format("timeline-%zu-%s", number, slug),
        .caption = trace_caption(trace, title),
    };
    ARRAY_PUSH(pictures, picture);
    const bool good = timeline_write(trace, pictures->folder, picture.name, picture.caption, fault);
    free(title);
    free(slug);
    return good;
}

static bool timelines(struct pictures *pictures, char *const *paths, size_t count,
                      struct fault *fault) {
    for (size_t i = 0; i < count; i++) {
        struct trace trace;
        struct fault unreadable = {0};
        bool good = true;
        if (!tracefile_read(paths[i], &trace, &unreadable))
            pictures->missing = "a trace beside the samples could not be read";
        else if (trace.spans.count)
            good = timeline_picture(pictures, &trace, paths[i], i + 1, fault);
        tracefile_free(&trace);
        if (!good)
            return false;
    }
    return true;
}

static void draw(struct pictures *pictures) {
    if (!gnuplot_exists()) {
        pictures->missing = "gnuplot was not found; scripts and data are kept";
        return;
    }
    for (size_t i = 0; i < pictures->count; i++) {
        struct picture *picture = &pictures->items[i];
        picture->drawn = gnuplot_run(pictures->folder, picture->name);
        if (!picture->drawn)
            pictures->missing = "gnuplot failed on some of them; scripts and data are kept";
    }
}

bool pictures_make(const struct study *study, const struct scaling *scaling, char *const *traces,
                   size_t trace_count, const char *folder, struct pictures *pictures,
                   struct fault *fault) {
    *pictures = (struct pictures){.folder = must_strdup(folder)};
    (void)scaling;
    if (!outfile_folder(folder, fault))
        return false;
    gnuplot_clear(folder);
    for (size_t i = 0; i < study->count; i++)
        if (!panel_pictures(pictures, &study->items[i], fault))
            return false;
    if (!timelines(pictures, traces, trace_count, fault))
        return false;
    draw(pictures);
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
