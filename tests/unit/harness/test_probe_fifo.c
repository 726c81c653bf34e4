/* The bounded queue: nothing lost, nothing twice, order kept, clean end, waits that end. */
#include "cmocka_head.h"

#include "fifo.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { EACH = 2000, PRODUCERS_MAX = 8 };

struct crew {
    struct fifo *fifo;
    unsigned producers;
    _Atomic unsigned next_producer;
    _Atomic unsigned char taken[PRODUCERS_MAX][EACH]; /* how often */
    _Atomic unsigned disorder, errors;
};

static struct fifo *make(uint64_t capacity, uint64_t producers, unsigned limit_s) {
    struct fifo *fifo = calloc(1, fifo_bytes(capacity));
    assert_non_null(fifo);
    fifo_init(fifo, capacity, producers, limit_s);
    return fifo;
}

static void *produce(void *argument) {
    struct crew *crew = argument;
    const unsigned me = atomic_fetch_add(&crew->next_producer, 1);
    for (uint64_t i = 0; i < EACH; i++)
        crew->errors += fifo_put(crew->fifo, &(struct fifo_item){me, i, 0}) != 0;
    crew->errors += fifo_close(crew->fifo) != 0;
    return NULL;
}

static void *consume(void *argument) {
    struct crew *crew = argument;
    uint64_t next[PRODUCERS_MAX] = {0};
    struct fifo_item item;
    int error;
    while ((error = fifo_take(crew->fifo, &item)) == 0) {
        crew->taken[item.producer][item.sequence]++;
        crew->disorder += item.sequence < next[item.producer];
        next[item.producer] = item.sequence + 1;
    }
    crew->errors += error != EPIPE;
    return NULL;
}

static void hand_over(uint64_t capacity, unsigned producers, unsigned consumers) {
    struct crew *crew = calloc(1, sizeof *crew);
    pthread_t threads[2 * PRODUCERS_MAX];
    assert_non_null(crew);
    crew->fifo = make(capacity, producers, 60);
    crew->producers = producers;
    for (unsigned i = 0; i < producers + consumers; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, i < producers ? produce : consume, crew),
                         0);
    for (unsigned i = 0; i < producers + consumers; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(crew->errors, 0);
    assert_int_equal(crew->disorder, 0);
    for (unsigned p = 0; p < producers; p++)
        for (unsigned i = 0; i < EACH; i++)
            assert_int_equal(crew->taken[p][i], 1);
    free(crew->fifo);
    free(crew);
}

static void test_two_to_sixteen_threads(void **state) {
    (void)state;
    static const unsigned counts[][2] = {{1, 1}, {2, 1}, {1, 3}, {4, 4}, {8, 8}};
    static const uint64_t capacities[] = {1, 2, 64};
    for (size_t c = 0; c < sizeof capacities / sizeof *capacities; c++)
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
            hand_over(capacities[c], counts[i][0], counts[i][1]);
}

static void test_first_in_first_out_around_the_end_of_the_ring(void **state) {
    (void)state;
    struct fifo *fifo = make(3, 1, 60);
    struct fifo_item item;
    for (uint64_t i = 0; i < 10; i++) {
        assert_int_equal(fifo_put(fifo, &(struct fifo_item){0, 2 * i, 0}), 0);
        assert_int_equal(fifo_put(fifo, &(struct fifo_item){0, 2 * i + 1, 0}), 0);
        for (uint64_t k = 0; k < 2; k++) {
            assert_int_equal(fifo_take(fifo, &item), 0);
            assert_int_equal(item.sequence, 2 * i + k);
        }
    }
    free(fifo);
}

/* What is in the queue when its last producer closes it is still taken. */
static void test_end(void **state) {
    (void)state;
    struct fifo *fifo = make(4, 2, 60);
    struct fifo_item item;
    assert_int_equal(fifo_close(fifo), 0);
    assert_int_equal(fifo_put(fifo, &(struct fifo_item){1, 5, 0}), 0);
    assert_int_equal(fifo_close(fifo), 0);
    assert_int_equal(fifo_take(fifo, &item), 0);
    assert_int_equal(item.sequence, 5);
    assert_int_equal(fifo_take(fifo, &item), EPIPE);
    assert_int_equal(fifo_take(fifo, &item), EPIPE);
    free(fifo);
}

/* Nobody puts, nobody takes: the limit is over at once. */
static void test_no_wait_is_for_ever(void **state) {
    (void)state;
    struct fifo *fifo = make(1, 1, 0);
    struct fifo_item item = {0, 0, 0};
    assert_int_equal(fifo_take(fifo, &item), ETIMEDOUT);
    assert_int_equal(fifo_put(fifo, &item), 0);
    assert_int_equal(fifo_put(fifo, &item), ETIMEDOUT);
    free(fifo);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_to_sixteen_threads),
        cmocka_unit_test(test_first_in_first_out_around_the_end_of_the_ring),
        cmocka_unit_test(test_end),
        cmocka_unit_test(test_no_wait_is_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
