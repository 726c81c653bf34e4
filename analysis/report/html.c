#include "html.h"

#include <stdlib.h>
#include <string.h>

static const char *entity_of(char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(FILE *out, const char *text) {
    for (; *text; text++) {
        const char *entity = entity_of(*text);
        if (entity)
            fputs(entity, out);
        else
            fputc(*text, out);
    }
}

void html_element(FILE *out, const char *tag, const char *text) {
    fprintf(out, "<%s>", tag);
    html_text(out, text);
    fprintf(out, "</%s>\n", tag);
}

void html_cell(FILE *out, const char *label, const char *text) {
    fputs("<td", out);
    if (label) {
        fputs(" data-label=\"", out);
        html_text(out, label);
        fputc('"', out);
    }
    fputc('>', out);
    html_text(out, text);
    fputs("</td>", out);
}

/* Where an id is defined or referred to in gnuplot's SVG. */
static const char *const id_starts[] = {"id=\"", "id='", "href='#", "href=\"#", "url(#"};

static size_t id_start_at(const char *text) {
    for (size_t i = 0; i < sizeof id_starts / sizeof *id_starts; i++)
        if (strncmp(text, id_starts[i], strlen(id_starts[i])) == 0)
            return strlen(id_starts[i]);
    return 0;
}

static void print_svg(FILE *out, const char *text, const char *prefix) {
    while (*text) {
        const size_t length = id_start_at(text);
        if (!length) {
            fputc(*text++, out);
            continue;
        }
        fprintf(out, "%.*s%s", (int)length, text, prefix);
        text += length;
    }
}

bool html_svg(FILE *out, const char *path, const char *prefix, const char *label) {
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    char *text = NULL;
    size_t room = 0;
    const bool read = getdelim(&text, &room, '\0', file) > 0;
    fclose(file);
    const char *start = read ? strstr(text, "<svg") : NULL;
    if (start) {
        fputs("<svg role=\"img\" aria-label=\"", out);
        html_text(out, label);
        fputc('"', out);
        print_svg(out, start + strlen("<svg"), prefix);
    }
    free(text);
    return start != NULL;
}
