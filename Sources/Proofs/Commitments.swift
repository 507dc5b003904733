/// The salted and labelled hashes that stand in records, so that no hash of one thing is a hash of another.
package enum Commitments {
    private static func hash(_ label: StaticString, _ salt: Digest, _ bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        hash.update(label)
        hash.update(salt)
        hash.update(bytes)
        return hash.finalize()
    }

    /// `rules` of the charter; salted, or the answer key could be searched for.
    package static func rules(salt: Digest, file: [UInt8]) -> Digest {
        hash("huigong/rules/v1\n", salt, file)
    }

    /// `public-rules` of the charter.
    package static func publicRules(_ file: [UInt8]) -> Digest {
        SHA256.hash(file)
    }

    /// `paper` of the charter.
    package static func paperKey(_ key: Digest) -> Digest {
        hash("huigong/paper-key/v1\n", key, [])
    }

    /// `policy` of the charter.
    package static func policy(_ file: [UInt8]) -> Digest {
        SHA256.hash(file)
    }

    /// ic of a roll line.
    package static func identity(salt: Digest, id: String) -> Digest {
        hash("huigong/identity/v1\n", salt, Array(id.utf8))
    }

    /// dc of a roll line.
    package static func display(salt: Digest, maskedName: String) -> Digest {
        hash("huigong/display/v1\n", salt, Array(maskedName.utf8))
    }

    /// ic of many roll lines, many lanes at a time.
    package static func identities(salts: [Digest], ids: [String]) -> [Digest] {
        hashes("huigong/identity/v1\n", salts, ids)
    }

    /// dc of many roll lines, many lanes at a time.
    package static func displays(salts: [Digest], maskedNames: [String]) -> [Digest] {
        hashes("huigong/display/v1\n", salts, maskedNames)
    }

    private static func hashes(_ label: String, _ salts: [Digest], _ texts: [String]) -> [Digest] {
        var batch = MessageBatch()
        for (salt, text) in zip(salts, texts) {
            batch.append { bytes in
                bytes.append(contentsOf: label.utf8)
                salt.withUnsafeBytes { bytes.append(contentsOf: $0) }
                bytes.append(contentsOf: text.utf8)
            }
        }
        return batch.digests()
    }

    /// What stands in a body for a private field: `#` and hex. The nonce is the field's own, never the opening's.
    package static func field(nonce: Digest, value: [UInt8]) -> String {
        "#" + hash("huigong/field/v1\n", nonce, value).hex
    }
}
