#include "figure.h"

#include "array.h"
#include "check.h"
#include "html.h"
#include "outline.h"
#include "tag.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct inliner {
    const char *svg, *prefix, *label;
    const struct panel *panel;
    struct {
        char *items;
        size_t count, room;
    } out;
    struct {
        bool *items; /* whether the open group was put, innermost last */
        size_t count, room;
    } groups;
    bool in_definitions, in_text;
};

static const struct {
    const char *colour, *variable;
} colours[] = {
    {"#000000", "var(--ink)"},   {"black", "var(--ink)"},     {"#666666", "var(--soft)"},
    {"#e2e2e2", "var(--grid)"},  {"#999999", "var(--bound)"}, {"#ffffff", "var(--paper)"},
    {"#0072b2", "var(--blue)"},  {"#d55e00", "var(--red)"},   {"#e69f00", "var(--orange)"},
    {"#cc79a7", "var(--pink)"},  {"#009e73", "var(--green)"}, {"#56b4e9", "var(--sky)"},
    {"#FFFFFF", "var(--paper)"},
};

const char *figure_colour(const char *colour) {
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        if (strcmp(colours[i].colour, colour) == 0)
            return colours[i].variable;
    return colour;
}

static const char *variable_of(struct span colour) {
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        if (span_is(colour, colours[i].colour))
            return colours[i].variable;
    return NULL;
}

static void put(struct inliner *inliner, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        ARRAY_PUSH(&inliner->out, text[i]);
}

static void put_text(struct inliner *inliner, const char *text) {
    put(inliner, text, strlen(text));
}

static void put_escaped(struct inliner *inliner, const char *text) {
    char *escaped = html_escaped(text);
    put_text(inliner, escaped);
    free(escaped);
}

static void put_number(struct inliner *inliner, double number, unsigned decimals) {
    put_text(inliner, outline_number(number, decimals).text);
}

static bool is_letter_or_end(char byte) {
    return !byte || isalpha((unsigned char)byte);
}

/* Coordinates to a tenth, factors of scale() to a hundredth; blanks only between numbers. */
static void put_coordinates(struct inliner *inliner, struct span value) {
    const char *at = value.text, *end = value.text + value.length;
    unsigned decimals = 1;
    while (at < end) {
        char *rest;
        if (isspace((unsigned char)*at)) {
            while (at < end && isspace((unsigned char)*at))
                at++;
            const char last = inliner->out.items[inliner->out.count - 1];
            if (at < end && !is_letter_or_end(*at) && !is_letter_or_end(last) &&
                !strchr("\"'", last))
                put(inliner, " ", 1);
        } else if (isdigit((unsigned char)*at) || *at == '-' || *at == '.') {
            const double number = strtod(at, &rest);
            if (rest == at) {
                put(inliner, at++, 1);
                continue;
            }
            put_number(inliner, number, decimals);
            at = rest;
        } else {
            decimals = *at == 's' ? 2 : *at == 't' ? 1 : decimals;
            put(inliner, at++, 1);
        }
    }
}

/* Whether what refers to an id at `at` is itself to be seen, or defined for something that is. */
static bool id_is_used(const char *svg, struct span id);

static bool reference_counts(const char *svg, const char *at) {
    const char *defined = strstr(svg, "</defs>");
    if (!defined || at > defined)
        return true;
    while (at > svg && *at != '<')
        at--;
    struct tag tag;
    tag_read(at, &tag);
    const struct attribute *id = tag_attribute(&tag, "id");
    return id && id_is_used(svg, id->value);
}

static bool id_is_used(const char *svg, struct span id) {
    for (const char *at = svg; (at = strchr(at, '#')); at++) {
        const char end = at[1 + strnlen(at + 1, id.length)];
        if (strncmp(at + 1, id.text, id.length) == 0 && end && strchr("'\")", end) &&
            reference_counts(svg, at))
            return true;
    }
    return false;
}

/* What style.css has as the default inside a figure, or what has no effect in HTML. */
static bool is_needless(const struct inliner *inliner, const struct tag *tag,
                        const struct attribute *attribute) {
    static const struct {
        const char *tag, *name, *value; /* NULL: any */
    } needless[] = {
        {"svg", "xmlns", NULL},        {"svg", "xmlns:xlink", NULL},
        {"svg", "width", NULL},        {"svg", "height", NULL},
        {"g", "fill", "none"},         {"g", "stroke", "currentColor"},
        {"g", "color", "#000000"},     {"g", "color", "black"},
        {"g", "stroke-width", "1.00"}, {"g", "stroke-linecap", "butt"},
        {"g", "font-family", NULL},    {"g", "stroke-linejoin", "miter"},
        {"g", "text-anchor", "start"}, {"g", "data-series", NULL},
        {"g", "color", "gray"},
    };
    const struct attribute *class = tag_attribute(tag, "class");
    if (class && span_is(class->value, "gridline"))
        return !span_is(attribute->name, "d") && attribute != class;
    if (span_is(attribute->name, "id") && !inliner->in_definitions)
        return !id_is_used(inliner->svg, attribute->value);
    for (size_t i = 0; i < sizeof needless / sizeof *needless; i++)
        if (span_is(tag->name, needless[i].tag) && span_is(attribute->name, needless[i].name) &&
            (!needless[i].value || span_is(attribute->value, needless[i].value)))
            return true;
    return false;
}

/* Values with '#': ids get the prefix, in href as in url(). */
static void put_reference(struct inliner *inliner, struct span value) {
    const char *hash = memchr(value.text, '#', value.length);
    const size_t before = hash ? (size_t)(hash + 1 - value.text) : value.length;
    put(inliner, value.text, before);
    if (hash)
        put_text(inliner, inliner->prefix);
    put(inliner, value.text + before, value.length - before);
}

static bool is_any_of(struct span name, const char *const *names) {
    for (; *names; names++)
        if (span_is(name, *names))
            return true;
    return false;
}

static void put_path(struct inliner *inliner, struct span path) {
    char *outline = outline_shorten(path.text, path.length);
    if (outline)
        put_text(inliner, outline);
    else
        put_coordinates(inliner, path);
    free(outline);
}

static void put_value(struct inliner *inliner, const struct attribute *attribute) {
    static const char *const places[] = {"x",  "y",      "points", "transform", "x1",
                                         "x2", "y1",     "y2",     "width",     "r",
                                         "cx", "height", "cy",     NULL};
    static const char *const numbers[] = {"font-size",    "stroke-width",   "opacity",
                                          "fill-opacity", "stroke-opacity", NULL};
    static const char *const paints[] = {"fill", "stroke", "color", NULL};
    const struct span value = attribute->value;
    const char *variable = is_any_of(attribute->name, paints) ? variable_of(value) : NULL;
    if (variable)
        put_text(inliner, variable);
    else if (span_is(attribute->name, "id"))
        put_text(inliner, inliner->prefix), put(inliner, value.text, value.length);
    else if (!inliner->in_definitions && span_is(attribute->name, "d"))
        put_path(inliner, value);
    else if (!inliner->in_definitions && is_any_of(attribute->name, places))
        put_coordinates(inliner, value);
    else if (!inliner->in_definitions && is_any_of(attribute->name, numbers))
        put_number(inliner, strtod(value.text, NULL), 2);
    else if (memchr(value.text, '#', value.length) && !is_any_of(attribute->name, paints))
        put_reference(inliner, value);
    else
        put(inliner, value.text, value.length);
}

static void put_attribute(struct inliner *inliner, const struct attribute *attribute) {
    const bool is_link = span_is(attribute->name, "xlink:href");
    put_text(inliner, " ");
    put(inliner, is_link ? "href" : attribute->name.text,
        is_link ? strlen("href") : attribute->name.length);
    put(inliner, "=", 1);
    put(inliner, &attribute->quote, 1);
    put_value(inliner, attribute);
    put(inliner, &attribute->quote, 1);
}

/* The place of the series of that (escaped) name in the panel; FIGURE_SERIES_MAX: none. */
static size_t series_of(const struct panel *panel, struct span name) {
    for (size_t s = 0; panel && s < panel->count && s < FIGURE_SERIES_MAX; s++) {
        char *escaped = html_escaped(panel->items[s].name);
        const bool same = span_is(name, escaped);
        free(escaped);
        if (same)
            return s;
    }
    return FIGURE_SERIES_MAX;
}

/* The class of a series' group beside those it has. */
static void put_class(struct inliner *inliner, const struct tag *tag) {
    const struct attribute *name = tag_attribute(tag, "data-series");
    const struct attribute *class = tag_attribute(tag, "class");
    const size_t series = name ? series_of(inliner->panel, name->value) : FIGURE_SERIES_MAX;
    char number[24] = "";
    if (series < FIGURE_SERIES_MAX)
        snprintf(number, sizeof number, "s%zu", series);
    if ((!class && !*number) || (class && is_needless(inliner, tag, class)))
        return;
    put_text(inliner, " class=\"");
    if (class)
        put(inliner, class->value.text, class->value.length);
    put_text(inliner, class && *number ? " " : "");
    put_text(inliner, number);
    put_text(inliner, "\"");
}

/* Colours that the style sheet has no variable for: the picture stays on white paper. */
static bool is_on_paper(const char *svg) {
    for (const char *at = svg; (at = strchr(at, '#')); at++)
        if ((at[-1] == '"' || at[-1] == '\'') && strspn(at + 1, "0123456789abcdef") == 6 &&
            at[7] == at[-1] && !variable_of((struct span){at, 7}))
            return true;
    return false;
}

static void put_root(struct inliner *inliner) {
    put_text(inliner, is_on_paper(inliner->svg) ? " class=\"paper\" role=\"img\" aria-label=\""
                                                : " role=\"img\" aria-label=\"");
    put_escaped(inliner, inliner->label);
    put_text(inliner, "\"");
}

static void put_tag(struct inliner *inliner, const struct tag *tag) {
    put_text(inliner, tag->ends ? "</" : "<");
    put(inliner, tag->name.text, tag->name.length);
    if (span_is(tag->name, "svg") && !tag->ends)
        put_root(inliner);
    else
        put_class(inliner, tag);
    for (size_t i = 0; i < tag->count; i++)
        if (!span_is(tag->items[i].name, "class") && !is_needless(inliner, tag, &tag->items[i]))
            put_attribute(inliner, &tag->items[i]);
    put_text(inliner, tag->is_empty ? "/>" : ">");
}

/* A group without attributes is none. */
static void group_begin(struct inliner *inliner, const struct tag *tag) {
    const size_t before = inliner->out.count;
    put_tag(inliner, tag);
    const bool is_put = inliner->out.count - before > strlen("<g>");
    inliner->out.count = is_put ? inliner->out.count : before;
    ARRAY_PUSH(&inliner->groups, is_put);
}

static void group_end(struct inliner *inliner, const struct tag *tag) {
    if (inliner->groups.count && inliner->groups.items[--inliner->groups.count])
        put_tag(inliner, tag);
}

static const char *behind(const char *at, const char *sought) {
    const char *found = strstr(at, sought);
    return found ? found + strlen(sought) : at + strlen(at);
}

/* Behind an element that is not shown, whose start tag ends at `at`. */
static const char *skip_element(const char *at, const struct tag *tag) {
    if (tag->is_empty)
        return at;
    char *end = must_format("</%.*s>", (int)tag->name.length, tag->name.text);
    at = behind(at, end);
    free(end);
    return at;
}

static bool is_skipped(const struct inliner *inliner, const struct tag *tag) {
    const struct attribute *id = tag_attribute(tag, "id");
    const struct attribute *class = tag_attribute(tag, "class");
    return span_is(tag->name, "desc") || (class && span_is(class->value, "ground")) ||
           (span_is(tag->name, "title") && !inliner->groups.count) ||
           (inliner->in_definitions && id && !id_is_used(inliner->svg, id->value));
}

static const char *take_tag(struct inliner *inliner, const char *at) {
    struct tag tag;
    at = tag_read(at, &tag);
    if (!tag.ends && is_skipped(inliner, &tag))
        return skip_element(at, &tag);
    if (span_is(tag.name, "defs"))
        inliner->in_definitions = !tag.ends;
    if (span_is(tag.name, "text") || span_is(tag.name, "title"))
        inliner->in_text = !tag.ends;
    if (span_is(tag.name, "g") && !tag.is_empty)
        (tag.ends ? group_end : group_begin)(inliner, &tag);
    else
        put_tag(inliner, &tag);
    return at;
}

static void take_all(struct inliner *inliner) {
    for (const char *at = inliner->svg; *at;) {
        const size_t text = strcspn(at, "<");
        if (inliner->in_text)
            put(inliner, at, text);
        at += text;
        if (strncmp(at, "<!--", 4) == 0)
            at = behind(at, "-->");
        else if (*at)
            at = take_tag(inliner, at);
    }
}

static char *file_text(const char *path) {
    char *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    const bool read = getdelim(&text, &room, '\0', file) > 0;
    fclose(file);
    if (read)
        return text;
    free(text);
    return NULL;
}

char *figure_inline(const char *path, const char *prefix, const char *label,
                    const struct panel *panel) {
    char *text = file_text(path);
    const char *start = text ? strstr(text, "<svg") : NULL;
    struct inliner inliner = {.svg = start, .prefix = prefix, .label = label, .panel = panel};
    if (start) {
        take_all(&inliner);
        ARRAY_PUSH(&inliner.out, '\0');
    }
    free(inliner.groups.items);
    free(text);
    return inliner.out.items;
}
