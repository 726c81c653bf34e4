/* What the kernel http says in a build without libcurl. */
#include "http.h"

#include <stddef.h>

const char *http_unavailable(void) {
    return "built without libcurl (Debian: libcurl4-openssl-dev)";
}

/* Never reached: the harness runs no kernel that is unavailable. */
struct getter *getter_make(bool keeps_connections) {
    (void)keeps_connections;
    return NULL;
}

void getter_free(struct getter *getter) {
    (void)getter;
}

struct http_outcome getter_get(struct getter *getter, const char *url, uint64_t *digest) {
    (void)getter;
    (void)url;
    (void)digest;
    return (struct http_outcome){"no libcurl", 0};
}
