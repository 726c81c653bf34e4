/* What a driver's name says about who works: threads, processes or something else. Constant data.
 */
#ifndef CONVOY_ROLE_H
#define CONVOY_ROLE_H

enum role { ROLE_SERIAL, ROLE_THREADS, ROLE_PROCESSES, ROLE_HYBRID, ROLE_OTHER };

/* Our drivers' names and those that other people's programs commonly use; case does not matter. */
enum role role_of(const char *driver);

#endif
