/*
 * Where workers ran as a picture: the machine's packages, NUMA nodes and cores as nested boxes, in
 * them the PUs, each with its number and the workers that were bound to it or to a set it is in.
 */
#ifndef CONVOY_PLACEMAP_H
#define CONVOY_PLACEMAP_H

#include "fault.h"
#include "picture.h"
#include "placement.h"

/* More PUs of a host than this are not drawn: its workers are listed instead. */
enum { PLACEMAP_PUS_MAX = 512 };

/* Writes NAME.dat and NAME.gp into `folder`; false after an environment fault. */
bool placemap_write(const struct placements *, const struct placement *, const char *folder,
                    const char *name, const char *title, struct fault *);

/* One picture per launch of placements_read, at most PLACEMENTS_MAX in all. */
bool placemaps_add(const struct picture_input *, struct pictures *, struct fault *);

#endif
