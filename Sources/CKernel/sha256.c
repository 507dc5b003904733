#include "include/sha256.h"

#include <string.h>

#define ROTATE(x, n) (((x) >> (n)) | ((x) << (32 - (n))))
#define MOST_LANES 16

static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static const uint32_t initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static inline uint32_t load_word(const uint8_t *bytes) {
    uint32_t word;
    memcpy(&word, bytes, 4);
    return __builtin_bswap32(word);
}

static inline void store_word(uint8_t *bytes, uint32_t word) {
    word = __builtin_bswap32(word);
    memcpy(bytes, &word, 4);
}

static inline void store_length(uint8_t *block, uint64_t length) {
    uint64_t bits = __builtin_bswap64(length * 8);
    memcpy(block + 56, &bits, 8);
}

#define ROUND(a, b, c, d, e, f, g, h, i)                                                                        \
    do {                                                                                                        \
        uint32_t t1 = h + (ROTATE(e, 6) ^ ROTATE(e, 11) ^ ROTATE(e, 25)) + (g ^ (e & (f ^ g))) + constants[i] + \
                      w[(i) & 15];                                                                              \
        uint32_t t2 = (ROTATE(a, 2) ^ ROTATE(a, 13) ^ ROTATE(a, 22)) + ((a & b) | (c & (a | b)));               \
        d += t1;                                                                                                \
        h = t1 + t2;                                                                                            \
    } while (0)

static inline __attribute__((always_inline)) void compress_body(uint32_t *state, const uint8_t *block) {
    uint32_t w[16];
    for (int i = 0; i < 16; i++) w[i] = load_word(block + 4 * i);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int round = 0; round < 64; round += 16) {
        if (round > 0) {
#pragma unroll
            for (int i = 0; i < 16; i++) {
                uint32_t early = w[(i + 1) & 15], late = w[(i + 14) & 15];
                w[i] += w[(i + 9) & 15] + (ROTATE(early, 7) ^ ROTATE(early, 18) ^ (early >> 3)) +
                        (ROTATE(late, 17) ^ ROTATE(late, 19) ^ (late >> 10));
            }
        }
#pragma unroll
        for (int i = 0; i < 16; i += 8) {
            ROUND(a, b, c, d, e, f, g, h, round + i);
            ROUND(h, a, b, c, d, e, f, g, round + i + 1);
            ROUND(g, h, a, b, c, d, e, f, round + i + 2);
            ROUND(f, g, h, a, b, c, d, e, round + i + 3);
            ROUND(e, f, g, h, a, b, c, d, round + i + 4);
            ROUND(d, e, f, g, h, a, b, c, round + i + 5);
            ROUND(c, d, e, f, g, h, a, b, round + i + 6);
            ROUND(b, c, d, e, f, g, h, a, round + i + 7);
        }
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
    state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

#if defined(__x86_64__)
// The same with rorx and andn, a quarter faster.
__attribute__((target("bmi,bmi2"))) static void compress_bmi(uint32_t *state, const uint8_t *block) {
    compress_body(state, block);
}
#endif

static void compress_plain(uint32_t *state, const uint8_t *block) { compress_body(state, block); }

static inline void compress_one(uint32_t *state, const uint8_t *block) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("bmi2") && __builtin_cpu_supports("bmi")) {
        compress_bmi(state, block);
        return;
    }
#endif
    compress_plain(state, block);
}

void huigong_sha256_start(huigong_sha256 *context) {
    memcpy(context->state, initial, sizeof initial);
    context->length = 0;
}

void huigong_sha256_update(huigong_sha256 *context, const void *bytes, size_t count) {
    if (count == 0) return;
    const uint8_t *next = bytes;
    size_t held = context->length & 63;
    context->length += count;
    if (held > 0) {
        size_t taken = count < 64 - held ? count : 64 - held;
        memcpy(context->buffer + held, next, taken);
        next += taken;
        count -= taken;
        if (held + taken < 64) return;
        compress_one(context->state, context->buffer);
    }
    for (; count >= 64; next += 64, count -= 64) compress_one(context->state, next);
    memcpy(context->buffer, next, count);
}

void huigong_sha256_finish(huigong_sha256 *context, uint8_t *digest) {
    size_t held = context->length & 63;
    context->buffer[held++] = 0x80;
    if (held > 56) {
        memset(context->buffer + held, 0, 64 - held);
        compress_one(context->state, context->buffer);
        held = 0;
    }
    memset(context->buffer + held, 0, 56 - held);
    store_length(context->buffer, context->length);
    compress_one(context->state, context->buffer);
    for (int i = 0; i < 8; i++) store_word(digest + 4 * i, context->state[i]);
}

#if defined(__x86_64__)
#define LANES 16
#define VECTOR vector16
#define COMPRESS compress_sixteen
#define TARGET "avx512f,avx512bw,avx512vl"
#include "sha256_lanes.h"
#undef LANES
#undef VECTOR
#undef COMPRESS
#undef TARGET

#define LANES 8
#define VECTOR vector8
#define COMPRESS compress_eight
#define TARGET "avx2"
#include "sha256_lanes.h"
#undef LANES
#undef VECTOR
#undef COMPRESS
#undef TARGET

int huigong_sha256_widest(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
        return 16;
    return __builtin_cpu_supports("avx2") ? 8 : 1;
}
#else
int huigong_sha256_widest(void) { return 1; }
#endif

static int width_for(int lanes) {
    int widest = huigong_sha256_widest();
    return lanes == 0 || lanes > widest ? widest : lanes;
}

static void compress_lanes(int lanes, uint32_t *state, const uint8_t *const *blocks) {
#if defined(__x86_64__)
    if (lanes == 16) {
        compress_sixteen(state, blocks);
        return;
    }
    if (lanes == 8) {
        compress_eight(state, blocks);
        return;
    }
#endif
    compress_one(state, blocks[0]);
}

/// A message on its way through a lane; `length` counts the prefix, `position` is where the next block starts. `before`
/// are the bytes ahead of it that the state has taken already.
typedef struct {
    const uint8_t *data;
    uint64_t length, position, end, before;
    size_t number;
} message;

static message begin(const uint8_t *data, uint64_t length, int prefix, uint64_t before, size_t number) {
    uint64_t whole = length + (prefix >= 0);
    // The message, the bit after it and eight bytes of length, in whole blocks.
    return (message){data, whole, 0, (whole + 9 + 63) / 64 * 64, before, number};
}

/// The next block of a message: in place where it is all data, else put together in `scratch`.
static const uint8_t *next_block(message *m, int prefix, uint8_t *scratch) {
    uint64_t start = m->position, shift = prefix >= 0;
    m->position += 64;
    if (start + 64 <= m->length) {
        if (start > 0 || !shift) return m->data + start - shift;
        scratch[0] = (uint8_t)prefix;
        memcpy(scratch + 1, m->data, 63);
        return scratch;
    }
    memset(scratch, 0, 64);
    if (start < m->length) {
        uint64_t from = start == 0 ? shift : 0;
        if (from) scratch[0] = (uint8_t)prefix;
        if (m->length - start > from)
            memcpy(scratch + from, m->data + start + from - shift, m->length - start - from);
    }
    if (start <= m->length) scratch[m->length - start] = 0x80;
    if (m->position == m->end) store_length(scratch, m->before + m->length);
    return scratch;
}

static void store_lane(const uint32_t *state, int lanes, int lane, uint8_t *digest) {
    for (int i = 0; i < 8; i++) store_word(digest + 4 * i, state[i * lanes + lane]);
}

static void start_lane(uint32_t *state, int lanes, int lane, const uint32_t *from) {
    for (int i = 0; i < 8; i++) state[i * lanes + lane] = from[i];
}

/// Brings one lane's message to its end without the other lanes.
static void finish_lane(uint32_t *state, int lanes, int lane, message *m, int prefix, uint8_t *digests) {
    uint32_t own[8];
    uint8_t scratch[64];
    for (int i = 0; i < 8; i++) own[i] = state[i * lanes + lane];
    while (m->position < m->end) compress_one(own, next_block(m, prefix, scratch));
    store_lane(own, 1, 0, digests + 32 * m->number);
}

/// The state that messages begin with, and how many bytes it has taken.
typedef struct {
    const uint32_t *state;
    uint64_t before;
} beginning;

static const beginning nothing = {initial, 0};

static void hash_all(
    beginning from, const uint8_t *arena, const int64_t *offsets, size_t length, size_t count, int prefix,
    uint8_t *digests, int lanes) {
    lanes = width_for(lanes);
    uint32_t state[8 * MOST_LANES];
    uint8_t scratch[MOST_LANES][64];
    const uint8_t *blocks[MOST_LANES];
    message held[MOST_LANES];
    size_t next = 0;
    int active = 0;
    for (int lane = 0; lane < lanes; lane++) held[lane] = (message){0};
    // A lane without data is a free lane; only empty messages may lie in an arena without storage.
    if (!arena) arena = scratch[0];
    for (;;) {
        // A lane whose message has ended takes the next one, so different lengths keep all lanes busy.
        for (int lane = 0; lane < lanes && next < count; lane++) {
            if (held[lane].data) continue;
            const uint8_t *data = offsets ? arena + offsets[next] : arena + next * length;
            uint64_t size = offsets ? (uint64_t)(offsets[next + 1] - offsets[next]) : length;
            held[lane] = begin(data, size, prefix, from.before, next++);
            start_lane(state, lanes, lane, from.state);
            active++;
        }
        // Two lanes alone are sooner done one after the other than in a mostly empty vector.
        if (lanes == 1 || (next == count && active <= 2)) {
            for (int lane = 0; lane < lanes; lane++) {
                if (!held[lane].data) continue;
                finish_lane(state, lanes, lane, &held[lane], prefix, digests);
                held[lane].data = NULL;
                active--;
            }
            if (next == count) return;
            continue;
        }
        for (int lane = 0; lane < lanes; lane++)
            blocks[lane] = held[lane].data ? next_block(&held[lane], prefix, scratch[lane]) : scratch[lane];
        compress_lanes(lanes, state, blocks);
        for (int lane = 0; lane < lanes; lane++) {
            if (!held[lane].data || held[lane].position < held[lane].end) continue;
            store_lane(state, lanes, lane, digests + 32 * held[lane].number);
            held[lane].data = NULL;
            active--;
        }
    }
}

void huigong_sha256_many(
    const uint8_t *arena, const int64_t *offsets, size_t count, int prefix, uint8_t *digests, int lanes) {
    hash_all(nothing, arena, offsets, 0, count, prefix, digests, lanes);
}

void huigong_sha256_on(
    const uint32_t *midstate, uint64_t before, const uint8_t *arena, const int64_t *offsets, size_t count,
    uint8_t *digests, int lanes) {
    hash_all((beginning){midstate, before}, arena, offsets, 0, count, -1, digests, lanes);
}

void huigong_sha256_even(
    const uint8_t *arena, size_t length, size_t count, int prefix, uint8_t *digests, int lanes) {
    hash_all(nothing, arena, NULL, length, count, prefix, digests, lanes);
}

static int write_decimal(uint8_t *to, uint64_t number) {
    uint8_t digits[20];
    int count = 0;
    do {
        digits[count++] = (uint8_t)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    for (int i = 0; i < count; i++) to[i] = digits[count - 1 - i];
    return count;
}

/// The second block of a ticket: at most 1 + 20 + 1 + 10 characters, so that padding and length fit behind.
static void write_ticket_block(uint8_t *block, int64_t index, int32_t chance) {
    memset(block, 0, 64);
    int count = 0;
    block[count++] = ',';
    count += write_decimal(block + count, (uint64_t)index);
    if (chance > 1) {
        block[count++] = '.';
        count += write_decimal(block + count, (uint64_t)chance);
    }
    block[count] = 0x80;
    store_length(block, 64 + (uint64_t)count);
}

void huigong_sha256_tickets(
    const uint32_t *midstate, const int64_t *indices, const int32_t *chances, size_t count, uint8_t *digests,
    int lanes) {
    lanes = width_for(lanes);
    uint32_t state[8 * MOST_LANES];
    uint8_t scratch[MOST_LANES][64];
    const uint8_t *blocks[MOST_LANES];
    memset(scratch, 0, sizeof scratch);
    for (int lane = 0; lane < lanes; lane++) blocks[lane] = scratch[lane];
    for (size_t first = 0; first < count; first += (size_t)lanes) {
        int used = count - first < (size_t)lanes ? (int)(count - first) : lanes;
        for (int lane = 0; lane < lanes; lane++) {
            start_lane(state, lanes, lane, midstate);
            if (lane < used) write_ticket_block(scratch[lane], indices[first + lane], chances[first + lane]);
        }
        compress_lanes(lanes, state, blocks);
        for (int lane = 0; lane < used; lane++) store_lane(state, lanes, lane, digests + 32 * (first + lane));
    }
}
