#pragma once
#include <stddef.h>
#include <stdint.h>

/// CRC-32C (Castagnoli, RFC 3720 appendix B.4) of `count` bytes, continued from `crc` (0 to begin).
uint32_t crc32c(uint32_t crc, const void *bytes, size_t count);

/// The same without special instructions; the tests hold one against the other.
uint32_t crc32c_portable(uint32_t crc, const void *bytes, size_t count);
