/* cmocka.h wants these before it. */
#ifndef CONVOY_TEST_CMOCKA_HEAD_H
#define CONVOY_TEST_CMOCKA_HEAD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* For tables: the row that does not hold is named before the test ends. */
#define HOLDS(condition, what)                                  \
    do {                                                        \
        if (!(condition))                                       \
            fail_msg("%s does not hold: %s", what, #condition); \
    } while (0)

#endif
