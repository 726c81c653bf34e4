#include "number.h"

#include "text.h"

#include <stdio.h>
#include <string.h>

struct number number_plain(double value) {
    struct number number;
    if (isnan(value))
        return (struct number){"?"};
    snprintf(number.text, sizeof number.text, fabs(value) < 999.5 ? "%#.3g" : "%.0f", value);
    const size_t length = strlen(number.text);
    if (length && number.text[length - 1] == '.')
        number.text[length - 1] = '\0';
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
        snprintf(number.text, sizeof number.text, "%.20s %s", number_plain(bytes).text,
                 units[unit]);
    return number;
}

struct number number_limits(struct estimate estimate) {
    struct number number = {"no limits"};
    if (estimate_limited(estimate))
        snprintf(number.text, sizeof number.text, "%.20s to %.20s", number_plain(estimate.low).text,
                 number_plain(estimate.high).text);
    return number;
}
