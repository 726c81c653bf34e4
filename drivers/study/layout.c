#include "layout.h"

#include "check.h"

size_t layout_list(unsigned workers, unsigned nodes, struct layout *list) {
    size_t count = 0;
    for (unsigned ranks = nodes; ranks <= workers; ranks += nodes) {
        if (workers % ranks)
            continue;
        CHECK(count < LAYOUTS_MAX);
        list[count++] = (struct layout){ranks, workers / ranks};
    }
    return count;
}
