import Proofs

/// What became of the prizes after the draw: who claimed, who declined, whose time ran out, and which alternate followed.
///
/// Nobody chooses here: what was declined, or not claimed in time, is forfeited in one fixed order, and the next
/// alternate follows. The instants come with the calls, and a claim logged before its deadline stands.
package struct PrizeClaims: Sendable {
    package enum State: String, Sendable {
        case open, claimed, declined, forfeited
    }

    /// Somebody to whom a prize was given, by the draw or as an alternate.
    package struct Holder: Sendable {
        /// The place in the tickets' order.
        package let row: Int
        /// The place of the tier in the rules.
        package let tier: Int
        /// The leaf that gave the prize: the draw's, or that of the event `alternate`.
        package let given: Int
        /// From this instant on the prize can't be claimed.
        package let deadline: Int64
        package fileprivate(set) var state = State.open
        /// The leaves that speak of it, ascending.
        package fileprivate(set) var leaves: [Int] = []
        /// The leaf of the claim or decline, who spoke, the key that it came with, and the hash of its fields.
        fileprivate var taken: (leaf: Int, by: Pseudonym, key: UInt64, content: UInt64)?
    }

    /// In the order in which prizes were given.
    package private(set) var holders: [Holder]

    private let walk: DrawWalk
    private let within: Int64
    private let alternates: [Int]
    private var followers = 0
    /// A prize that was declined and is not forfeited yet.
    private var declined: Int?
    /// A forfeited prize that the next alternate gets, and the forfeit's leaf.
    private var free: (tier: Int, forfeit: Int)?
    /// Every holder before this place has claimed, declined or forfeited. Ticks never go back, so the deadlines ascend
    /// as the holders do.
    private var settled = 0
    /// What each person was given, as places among the holders, ascending.
    private var places: [Pseudonym: [Int]] = [:]

    init(_ drawing: Drawing, within: Int64) {
        walk = drawing.walk
        self.within = within
        alternates = walk.rows.indices.filter { place in
            guard case .alternate = drawing.walk.rows[place].outcome else { return false }
            return true
        }
        holders = []
        for winner in walk.winners {
            give(row: winner.rank - 1, tier: winner.tier, by: drawing.index, at: drawing.at)
        }
    }

    /// Alternates who got a prize, in order.
    package var followed: [Pseudonym] { followed(before: .max) }

    /// The same of those who had followed before a leaf.
    func followed(before leaf: Int) -> [Pseudonym] {
        holders.dropFirst(holders.count - followers).filter { $0.given < leaf }.flatMap { people(of: $0) }
    }

    /// Whose a prize is: one person's, or that of everybody who made the work.
    package func people(of holder: Holder) -> [Pseudonym] { walk.people(of: holder.row) }

    /// What a person was given, in order.
    package func prizes(of pseudonym: Pseudonym) -> [Holder] { (places[pseudonym] ?? []).map { holders[$0] } }

    /// When something happens that nobody asks for; nil where nothing ever does: every prize is claimed, or
    /// forfeited for good.
    package var dueAt: Int64? {
        if free != nil || declined != nil { return 0 }
        return settled < holders.count ? holders[settled].deadline : nil
    }

    /// Whether every prize is claimed, or forfeited for good.
    var isSettled: Bool { dueAt == nil }

    private mutating func give(row: Int, tier: Int, by leaf: Int, at tick: Int64) {
        for person in walk.people(of: row) { places[person, default: []].append(holders.count) }
        holders.append(Holder(row: row, tier: tier, given: leaf, deadline: tick + within))
    }
}

/// One event after the draw; the body of its opening says the same.
package struct PrizeEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case claim, decline
        case forfeit(Reason)
        case alternate
    }

    package enum Reason: Sendable {
        case unclaimed, declined
    }

    package var kind: Kind
    /// Whose choice it was, or who had or gets the prize; of a work the first of those who made it.
    package var pseudonym: Pseudonym
    /// The place in the tickets' order that the prize was given to.
    package var row: Int
    /// The leaf that it refers to: the one that gave the prize, or for an alternate the forfeit.
    package var refersTo: Int
    package var at: Int64
    /// In whose draw the prize was won.
    package var phase = 0
}

/// Why a claim or a decline is not taken; nothing has changed.
package enum ClaimRefusal: String, Error, Sendable, CaseIterable {
    /// The rules declare no claims.
    case undeclared = "claim.undeclared"
    /// There is no draw yet.
    case early = "draw.missing"
    /// There will be no draw.
    case void
    /// The person has no prize here.
    case nothing = "claim.nothing"
    /// The deadline is over, and the prize forfeited.
    case late = "claim.late"
    /// The person has claimed already.
    case claimed = "claim.claimed"
    /// The person has declined already.
    case declined = "claim.declined"
    /// The rules ask for a form with a claim, and it is not filled in.
    case formRequired = "form.required"
    /// Fields come where no form is asked for.
    case formUnasked = "form.unasked"
    /// The same key came with another wish, or other fields.
    case keyConflict = "key.conflict"
}

extension PrizeClaims {
    /// What somebody who won may say.
    package enum Wish: Sendable {
        case claim, decline
    }

    /// What a wish comes with: whether the form is filled in, and a stable hash of what it says.
    package struct Filled: Sendable, Hashable {
        package var isThere: Bool
        package var content: UInt64

        package static let nothing = Filled(isThere: false, content: 0)

        package init(isThere: Bool, content: UInt64) {
            self.isThere = isThere
            self.content = content
        }
    }

    /// What a claim or decline came to.
    package struct Settled: Sendable {
        package let leaf: Int
        package let tier: Int
        /// Nil where it had been taken before.
        package internal(set) var event: PrizeEvent?
    }

    /// Whether a person has a prize that is still open, or one that the key settled.
    func isMeant(_ pseudonym: Pseudonym, row: Int?, key: UInt64) -> Bool {
        (places[pseudonym] ?? []).contains { place in
            holders[place].taken?.key == key
                || holders[place].state == .open && (row == nil || holders[place].row == row)
        }
    }

    /// Takes a person's claim or decline as the leaf `leaf`.
    ///
    /// - Parameter row: Of the prize that is meant; nil: the first one that is still open.
    mutating func settle(
        _ wish: Wish, of pseudonym: Pseudonym, row: Int?, key: UInt64, filled: Filled, asksForm: Bool, leaf: Int,
        at tick: Int64
    ) throws(ClaimRefusal) -> Settled {
        let own = places[pseudonym] ?? []
        let wanted: State = wish == .claim ? .claimed : .declined
        if let taken = own.first(where: { holders[$0].taken?.key == key && holders[$0].taken?.by == pseudonym }) {
            let holder = holders[taken]
            guard (holder.state == .claimed) == (wanted == .claimed), row == nil || row == holder.row,
                holder.taken?.content == filled.content
            else { throw .keyConflict }
            return Settled(leaf: holder.taken!.leaf, tier: holder.tier, event: nil)
        }
        let meant = own.filter { row == nil || holders[$0].row == row }
        guard let place = meant.first(where: { holders[$0].state == .open }) ?? meant.last else { throw .nothing }
        let holder = holders[place]
        switch holder.state {
        case .claimed: throw .claimed
        case .declined: throw .declined
        case .forfeited: throw holder.taken == nil ? .late : .declined
        case .open: break
        }
        guard tick < holder.deadline else { throw .late }
        let isAsked = asksForm && wish == .claim
        guard filled.isThere == isAsked else { throw isAsked ? .formRequired : .formUnasked }
        holders[place].state = wanted
        holders[place].taken = (leaf, pseudonym, key, filled.content)
        holders[place].leaves.append(leaf)
        if wish == .decline { declined = place }
        passSettled()
        return Settled(
            leaf: leaf, tier: holder.tier,
            event: PrizeEvent(
                kind: wish == .claim ? .claim : .decline, pseudonym: pseudonym, row: holder.row,
                refersTo: holder.given, at: tick))
    }

    /// The next event that follows from the rules alone, taken as the leaf `leaf`; nil when nothing is due.
    ///
    /// First the alternate of a forfeited prize, then what was declined, then what ran out, the earliest deadline first.
    mutating func takeDue(leaf: Int, at tick: Int64) -> PrizeEvent? {
        if let (tier, forfeit) = free {
            free = nil
            if followers < alternates.count {
                let row = alternates[followers]
                followers += 1
                give(row: row, tier: tier, by: leaf, at: tick)
                holders[holders.count - 1].leaves.append(leaf)
                return PrizeEvent(
                    kind: .alternate, pseudonym: walk.rows[row].pseudonym, row: row, refersTo: forfeit, at: tick)
            }
        }
        if let place = declined {
            declined = nil
            return forfeit(place, .declined, leaf: leaf, at: tick)
        }
        guard settled < holders.count, holders[settled].deadline <= tick else { return nil }
        return forfeit(settled, .unclaimed, leaf: leaf, at: tick)
    }

    private mutating func passSettled() {
        while settled < holders.count, holders[settled].state != .open { settled += 1 }
    }

    private mutating func forfeit(
        _ place: Int, _ reason: PrizeEvent.Reason, leaf: Int, at tick: Int64
    ) -> PrizeEvent {
        holders[place].state = .forfeited
        holders[place].leaves.append(leaf)
        // Where nobody is left to follow, nothing more is due: whoever replays the log makes no call that gave no event.
        free = followers < alternates.count ? (holders[place].tier, leaf) : nil
        passSettled()
        return PrizeEvent(
            kind: .forfeit(reason), pseudonym: walk.rows[holders[place].row].pseudonym, row: holders[place].row,
            refersTo: holders[place].given, at: tick)
    }
}

extension CampaignState {
    /// Takes a claim or a decline of a prize.
    ///
    /// A replay of the same wish under the same key is answered again.
    ///
    /// - Parameters:
    ///   - row: Of the prize in the tickets' order; nil: the person's first one that is still open.
    ///   - phase: In whose draw it was won; nil: in the first that the person has an open prize of.
    package func settle(
        _ wish: PrizeClaims.Wish, person: Int, row: Int? = nil, phase: Int? = nil, key: UInt64,
        filled: PrizeClaims.Filled = .nothing, at tick: Int64
    ) throws(ClaimRefusal) -> PrizeClaims.Settled {
        guard rules.campaign.prizes.claimWithin != nil else { throw .undeclared }
        if rules.isDaily {
            return try settleDaily(wish, person: person, row: row, phase: phase, key: key, filled: filled, at: tick)
        }
        if case .void = stage { throw .void }
        guard claims != nil else { throw .early }
        guard !hasEntry(of: person, key: key) else { throw .keyConflict }
        let settled = try claims!.settle(
            wish, of: cast.pseudonyms[person], row: row, key: key, filled: filled,
            asksForm: rules.campaign.formBearer == .claim, leaf: leafCount, at: tick)
        if settled.event != nil {
            if wish == .claim { issueWon(by: person, leaf: settled.leaf, at: tick) }
            _ = enterEvent()
        }
        return settled
    }

    /// The next event after the draw that nobody asks for; nil when nothing is due.
    package func takeDueEvent(at tick: Int64) -> PrizeEvent? {
        let event = rules.isDaily ? takeDueDaily(at: tick) : claims?.takeDue(leaf: leafCount, at: tick)
        if event != nil { _ = enterEvent() }
        return event
    }
}
