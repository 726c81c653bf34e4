#include "deal.h"

#include "check.h"
#include "clock.h"

enum { FEW_PER_WORKER = 2, PAUSE_NS = 20 * 1000 };

/* A note to the root asks: words[0] workers. The answer: chunks from words[0] up to words[1]; none
 * of them: there is no more. */

void pool_init(struct pool *pool) {
    pthread_mutexattr_t attributes;
    CHECK(pthread_mutexattr_init(&attributes) == 0);
    CHECK(pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED) == 0);
    CHECK(pthread_mutex_init(&pool->mutex, &attributes) == 0);
    pthread_mutexattr_destroy(&attributes);
}

void deal_reset(struct deal *deal) {
    deal->pool->ready = deal->pool->spare = (struct range){0, 0};
    deal->pool->dry = false;
    deal->asked = false;
    deal->dealt = 0;
    deal->told = 0;
}

static bool is_guided(const struct schedule *schedule) {
    return schedule->request.kind == SCHEDULE_GUIDED;
}

uint64_t deal_batch(const struct schedule *schedule, uint64_t left, unsigned nodes,
                    unsigned node_workers) {
    const uint64_t share = left / (4 * (uint64_t)nodes);
    const uint64_t equal = share > node_workers ? share : node_workers;
    const uint64_t batch = is_guided(schedule) ? 1 : equal;
    return batch < left ? batch : left;
}

/* Root: the next batch, empty at the end. */
static struct range cut(struct deal *deal, unsigned node_workers) {
    const uint64_t begin = deal->dealt, left = deal->schedule->chunks - begin;
    deal->dealt += deal_batch(deal->schedule, left, deal->nodes, node_workers);
    deal->told += left == 0;
    return (struct range){begin, deal->dealt};
}

static void answer_all(struct deal *deal) {
    unsigned node;
    struct node_note note;
    while (deal->ranks->node_receive(&node, &note)) {
        const struct range batch = cut(deal, (unsigned)note.words[0]);
        note = (struct node_note){{batch.begin, batch.end}};
        deal->ranks->node_send(node, &note);
    }
}

static uint64_t length(struct range chunks) {
    return chunks.end - chunks.begin;
}

/* A batch that came for this node, which had no spare one when it asked. */
static void put_down(struct deal *deal, struct range batch) {
    struct pool *pool = deal->pool;
    pthread_mutex_lock(&pool->mutex);
    pool->spare = batch;
    pool->dry = length(batch) == 0;
    pthread_mutex_unlock(&pool->mutex);
    deal->dealt = batch.end;
    deal->asked = false;
}

static void look_for_answer(struct deal *deal) {
    unsigned root;
    struct node_note note;
    if (deal->asked && deal->ranks->node_receive(&root, &note))
        put_down(deal, (struct range){note.words[0], note.words[1]});
}

static bool wants_more(struct deal *deal) {
    struct pool *pool = deal->pool;
    const uint64_t left = deal->schedule->chunks - deal->dealt;
    const bool few =
        is_guided(deal->schedule) || left < FEW_PER_WORKER * (uint64_t)deal->schedule->workers;
    pthread_mutex_lock(&pool->mutex);
    const bool wants = !pool->dry && length(pool->spare) == 0 &&
                       length(pool->ready) < (few ? 1 : deal->node_workers);
    pthread_mutex_unlock(&pool->mutex);
    return wants && !deal->asked;
}

static void ask(struct deal *deal) {
    const struct node_note request = {{deal->node_workers, 0}};
    if (deal->node == 0) {
        put_down(deal, cut(deal, deal->node_workers));
    } else {
        deal->asked = true;
        deal->ranks->node_send(0, &request);
    }
}

/* What the first rank of a node does for the others. */
static void attend(struct deal *deal) {
    if (deal->node == 0)
        answer_all(deal);
    else
        look_for_answer(deal);
    if (wants_more(deal))
        ask(deal);
    deal->attended_ns = clock_wall_ns();
}

void deal_look(struct deal *deal) {
    if (deal->leads && clock_wall_ns() - deal->attended_ns >= PAUSE_NS)
        attend(deal);
}

static int take(struct pool *pool, uint64_t *chunk) {
    int got = DEAL_NOTHING_YET;
    pthread_mutex_lock(&pool->mutex);
    if (length(pool->ready) == 0) {
        pool->ready = pool->spare;
        pool->spare = (struct range){0, 0};
    }
    if (length(pool->ready) > 0) {
        *chunk = pool->ready.begin++;
        got = DEAL_CHUNK;
    } else if (pool->dry) {
        got = DEAL_END;
    }
    pthread_mutex_unlock(&pool->mutex);
    return got;
}

/* Attends before, to find what has come, and after, to ask while it computes. */
int deal_take(struct deal *deal, bool first, uint64_t *chunk) {
    const bool attends = first && deal->leads;
    if (attends)
        attend(deal);
    const int got = take(deal->pool, chunk);
    if (attends && got == DEAL_CHUNK)
        attend(deal);
    return got;
}

void deal_pause(void) {
    clock_sleep_ns(PAUSE_NS);
}

void deal_finish(struct deal *deal) {
    while (deal->leads && deal->node == 0 && deal->told < deal->nodes) {
        answer_all(deal);
        deal_pause();
    }
}
