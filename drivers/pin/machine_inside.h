/*
 * What the files of this folder share about a machine. hwloc's types appear by their tags only, so
 * that hwloc.h is needed in .c files alone.
 */
#ifndef CONVOY_MACHINE_INSIDE_H
#define CONVOY_MACHINE_INSIDE_H

#include "pin.h"

struct hwloc_topology;
struct hwloc_bitmap_s;

struct machine {
    /* Narrowed to the mask: all placement and binding goes through this one, which is the fence. */
    struct hwloc_topology *inside;
    /*
     * As the system shows it. Read-back needs it: hwloc reports no PU above the last one of the
     * topology it is asked through, so a thread bound outside the mask would read as bound to
     * nothing.
     */
    struct hwloc_topology *whole;
    char *mask;
    char *summary;
};

/* An empty set and a copy; free with hwloc_bitmap_free. */
struct hwloc_bitmap_s *set_new(void);
struct hwloc_bitmap_s *set_copy(const struct hwloc_bitmap_s *);

/* A set as a list, "0-3,8"; free with free(). */
char *set_text(const struct hwloc_bitmap_s *);

/* A list in limited room: if it does not fit, cut behind the last comma that does, "0,2,4,...". */
struct pin_text pin_text_fit(const char *list);

/* The PUs of the mask; belongs to the machine. */
const struct hwloc_bitmap_s *machine_set(const struct machine *);

/*
 * The next NUMA node that adds PUs to `seen`, which is updated and starts empty; its PUs inside the
 * mask, or NULL after the last. *at is a cursor that starts at 0.
 */
const struct hwloc_bitmap_s *machine_next_node(const struct machine *, unsigned *at,
                                               struct hwloc_bitmap_s *seen);

#endif
