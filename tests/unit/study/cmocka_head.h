/* cmocka.h wants these before it. */
#ifndef CONVOY_TEST_CMOCKA_HEAD_H
#define CONVOY_TEST_CMOCKA_HEAD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
