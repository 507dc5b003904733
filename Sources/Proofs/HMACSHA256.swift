/// HMAC-SHA256 (RFC 2104) under one key; both midstates are kept, so a short message costs two compressions.
package struct HMACSHA256: Sendable {
    private(set) var inner = SHA256()
    private(set) var outer = SHA256()

    package init(key: [UInt8]) {
        let short = key.count > 64 ? SHA256.hash(key).bytes : key
        let block = short + [UInt8](repeating: 0, count: 64 - short.count)
        inner.update(block.map { $0 ^ 0x36 })
        outer.update(block.map { $0 ^ 0x5C })
    }

    package init(key: Digest) {
        self.init(key: key.bytes)
    }

    package func authenticate(_ message: UnsafeRawBufferPointer) -> Digest {
        var inner = inner
        inner.update(message)
        return finish(inner)
    }

    package func authenticate(_ message: [UInt8]) -> Digest {
        message.withUnsafeBytes { authenticate($0) }
    }

    package func authenticate(_ message: String) -> Digest {
        var inner = inner
        inner.update(message)
        return finish(inner)
    }

    private func finish(_ inner: SHA256) -> Digest {
        var outer = outer
        outer.update(inner.finalize())
        return outer.finalize()
    }
}
