#include "tag.h"

#include <ctype.h>
#include <string.h>

bool span_is(struct span span, const char *text) {
    return span.length == strlen(text) && memcmp(span.text, text, span.length) == 0;
}

const struct attribute *tag_attribute(const struct tag *tag, const char *name) {
    for (size_t i = 0; i < tag->count; i++)
        if (span_is(tag->items[i].name, name))
            return &tag->items[i];
    return NULL;
}

static const char *skip_blanks(const char *at) {
    while (isspace((unsigned char)*at))
        at++;
    return at;
}

/* Reads NAME="VALUE" at `at`; behind it, or NULL if there is none. */
static const char *attribute_read(const char *at, struct attribute *attribute) {
    const size_t name = strcspn(at, "= \t\r\n/>");
    const char *quote = skip_blanks(at + name);
    if (!name || *quote != '=')
        return NULL;
    quote = skip_blanks(quote + 1);
    if (*quote != '"' && *quote != '\'')
        return NULL;
    const char *end = strchr(quote + 1, *quote);
    if (!end)
        return NULL;
    *attribute = (struct attribute){{at, name}, {quote + 1, (size_t)(end - quote - 1)}, *quote};
    return end + 1;
}

const char *tag_read(const char *at, struct tag *tag) {
    *tag = (struct tag){.ends = at[1] == '/'};
    at += tag->ends ? 2 : 1;
    tag->name = (struct span){at, strcspn(at, " \t\r\n/>")};
    at += tag->name.length;
    for (;;) {
        at = skip_blanks(at);
        struct attribute attribute;
        const char *next = attribute_read(at, &attribute);
        if (!next)
            break;
        if (tag->count < TAG_ATTRIBUTES_MAX)
            tag->items[tag->count++] = attribute;
        at = next;
    }
    tag->is_empty = *at == '/';
    at += strcspn(at, ">");
    return *at ? at + 1 : at;
}
