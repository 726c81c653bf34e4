#include "made_up.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct machine *made_up(const char *description, const char *mask) {
    struct fault fault = {0};
    struct machine *machine = machine_open_synthetic(description, mask, &fault);
    if (!machine)
        fail_msg("%s [%s]: %s", description, mask ? mask : "all", fault.text);
    return machine;
}

struct placement *plan(const struct machine *machine, const char *policy, unsigned first,
                       unsigned workers, unsigned sharers) {
    struct pin_request request;
    struct fault fault = {0};
    assert_null(pin_request_read(policy, &request));
    struct placement *placement =
        placement_make(machine, &request, first, workers, sharers, &fault);
    pin_request_free(&request);
    if (!placement)
        fail_msg("%s: %s", policy, fault.text);
    return placement;
}

char *plan_text(const struct placement *placement, unsigned workers) {
    char *text = NULL;
    size_t length;
    FILE *stream = open_memstream(&text, &length);
    assert_non_null(stream);
    for (unsigned i = 0; i < workers; i++)
        fprintf(stream, "%s%s", i ? " " : "", placement_requested(placement, i));
    fclose(stream);
    return text;
}

void expect_places(const char *description, const char *mask, const char *policy, unsigned workers,
                   const char *expected) {
    struct machine *machine = made_up(description, mask);
    struct placement *placement = plan(machine, policy, 0, workers, workers);
    char *text = plan_text(placement, workers);
    if (strcmp(text, expected) != 0)
        fail_msg("%s [%s] %s: %s, expected %s", description, mask ? mask : "all", policy, text,
                 expected);
    free(text);
    placement_free(placement);
    machine_close(machine);
}

unsigned pu_of(const struct placement *placement, unsigned worker) {
    const char *text = placement_requested(placement, worker);
    char *end;
    const unsigned long pu = strtoul(text, &end, 10);
    assert_true(end > text && !*end);
    return (unsigned)pu;
}
