#include "number.h"

#include "text.h"

#include <stdio.h>

/* A ratio next to 1 keeps the digit in which it differs from 1. */
static int decimals_of(double size) {
    if (size >= 99.95)
        return 0;
    if (size >= 9.995)
        return 1;
    return fabs(size - 1) < 0.005 && size != 1 ? 3 : 2;
}

struct number number_plain(double value) {
    struct number number = {"?"};
    const double size = fabs(value);
    if (size < 0.0995)
        snprintf(number.text, sizeof number.text, "%.3g", value);
    else if (!isnan(value))
        snprintf(number.text, sizeof number.text, "%.*f", decimals_of(size), value);
    return number;
}

struct number number_time(double seconds) {
    struct number number = {"?"};
    if (!isnan(seconds))
        text_for_people_s(seconds, number.text);
    return number;
}

struct number number_bytes(double bytes) {
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    size_t unit = 0;
    for (; unit + 1 < sizeof units / sizeof *units && fabs(bytes) >= 999.5; unit++)
        bytes /= 1000;
    struct number number = {"?"};
    if (!isnan(bytes))
        snprintf(number.text, sizeof number.text, "%.3g %s", bytes, units[unit]);
    return number;
}

const char *number_plural(double count) {
    return count == 1 ? "" : "s";
}

struct number number_limits(struct estimate estimate) {
    struct number number = {"no limits"};
    if (estimate_limited(estimate))
        snprintf(number.text, sizeof number.text, "%.20s to %.20s", number_plain(estimate.low).text,
                 number_plain(estimate.high).text);
    return number;
}
