#pragma once

#include <stddef.h>
#include <stdint.h>

/// A running SHA-256 (FIPS 180-4) of one message.
typedef struct {
    uint32_t state[8];
    uint8_t buffer[64];
    uint64_t length;
} huigong_sha256;

void huigong_sha256_start(huigong_sha256 *context);
void huigong_sha256_update(huigong_sha256 *context, const void *bytes, size_t count);
/// Writes the 32 bytes of the digest; the context must be started again before it is used again.
void huigong_sha256_finish(huigong_sha256 *context, uint8_t *digest);

/// The lanes that this machine runs at once: 16 (AVX-512), 8 (AVX2) or 1.
int huigong_sha256_widest(void);

/// Hashes `count` independent messages into `digests`, 32 bytes each.
///
/// Message i is `arena[offsets[i]] ..< arena[offsets[i + 1]]`, with the byte `prefix` before it where that is not
/// negative. `lanes` is 16, 8 or 1, or 0 for the widest; a width that the machine lacks falls back to the widest.
void huigong_sha256_many(
    const uint8_t *arena, const int64_t *offsets, size_t count, int prefix, uint8_t *digests, int lanes);

/// Like ``huigong_sha256_many`` for messages that all begin alike: `midstate` is the state after those `before` bytes,
/// which are whole blocks.
void huigong_sha256_on(
    const uint32_t *midstate, uint64_t before, const uint8_t *arena, const int64_t *offsets, size_t count,
    uint8_t *digests, int lanes);

/// Like ``huigong_sha256_many`` with messages of one length that lie one behind the other.
void huigong_sha256_even(
    const uint8_t *arena, size_t length, size_t count, int prefix, uint8_t *digests, int lanes);

/// Hashes the tickets `<64 hex digits>,<index>` and, from the second chance on, `<64 hex digits>,<index>.<chance>`.
///
/// `midstate` is the state after the block of hex digits, so a ticket costs one compression.
void huigong_sha256_tickets(
    const uint32_t *midstate, const int64_t *indices, const int32_t *chances, size_t count, uint8_t *digests,
    int lanes);
