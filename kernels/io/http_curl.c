/* GETs through libcurl's easy interface (curl.se/libcurl/c), one handle per worker. */
#include "http.h"

#include "peer_data.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>

struct getter {
    CURL *handle;
    uint64_t digest, received;
};

const char *http_unavailable(void) {
    return NULL;
}

static size_t body_take(char *bytes, size_t size, size_t count, void *context) {
    struct getter *getter = context;
    getter->digest =
        digest_add(getter->digest, getter->received, (unsigned char *)bytes, size * count);
    getter->received += size * count;
    return size * count;
}

/* No proxy from the environment, no signals (threads), HTTP and nothing else. */
static bool options_set(struct getter *getter, bool keeps_connections) {
    CURL *handle = getter->handle;
    return curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)HTTP_LIMIT_MS) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, keeps_connections ? 0L : 1L) ==
               CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body_take) == CURLE_OK &&
           curl_easy_setopt(handle, CURLOPT_WRITEDATA, getter) == CURLE_OK;
}

/* The handle asks the server itself to close, so that it does not keep what we will not use. */
static bool headers_set(struct getter *getter, bool keeps_connections) {
    static char close_line[] = "Connection: close";
    static struct curl_slist close_list = {close_line, NULL};
    return keeps_connections ||
           curl_easy_setopt(getter->handle, CURLOPT_HTTPHEADER, &close_list) == CURLE_OK;
}

struct getter *getter_make(bool keeps_connections) {
    struct getter *getter = calloc(1, sizeof *getter);
    if (!getter)
        return NULL;
    getter->handle = curl_easy_init();
    if (getter->handle && options_set(getter, keeps_connections) &&
        headers_set(getter, keeps_connections))
        return getter;
    getter_free(getter);
    return NULL;
}

void getter_free(struct getter *getter) {
    if (!getter)
        return;
    curl_easy_cleanup(getter->handle);
    free(getter);
}

/* libcurl's own words and, where it fits, an errno value: its texts are constants. */
static struct http_outcome failure_of(CURLcode code) {
    static const struct {
        CURLcode code;
        const char *what;
        int error_number;
    } known[] = {
        {CURLE_COULDNT_CONNECT, "GET: connect to the server", ECONNREFUSED},
        {CURLE_OPERATION_TIMEDOUT, "GET: wait for the answer", ETIMEDOUT},
        {CURLE_GOT_NOTHING, "GET: read the answer, the server closed the connection", ECONNRESET},
        {CURLE_PARTIAL_FILE, "GET: read the answer, it ended too early", ECONNRESET},
        {CURLE_RECV_ERROR, "GET: read the answer", ECONNRESET},
        {CURLE_COULDNT_RESOLVE_HOST, "GET: find the server's address", EHOSTUNREACH},
        {CURLE_UNSUPPORTED_PROTOCOL, "GET: understand the answer, it is no HTTP", EPROTO},
        {CURLE_WEIRD_SERVER_REPLY, "GET: understand the answer, it is no HTTP", EPROTO},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].code == code)
            return (struct http_outcome){known[i].what, known[i].error_number};
    return (struct http_outcome){curl_easy_strerror(code), EIO};
}

struct http_outcome getter_get(struct getter *getter, const char *url, uint64_t *digest) {
    long status = 0;
    getter->digest = getter->received = 0;
    CURLcode code = curl_easy_setopt(getter->handle, CURLOPT_URL, url);
    if (code == CURLE_OK)
        code = curl_easy_perform(getter->handle);
    if (code != CURLE_OK)
        return failure_of(code);
    curl_easy_getinfo(getter->handle, CURLINFO_RESPONSE_CODE, &status);
    *digest = getter->digest;
    if (status == 200)
        return (struct http_outcome){0};
    return (struct http_outcome){"GET: the answer's status is not 200", EPROTO};
}
