#include "svg.h"

#include "check.h"
#include "gnuplot.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The discs of `points pt 7` up to this scale become ends of lines. */
#define DOT_SCALE_MAX 3.0

/* Text that grows; always ends with a NUL. */
struct output {
    char *text;
    size_t length, room;
};

static void append(struct output *out, const char *text, size_t length) {
    if (out->length + length + 1 > out->room) {
        out->room = 2 * (out->length + length + 1);
        out->text = must_realloc(out->text, out->room);
    }
    memcpy(out->text + out->length, text, length);
    out->length += length;
    out->text[out->length] = '\0';
}

static void append_text(struct output *out, const char *text) {
    append(out, text, strlen(text));
}

static void cut_to(struct output *out, size_t length) {
    out->length = length;
    out->text[length] = '\0';
}

enum { DEPTH_MAX = 64, KEY_MAX = 160, PLACE_MAX = 64 };

/* A group that is open: where its tag begins and ends in the output. */
struct group {
    size_t begin, end;
};

struct rewrite {
    struct output out;
    struct group open[DEPTH_MAX];
    size_t depth;
    struct group closed;   /* the last group closed */
    size_t closed_at;      /* where its closing tag begins; the output's length + 1: none */
    size_t dots_at;        /* where the path of the dots being joined can go on; 0: none */
    char place[PLACE_MAX]; /* the last of them */
    char dots[KEY_MAX];    /* what these dots look like */
    char *series; /* as in the SVG, with entities; NULL: before the first entry of the key */
    bool has_ground;
};

static const char empty[] = "";

/* Whether text starts with a prefix, and then what follows it. */
static const char *after(const char *text, const char *prefix) {
    const size_t length = strlen(prefix);
    return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

/* rgb(r, g, b) and black become #rrggbb; everything is in lower case. */
static const char *colour_read(const char *text, char hex[8]) {
    unsigned red, green, blue;
    int length = 0;
    const char *rest = after(text, "black");
    if (rest && (*rest == '"' || *rest == '\'')) {
        memcpy(hex, "#000000", 8);
        return rest;
    }
    if (sscanf(text, "rgb(%u,%u,%u)%n", &red, &green, &blue, &length) < 3 || !length || red > 255 ||
        green > 255 || blue > 255)
        return NULL;
    snprintf(hex, 8, "#%02x%02x%02x", red, green, blue);
    return text + length;
}

/* What gnuplot writes into nearly every tag and what holds anyway: an attribute's initial value, or
 * the font, which the outermost group has for all. */
static const char *const superfluous[] = {
    " stroke-width=\"1.00\"",
    " stroke-linecap=\"butt\"",
    " stroke-linejoin=\"miter\"",
    " font-family=\"Helvetica\"",
};

/* How many bytes to pass over. */
static size_t superfluous_at(const char *text) {
    for (size_t i = 0; i < sizeof superfluous / sizeof *superfluous; i++)
        if (after(text, superfluous[i]))
            return strlen(superfluous[i]);
    return 0;
}

/* One tag with its colours in hexadecimal. Colours stand right behind a quote. */
static void append_tag(struct output *out, const char *tag, size_t length) {
    for (const char *at = tag; at < tag + length;) {
        char hex[8];
        const bool quoted = at > tag && (at[-1] == '\'' || at[-1] == '"');
        const char *rest = quoted ? colour_read(at, hex) : NULL;
        const size_t passed = superfluous_at(at);
        if (passed) {
            at += passed;
        } else if (rest) {
            append(out, hex, 7);
            at = rest;
        } else if (quoted && after(at, "#FFFFFF")) {
            append_text(out, "#ffffff");
            at += 7;
        } else if (isspace((unsigned char)*at)) {
            append_text(out, " ");
            at += strspn(at, " \t\n");
        } else {
            append(out, at++, 1);
        }
    }
}

/* gnuplot's plain groups, which only repeat the pen; others have a meaning and stay. */
static bool is_plain(const char *tag) {
    return after(tag, "<g fill=") != NULL;
}

static void group_push(struct rewrite *rewrite, size_t begin) {
    CHECK(rewrite->depth < DEPTH_MAX); /* svg_is_sane has counted */
    rewrite->open[rewrite->depth++] = (struct group){begin, rewrite->out.length};
    rewrite->dots_at = 0;
}

static void plain_open(struct rewrite *rewrite, const char *tag, size_t length) {
    struct output *out = &rewrite->out;
    const size_t begin = out->length;
    append_tag(out, tag, length);
    const size_t written = out->length - begin;
    const struct group *closed = &rewrite->closed;
    const size_t dots_at = rewrite->dots_at;
    if (rewrite->closed_at + strlen("</g>") == begin && closed->end - closed->begin == written &&
        memcmp(out->text + closed->begin, out->text + begin, written) == 0) {
        cut_to(out, rewrite->closed_at);
        rewrite->open[rewrite->depth++] = *closed;
        rewrite->dots_at = dots_at == out->length ? dots_at : 0;
        return;
    }
    group_push(rewrite, begin);
}

static void group_close(struct rewrite *rewrite) {
    struct output *out = &rewrite->out;
    if (!rewrite->depth)
        return; /* no group of ours: cannot be in gnuplot's */
    const struct group group = rewrite->open[--rewrite->depth];
    if (group.end == out->length) {
        cut_to(out, group.begin);
        return;
    }
    rewrite->closed = group;
    rewrite->closed_at = out->length;
    append_text(out, "</g>");
}

/* Whether the letters have one of the key's sizes somewhere before the text. */
static bool has_key_font(const char *group, const char *text) {
    static const double fonts[] = {GNUPLOT_KEY_FONT, GNUPLOT_KEY_FONT_SMALL};
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++) {
        char font[32];
        snprintf(font, sizeof font, "font-size=\"%.2f\"", fonts[i]);
        const char *size = strstr(group, font);
        if (size && size < text)
            return true;
    }
    return false;
}

/* The text of a plot's entry in the key, NULL: it has none. `group` is what follows its tag. */
static char *key_text(const char *group) {
    const char *end = strstr(group, "<g id="), *text = strstr(group, "<text>");
    if (!text || !has_key_font(group, text) || (end && text > end))
        return NULL;
    text += strlen("<text>");
    return must_format("%.*s", (int)strcspn(text, "<"), text);
}

/* The head of a plot's group and gnuplot's title in it, which would be shown as a tip. */
static const char *plot_open(struct rewrite *rewrite, const char *tag, const char *rest) {
    const char *id = tag + strlen("<g id=\"");
    const size_t id_length = strcspn(id, "\"");
    const char *end = after(rest, "<title>") ? strstr(rest, "</title>") : NULL;
    rest = end ? end + strlen("</title>") : rest;
    char *key = key_text(rest);
    if (key) {
        free(rewrite->series);
        rewrite->series = key;
    }
    const size_t begin = rewrite->out.length;
    append_text(&rewrite->out, "\n<g id=\"");
    append(&rewrite->out, id, id_length);
    append_text(&rewrite->out, key ? "\" class=\"key" : "\" class=\"marks");
    if (rewrite->series) {
        append_text(&rewrite->out, "\" data-series=\"");
        for (const char *at = rewrite->series; *at; at++)
            if (*at == '"')
                append_text(&rewrite->out, "&quot;");
            else
                append(&rewrite->out, at, 1);
    }
    append_text(&rewrite->out, "\">");
    group_push(rewrite, begin);
    return rest;
}

static const char tip_start[] = "<g onmousemove=\"gnuplot_svg.showHypertext(evt,'";
static const char tip_end[] = "')\" onmouseout=\"gnuplot_svg.hideHypertext()\"><title> </title>";

/* What follows the head of a tip; NULL if it does not end as gnuplot's do. */
static const char *tip_open(struct rewrite *rewrite, const char *text) {
    const char *end = strstr(text, tip_end);
    if (!end)
        return NULL;
    const size_t begin = rewrite->out.length;
    append_text(&rewrite->out, "\n<g class=\"tip\"><title>");
    append(&rewrite->out, text, (size_t)(end - text));
    append_text(&rewrite->out, "</title>");
    group_push(rewrite, begin);
    return end + strlen(tip_end);
}

/* A disc, `points pt 7`. */
struct disc {
    double x, y, scale, opacity;
    char colour[8];
};

static bool disc_read(const char *tag, size_t length, struct disc *disc) {
    int colour = 0;
    if (sscanf(tag, "<use xlink:href='#gpPt6' transform='translate(%lf,%lf) scale(%lf)' color='%n",
               &disc->x, &disc->y, &disc->scale, &colour) < 3 ||
        !colour)
        return false;
    const char *rest = colour_read(tag + colour, disc->colour);
    const char *faint = rest ? strstr(rest, "opacity='") : NULL;
    disc->opacity = 1;
    if (faint && faint < tag + length)
        sscanf(faint, "opacity='%lf'", &disc->opacity);
    return rest != NULL;
}

/* A disc that nobody sees is there to be pointed at. */
static void target_append(struct output *out, const struct disc *disc) {
    char *text =
        must_format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.0f\" fill=\"#ffffff\" opacity=\"0\"/>",
                    disc->x, disc->y, disc->scale);
    append_text(out, text);
    free(text);
}

/* A small disc joins the path before if that looks alike, else begins one. */
static bool disc_append(struct rewrite *rewrite, const char *tag, size_t length) {
    struct disc disc;
    char key[KEY_MAX], place[PLACE_MAX];
    if (!disc_read(tag, length, &disc))
        return false;
    if (disc.opacity <= 0) {
        target_append(&rewrite->out, &disc);
        return true;
    }
    if (disc.scale > DOT_SCALE_MAX)
        return false;
    snprintf(key, sizeof key,
             "<path class=\"dots\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linecap=\"round\" "
             "opacity=\"%.2f\" d=\"",
             disc.colour, 2 * disc.scale, disc.opacity);
    snprintf(place, sizeof place, "M%.1f %.1fh0", disc.x, disc.y);
    struct output *out = &rewrite->out;
    if (rewrite->dots_at != out->length || strcmp(rewrite->dots, key) != 0)
        append_text(out, key);
    else if (strcmp(rewrite->place, place) == 0)
        return true; /* seen already */
    else
        cut_to(out, out->length - strlen("\"/>"));
    append_text(out, place);
    append_text(out, "\"/>");
    rewrite->dots_at = out->length;
    memcpy(rewrite->dots, key, sizeof key);
    memcpy(rewrite->place, place, sizeof place);
    return true;
}

/* The first rectangle is the ground. */
static bool ground_append(struct rewrite *rewrite, const char *tag, size_t length) {
    if (rewrite->has_ground || !after(tag, "<rect x=\"0\" y=\"0\""))
        return false;
    rewrite->has_ground = true;
    append_text(&rewrite->out, "<rect class=\"ground\"");
    append_tag(&rewrite->out, tag + strlen("<rect"), length - strlen("<rect"));
    return true;
}

/* Where there is no Helvetica, a browser would take its own font, with serifs. */
static const char canvas[] = "<g id=\"gnuplot_canvas\">";
static const char canvas_with_font[] =
    "<g id=\"gnuplot_canvas\" font-family=\"Helvetica, Arial, sans-serif\">";

/* One tag; returns what follows it. */
static const char *tag_rewrite(struct rewrite *rewrite, const char *tag, size_t length) {
    const char *rest = tag + length, *tip = after(tag, tip_start);
    if (tip && (tip = tip_open(rewrite, tip)))
        return tip;
    if (after(tag, "<g id=\"convoy_plot_"))
        return plot_open(rewrite, tag, rest);
    if (after(tag, "</g>")) {
        group_close(rewrite);
    } else if (is_plain(tag)) {
        plain_open(rewrite, tag, length);
    } else if (after(tag, "<g")) {
        const size_t begin = rewrite->out.length;
        if (after(tag, canvas))
            append_text(&rewrite->out, canvas_with_font);
        else
            append_tag(&rewrite->out, tag, length);
        group_push(rewrite, begin);
    } else if (!ground_append(rewrite, tag, length) && !disc_append(rewrite, tag, length)) {
        append_tag(&rewrite->out, tag, length);
    }
    return rest;
}

/* Texts between tags keep their blanks only where they are shown. */
static const char *text_rewrite(struct rewrite *rewrite, const char *text) {
    const size_t length = strcspn(text, "<");
    size_t blanks = 0;
    while (blanks < length && isspace((unsigned char)text[blanks]))
        blanks++;
    if (blanks < length)
        append(&rewrite->out, text, length);
    return text + length;
}

/* Groups not deeper than we keep track of. */
static bool is_shallow(const char *svg) {
    size_t depth = 0;
    for (const char *at = svg; (at = strchr(at, '<')); at++) {
        depth += after(at, "<g ") != NULL;
        if (after(at, "</g>") && depth)
            depth--;
        if (depth >= DEPTH_MAX)
            return false;
    }
    return true;
}

/* The document's own title would be shown wherever the pointer is. */
static const char *head_title_skip(const char *text) {
    const char *end = after(text, "<title>convoy</title>");
    return end ? end : text;
}

char *svg_rewrite(const char *svg) {
    if (!strstr(svg, "Produced by GNUPLOT") || !strstr(svg, "</svg>") || !is_shallow(svg))
        return NULL;
    struct rewrite rewrite = {.closed_at = (size_t)-1 / 2};
    append_text(&rewrite.out, empty);
    while (*svg) {
        if (*svg != '<') {
            svg = text_rewrite(&rewrite, svg);
            continue;
        }
        const char *rest = head_title_skip(svg);
        if (rest == svg)
            rest = tag_rewrite(&rewrite, svg, strcspn(svg, ">") + (strchr(svg, '>') != NULL));
        svg = rest;
    }
    append_text(&rewrite.out, "\n");
    free(rewrite.series);
    return rewrite.out.text;
}

static char *file_read(const char *path) {
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    char *text = NULL;
    size_t room = 0;
    const bool read = getdelim(&text, &room, '\0', file) > 0;
    fclose(file);
    if (read)
        return text;
    free(text);
    return NULL;
}

bool svg_finish(const char *folder, const char *name) {
    char *path = must_format("%s/%s.svg", folder, name), *fresh = must_format("%s.new", path);
    char *text = file_read(path), *better = text ? svg_rewrite(text) : NULL;
    FILE *file = better ? fopen(fresh, "we") : NULL;
    bool good = file && fputs(better, file) >= 0;
    if (file && fclose(file) != 0)
        good = false;
    good = good && rename(fresh, path) == 0;
    if (file && !good)
        remove(fresh);
    free(better);
    free(text);
    free(fresh);
    free(path);
    return good;
}
