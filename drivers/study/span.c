#include "span.h"

#include <math.h>
#include <stdio.h>

struct span_text span_for_people(double seconds) {
    struct span_text span;
    const double longest_s = 1e9; /* some 30 years: enough to say "very long" */
    const long whole = lround(fmin(seconds, longest_s));
    if (seconds < 59.95)
        snprintf(span.text, sizeof span.text, "%.1f s", seconds);
    else if (whole < 3600)
        snprintf(span.text, sizeof span.text, "%ld min %ld s", whole / 60, whole % 60);
    else
        snprintf(span.text, sizeof span.text, "%ld h %ld min", whole / 3600, whole % 3600 / 60);
    return span;
}
