/* The search for half of the peak, on made-up times with a known answer. */
#include "cmocka_head.h"

#include "metg.h"

#include <math.h>

/* A task of n rounds takes overhead + n x round: half of the time is work where both are equal. */
static void finds(double overhead_ns, double round_ns, double wanted_ns, double within) {
    double task_ns[METG_SIZES];
    for (int at = 0; at < METG_SIZES; at++)
        task_ns[at] = overhead_ns + ldexp(round_ns, at);
    const double found_ns = metg_half_peak_ns(task_ns);
    if (fabs(found_ns - wanted_ns) > within * wanted_ns)
        fail_msg("overhead %g ns, %g ns a round: %g ns instead of %g ns", overhead_ns, round_ns,
                 found_ns, wanted_ns);
}

/* Overheads that meet a size exactly: the peak's own overhead is the only error. */
static void test_known_overheads(void **state) {
    (void)state;
    finds(64, 1, 128, 0.01);
    finds(32, 0.25, 64, 0.01);
    finds(1, 1, 2, 0.01);
}

/* Between two sizes a straight line is near enough. */
static void test_between_sizes(void **state) {
    (void)state;
    finds(90, 1, 180, 0.05);
    finds(50, 0.3, 100, 0.05);
}

static void test_without_overhead_the_shortest_task_is_the_answer(void **state) {
    (void)state;
    finds(0, 0.5, 0.5, 1e-12);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_overheads),
        cmocka_unit_test(test_between_sizes),
        cmocka_unit_test(test_without_overhead_the_shortest_task_is_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
