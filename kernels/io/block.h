/*
 * File operations as blocking calls of a kernel: one block_begin/block_end pair around each, calls
 * cut short by a signal or by the system go on inside it. They report what failed through
 * env->failed and return false.
 */
#ifndef CONVOY_BLOCK_H
#define CONVOY_BLOCK_H

#include "kernel.h"

/* A new file NAME in an open directory, for reading and writing; -1 on failure. */
int block_create(struct env *, int directory, const char *name);

/* Exactly `count` bytes at `offset`. A file that ends early is an I/O error. */
bool block_write(struct env *, int file, const void *bytes, size_t count, uint64_t offset);
bool block_read(struct env *, int file, void *bytes, size_t count, uint64_t offset);

/* To the device. */
bool block_sync(struct env *, int file);

/* Drops the file's clean pages from the page cache: advice, which never fails. */
void block_forget(struct env *, int file);

bool block_close(struct env *, int file);
bool block_remove(struct env *, int directory, const char *name);

#endif
