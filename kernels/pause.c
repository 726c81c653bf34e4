#include "pause.h"

#include <errno.h>
#include <time.h>

bool pause_once(struct env *env, uint64_t time_ns) {
    struct timespec left = {.tv_sec = (time_t)(time_ns / 1000000000),
                            .tv_nsec = (long)(time_ns % 1000000000)};
    env->block_begin(env);
    int error_number = 0;
    do
        error_number = nanosleep(&left, &left) == 0 ? 0 : errno;
    while (error_number == EINTR);
    env->block_end(env);
    if (error_number)
        env->failed(env, "nanosleep", error_number);
    return !error_number;
}
