import Platform

/// Keeps every sector of a written batch visibly written.
///
/// Recovery tells a lost sector from a damaged one by its being all zeros, so no sector may be zeros, or a single
/// flipped bit away from it, by its content. Text never comes near; a payload that does is stored under a key stream.
enum PayloadMask {
    /// The least number of non-zero bytes in every sector.
    static let leastBytes = 8
    /// A sector that holds less than this of one payload also holds a header or fill, at the least.
    static let leastPart = diskSectorBytes - 2 * FrameHeader.byteCount - 32

    /// Masks the payload at `place` where it must be, and gives the mask's number, 0 for none.
    static func choose(_ place: UnsafeMutableRawBufferPointer, offset: Int, index: UInt64) -> UInt8 {
        guard place.count >= leastPart, isSparse(UnsafeRawBufferPointer(place), offset: offset) else { return 0 }
        for mask in UInt8(1)...255 {
            apply(mask, index: index, to: place)
            if !isSparse(UnsafeRawBufferPointer(place), offset: offset) { return mask }
            apply(mask, index: index, to: place)
        }
        preconditionFailure("no key stream of 255 fits this payload, which chance rules out")
    }

    /// Masks, or takes the mask away again.
    static func apply(_ mask: UInt8, index: UInt64, to place: UnsafeMutableRawBufferPointer) {
        var state = index &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(mask)
        for position in place.indices {
            if position % 8 == 0 { state = next(state) }
            place[position] ^= UInt8(truncatingIfNeeded: state >> UInt64(position % 8 * 8))
        }
    }

    /// SplitMix64's step and output in one, as a keyed permutation of the state.
    private static func next(_ state: UInt64) -> UInt64 {
        var word = state &+ 0x9E37_79B9_7F4A_7C15
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    private static func isSparse(_ payload: UnsafeRawBufferPointer, offset: Int) -> Bool {
        var start = 0
        while start < payload.count {
            let end = min(payload.count, start + diskSectorBytes - (offset + start) % diskSectorBytes)
            if end - start >= leastPart && !hasEnough(payload, start, end) { return true }
            start = end
        }
        return false
    }

    private static func hasEnough(_ payload: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
        var count = 0
        for position in start..<end where payload[position] != 0 {
            count += 1
            if count == leastBytes { return true }
        }
        return false
    }
}
