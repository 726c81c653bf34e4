/* What the tests share that begin with a command line, or need a folder of their own. */
#ifndef CONVOY_TEST_COMMAND_H
#define CONVOY_TEST_COMMAND_H

#include "cmocka_head.h"

#include "options.h"

enum { COMMAND_WORDS_MAX = 64 };

/* A line of words and the options read from it, which point into it: it must stay where it is. */
struct command {
    char text[512];
    char *argv[COMMAND_WORDS_MAX];
    struct options options;
    struct fault fault;
};

/* Reads a line, words cut at blanks, as convoy-omp does. Free with command_free in any case. */
bool command_try(struct command *, const char *line);
void command_free(struct command *);

/* The same for a line that must be good: fails the test with the message otherwise. */
void command_read(struct command *, const char *line);

/* A new folder below TMPDIR; test_folder_free removes it with the files in it. */
struct test_folder {
    char path[256];
};
struct test_folder test_folder_make(void);
void test_folder_free(const struct test_folder *);

/* "FOLDER/NAME"; valid until the next but three calls. */
const char *test_folder_file(const struct test_folder *, const char *name);

/* A file's whole text, to be freed; NULL if there is none. */
char *test_file_read(const char *path);
void test_file_write(const char *path, const char *text);

#endif
