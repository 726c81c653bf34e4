/* How long something takes, for people: "1.3 s", "2 min 10 s", "1 h 5 min". */
#ifndef CONVOY_SPAN_H
#define CONVOY_SPAN_H

struct span_text {
    char text[32];
};

/* seconds: not negative. Below a minute with one decimal. */
struct span_text span_for_people(double seconds);

#endif
