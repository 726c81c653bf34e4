#include "html.h"

#include "check.h"

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

char *html_escaped(const char *text) {
    char *escaped = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&escaped, &length);
    CHECK(out);
    html_text(out, text);
    CHECK(fclose(out) == 0);
    return escaped;
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

void html_heads(FILE *out, const char *class, const char *const *heads) {
    fprintf(out,
            "<div class=\"wide\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table "
            "class=\"%s\">\n<thead><tr>",
            class);
    for (; *heads; heads++)
        fprintf(out, **heads ? "<th scope=\"col\">%s</th>" : "<td>%s</td>", *heads);
    fputs("</tr></thead>\n<tbody>\n", out);
}

void html_heads_end(FILE *out) {
    fputs("</tbody>\n</table></div>\n", out);
}
