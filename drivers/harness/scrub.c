#include "scrub.h"

#include "check.h"

#include <ctype.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const kept[] = {"OMP_",       "OMPI_", "PMIX_",  "HYDRA_",
                                   "MPIR_CVAR_", "UCX_",  "SLURM_", "CONVOY_"};
static const char *const dropped[] = {
    "USER", "ACCOUNT", "UID",  "GID",  "DIR", "URI",  "SECRET", "KEY",     "TOKEN",
    "PASS", "HOME",    "ADDR", "PORT", "JWT", "AUTH", "CRED",   "COMMENT", "PRECONDITION"};

bool scrub_keeps(const char *name) {
    bool keep = false;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        keep |= strncmp(name, kept[i], strlen(kept[i])) == 0;
    char *only_name = must_format("%.*s", (int)strcspn(name, "="), name);
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++)
        keep &= strcasestr(only_name, dropped[i]) == NULL;
    free(only_name);
    return keep;
}

/* Lists of paths and "--set" texts go on with other signs than a slash. */
static bool ends_component(char byte) {
    return !isalnum((unsigned char)byte) && (byte == '\0' || !strchr("_-.@", byte));
}

/* Whether an absolute path can begin at `at`: "/root" does not in "/scratch/root", does in
 * "-o/root". */
static bool starts_path(const char *text, const char *at) {
    if (at == text || (at[-1] != '/' && ends_component(at[-1])))
        return true;
    return at == text + 2 && *text == '-';
}

static bool starts_here(const char *text, const char *at, const char *from) {
    return *from == '/' ? starts_path(text, at) : at == text || at[-1] == '/';
}

/* Replaces every `from` that is a whole path component or path start by `to`; frees `text`. */
static char *replace(char *text, const char *from, const char *to) {
    const size_t length = strlen(from);
    char *at = text;
    while (length > 1 && (at = strstr(at, from))) {
        if (!starts_here(text, at, from) || !ends_component(at[length])) {
            at++;
            continue;
        }
        char *made = must_format("%.*s%s%s", (int)(at - text), text, to, at + length);
        at = made + (at - text) + strlen(to);
        free(text);
        text = made;
    }
    return text;
}

char *scrub_text(const char *text) {
    const struct passwd *user = getpwuid(getuid());
    const char *home = getenv("HOME");
    char *clean = must_strdup(text);
    if (home)
        clean = replace(clean, home, "~");
    if (user && user->pw_dir)
        clean = replace(clean, user->pw_dir, "~");
    if (user)
        clean = replace(clean, user->pw_name, "USER");
    return clean;
}
