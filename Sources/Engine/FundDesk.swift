import Books
import Proofs

/// Who does something with vouchers or money; a key is one's own, so that two shops may use the same.
package enum FundActor: Hashable, Sendable {
    case person(Int)
    /// A shop, by its place; nil where the merchant has none, and for what merchants do as a whole.
    case merchant(Int, shop: Int?)
    /// Staff, and merchants as a whole where the rules name none.
    case staff
}

/// What came of an act with vouchers or money.
package struct FundTaken: Hashable, Sendable {
    /// Its leaf in the campaign's log.
    package let leaf: Int
    package let outcome: FundOutcome
    /// Whether it was taken before under the same key; nothing changed now.
    package let isReplay: Bool
}

/// Why an act with vouchers or money is not taken; nothing has changed.
package enum FundDeskRefusal: Error, Hashable, Sendable {
    /// The campaign has no vouchers and no money.
    case absent
    /// The same key came with something else.
    case keyConflict
    /// Something that ended by the clock is to be logged first.
    case due
    /// It is not the time for it: before intake, outside the phase that the rules have for it, after the end of the log.
    case untimely(Refusal)
    case book(FundRefusal)
}

/// A campaign's book of vouchers and money, and the keys under which it was asked: a retry is answered as the first time,
/// whatever has happened since.
package struct FundDesk: Hashable, Sendable {
    package private(set) var book: FundBook
    /// Of households and units the numbers under which the book knows them.
    private(set) var households = PseudonymPlaces()
    private(set) var units = PseudonymPlaces()
    // Looked up by key only, never walked.
    private var taken: [Key: Asked] = [:]
    /// Through whose hands a voucher went; looked up only.
    private(set) var handedOn: Set<Int> = []

    private struct Key: Hashable, Sendable {
        var actor: FundActor
        var key: UInt64
    }

    private struct Asked: Hashable, Sendable {
        var content: UInt64
        var leaf: Int
        var outcome: FundOutcome
    }

    package init(_ rules: FundRules) {
        book = FundBook(rules)
    }

    /// Takes an act as the leaf `leaf`, or tells what it came to before.
    ///
    /// - Parameters:
    ///   - key: Stable hash of the actor's nonce.
    ///   - content: Stable hash of everything that makes two acts the same.
    mutating func take(
        _ act: FundAct, by actor: FundActor, key: UInt64, content: UInt64, leaf: Int, at tick: Int64
    ) throws(FundDeskRefusal) -> FundTaken {
        if let again = try replay(by: actor, key: key, content: content) { return again }
        if let dueAt = book.dueAt, dueAt <= tick { throw .due }
        let outcome: FundOutcome
        do throws(FundRefusal) {
            outcome = try book.take(act, leaf: leaf, at: tick)
        } catch {
            throw .book(error)
        }
        taken[Key(actor: actor, key: key)] = Asked(content: content, leaf: leaf, outcome: outcome)
        if case .transfer(_, let from, let to) = act { handedOn.formUnion([from, to]) }
        return FundTaken(leaf: leaf, outcome: outcome, isReplay: false)
    }

    /// What an act came to before; nil where nothing was taken under its key.
    func replay(by actor: FundActor, key: UInt64, content: UInt64) throws(FundDeskRefusal) -> FundTaken? {
        guard let asked = taken[Key(actor: actor, key: key)] else { return nil }
        guard asked.content == content else { throw .keyConflict }
        return FundTaken(leaf: asked.leaf, outcome: asked.outcome, isReplay: true)
    }

    /// Takes the claim of an entry, which nothing forbids.
    mutating func enter(_ claim: FundClaim, household: Pseudonym?, unit: Pseudonym?, leaf: Int, at tick: Int64) {
        if let household { households.note(household) }
        if let unit { units.note(unit) }
        guard (try? book.claim(claim, leaf: leaf, at: tick)) != nil else {
            preconditionFailure("a claim is refused before it is an entry")
        }
    }

    /// Issues a voucher that somebody won; none where there are no more, or none is good any more.
    mutating func issue(
        _ claim: FundClaim, household: Pseudonym?, unit: Pseudonym?, leaf: Int, rank: Int, at tick: Int64
    ) {
        guard (try? book.claim(claim, leaf: leaf, rank: rank, at: tick)) != nil else { return }
        if let household { households.note(household) }
        if let unit { units.note(unit) }
    }

    /// See ``FundBook/raise(to:)``.
    mutating func raise(to rules: FundRules) { book.raise(to: rules) }

    mutating func takeDue(leaf: Int, at tick: Int64) -> FundExpiry? { book.takeDue(leaf: leaf, at: tick) }
}

extension CampaignState {
    /// Takes something that is done with vouchers or money as the next leaf; a retry under the same key is answered again.
    ///
    /// What is due at the instant is logged first (``takeDueExpiry(at:)``), but for a retry.
    package func take(
        _ act: FundAct, by actor: FundActor, key: UInt64, content: UInt64, at tick: Int64
    ) throws(FundDeskRefusal) -> FundTaken {
        guard funds != nil else { throw .absent }
        if let again = try funds!.replay(by: actor, key: key, content: content) { return again }
        if let refusal = outsideHours(of: act, at: tick) { throw .untimely(refusal) }
        let taken = try funds!.take(act, by: actor, key: key, content: content, leaf: leafCount, at: tick)
        if !taken.isReplay { _ = enterEvent() }
        return taken
    }

    /// What the same act came to before; nil where nothing was taken under its key.
    package func fundReplay(
        by actor: FundActor, key: UInt64, content: UInt64
    ) throws(FundDeskRefusal) -> FundTaken? {
        try funds?.replay(by: actor, key: key, content: content)
    }

    /// The next voucher, reservation or time to appeal that has ended, as the next leaf; nil when nothing is due.
    package func takeDueExpiry(at tick: Int64) -> FundExpiry? {
        let expiry = funds?.takeDue(leaf: leafCount, at: tick)
        if expiry != nil { _ = enterEvent() }
        return expiry
    }
}
