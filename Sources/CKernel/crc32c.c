#include "include/crc32c.h"

#include <stdatomic.h>
#include <string.h>

// The reflected polynomial of CRC-32C.
#define POLYNOMIAL 0x82f63b78u

static uint32_t table[8][256];
static atomic_int table_state;  // 0 not made, 1 made

// Several threads may fill the table at once: all write the same words, and none reads before it has seen 1.
static void make_table(void) {
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t crc = n;
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ (POLYNOMIAL & (0u - (crc & 1)));
        }
        __atomic_store_n(&table[0][n], crc, __ATOMIC_RELAXED);
    }
    for (int slice = 1; slice < 8; slice++) {
        for (uint32_t n = 0; n < 256; n++) {
            uint32_t before = table[slice - 1][n];
            __atomic_store_n(&table[slice][n], (before >> 8) ^ table[0][before & 0xff], __ATOMIC_RELAXED);
        }
    }
    atomic_store_explicit(&table_state, 1, memory_order_release);
}

uint32_t crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
    if (atomic_load_explicit(&table_state, memory_order_acquire) == 0) {
        make_table();
    }
    const uint8_t *p = bytes;
    crc = ~crc;
    for (; count >= 8; count -= 8, p += 8) {
        uint32_t low = crc ^ ((uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24);
        crc = table[7][low & 0xff] ^ table[6][(low >> 8) & 0xff] ^ table[5][(low >> 16) & 0xff] ^ table[4][low >> 24]
            ^ table[3][p[4]] ^ table[2][p[5]] ^ table[1][p[6]] ^ table[0][p[7]];
    }
    for (; count > 0; count--, p++) {
        crc = (crc >> 8) ^ table[0][(crc ^ *p) & 0xff];
    }
    return ~crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc32c_sse(uint32_t crc, const void *bytes, size_t count) {
    const uint8_t *p = bytes;
    uint64_t wide = ~crc;
    for (; count >= 8; count -= 8, p += 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        wide = __builtin_ia32_crc32di(wide, word);
    }
    uint32_t narrow = (uint32_t)wide;
    for (; count > 0; count--, p++) {
        narrow = __builtin_ia32_crc32qi(narrow, *p);
    }
    return ~narrow;
}
#endif

uint32_t crc32c(uint32_t crc, const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) {
        return crc32c_sse(crc, bytes, count);
    }
#endif
    return crc32c_portable(crc, bytes, count);
}
