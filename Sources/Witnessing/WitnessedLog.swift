import Proofs

/// What a witness keeps of one log: whose it is, and the largest head that it vouched for.
///
///     huigong witnessed log 1
///     vkey <vkey; its name is the origin>
///     size <n>
///     root <base64>
///     at <Unix seconds of the newest cosignature or look, 0 before the first>
package struct WitnessedLog: Hashable, Sendable {
    package let key: VerificationKey
    package var size: Int
    package var root: Digest
    package var at: UInt64

    /// A log of which nothing was seen yet.
    package init(key: VerificationKey) {
        self.key = key
        size = 0
        root = MerkleTree.emptyRoot
        at = 0
    }

    package var origin: String { key.name }

    /// Whether it is an organiser's log of campaigns, from which the keys of campaigns are learned.
    package var isRegistry: Bool { WitnessedLog.isRegistry(key) }

    package static func isRegistry(_ key: VerificationKey) -> Bool {
        key.algorithm == .ed25519 && key.name.hasSuffix("/registry")
    }

    private static let mark = "huigong witnessed log 1"

    var bytes: [UInt8] {
        Array("\(Self.mark)\nvkey \(key.text)\nsize \(size)\nroot \(root.base64)\nat \(at)\n".utf8)
    }

    /// Nil unless writing it again gives exactly these bytes.
    init?(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let names = ["vkey ", "size ", "root ", "at "]
        guard lines.count == 6, zip(names, lines.dropFirst()).allSatisfy({ $1.hasPrefix($0) }) else { return nil }
        let values = zip(names, lines.dropFirst()).map { String($1.dropFirst($0.count)) }
        guard let key = try? VerificationKey(parsing: values[0]), let size = Int(values[1]), size >= 0,
            let root = Base64.decode(values[2]).flatMap({ Digest($0) }), let at = UInt64(values[3])
        else { return nil }
        self.init(key: key)
        (self.size, self.root, self.at) = (size, root, at)
        guard self.bytes == bytes else { return nil }
    }
}
