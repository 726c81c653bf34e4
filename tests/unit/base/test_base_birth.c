/* When a process came to be, told by itself: a child's answer against what its parent saw. */
#include "cmocka_head.h"

#include "birth.h"
#include "clock.h"

#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORK_NS = 30 * 1000 * 1000 };
/* Both clocks of the kernel are exact to some microseconds. */
enum { EARLY_NS = 1000 * 1000 };

static void compute(void) {
    const uint64_t until_ns = clock_of(CLOCK_PROCESS_CPUTIME_ID) + WORK_NS;
    while (clock_of(CLOCK_PROCESS_CPUTIME_ID) < until_ns)
        ;
}

/* What a child that has computed for WORK_NS says, and when it asked. */
struct answer {
    uint64_t begun_ns, birth_ns;
};

static struct answer ask_child(void) {
    struct answer answer;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        answer.begun_ns = clock_wall_ns();
        compute();
        answer.birth_ns = birth_ns();
        _exit(write(ends[1], &answer, sizeof answer) != sizeof answer);
    }
    assert_int_equal(read(ends[0], &answer, sizeof answer), sizeof answer);
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(ends[0]);
    close(ends[1]);
    return answer;
}

/* Not before the fork, and not after the child began: its time of computing and waiting since then
 * is counted. Sanitizers and page faults put the answer off, hence part of the work as a margin. */
static void a_child_knows_its_birth(void **state) {
    (void)state;
    const uint64_t before_ns = clock_wall_ns();
    const struct answer answer = ask_child();
    assert_true(answer.birth_ns + EARLY_NS > before_ns);
    assert_true(answer.birth_ns < answer.begun_ns + WORK_NS / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_knows_its_birth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
