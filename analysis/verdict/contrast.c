#include "contrast.h"

#include "ratio.h"
#include "scaling.h"

struct contrast contrast_make(const struct panel *panel, const struct point *a,
                              const struct point *b) {
    const double growth = panel->weak ? b->workers / a->workers : 1;
    const struct ratio ratio = ratio_compare(a->launch_s, a->launches, b->launch_s, b->launches);
    const bool limited = estimate_limited(ratio.estimate);
    return (struct contrast){
        .ratio = estimate_scaled(ratio.estimate, growth),
        /* Growth moves the null hypothesis away from the one that was tested. */
        .p_value = limited && growth == 1 ? ratio.test.p_value : NAN,
        .bootstrap = ratio.method == RATIO_BOOTSTRAP,
    };
}
