/* What happened in which order, as one text: "setup touch(0-4) run(0-4) ...". Any thread. */
#ifndef CONVOY_TEST_JOURNAL_H
#define CONVOY_TEST_JOURNAL_H

void journal_clear(void);
void journal_add(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *journal_text(void);

#endif
