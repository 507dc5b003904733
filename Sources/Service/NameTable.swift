import Engine
import Glibc

/// Finds the place of a name among many, byte for byte, without allocating: open addressing over slots that hold the
/// beginnings of the names themselves, so that most look-ups read one line of memory.
///
/// Filled once and then only read; plain memory, because a look-up is made for every answer.
package final class NameTable: Sendable {
    /// The names one behind the other; name i ends at `ends[i]`, with a zero before the first.
    private let arena: ReadOnlyMemory<UInt8>
    private let ends: ReadOnlyMemory<UInt32>
    /// A power of two, at most four fifths full.
    private let slots: ReadOnlyMemory<Slot>
    /// Differs between processes, so that nobody can prepare names that fall on one slot.
    private let seed: UInt64

    private struct Slot: BitwiseCopyable {
        /// 24 bits of the hash, the length in 8 bits, the place plus one in 32; zero is empty.
        var header: UInt64 = 0
        var start = NameStart()
    }

    /// A table of names, each of which stands once; an empty one keeps its place and is never found.
    package init(_ names: some Collection<String>, seed: UInt64) {
        self.seed = seed
        var arena: [UInt8] = []
        var ends: [UInt32] = [0]
        ends.reserveCapacity(names.count + 1)
        for name in names {
            arena.append(contentsOf: name.utf8)
            ends.append(UInt32(arena.count))
        }
        var size = 16
        while size * 4 < names.count * 5 { size *= 2 }
        var slots = [Slot](repeating: Slot(), count: size)
        arena.withUnsafeBufferPointer { arena in
            for place in 0..<names.count where ends[place] < ends[place + 1] {
                let name = UnsafeBufferPointer(rebasing: arena[Int(ends[place])..<Int(ends[place + 1])])
                let start = NameStart(name)
                let hash = NameTable.hash(name, start, seed: seed)
                var slot = NameTable.first(hash, of: size)
                while slots[slot].header != 0 { slot = (slot + 1) & (size - 1) }
                slots[slot] = Slot(header: NameTable.header(hash, name.count) | UInt64(place + 1), start: start)
            }
        }
        self.arena = ReadOnlyMemory(arena)
        self.ends = ReadOnlyMemory(ends)
        self.slots = ReadOnlyMemory(slots)
    }

    package var count: Int { ends.count - 1 }

    package subscript(place: Int) -> String {
        String(decoding: name(place), as: UTF8.self)
    }

    /// The place of a name, or nil.
    package func place(of asked: UnsafeBufferPointer<UInt8>) -> Int? {
        let start = NameStart(asked)
        let hash = NameTable.hash(asked, start, seed: seed)
        let header = NameTable.header(hash, asked.count)
        var slot = NameTable.first(hash, of: slots.count)
        while true {
            let entry = slots[slot]
            if entry.header == 0 { return nil }
            if (entry.header ^ header) & NameTable.headerMask == 0, entry.start == start {
                let place = Int(entry.header & ~NameTable.headerMask) - 1
                if asked.count <= NameStart.byteCount || areEqual(name(place), asked) { return place }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    package func place(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { place(of: $0) }
    }

    private static let headerMask: UInt64 = 0xFFFF_FFFF_0000_0000

    /// Names are at most 64 bytes; longer ones asked for are none, whatever their length is cut to.
    @inline(__always)
    private static func header(_ hash: UInt64, _ count: Int) -> UInt64 {
        hash & 0xFFFF_FF00_0000_0000 | UInt64(min(count, 255)) << 32
    }

    @inline(__always)
    private static func first(_ hash: UInt64, of size: Int) -> Int {
        Int(truncatingIfNeeded: hash) & (size - 1)
    }

    @inline(__always)
    private func name(_ place: Int) -> UnsafeBufferPointer<UInt8> {
        arena.slice(Int(ends[place])..<Int(ends[place + 1]))
    }

    private static func hash(_ name: UnsafeBufferPointer<UInt8>, _ start: NameStart, seed: UInt64) -> UInt64 {
        var hash = StableHash(seed: seed)
        hash.combine(start.words.0)
        hash.combine(start.words.1)
        hash.combine(start.words.2)
        hash.combine(UInt64(name.count))
        if name.count > NameStart.byteCount {
            hash.combine(UnsafeBufferPointer(rebasing: name[NameStart.byteCount...]))
        }
        return hash.finalize()
    }
}

/// The first bytes of a name as words, with zeros after a shorter one.
private struct NameStart: BitwiseCopyable, Equatable {
    static let byteCount = 24
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)

    init() {}

    @inline(__always)
    init(_ name: UnsafeBufferPointer<UInt8>) {
        let bytes = UnsafeRawBufferPointer(name)
        words = (Self.word(bytes, 0), Self.word(bytes, 8), Self.word(bytes, 16))
    }

    /// Eight bytes from an offset; the last word is read back from the end, where that is inside.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        let left = bytes.count - offset
        if left >= 8 { return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
        guard left > 0 else { return 0 }
        if bytes.count >= 8 {
            let last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self))
            return last >> UInt64(8 * (8 - left))
        }
        var word: UInt64 = 0
        for place in (0..<left).reversed() { word = word << 8 | UInt64(bytes[offset + place]) }
        return word
    }

    @inline(__always)
    static func == (left: NameStart, right: NameStart) -> Bool {
        (left.words.0 ^ right.words.0) | (left.words.1 ^ right.words.1) | (left.words.2 ^ right.words.2) == 0
    }
}

/// Whether two texts are the same bytes; short ones, so a call out would cost more than it does.
@inline(__always)
func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for place in 0..<left.count where left[place] != right[place] { return false }
    return true
}

/// Memory that is written once, before anybody else sees it, and then only read.
///
/// Unchecked: nothing can write to it after `init`.
final class ReadOnlyMemory<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    private let buffer: UnsafeMutableBufferPointer<Element>

    /// Tables of a city's people are looked up at random: large pages save most of what finding a page costs.
    private static var largePage: Int { 2 << 20 }

    init(_ elements: [Element]) {
        let byteCount = elements.count * MemoryLayout<Element>.stride
        let isLarge = byteCount >= Self.largePage
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: byteCount, alignment: isLarge ? Self.largePage : MemoryLayout<Element>.alignment)
        // Advice only: where it is not taken, everything works as before.
        if isLarge { _ = madvise(memory.baseAddress, byteCount, MADV_HUGEPAGE) }
        buffer = memory.bindMemory(to: Element.self)
        _ = buffer.initialize(from: elements)
    }

    deinit { buffer.deallocate() }

    var count: Int { buffer.count }

    @inline(__always)
    subscript(place: Int) -> Element {
        precondition(buffer.indices.contains(place), "within the memory")
        return buffer[place]
    }

    @inline(__always)
    func slice(_ range: Range<Int>) -> UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(rebasing: buffer[range])
    }
}
