/*
 * GETs for the kernel http. Two files implement them: one with libcurl and one that says it is
 * missing; the build takes one of them (kernels/CMakeLists.txt).
 */
#ifndef CONVOY_HTTP_H
#define CONVOY_HTTP_H

#include <stdbool.h>
#include <stdint.h>

enum { HTTP_URL_MAX = 2048, HTTP_LIMIT_MS = 10000 };

/* NULL, or why this build cannot ask; the functions below are a bug then. */
const char *http_unavailable(void);

/* Asks one thing after the other, from one thread at a time. NULL: no memory. */
struct getter;
struct getter *getter_make(bool keeps_connections);
void getter_free(struct getter *);

/* What went wrong: a string constant and an errno value (0: none fits); what = NULL: nothing. */
struct http_outcome {
    const char *what;
    int error_number;
};

/* Waits for the whole answer, at most HTTP_LIMIT_MS. *digest is that of its body (peer_data.h). */
struct http_outcome getter_get(struct getter *, const char *url, uint64_t *digest);

#endif
