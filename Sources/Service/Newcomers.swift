import Engine
import Proofs

/// Who has taken part in a campaign without a roll, and finds their places again.
///
/// Owned by the daemon's thread.
final class Newcomers {
    /// Divided so that nobody waits for a table of a million to be moved.
    private let index = KeyIndex(seed: 0)
    /// Differs between processes, so that nobody can prepare ids that fall on one slot.
    private let seed: UInt64
    private var ids = TextColumn()
    /// Whoever asked last and has not taken part: who they are if the next act is accepted.
    private var candidate: (id: [UInt8], pseudonym: Pseudonym)?

    init(seed: UInt64) {
        self.seed = seed
    }

    func place(of id: UnsafeBufferPointer<UInt8>) -> Int? {
        index.place(of: hash(id)) { ids.isEqual($0, id) }
    }

    /// Takes note of whoever the next place would be for.
    func expect(_ id: UnsafeBufferPointer<UInt8>, _ pseudonym: Pseudonym) {
        candidate = (Array(id), pseudonym)
    }

    /// Gives the next place to whoever it was made ready for; nil where nobody is expected there.
    func admit(to place: Int) -> (id: [UInt8], pseudonym: Pseudonym)? {
        guard place == ids.count, let admitted = candidate else { return nil }
        candidate = nil
        admitted.id.withUnsafeBufferPointer { index.insert(hash($0), place: place) }
        ids.append(admitted.id)
        return admitted
    }

    /// Gives the next place to somebody whose id was erased, and whom nobody finds.
    func admitErased() {
        ids.append([])
    }

    private func hash(_ id: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = StableHash(seed: seed)
        hash.combine(id)
        return hash.finalize()
    }
}

extension RunningCampaign {
    /// The place in the roll, or without a roll the place that the person has or would have.
    ///
    /// - Throws: That the person is not on the roll, or that no more people may come.
    func participant(_ id: UnsafeBufferPointer<UInt8>) throws(Refusal) -> Int {
        guard let newcomers else {
            guard let place = people.place(of: id) ?? roll.place(ofAdded: id) else { throw Refusal(.personUnlisted) }
            return place
        }
        guard let place = newcomers.place(of: id) ?? candidate(id, newcomers) else { throw Refusal(.audienceFull) }
        return place
    }

    /// The place of somebody on the roll, or who has taken part; nil for everybody else.
    func place(of id: UnsafeBufferPointer<UInt8>) -> Int? {
        newcomers.map { $0.place(of: id) } ?? roll.place(of: id)
    }

    private func candidate(_ id: UnsafeBufferPointer<UInt8>, _ newcomers: Newcomers) -> Int? {
        let pseudonym = announced.keys.pseudonym(of: String(decoding: id, as: UTF8.self))
        guard let place = state.place(forNewcomer: pseudonym) else { return nil }
        newcomers.expect(id, pseudonym)
        return place
    }

    /// Takes in whoever made an act that was just accepted, if it is their first without a roll.
    ///
    /// - Returns: The id, which the journal keeps with that act; nil for somebody who is known.
    func admit(_ person: Int) -> [UInt8]? {
        guard let newcomers, person == pseudonyms.count else { return nil }
        guard let (id, pseudonym) = newcomers.admit(to: person) else {
            preconditionFailure("an act is somebody's who was expected")
        }
        take(newcomer: pseudonym, id: id)
        return id
    }

    /// Takes in somebody of whom the journal has nothing left but what the log shows.
    func admitErased(_ person: Int) {
        guard let newcomers, person == pseudonyms.count else { return }
        let nobody = Pseudonym(high: 0, low: 0)
        precondition(state.place(forNewcomer: nobody) == person, "there was room for everybody who came")
        newcomers.admitErased()
        take(newcomer: nobody, id: [])
        erasures.note(erased: person)
    }

    /// What the body of an act commits to of a person whom no roll commits to.
    func commitments(to person: Int) -> PersonCommitments? {
        guard newcomers != nil else { return nil }
        let id = roll.id(person)
        return PersonCommitments(
            identity: Commitments.identity(salt: announced.keys.identitySalt(of: id), id: id),
            display: Commitments.display(salt: announced.keys.displaySalt(of: id), maskedName: roll.display(person)))
    }
}
