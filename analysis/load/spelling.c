#include "spelling.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Sequences of more than one byte by their first one; the second one is within low to high, those
 * behind it within 80 to BF. */
static const struct {
    unsigned char first, last, low, high;
    size_t length;
} sequences[] = {
    {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
    {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
    {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

static bool within(unsigned char byte, unsigned char low, unsigned char high) {
    return byte >= low && byte <= high;
}

/* Bytes of the character that begins there, which is not ASCII; 0: it is none. */
static size_t sequence_length(const char *text) {
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
        if (!within(bytes[0], sequences[i].first, sequences[i].last))
            continue;
        if (!within(bytes[1], sequences[i].low, sequences[i].high))
            return 0;
        for (size_t k = 2; k < sequences[i].length; k++)
            if (!within(bytes[k], 0x80, 0xbf))
                return 0;
        return sequences[i].length;
    }
    return 0;
}

static bool is_break(char byte) {
    return byte == '\t' || byte == '\n' || byte == '\r';
}

const char *spelling_clean(const char *text, char *clean) {
    if (strnlen(text, SPELLING_BYTES_MAX + 1) > SPELLING_BYTES_MAX)
        return "a name of more than 4096 bytes";
    while (*text) {
        const unsigned char byte = (unsigned char)*text;
        const bool ascii = byte < 0x80;
        const size_t length = ascii ? 1 : sequence_length(text);
        if (!length)
            return "not UTF-8";
        if ((byte < 0x20 && !is_break(*text)) || byte == 0x7f)
            return "a control character in a name";
        memcpy(clean, text, length);
        if (is_break(*text))
            *clean = ' ';
        text += length + (text[0] == '\r' && text[1] == '\n');
        clean += length;
    }
    *clean = '\0';
    return NULL;
}
