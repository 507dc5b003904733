import Books

/// Who does something with vouchers or money; a key is one's own, so that two shops may use the same.
package enum FundActor: Hashable, Sendable {
    case person(Int)
    case merchant(Int)
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
    /// The log has ended.
    case final
    case book(FundRefusal)
}

/// A campaign's book of vouchers and money, and the keys under which it was asked: a retry is answered as the first time,
/// whatever has happened since.
package struct FundDesk: Hashable, Sendable {
    package private(set) var book: FundBook
    // Looked up by key only, never walked.
    private var taken: [Key: Asked] = [:]

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
        let key = Key(actor: actor, key: key)
        if let asked = taken[key] {
            guard asked.content == content else { throw .keyConflict }
            return FundTaken(leaf: asked.leaf, outcome: asked.outcome, isReplay: true)
        }
        if let dueAt = book.dueAt, dueAt <= tick { throw .due }
        let outcome: FundOutcome
        do throws(FundRefusal) {
            outcome = try book.take(act, leaf: leaf, at: tick)
        } catch {
            throw .book(error)
        }
        taken[key] = Asked(content: content, leaf: leaf, outcome: outcome)
        return FundTaken(leaf: leaf, outcome: outcome, isReplay: false)
    }

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
        guard !isFinal else { throw .final }
        let taken = try funds!.take(act, by: actor, key: key, content: content, leaf: leafCount, at: tick)
        if !taken.isReplay { _ = enterEvent() }
        return taken
    }

    /// The next voucher, reservation or time to appeal that has ended, as the next leaf; nil when nothing is due.
    package func takeDueExpiry(at tick: Int64) -> FundExpiry? {
        let expiry = funds?.takeDue(leaf: leafCount, at: tick)
        if expiry != nil { _ = enterEvent() }
        return expiry
    }
}
