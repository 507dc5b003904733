// One block of each of LANES independent messages, compressed at once.
//
// Included once a width, with LANES (16 or 8), VECTOR (the name of its type), COMPRESS (the name of its function)
// and TARGET (the instructions it may use) defined. The state lies word by word: state[word * LANES + lane].

typedef uint32_t VECTOR __attribute__((vector_size(LANES * 4), aligned(4)));

#if LANES == 16
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH(x, y) __builtin_shufflevector(x, y, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define STAGES 4
#else
#define LOW(x, y) __builtin_shufflevector(x, y, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH(x, y) __builtin_shufflevector(x, y, 4, 12, 5, 13, 6, 14, 7, 15)
#define STAGES 3
#endif

__attribute__((target(TARGET))) static void COMPRESS(uint32_t *state, const uint8_t *const *blocks) {
    VECTOR w[16];
    // Turns rows (a lane's words) into columns (a word of every lane): interleaving the halves, STAGES times.
    for (int part = 0; part < 16; part += LANES) {
        VECTOR rows[LANES], next[LANES];
        // A block in the arena starts at any byte.
#pragma unroll
        for (int lane = 0; lane < LANES; lane++) memcpy(&rows[lane], blocks[lane] + 4 * part, sizeof rows[lane]);
#pragma unroll
        for (int stage = 0; stage < STAGES; stage++) {
#pragma unroll
            for (int i = 0; i < LANES / 2; i++) {
                next[2 * i] = LOW(rows[i], rows[i + LANES / 2]);
                next[2 * i + 1] = HIGH(rows[i], rows[i + LANES / 2]);
            }
#pragma unroll
            for (int i = 0; i < LANES; i++) rows[i] = next[i];
        }
#pragma unroll
        for (int i = 0; i < LANES; i++)
            w[part + i] = (ROTATE(rows[i], 8) & 0xff00ff00u) | (ROTATE(rows[i], 24) & 0x00ff00ffu);
    }
    VECTOR *columns = (VECTOR *)state;
    VECTOR a = columns[0], b = columns[1], c = columns[2], d = columns[3];
    VECTOR e = columns[4], f = columns[5], g = columns[6], h = columns[7];
    for (int round = 0; round < 64; round += 16) {
#pragma unroll
        for (int i = 0; i < 16; i++) {
            if (round > 0) {
                VECTOR early = w[(i + 1) & 15], late = w[(i + 14) & 15];
                w[i] += w[(i + 9) & 15] + (ROTATE(early, 7) ^ ROTATE(early, 18) ^ (early >> 3)) +
                        (ROTATE(late, 17) ^ ROTATE(late, 19) ^ (late >> 10));
            }
            VECTOR t1 = h + (ROTATE(e, 6) ^ ROTATE(e, 11) ^ ROTATE(e, 25)) + ((e & f) ^ (~e & g)) +
                        (constants[round + i] + w[i]);
            VECTOR t2 = (ROTATE(a, 2) ^ ROTATE(a, 13) ^ ROTATE(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            h = g; g = f; f = e; e = d + t1;
            d = c; c = b; b = a; a = t1 + t2;
        }
    }
    columns[0] += a; columns[1] += b; columns[2] += c; columns[3] += d;
    columns[4] += e; columns[5] += f; columns[6] += g; columns[7] += h;
}

#undef LOW
#undef HIGH
#undef STAGES
