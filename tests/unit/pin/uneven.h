/* A machine whose packages differ, which the synthetic format cannot express, as hwloc XML. */
#ifndef CONVOY_TEST_UNEVEN_H
#define CONVOY_TEST_UNEVEN_H

#define SETS(mask) \
    " cpuset=\"" mask "\" complete_cpuset=\"" mask "\" nodeset=\"0x1\" complete_nodeset=\"0x1\" "
#define ALLOWED              "allowed_cpuset=\"0xf\" allowed_nodeset=\"0x1\" "
#define OPEN(type, mask, id) "<object type=\"" type "\"" SETS(mask) "gp_index=\"" id "\""
#define NUMBER(n)            " os_index=\"" n "\""
#define CORE(n, mask, id) \
    OPEN("Core", mask, "2" id) NUMBER(n) ">" OPEN("PU", mask, "3" id) NUMBER(n) "/></object>"
#define CACHE(mask, id)                                                                   \
    OPEN("L3Cache", mask, "4" id)                                                         \
    " cache_size=\"1048576\" depth=\"3\" cache_linesize=\"64\" cache_associativity=\"0\"" \
    " cache_type=\"0\">"

/* Package 0: two caches with a core each, PU 0 and 1. Package 1: two cores, PU 2 and 3, no cache.
 */
#define UNEVEN                                                                              \
    "<?xml version=\"1.0\"?><!DOCTYPE topology SYSTEM \"hwloc2.dtd\"><topology "            \
    "version=\"2.0\">" OPEN("Machine", "0xf", "1")                                          \
        NUMBER("0") " " ALLOWED ">" OPEN("NUMANode", "0xf", "2")                            \
            NUMBER("0") "/>" OPEN("Package", "0x3", "10") NUMBER("0") ">" CACHE("0x1", "0") \
                CORE("0", "0x1", "0") "</object>" CACHE("0x2", "1")                         \
                    CORE("1", "0x2", "1") "</object></object>" OPEN("Package", "0xc", "11") \
                        NUMBER("1") ">" CORE("2", "0x4", "2")                               \
                            CORE("3", "0x8", "3") "</object></object></topology>"

#endif
