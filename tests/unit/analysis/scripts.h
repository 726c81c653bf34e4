/* Pictures' scripts and data in a folder of their own, and what gnuplot makes of them. */
#ifndef CONVOY_TEST_SCRIPTS_H
#define CONVOY_TEST_SCRIPTS_H

#include "made_up.h"

/* A new folder; remove with scripts_remove, together with what is in it. */
char *scripts_folder(void);
void scripts_remove(char *folder);

/* The text of FOLDER/NAME.EXTENSION; free it. */
char *scripts_text(const char *folder, const char *name, const char *extension);

/* gnuplot, where there is one, draws both pictures from FOLDER/NAME.gp. */
void scripts_draw(const char *folder, const char *name);

/* How often a text holds another. */
size_t scripts_count(const char *text, const char *part);

#endif
