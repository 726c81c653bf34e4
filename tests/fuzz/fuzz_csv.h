/* What the fuzzer and the replay of its corpus do with one input. */
#ifndef CONVOY_FUZZ_CSV_H
#define CONVOY_FUZZ_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Loads the bytes as a CSV file, puts its rows into panels and compares them. Returns whether the
 * file was accepted; whatever should hold and does not ends the program.
 */
bool fuzz_csv(const uint8_t *bytes, size_t size);

/* libFuzzer's entry (LLVM, "libFuzzer - a library for coverage-guided fuzz testing"). */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
