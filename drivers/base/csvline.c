#include "csvline.h"

#include <string.h>

void csv_write_field(FILE *out, const char *text) {
    if (!text)
        return;
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

/* Moves a quoted field's text to its front; returns what follows the closing quote, NULL if none
 * closes. */
static char *unquote(char *field) {
    char *to = field;
    for (char *from = field + 1; *from; from++) {
        if (*from == '"' && *++from != '"') {
            *to = '\0'; /* behind the opening quote, so always left of `from` */
            return from;
        }
        *to++ = *from;
    }
    return NULL;
}

size_t csv_split(char *record, char **fields, size_t room) {
    size_t count = 0;
    for (char *at = record;; at++) {
        if (count == room)
            return 0;
        fields[count++] = at;
        if (*at == '"')
            at = unquote(at);
        else
            at += strcspn(at, ",");
        if (!at || (*at && *at != ','))
            return 0;
        if (!*at)
            return count;
        *at = '\0';
    }
}
