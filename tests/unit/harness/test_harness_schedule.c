/* Schedules against the definitions in schedule.h, computed here a second time. */
#include "cmocka_head.h"

#include "schedule.h"
#include "shuffle.h"

#include <string.h>

static const struct schedule_request plain[] = {
    {SCHEDULE_STATIC, 0}, {SCHEDULE_DYNAMIC, 0}, {SCHEDULE_GUIDED, 0}};

/* Chunks follow each other without gap or overlap and cover all tasks. */
static void check_cover(const struct schedule *schedule) {
    uint64_t next = 0;
    for (uint64_t c = 0; c < schedule->chunks; c++) {
        const struct range chunk = schedule_chunk(schedule, c);
        assert_int_equal(chunk.begin, next);
        assert_true(chunk.end >= chunk.begin);
        next = chunk.end;
    }
    assert_int_equal(next, schedule->tasks);
}

static uint64_t size_of(const struct schedule *schedule, uint64_t chunk) {
    const struct range tasks = schedule_chunk(schedule, chunk);
    return tasks.end - tasks.begin;
}

static void check_static(const struct schedule *schedule) {
    assert_int_equal(schedule->chunks, schedule->workers);
    for (uint64_t c = 0; c < schedule->chunks; c++)
        assert_in_range(size_of(schedule, c), schedule->tasks / schedule->workers,
                        schedule->tasks / schedule->workers + 1);
}

/* Equal chunks but for the last one. */
static void check_equal(const struct schedule *schedule, uint64_t size) {
    assert_int_equal(schedule->chunks, (schedule->tasks + size - 1) / size);
    for (uint64_t c = 0; c + 1 < schedule->chunks; c++)
        assert_int_equal(size_of(schedule, c), size);
    assert_in_range(size_of(schedule, schedule->chunks - 1), 1, size);
}

/* What is left divided by the workers, rounded up, at least the chunk, at most what is left. */
static void check_guided(const struct schedule *schedule, uint64_t least) {
    uint64_t left = schedule->tasks;
    for (uint64_t c = 0; c < schedule->chunks; c++) {
        uint64_t size = (left + schedule->workers - 1) / schedule->workers;
        size = size < least ? least : size;
        size = size > left ? left : size;
        assert_int_equal(size_of(schedule, c), size);
        left -= size;
    }
    assert_int_equal(left, 0);
}

static void check(struct schedule_request request, uint64_t tasks, unsigned workers) {
    struct schedule schedule = schedule_make(request, tasks, workers);
    const uint64_t size = request.chunk ? request.chunk : 1;
    check_cover(&schedule);
    if (request.kind == SCHEDULE_GUIDED)
        check_guided(&schedule, size);
    else if (request.kind == SCHEDULE_STATIC && !request.chunk)
        check_static(&schedule);
    else
        check_equal(&schedule, size);
    schedule_free(&schedule);
}

static void test_small(void **state) {
    (void)state;
    for (int kind = SCHEDULE_STATIC; kind <= SCHEDULE_GUIDED; kind++)
        for (uint64_t chunk = 0; chunk <= 5; chunk++)
            for (uint64_t tasks = 1; tasks <= 25; tasks++)
                for (unsigned workers = 1; workers <= 9; workers++)
                    check((struct schedule_request){(enum schedule_kind)kind, chunk}, tasks,
                          workers);
}

static void test_random(void **state) {
    (void)state;
    uint64_t seed = 21;
    for (int round = 0; round < 1500; round++) {
        const struct schedule_request request = {(enum schedule_kind)splitmix64_below(&seed, 3),
                                                 splitmix64_below(&seed, 50)};
        check(request, 1 + splitmix64_below(&seed, 5000),
              1 + (unsigned)splitmix64_below(&seed, 70));
    }
}

/* More tasks than could ever be listed: only the chunks' number and ends can be looked at. */
static void test_huge(void **state) {
    (void)state;
    const uint64_t tasks = UINT64_C(1) << 62;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        struct schedule schedule = schedule_make(plain[i], tasks, 7);
        assert_int_equal(schedule_chunk(&schedule, 0).begin, 0);
        assert_int_equal(schedule_chunk(&schedule, schedule.chunks - 1).end, tasks);
        schedule_free(&schedule);
    }
    check((struct schedule_request){SCHEDULE_GUIDED, 0}, tasks, 4096);
    check((struct schedule_request){SCHEDULE_DYNAMIC, INT64_MAX}, tasks, 3);
    check((struct schedule_request){SCHEDULE_STATIC, INT64_MAX}, tasks, 3);
    check((struct schedule_request){SCHEDULE_GUIDED, INT64_MAX}, INT64_MAX, 3);
}

/* From OpenMP's text: 10 tasks, 3 workers; ceil(10/3) = 4, ceil(6/3) = 2, 2, 1, 1. */
static void test_guided_by_hand(void **state) {
    (void)state;
    static const uint64_t begins[] = {0, 4, 6, 8, 9, 10};
    struct schedule schedule = schedule_make(plain[SCHEDULE_GUIDED], 10, 3);
    assert_int_equal(schedule.chunks, 5);
    for (uint64_t c = 0; c < schedule.chunks; c++) {
        assert_int_equal(schedule_chunk(&schedule, c).begin, begins[c]);
        assert_int_equal(schedule_chunk(&schedule, c).end, begins[c + 1]);
    }
    schedule_free(&schedule);
}

static void test_texts(void **state) {
    (void)state;
    char text[32];
    schedule_text(plain[SCHEDULE_STATIC], text);
    assert_string_equal(text, "static");
    schedule_text((struct schedule_request){SCHEDULE_DYNAMIC, 4}, text);
    assert_string_equal(text, "dynamic,4");
    schedule_text((struct schedule_request){SCHEDULE_GUIDED, INT64_MAX}, text);
    assert_string_equal(text, "guided,9223372036854775807");
    schedule_text((struct schedule_request){SCHEDULE_DYNAMIC, UINT64_MAX}, text);
    assert_string_equal(text, "dynamic,18446744073709551615");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small), cmocka_unit_test(test_random),
        cmocka_unit_test(test_huge),  cmocka_unit_test(test_guided_by_hand),
        cmocka_unit_test(test_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
