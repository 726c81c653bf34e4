/* How this program was built; texts made at build time by build_info.cmake. */
#ifndef CONVOY_BUILD_INFO_H
#define CONVOY_BUILD_INFO_H

extern const char build_version[];      /* "0.1.0" */
extern const char build_git_revision[]; /* full hash, "-dirty" behind it if files had changed;
                                           "unknown" outside git */
extern const char build_compiler[];     /* "GNU 12.2.0" */
extern const char build_flags[];        /* what the kernels were compiled with */
extern const char build_type[];         /* "Release" */
extern const char build_libraries[];    /* "hwloc 2.9.0, gmp 6.2.1" */

#endif
