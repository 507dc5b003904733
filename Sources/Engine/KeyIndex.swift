/// Finds the entry that a person made under a key, however many they made: open addressing over places in the entries.
///
/// Divided by the hash into shards that grow one by one, so that no answer waits for a table of a million to be moved.
/// Plain memory, because it is asked for every submission. Owned by one `CampaignState`.
package final class KeyIndex {
    private struct Shard {
        /// The upper half of the hash, and the entry's place plus one; zero is empty. A power of two, at most half full.
        var slots: UnsafeMutableBufferPointer<UInt64>
        var count = 0
    }

    private let shards: UnsafeMutableBufferPointer<Shard>
    /// A secret of the campaign, so that nobody can prepare keys that fall on one slot.
    private let seed: UInt64
    private static let shardBits: UInt64 = 8
    private static let tagMask: UInt64 = 0xFFFF_FFFF_0000_0000

    package init(seed: UInt64) {
        self.seed = seed
        shards = .allocate(capacity: 1 << Int(Self.shardBits))
        for shard in shards.indices {
            shards.initializeElement(at: shard, to: Shard(slots: Self.emptySlots(16)))
        }
    }

    deinit {
        for shard in shards { shard.slots.deallocate() }
        shards.deinitialize().deallocate()
    }

    func hash(person: Int, key: UInt64) -> UInt64 {
        var hash = StableHash(seed: seed)
        hash.combine(key)
        hash.combine(UInt64(person))
        return hash.finalize()
    }

    /// The place of the first entry with this hash that is the one meant, or nil.
    package func place(of hash: UInt64, where isMeant: (Int) -> Bool) -> Int? {
        let slots = shards[Self.shard(hash)].slots
        var slot = Self.first(hash, slots)
        while slots[slot] != 0 {
            if (slots[slot] ^ hash) & Self.tagMask == 0 {
                let place = Int(slots[slot] & ~Self.tagMask) - 1
                if isMeant(place) { return place }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    package func insert(_ hash: UInt64, place: Int) {
        precondition(place < Int(UInt32.max), "places have 32 bits")
        let shard = Self.shard(hash)
        if shards[shard].count * 2 >= shards[shard].slots.count { grow(shard) }
        put(hash & Self.tagMask | UInt64(place + 1), hash, into: shards[shard].slots)
        shards[shard].count += 1
    }

    /// Where a look-up will read first, for fetching it ahead.
    func address(of hash: UInt64) -> UnsafeRawPointer {
        let slots = shards[Self.shard(hash)].slots
        return UnsafeRawPointer(slots.baseAddress! + Self.first(hash, slots))
    }

    /// Slots keep only half of the hash, which is enough to place them again: a shard never outgrows it.
    private func grow(_ shard: Int) {
        let old = shards[shard].slots
        let new = Self.emptySlots(old.count * 2)
        for slot in old where slot != 0 { put(slot, slot, into: new) }
        old.deallocate()
        shards[shard].slots = new
    }

    private func put(_ entry: UInt64, _ hash: UInt64, into slots: UnsafeMutableBufferPointer<UInt64>) {
        var slot = Self.first(hash, slots)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = entry
    }

    private static func emptySlots(_ count: Int) -> UnsafeMutableBufferPointer<UInt64> {
        let slots = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: count)
        slots.initialize(repeating: 0)
        return slots
    }

    private static func shard(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> (64 - shardBits)) }

    /// From the bits below the shard's, which the upper half has too.
    private static func first(_ hash: UInt64, _ slots: UnsafeMutableBufferPointer<UInt64>) -> Int {
        Int(truncatingIfNeeded: hash >> 32) & (slots.count - 1)
    }
}
