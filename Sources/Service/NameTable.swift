import Engine
import Glibc

/// Finds the place of a name among many, byte for byte, without allocating: open addressing over one arena.
///
/// Filled once and then only read; plain memory, because a look-up is made for every answer.
package final class NameTable: Sendable {
    /// The names one behind the other; name i ends at `ends[i]`, with a zero before the first.
    private let arena: ReadOnlyMemory<UInt8>
    private let ends: ReadOnlyMemory<UInt32>
    /// The upper half of the name's hash, and its place plus one; zero is empty. A power of two in length, at most half
    /// full.
    private let slots: ReadOnlyMemory<UInt64>
    /// Differs between processes, so that nobody can prepare names that fall on one slot.
    private let seed: UInt64

    /// A table of names, each of which stands once.
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
        while size < names.count * 2 { size *= 2 }
        var slots = [UInt64](repeating: 0, count: size)
        arena.withUnsafeBufferPointer { arena in
            for place in 0..<names.count {
                let name = UnsafeBufferPointer(rebasing: arena[Int(ends[place])..<Int(ends[place + 1])])
                let hash = NameTable.hash(name, seed: seed)
                var slot = Int(truncatingIfNeeded: hash) & (size - 1)
                while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
                slots[slot] = hash & NameTable.tagMask | UInt64(place + 1)
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
        let hash = NameTable.hash(asked, seed: seed)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let entry = slots[slot]
            if (entry ^ hash) & NameTable.tagMask == 0 {
                let place = Int(entry & ~NameTable.tagMask) - 1
                if areEqual(name(place), asked) { return place }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    package func place(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { place(of: $0) }
    }

    private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000

    @inline(__always)
    private func name(_ place: Int) -> UnsafeBufferPointer<UInt8> {
        arena.slice(Int(ends[place])..<Int(ends[place + 1]))
    }

    private static func hash(_ name: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
        var hash = StableHash(seed: seed)
        hash.combine(name)
        return hash.finalize()
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
