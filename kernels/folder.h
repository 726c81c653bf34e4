/* A directory of one process's own that goes away with everything in it. */
#ifndef CONVOY_FOLDER_H
#define CONVOY_FOLDER_H

struct folder {
    int directory; /* open file descriptor */
    char *path;    /* owned */
};

/*
 * Makes a new directory under `parent` (empty: TMPDIR, else /tmp). 0, or an errno value with
 * nothing left behind and *what, a string constant, saying what failed: `attempt` if it was making
 * the directory ("make a directory under --set file.dir").
 */
int folder_make(struct folder *, const char *parent, const char *attempt, const char **what);

/* Removes the files in it and the directory itself, as far as possible, and frees what belongs to
 * it. */
void folder_remove(struct folder *);

#endif
