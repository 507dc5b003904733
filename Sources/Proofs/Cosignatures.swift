/// What the witnesses of a policy said of the heads of one log.
///
/// A cosignature of a head speaks of every smaller one too: who saw `n` leaves saw the first `m` of them. Whether the
/// heads are of one tree is the caller's to know.
package struct Cosignatures: Sendable {
    /// One witness's word on one head.
    package struct Cosignature: Hashable, Sendable {
        /// The witness's place in the policy.
        package let witness: Int
        /// Of the head.
        package let size: Int
        /// Unix seconds.
        package let seconds: UInt64
        package let signature: SignedNote.Signature
    }

    /// Why a cosignature is not taken.
    package enum Rejection: Error, Hashable, Sendable {
        /// No witness of the policy signs under this name and id.
        case unknownWitness(name: String)
        /// The line bears the name and id of a witness of the policy, and that witness did not sign this head.
        case badSignature(name: String)
    }

    package let policy: WitnessPolicy
    /// In the order taken; of one witness and head the earliest.
    package private(set) var all: [Cosignature] = []

    package init(policy: WitnessPolicy) {
        self.policy = policy
    }

    /// Checks one cosignature of a checkpoint's text, without taking it.
    package func check(
        _ signature: SignedNote.Signature, of text: String, size: Int
    ) throws(Rejection) -> Cosignature {
        guard let place = policy.place(of: signature) else { throw .unknownWitness(name: signature.name) }
        let note = SignedNote(text: text, signatures: [signature])
        guard let seconds = (try? note.verify([policy.witnesses[place].key]))?.first?.cosignedAt else {
            throw .badSignature(name: signature.name)
        }
        return Cosignature(witness: place, size: size, seconds: seconds, signature: signature)
    }

    /// Takes a cosignature that was checked under this policy or another; false where it says nothing new, or its witness
    /// is none of this policy.
    @discardableResult
    package mutating func take(_ checked: Cosignature) -> Bool {
        guard let witness = policy.place(of: checked.signature) else { return false }
        let cosignature = Cosignature(
            witness: witness, size: checked.size, seconds: checked.seconds, signature: checked.signature)
        guard let place = all.firstIndex(where: { $0.witness == cosignature.witness && $0.size == cosignature.size })
        else {
            all.append(cosignature)
            return true
        }
        guard cosignature.seconds < all[place].seconds else { return false }
        all[place] = cosignature
        return true
    }

    /// Takes what the witnesses of the policy signed of a note's head; signatures of others are passed over.
    package mutating func take(_ note: SignedNote, size: Int) throws(Rejection) {
        for signature in note.signatures where policy.place(of: signature) != nil {
            take(try check(signature, of: note.text, size: size))
        }
    }

    /// The lines under the head of a size.
    package func signatures(size: Int) -> [SignedNote.Signature] {
        all.filter { $0.size == size }.map(\.signature)
    }

    /// Whether the quorum signed exactly the head of this size; never with a quorum of none, which nobody signed.
    package func isWitnessed(size: Int) -> Bool {
        policy.quorum != nil && policy.holds(all.filter { $0.size == size }.map(\.witness))
    }

    /// The largest size of a head that the quorum signed; 0 where there is none.
    package var witnessedSize: Int {
        all.map(\.size).sorted(by: >).first { isWitnessed(size: $0) } ?? 0
    }

    /// The largest size that a witness signed; 0 where it signed none.
    package func lastSize(of witness: Int) -> Int {
        all.reduce(0) { $1.witness == witness ? max($0, $1.size) : $0 }
    }

    /// Of each witness its earliest word on the first `size` leaves, in heads of at most `most`.
    private func earliest(covering size: Int, upTo most: Int) -> [Cosignature?] {
        var earliest = [Cosignature?](repeating: nil, count: policy.witnesses.count)
        for cosignature in all where cosignature.size >= size && cosignature.size <= most {
            if let known = earliest[cosignature.witness], known.seconds <= cosignature.seconds { continue }
            earliest[cosignature.witness] = cosignature
        }
        return earliest
    }

    /// The earliest time, in Unix milliseconds, at which the quorum had seen the first `size` leaves; nil where it has
    /// not, and always with a quorum of none.
    ///
    /// - Parameter most: Heads of more leaves are passed over.
    package func firstSeen(covering size: Int, upTo most: Int = .max) -> Int64? {
        guard let seconds = policy.quorumReached(earliest(covering: size, upTo: most).map { $0?.seconds }),
            seconds <= UInt64(Decimal.largest) / 1000
        else { return nil }
        return Int64(seconds) * 1000
    }

    /// The sizes of the heads that ``firstSeen(covering:)`` rests on, ascending.
    package func heads(covering size: Int) -> [Int] {
        earliest(covering: size, upTo: .max).compactMap { $0?.size }.sorted().reduce(into: []) { sizes, size in
            if sizes.last != size { sizes.append(size) }
        }
    }
}
