/* What provenances say in one line. Both return NULL where it says nothing; free the
 * results. */
#ifndef CONVOY_ORIGIN_H
#define CONVOY_ORIGIN_H

/* The title of the study: `title = ...` in the section [study] of its text. */
char *origin_title(const char *provenance);

/*
 * "Intel(R) Xeon(R) Processor, 2 PUs, 25.3 GB, Linux 6.1; and 3 more hosts; 700 launches on up to 4
 * nodes from ... to ...; and 2 simulations": of all texts together, which end with NULL. Hosts and
 * times of simulations are no measurement's and are left out.
 */
char *origin_machine(const char *const *provenances);

#endif
