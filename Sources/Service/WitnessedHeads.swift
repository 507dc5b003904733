import Proofs

/// A policy as it was given: its exact bytes, whose digest stands in charters, and what they say.
package struct DeclaredPolicy: Sendable {
    package let file: [UInt8]
    package let policy: WitnessPolicy

    package init(file: [UInt8]) throws(FormatError) {
        policy = try WitnessPolicy(parsing: file)
        self.file = file
    }

    var digest: Digest { Commitments.policy(file) }
}

/// The signed heads of one log, and what the witnesses of its policies said of them: a campaign has one policy at most,
/// the registry those of all campaigns.
struct WitnessedHeads {
    /// One for each policy, in the order in which they were declared.
    private(set) var records: [Cosignatures] = []
    /// What counts of what they said of a campaign's heads, once it was drawn or voided; nil before. Of heads up to the
    /// latest draw or void it has what they had said when that was logged.
    private var frozen: Cosignatures?
    private var outcome = 0
    /// Sizes of heads that are durable, ascending.
    private var sizes: [Int] = []
    /// Sizes that witnesses were asked about, newest first: lines that name no size are tried on them.
    private var handedOut: [Int] = []

    private static let mostHandedOut = 8

    init(policy: WitnessPolicy? = nil) {
        policy.map { declare($0) }
    }

    /// Has the lines of a further policy's witnesses taken in from now on.
    mutating func declare(_ policy: WitnessPolicy) {
        guard !records.contains(where: { $0.policy == policy }) else { return }
        records.append(Cosignatures(policy: policy))
    }

    /// What the witnesses of a campaign's policy said; nil without one. Of the registry those of the newest policy.
    var cosignatures: Cosignatures? { records.last }

    /// What bears on a campaign's draws.
    var counted: Cosignatures? { frozen ?? cosignatures }

    /// A head is durable.
    mutating func signed(size: Int) {
        guard size > sizes.last ?? 0 else { return }
        sizes.append(size)
    }

    /// A witness was asked about a head.
    mutating func handOut(size: Int) {
        handedOut.removeAll { $0 == size }
        handedOut.insert(size, at: 0)
        if handedOut.count > Self.mostHandedOut { handedOut.removeLast() }
    }

    /// Whether a head of this size was signed.
    func isSigned(_ size: Int) -> Bool {
        var range = 0..<sizes.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if sizes[middle] == size { return true }
            range = sizes[middle] < size ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return false
    }

    /// The heads that a line without a size may be about, likeliest first.
    var candidates: [Int] {
        let newest = sizes.last.map { handedOut.contains($0) ? [] : [$0] } ?? []
        return handedOut + newest
    }

    /// Whether a policy has the witness that signs as a signature says it does.
    func knows(_ signature: SignedNote.Signature) -> Bool {
        records.contains { $0.policy.place(of: signature) != nil }
    }

    /// Checks a line of a witness that is known, without taking it; nil where it did not sign this head.
    func check(_ signature: SignedNote.Signature, of text: String, size: Int) -> Cosignatures.Cosignature? {
        records.lazy.compactMap { try? $0.check(signature, of: text, size: size) }.first
    }

    /// Takes a checked line, under every policy that has its witness.
    mutating func take(_ cosignature: Cosignatures.Cosignature) {
        for place in records.indices { records[place].take(cosignature) }
        if cosignature.size > outcome { frozen?.take(cosignature) }
    }

    /// The largest size that the quorum signed; 0 where there is none.
    var witnessedSize: Int { cosignatures?.witnessedSize ?? 0 }

    /// A phase is drawn or void with the leaf `leaf`: what counted is settled, and lines that come now for heads up to it
    /// change nothing of it.
    mutating func freeze(at leaf: Int) {
        frozen = counted
        outcome = leaf
    }

    /// The lines for a bundle under a head: where it lies below the draw or void, those alone that were there then, so
    /// that a verifier counts what the daemon counted.
    private func lines(size: Int, outcome: Int) -> [SignedNote.Signature] {
        (size <= outcome ? counted : cosignatures)?.signatures(size: size) ?? []
    }

    /// A head's note with the lines of the witnesses under the log's own.
    func cosigned(_ note: SignedNote, size: Int) -> SignedNote {
        Self.adding(cosignatures?.signatures(size: size) ?? [], to: note)
    }

    /// A head's note as the bundle of a campaign has it that was drawn or voided at leaf `outcome`.
    func bundled(_ note: SignedNote, size: Int, outcome: Int) -> SignedNote {
        Self.adding(lines(size: size, outcome: outcome), to: note)
    }

    /// The sizes of the heads that show when each of these leaves was seen, ascending, for the bundle of a campaign that
    /// was drawn or voided at leaf `outcome`.
    func sizes(covering leaves: [Int], outcome: Int) -> [Int] {
        Set(
            leaves.flatMap { leaf in
                (leaf < outcome ? counted : cosignatures)?.heads(covering: leaf + 1) ?? []
            }
        ).sorted()
    }

    private static func adding(_ signatures: [SignedNote.Signature], to note: SignedNote) -> SignedNote {
        var note = note
        for signature in signatures { note.add(signature) }
        return note
    }
}

/// What a witness last saw of a log, as whoever starts the daemon knows it.
package struct LastWitnessed: Sendable, Hashable {
    package let origin: String
    package let size: Int
    package let root: Digest?

    package init(origin: String, size: Int, root: Digest? = nil) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// `<origin>=<size>`; nil for anything else.
    package init?(pair: String) {
        let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, VerificationKey.isName(parts[0]), let size = Int(parts[1]), size >= 0 else {
            return nil
        }
        self.init(origin: String(parts[0]), size: size)
    }

    /// What `huigong witness show` prints: `<origin> <size> <root in base64>` on a line each, and comments after `#`.
    /// Nil where a line is none.
    package static func read(_ text: String) -> [LastWitnessed]? {
        var read: [LastWitnessed] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            guard parts.count == 3, VerificationKey.isName(parts[0]), let size = Int(parts[1]), size >= 0,
                let root = Base64.decode(parts[2]).flatMap({ Digest($0) })
            else { return nil }
            read.append(LastWitnessed(origin: String(parts[0]), size: size, root: root))
        }
        return read
    }
}

/// The data are older than what a witness saw of them, or others.
package struct RolledBack: Error, CustomStringConvertible, Sendable {
    package let origin: String
    /// What the data have; nil where they know no such log.
    package let size: Int?
    package let witnessed: Int

    package var description: String {
        guard let size else { return "a witness saw \(witnessed) leaves of \(origin), which these data don't know" }
        return size < witnessed
            ? "\(origin) has \(size) leaves here, and a witness saw \(witnessed): these data are an old copy"
            : "\(origin) has another root at size \(witnessed) here than a witness saw"
    }
}
