#include "compare.h"

#include "outfile.h"

#include <stdlib.h>
#include <string.h>

bool compare_make(const struct dataset *before, const struct dataset *after, double max_slowdown,
                  bool despite, struct compare *compare, struct fault *fault) {
    *compare = (struct compare){.before = before, .after = after};
    compare->matching = matching_make(before, after, despite);
    compare->remarks = remarks_make(before, after, &compare->matching);
    if (!despite && !remarks_allow(&compare->remarks, before, after, fault))
        return false;
    if (!compare->matching.count)
        return fault_user(fault,
                          "%.100s and %.100s have no configuration in common: there is nothing to "
                          "compare",
                          before->path, after->path);
    compare->slowdowns = slowdowns_make(&compare->matching, max_slowdown);
    return true;
}

void compare_free(struct compare *compare) {
    slowdowns_free(&compare->slowdowns);
    remarks_free(&compare->remarks);
    matching_free(&compare->matching);
}

static bool file_write(const struct compare *compare, const char *folder, struct fault *fault) {
    if (!outfile_folder(folder, fault))
        return false;
    FILE *file = outfile_open(folder, "compare", "csv", fault);
    if (!file)
        return false;
    compare_print_csv(file, compare);
    return outfile_close(file, folder, fault);
}

bool compare_run(const struct compare_order *order, bool *regressed, struct fault *fault) {
    struct dataset before = {0}, after = {0};
    struct compare compare = {0};
    const bool good =
        dataset_read(order->before, &before, fault) && dataset_read(order->after, &after, fault) &&
        compare_make(&before, &after, order->max_slowdown, order->despite, &compare, fault) &&
        (!order->output || file_write(&compare, order->output, fault));
    if (good)
        order->print(stdout, &compare);
    *regressed = good && compare.slowdowns.paces[PACE_REGRESSION] > 0;
    compare_free(&compare);
    dataset_free(&after);
    dataset_free(&before);
    return good &&
           (fflush(stdout) == 0 || fault_environment(fault, "cannot write to standard output"));
}
