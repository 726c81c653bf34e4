/* What a provenance.json says in one line. Both return NULL where it says nothing; free the
 * results. */
#ifndef CONVOY_ORIGIN_H
#define CONVOY_ORIGIN_H

/* The title of the study: `title = ...` in the section [study] of its text. */
char *origin_title(const char *provenance);

/* "Intel(R) Xeon(R) Processor, 2 PUs, 25.3 GB, Linux 6.1; 700 launches from ... to ...". */
char *origin_machine(const char *provenance);

#endif
