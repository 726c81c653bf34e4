#include "wrap.h"

#include <string.h>

/* The next word; "5 %" is one, so that no line begins with the sign. */
static size_t word_length(const char *text) {
    size_t length = strcspn(text, " ");
    while (text[length] == ' ' && text[length + 1] == '%')
        length += 1 + strcspn(text + length + 1, " ");
    return length;
}

void wrap_print(FILE *out, const char *text, size_t at, size_t indent) {
    size_t start = at;
    while (*text) {
        const size_t length = word_length(text);
        if (at > start && at + 1 + length > WRAP_WIDTH) {
            fprintf(out, "\n%*s", (int)indent, "");
            at = start = indent;
        }
        at += (size_t)fprintf(out, "%s%.*s", at > start ? " " : "", (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

void wrap_name(FILE *out, const char *name, int width) {
    const int length = (int)strlen(name), kept = width - 2;
    if (length <= width)
        fprintf(out, "%-*s", width, name);
    else
        fprintf(out, "%.*s..%s", kept / 2, name, name + length - (kept - kept / 2));
}
