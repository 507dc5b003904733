/// A 64-bit hash that is the same in every process, for telling requests of one person apart.
///
/// Not for proofs: whoever collides two of their own requests fools only themselves.
package struct StableHash: Sendable {
    private var state: UInt64

    package init(seed: UInt64 = 0) {
        state = seed ^ 0x9E37_79B9_7F4A_7C15
    }

    @inline(__always)
    package mutating func combine(_ word: UInt64) {
        let product = (state ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        state = product.high ^ product.low ^ word.byteSwapped
    }

    /// Takes the bytes and their count, so that two neighbours can't be divided in another place.
    package mutating func combine(_ bytes: UnsafeBufferPointer<UInt8>) {
        let raw = UnsafeRawBufferPointer(bytes)
        var offset = 0
        while offset + 8 <= raw.count {
            combine(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var tail: UInt64 = 0
        while offset < raw.count {
            tail = tail << 8 | UInt64(raw[offset])
            offset += 1
        }
        combine(tail)
        combine(UInt64(raw.count))
    }

    package func finalize() -> UInt64 {
        var copy = self
        copy.combine(0xA076_1D64_78BD_642F)
        return copy.state
    }
}
