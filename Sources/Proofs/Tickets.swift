import CKernel

/// The tickets of one seed: SHA-256 of `<seed hex>,<index>` and the like, which anyone checks with `sha256sum`.
package struct Tickets: Sendable {
    /// What else a seed decides.
    package enum Purpose: String, Sendable, CaseIterable {
        case work, slot, rank, sample
    }

    package let seed: Digest
    // The 64 hex digits fill the first block of every ticket, so its state is kept.
    private let start: SHA256

    package init(seed: Digest) {
        self.seed = seed
        var start = SHA256()
        start.update(seed.hex)
        self.start = start
    }

    /// The ticket of a chance (from 1) of the entry at a leaf index.
    package func ticket(index: Int, chance: Int = 1) -> Digest {
        precondition(index >= 0 && chance >= 1, "no chance \(chance) of leaf \(index)")
        var hash = start
        hash.update(chance == 1 ? ",\(index)" : ",\(index).\(chance)")
        return hash.finalize()
    }

    /// A ticket for another purpose; the id is a work's, else a pseudonym.
    package func ticket(_ purpose: Purpose, id: String) -> Digest {
        var hash = start
        hash.update(",\(purpose.rawValue),\(id)")
        return hash.finalize()
    }

    /// The tickets of many chances, many lanes at a time: element i is of `indices[i]` and `chances[i]`.
    package func tickets(indices: [Int64], chances: [Int32], lanes: SHA256.Lanes = .widest) -> [Digest] {
        precondition(indices.count == chances.count, "a chance for every index")
        precondition(indices.allSatisfy { $0 >= 0 } && chances.allSatisfy { $0 >= 1 }, "chances count from 1")
        return [Digest](unsafeUninitializedCapacity: indices.count) { tickets, count in
            count = indices.count
            guard let first = tickets.baseAddress else { return }
            first.withMemoryRebound(to: UInt8.self, capacity: 32 * count) {
                huigong_sha256_tickets(start.midstate, indices, chances, indices.count, $0, lanes.rawValue)
            }
        }
    }
}
