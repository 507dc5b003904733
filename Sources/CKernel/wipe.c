#define _DEFAULT_SOURCE
#include "include/wipe.h"

#include <string.h>

// More than the deepest call that works on a secret takes, in a debug build too.
#define STACK_BYTES (24 * 1024)

void kernel_wipe(void *bytes, size_t count) { explicit_bzero(bytes, count); }

__attribute__((noinline)) void kernel_wipe_stack(void) {
    unsigned char stack[STACK_BYTES];
    explicit_bzero(stack, sizeof stack);
}
