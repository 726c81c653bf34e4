#include "command.h"

#include "text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool command_try(struct command *command, const char *line) {
    static char program[] = "convoy-omp";
    int argc = 1;
    *command = (struct command){.argv = {program}};
    text_copy(command->text, sizeof command->text, line);
    for (char *word = strtok(command->text, " "); word; word = strtok(NULL, " "))
        command->argv[argc++] = word;
    return options_read(program, argc, command->argv, &command->options, &command->fault);
}

void command_free(struct command *command) {
    options_free(&command->options);
}

void command_read(struct command *command, const char *line) {
    if (!command_try(command, line))
        fail_msg("'%s' should be good: %s", line, command->fault.text);
}

struct test_folder test_folder_make(void) {
    const char *above = getenv("TMPDIR");
    struct test_folder folder;
    snprintf(folder.path, sizeof folder.path, "%s/convoy-test-XXXXXX", above ? above : "/tmp");
    assert_non_null(mkdtemp(folder.path));
    return folder;
}

void test_folder_free(const struct test_folder *folder) {
    DIR *directory = opendir(folder->path);
    assert_non_null(directory);
    for (const struct dirent *entry; (entry = readdir(directory));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            assert_return_code(unlinkat(dirfd(directory), entry->d_name, 0), 0);
    closedir(directory);
    assert_return_code(rmdir(folder->path), 0);
}

const char *test_folder_file(const struct test_folder *folder, const char *name) {
    static char paths[4][512];
    static unsigned turn;
    char *path = paths[turn++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", folder->path, name);
    return path;
}

char *test_file_read(const char *path) {
    char *text = NULL;
    size_t length = 0;
    int byte;
    FILE *in = fopen(path, "r");
    if (!in)
        return NULL;
    FILE *memory = open_memstream(&text, &length);
    assert_non_null(memory);
    while ((byte = fgetc(in)) != EOF)
        fputc(byte, memory);
    fclose(in);
    fclose(memory);
    return text;
}

void test_file_write(const char *path, const char *text) {
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_return_code(fclose(out), 0);
}
