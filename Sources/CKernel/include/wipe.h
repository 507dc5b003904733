#pragma once
#include <stddef.h>

/// Overwrites memory with zeros; unlike memset it is never left out, also where nobody reads the memory again.
void kernel_wipe(void *bytes, size_t count);

/// Overwrites the stack below the caller, where calls that have returned left copies of what they worked on.
void kernel_wipe_stack(void);
