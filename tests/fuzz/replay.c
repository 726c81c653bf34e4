/*
 * Runs the fuzz target over files without a fuzzer: replay FILE... A file named loads-* must be
 * accepted, one named refused-* must not; others must only do no harm.
 */
#include "check.h"
#include "fuzz_csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes of a file; free them. */
static uint8_t *file_read(const char *path, size_t *size) {
    FILE *file = fopen(path, "re");
    uint8_t *bytes = NULL;
    FILE *copy = open_memstream((char **)&bytes, size);
    CHECK(file && copy);
    for (int byte; (byte = getc(file)) != EOF;)
        fputc(byte, copy);
    fclose(file);
    CHECK(fclose(copy) == 0);
    return bytes;
}

static bool file_replay(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t size = 0;
    uint8_t *bytes = file_read(path, &size);
    LLVMFuzzerTestOneInput(bytes, size);
    const bool accepted = fuzz_csv(bytes, size);
    free(bytes);
    const bool wrong = strncmp(name, accepted ? "refused-" : "loads-", accepted ? 8 : 6) == 0;
    if (wrong)
        printf("FAILED: %s was %s\n", name, accepted ? "accepted" : "refused");
    return !wrong;
}

int main(int argc, char **argv) {
    int failures = 0;
    for (int i = 1; i < argc; i++)
        failures += !file_replay(argv[i]);
    printf("%d inputs, %d failures\n", argc - 1, failures);
    return argc > 1 && failures == 0 ? 0 : 1;
}
