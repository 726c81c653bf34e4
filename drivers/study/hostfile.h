/*
 * A file of hosts as mpirun and Hydra read it, one a line: NAME, NAME:SLOTS or NAME slots=N and
 * other words with a '='. What follows a # is a comment. A host may stand in several lines.
 */
#ifndef CONVOY_HOSTFILE_H
#define CONVOY_HOSTFILE_H

#include "fault.h"
#include "text.h"

#include <stdbool.h>

struct hostfile {
    struct text_list names; /* each host once, in the order of the file */
    struct text_list lines; /* all that name one, as they are */
};

/* False after a fault: it cannot be read, names no host, or has a line that is none of the above.
 * Free with hostfile_free, also then. */
bool hostfile_read(const char *path, struct hostfile *, struct fault *);
void hostfile_free(struct hostfile *);

/* Whether a host of that name is the machine this runs on: by its name, or by an address. */
bool host_is_here(const char *name);

/* Writes the lines of `count` hosts from the one with that index on. False after a fault. */
bool hostfile_write(const struct hostfile *, size_t first, size_t count, const char *path,
                    struct fault *);

#endif
