import CKernel

/// Independent messages one behind the other, which are hashed many lanes at a time.
package struct MessageBatch {
    private(set) var bytes: [UInt8] = []
    /// Where each message begins, and where the last one ends.
    private var offsets: [Int64] = [0]

    package init() {}

    package var count: Int { offsets.count - 1 }

    /// Adds one message, which `write` appends to the bytes.
    package mutating func append(_ write: (inout [UInt8]) -> Void) {
        write(&bytes)
        offsets.append(Int64(bytes.count))
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        offsets.removeSubrange(1...)
    }

    /// The digest of each message.
    package func digests(lanes: SHA256.Lanes = .widest) -> [Digest] {
        withDigests { SHA256.hashMany(arena: $0, offsets: $1, into: $2, lanes: lanes) }
    }

    /// The digest of each message behind what a hash has taken so far, which is whole blocks.
    func digests(on hash: SHA256, lanes: SHA256.Lanes) -> [Digest] {
        let midstate = hash.midstate
        return withDigests { arena, offsets, digests in
            digests.withMemoryRebound(to: UInt8.self, capacity: 32 * count) {
                huigong_sha256_on(
                    midstate, hash.byteCount, arena, offsets.baseAddress, count, $0, lanes.rawValue)
            }
        }
    }

    private func withDigests(
        _ body: (UnsafePointer<UInt8>?, UnsafeBufferPointer<Int64>, UnsafeMutablePointer<Digest>) -> Void
    ) -> [Digest] {
        [Digest](unsafeUninitializedCapacity: count) { digests, initialized in
            initialized = count
            guard let first = digests.baseAddress, count > 0 else { return }
            bytes.withUnsafeBufferPointer { bytes in
                offsets.withUnsafeBufferPointer { body(bytes.baseAddress, $0, first) }
            }
        }
    }
}

extension HMACSHA256 {
    /// The code of each message, many lanes at a time.
    package func authenticate(_ messages: MessageBatch, lanes: SHA256.Lanes = .widest) -> [Digest] {
        var digests = MessageBatch()
        for digest in messages.digests(on: inner, lanes: lanes) {
            digests.append { bytes in digest.withUnsafeBytes { bytes.append(contentsOf: $0) } }
        }
        return digests.digests(on: outer, lanes: lanes)
    }
}
