import CKernel

/// SHA-256 (FIPS 180-4).
package struct SHA256: Sendable {
    private var context = huigong_sha256()

    package init() {
        huigong_sha256_start(&context)
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        huigong_sha256_update(&context, bytes.baseAddress, bytes.count)
    }

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Adds the UTF-8 bytes of a text.
    package mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    package mutating func update(_ text: StaticString) {
        update(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func update(_ digest: Digest) {
        digest.withUnsafeBytes { update($0) }
    }

    /// The digest of everything so far; the hash itself may go on.
    package func finalize() -> Digest {
        var copy = context
        var digest = Digest.zero
        withUnsafeMutableBytes(of: &digest) {
            huigong_sha256_finish(&copy, $0.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
        return digest
    }

    package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
        var hash = SHA256()
        hash.update(bytes)
        return hash.finalize()
    }

    package static func hash(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { hash($0) }
    }

    package static func hash(_ text: String) -> Digest {
        var hash = SHA256()
        hash.update(text)
        return hash.finalize()
    }

    /// How many bytes it has taken.
    var byteCount: UInt64 { context.length }

    /// The state after whole blocks, from which many messages with the same beginning can go on.
    var midstate: [UInt32] {
        precondition(context.length % 64 == 0, "a midstate stands between blocks")
        return withUnsafeBytes(of: context.state) { Array($0.bindMemory(to: UInt32.self)) }
    }
}

extension SHA256 {
    /// How many messages are hashed at once.
    package enum Lanes: Int32, Sendable, CaseIterable {
        /// The widest that this machine has.
        case widest = 0
        case one = 1
        case eight = 8
        case sixteen = 16
    }

    /// The lanes that this machine has: 16 (AVX-512), 8 (AVX2) or 1.
    package static var widestLanes: Int { Int(huigong_sha256_widest()) }

    /// Hashes independent messages, many lanes at a time.
    ///
    /// Message i is `arena[offsets[i] ..< offsets[i + 1]]`, with `prefix` as one byte before it where that is given;
    /// `offsets` has one element more than there are messages. `digests` takes one digest a message.
    package static func hashMany(
        arena: UnsafePointer<UInt8>?, offsets: UnsafeBufferPointer<Int64>, prefix: UInt8? = nil,
        into digests: UnsafeMutablePointer<Digest>, lanes: Lanes = .widest
    ) {
        guard offsets.count > 1 else { return }
        let count = offsets.count - 1
        digests.withMemoryRebound(to: UInt8.self, capacity: 32 * count) {
            huigong_sha256_many(
                arena, offsets.baseAddress, count, prefix.map(Int32.init) ?? -1, $0, lanes.rawValue)
        }
    }

    /// Hashes messages of one length that lie one behind the other, many lanes at a time.
    package static func hashMany(
        arena: UnsafePointer<UInt8>?, length: Int, count: Int, prefix: UInt8? = nil,
        into digests: UnsafeMutablePointer<Digest>, lanes: Lanes = .widest
    ) {
        guard count > 0 else { return }
        digests.withMemoryRebound(to: UInt8.self, capacity: 32 * count) {
            huigong_sha256_even(
                arena, length, count, prefix.map(Int32.init) ?? -1, $0, lanes.rawValue)
        }
    }

    /// Hashes independent messages, many lanes at a time.
    package static func hashMany(_ messages: [[UInt8]], prefix: UInt8? = nil, lanes: Lanes = .widest) -> [Digest] {
        var arena: [UInt8] = []
        var offsets: [Int64] = [0]
        for message in messages {
            arena.append(contentsOf: message)
            offsets.append(Int64(arena.count))
        }
        return [Digest](unsafeUninitializedCapacity: messages.count) { digests, count in
            count = messages.count
            guard let first = digests.baseAddress else { return }
            arena.withUnsafeBufferPointer { arena in
                offsets.withUnsafeBufferPointer { offsets in
                    hashMany(arena: arena.baseAddress, offsets: offsets, prefix: prefix, into: first, lanes: lanes)
                }
            }
        }
    }
}
