#include "hostfile.h"

#include "check.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char name_characters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_@%:";

/* Of the name at the head of a line, without ":SLOTS"; two colons are in an address only. */
static size_t name_length(const char *line) {
    const size_t word = strcspn(line, " \t\r\n#");
    const char *colon = memchr(line, ':', word);
    if (!colon || memchr(colon + 1, ':', word - (size_t)(colon + 1 - line)))
        return word;
    return (size_t)(colon - line);
}

/* ":4", "slots=4", "slots = 4 max-slots=8" or nothing. */
static bool rest_is_known(const char *rest) {
    if (*rest == ':') {
        const size_t digits = strspn(rest + 1, "0123456789");
        rest += 1 + digits;
        if (!digits || !strchr(" \t\r\n#", *rest))
            return false;
    }
    rest += strspn(rest, " \t\r\n");
    const size_t length = strcspn(rest, "#");
    return length == 0 || (isalpha((unsigned char)*rest) && memchr(rest, '=', length));
}

static void add(struct text_list *list, char *text) {
    list->items = must_realloc(list->items, (list->count + 1) * sizeof *list->items);
    list->items[list->count++] = text;
}

/* The index of a name, `count` if it is not there. */
static size_t find(const struct text_list *list, const char *name, size_t length) {
    size_t i = 0;
    while (i < list->count &&
           (strncmp(list->items[i], name, length) != 0 || list->items[i][length]))
        i++;
    return i;
}

/* False: the line is not understood. */
static bool take(struct hostfile *hosts, const char *line) {
    const char *name = line + strspn(line, " \t\r\n");
    const size_t length = name_length(name);
    if (!*name || *name == '#')
        return true;
    if (!length || strspn(name, name_characters) < length || !rest_is_known(name + length))
        return false;
    if (find(&hosts->names, name, length) == hosts->names.count)
        add(&hosts->names, must_format("%.*s", (int)length, name));
    add(&hosts->lines, must_format("%.*s", (int)strcspn(name, "\r\n"), name));
    return true;
}

static bool lines_read(FILE *file, const char *path, struct hostfile *hosts, struct fault *fault) {
    char *line = NULL;
    size_t room = 0;
    bool good = true;
    for (unsigned number = 1; good && getline(&line, &room, file) > 0; number++)
        good = take(hosts, line) ||
               fault_user(fault, "--hostfile: %s:%u: not NAME, NAME:SLOTS or NAME slots=N: '%.*s'",
                          path, number, (int)strcspn(line, "\r\n"), line);
    free(line);
    return good;
}

bool hostfile_read(const char *path, struct hostfile *hosts, struct fault *fault) {
    *hosts = (struct hostfile){{NULL, 0}, {NULL, 0}};
    FILE *file = fopen(path, "re");
    if (!file)
        return fault_user(fault, "--hostfile: %s: %s", path, strerror(errno));
    const bool good = lines_read(file, path, hosts, fault);
    fclose(file);
    if (good && !hosts->names.count)
        return fault_user(fault, "--hostfile: %s: names no host", path);
    return good;
}

void hostfile_free(struct hostfile *hosts) {
    text_list_free(&hosts->names);
    text_list_free(&hosts->lines);
}

/* "h1" and "h1.cluster.org" are one host, "h1.a.org" and "h1.b.org" are two. */
static bool names_agree(const char *a, const char *b) {
    const size_t length = strcspn(a, ".");
    if (strcasecmp(a, b) == 0)
        return true;
    return length == strcspn(b, ".") && strncasecmp(a, b, length) == 0 &&
           (!a[length] || !b[length]);
}

static bool is_loopback(const struct sockaddr *address) {
    if (address->sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
    return address->sa_family == AF_INET &&
           ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
}

static bool addresses_agree(const struct sockaddr *a, const struct sockaddr *b) {
    if (!b || a->sa_family != b->sa_family)
        return false;
    if (a->sa_family == AF_INET6)
        return IN6_ARE_ADDR_EQUAL(&((const struct sockaddr_in6 *)a)->sin6_addr,
                                  &((const struct sockaddr_in6 *)b)->sin6_addr);
    return a->sa_family == AF_INET && ((const struct sockaddr_in *)a)->sin_addr.s_addr ==
                                          ((const struct sockaddr_in *)b)->sin_addr.s_addr;
}

static bool has_address(const struct addrinfo *wanted) {
    struct ifaddrs *all = NULL;
    bool found = false;
    if (getifaddrs(&all) == -1)
        return false;
    for (; wanted && !found; wanted = wanted->ai_next) {
        found = is_loopback(wanted->ai_addr);
        for (const struct ifaddrs *own = all; own && !found; own = own->ifa_next)
            found = addresses_agree(wanted->ai_addr, own->ifa_addr);
    }
    freeifaddrs(all);
    return found;
}

bool host_is_here(const char *name) {
    char own[256] = "";
    struct addrinfo *addresses = NULL;
    const char *at = strchr(name, '@'); /* user@host */
    name = at ? at + 1 : name;
    gethostname(own, sizeof own - 1);
    if (names_agree(name, own))
        return true;
    if (getaddrinfo(name, NULL, NULL, &addresses) != 0)
        return false;
    const bool here = has_address(addresses);
    freeaddrinfo(addresses);
    return here;
}

bool hostfile_write(const struct hostfile *hosts, size_t first, size_t count, const char *path,
                    struct fault *fault) {
    FILE *file = fopen(path, "we");
    bool good = file;
    for (size_t i = 0; good && i < hosts->lines.count; i++) {
        const char *line = hosts->lines.items[i];
        const size_t host = find(&hosts->names, line, name_length(line));
        if (host >= first && host - first < count)
            good = fprintf(file, "%s\n", line) > 0;
    }
    if (file && fclose(file) != 0)
        good = false;
    return good || fault_environment(fault, "%s: %s", path, strerror(errno));
}
