#include "fixture.h"

#include "cmocka_head.h"

#include <stdlib.h>

struct round_choices no_choices(void) {
    return (struct round_choices){NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, NOT_GIVEN, false, NULL, NULL};
}

struct study *study_good(const char *text) {
    struct fault fault = {EXIT_DONE, ""};
    struct study *study = study_parse("t.study", text, &fault);
    if (!study)
        fail_msg("%s", fault.text);
    return study;
}

struct rounds *rounds_good(const struct study *study, unsigned cores, unsigned pus,
                           const struct round_choices *choices) {
    struct fault fault = {EXIT_DONE, ""};
    struct rounds *rounds =
        rounds_make(study, (struct machine_size){cores, pus, 1}, choices, &fault);
    if (!rounds)
        fail_msg("%s", fault.text);
    return rounds;
}

char *rounds_text(const struct rounds *rounds) {
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    rounds_print(rounds, out);
    assert_int_equal(fclose(out), 0);
    return text;
}
