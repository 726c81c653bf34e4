/* What futex(2) does for real ranks: a rank that waits is set aside until the word changes, instead
 * of looking for ever in a process where nobody else would run. Waking takes no simulated time. */
#include "word.h"

#include "check.h"
#include "sim_node.h"

static struct sim_node *here(void) {
    struct sim_node *node = sim_node(-1);
    CHECK(node->first >= 0); /* ranks have found their nodes before they share memory */
    return node;
}

/* Takes those who wait for that word out of the node's list. */
static struct sim_waiter *take_waiters(struct sim_node *node, const _Atomic uint32_t *word) {
    struct sim_waiter **at = &node->waiters, *taken = NULL;
    while (*at) {
        struct sim_waiter *waiter = *at;
        if (waiter->word != word) {
            at = &waiter->next;
            continue;
        }
        *at = waiter->next;
        waiter->next = taken;
        taken = waiter;
    }
    return taken;
}

/* A rank that is released may run, and wait again, before the next one is: hence two steps. */
void word_set(_Atomic uint32_t *word, uint32_t value) {
    atomic_store_explicit(word, value, memory_order_release);
    for (struct sim_waiter *waiter = take_waiters(here(), word), *next; waiter; waiter = next) {
        next = waiter->next;
        sg_sem_release(waiter->woken);
    }
}

void word_wait(_Atomic uint32_t *word, uint32_t old, uint32_t yield_ns) {
    struct sim_node *node = here();
    (void)yield_ns;
    while (atomic_load_explicit(word, memory_order_acquire) == old) {
        struct sim_waiter self = {word, sg_sem_init(0), node->waiters};
        node->waiters = &self;
        sg_sem_acquire(self.woken);
        sg_sem_destroy(self.woken);
    }
}
