/// Bytes written one behind the other, used again and again without going back to the allocator.
///
/// A class over plain memory: what is written for every answer must not be copied because somebody else holds it too.
/// Owned by the daemon's thread.
final class ByteSink {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1 << 10) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    var isEmpty: Bool { count == 0 }

    /// What was written; valid until the next write.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }

    func removeAll() { count = 0 }

    func removeFirst(_ removed: Int) {
        precondition((0...count).contains(removed), "no more than there is")
        count -= removed
        if count > 0 { base.update(from: base + removed, count: count) }
    }

    /// Lets the caller write exactly `added` bytes.
    @inline(__always)
    func append(count added: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
        makeRoom(added)
        write(UnsafeMutableRawBufferPointer(start: base + count, count: added))
        count += added
    }

    @inline(__always)
    func append(_ byte: UInt8) {
        makeRoom(1)
        base[count] = byte
        count += 1
    }

    @inline(__always)
    func append(_ added: UnsafeBufferPointer<UInt8>) {
        guard let from = added.baseAddress else { return }
        makeRoom(added.count)
        (base + count).update(from: from, count: added.count)
        count += added.count
    }

    func append(_ added: [UInt8]) { added.withUnsafeBufferPointer { append($0) } }

    func append(text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    @inline(__always)
    func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a number in decimal.
    func append(decimal number: Int64) {
        // Written backwards behind its place and then moved there, so that digits need no counting first.
        makeRoom(56)
        if number < 0 {
            base[count] = UInt8(ascii: "-")
            count += 1
        }
        let end = count + 24
        var place = end
        var rest = number.magnitude
        while rest >= 100 {
            place -= 2
            putPair(rest % 100, at: place)
            rest /= 100
        }
        if rest >= 10 {
            place -= 2
            putPair(rest, at: place)
        } else {
            place -= 1
            base[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest)
        }
        let from = UnsafeRawPointer(base + place)
        let words = (
            from.loadUnaligned(as: UInt64.self), from.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            from.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        )
        UnsafeMutableRawPointer(base + count).storeBytes(of: words, as: (UInt64, UInt64, UInt64).self)
        count += end - place
    }

    @inline(__always)
    private func putPair(_ pair: UInt64, at place: Int) {
        base[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: pair / 10)
        base[place + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: pair % 10)
    }

    /// Appends a number as it lies in memory, least byte first.
    @inline(__always)
    func append<T: FixedWidthInteger>(littleEndian number: T) {
        append(count: MemoryLayout<T>.size) { $0.storeBytes(of: number.littleEndian, as: T.self) }
    }

    /// Appends bytes as lower-case hex digits.
    @inline(__always)
    func append(hex bytes: UnsafeRawBufferPointer) {
        append(count: bytes.count * 2) { out in
            for place in 0..<bytes.count {
                out[place * 2] = hexDigit(bytes[place] >> 4)
                out[place * 2 + 1] = hexDigit(bytes[place] & 15)
            }
        }
    }

    @inline(__always)
    private func makeRoom(_ extra: Int) {
        if capacity - count < extra { grow(extra) }
    }

    private func grow(_ extra: Int) {
        capacity = max(capacity * 2, count + extra)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}

@inline(__always)
private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
}
