import Engine

/// Finds the place of a name among many, byte for byte, without allocating: open addressing over one arena.
package struct NameTable: Sendable {
    private var names: TextColumn
    /// Places plus one; zero is empty. A power of two in length, at most half full.
    private var slots: [UInt32]
    /// Differs between processes, so that nobody can prepare names that fall on one slot.
    private let seed: UInt64

    package init(capacity: Int, seed: UInt64) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        self.seed = seed
        names = TextColumn(capacity: capacity)
    }

    /// A table of names, each of which stands once.
    package init(_ names: some Collection<String>, seed: UInt64) {
        self.init(capacity: names.count, seed: seed)
        for name in names { append(name) }
    }

    package var count: Int { names.count }

    package subscript(place: Int) -> String { names[place] }

    /// The place of a name, or nil.
    package func place(of name: UnsafeBufferPointer<UInt8>) -> Int? {
        var slot = Int(truncatingIfNeeded: hash(name)) & (slots.count - 1)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if names.isEqual(place, name) { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    package func place(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { place(of: $0) }
    }

    /// Adds a name at the next place; a name that is there already is a mistake of the caller.
    package mutating func append(_ name: String) {
        var name = name
        name.withUTF8 { bytes in
            precondition(names.count * 2 < slots.count, "the table was made for fewer names")
            var slot = Int(truncatingIfNeeded: hash(bytes)) & (slots.count - 1)
            while slots[slot] != 0 {
                precondition(!names.isEqual(Int(slots[slot]) - 1, bytes), "a name stands once in a table")
                slot = (slot + 1) & (slots.count - 1)
            }
            names.append(bytes)
            slots[slot] = UInt32(names.count)
        }
    }

    private func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = StableHash(seed: seed)
        hash.combine(name)
        return hash.finalize()
    }
}
