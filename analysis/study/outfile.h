/* Files of the report. Full disks show when a file is closed: both steps are checked. */
#ifndef CONVOY_OUTFILE_H
#define CONVOY_OUTFILE_H

#include "fault.h"

#include <stdio.h>

/* Makes a folder and those above it where they are missing; false after an environment fault. */
bool outfile_folder(const char *path, struct fault *);

/* Creates FOLDER/NAME.EXTENSION; NULL after an environment fault. */
FILE *outfile_open(const char *folder, const char *name, const char *extension, struct fault *);

/* Closes a file of outfile_open; false after an environment fault, which names the folder. */
bool outfile_close(FILE *, const char *folder, struct fault *);

#endif
