/* What the kernel factorial says in a build without GMP. */
#include "product.h"

const char *product_unavailable(void) {
    return "built without GMP (Debian: libgmp-dev)";
}

/* Never reached: the harness runs no kernel that is unavailable. */
uint64_t factorial_modulo(unsigned n, uint64_t modulus) {
    (void)n;
    (void)modulus;
    return 0;
}
