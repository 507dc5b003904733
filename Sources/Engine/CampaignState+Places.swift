import Books
import Campaigns
import Proofs

/// What somebody does about an enrolment; it refers to the leaf of the enrolment, or of the offer.
package enum PlaceWish: Hashable, Sendable {
    case cancel(enrolment: Int)
    case accept(offer: Int)
    case decline(offer: Int)
    /// Staff's, of an enrolment under review.
    case decide(enrolment: Int, isApproved: Bool)
    /// Staff's, who take out an enrolment.
    case void(enrolment: Int, reason: String)
}

struct PlaceWishKey: Hashable, Sendable {
    var person: Int
    var key: UInt64
}

/// Places: enrolling, and the events that follow.
extension CampaignState {
    func refusal(ofEnrolling person: Int, _ choices: [Int], dependants: Int, at tick: Int64) -> Refusal? {
        guard places != nil else { return Refusal(.actAbsent) }
        let enrolment = Enrolment(
            leaf: leafCount, person: person, groups: cast.groups(of: person), choices: choices, dependants: dependants)
        return places!.refusal(of: enrolment, at: tick).map { Refusal(place: $0) }
    }

    /// Takes the enrolment of the latest entry, which nothing forbids.
    func enrol(_ choices: [Int], dependants: Int, _ place: Int, at tick: Int64) {
        let person = Int(entries[place].person)
        let enrolment = Enrolment(
            leaf: Int(entries[place].leaf), person: person, groups: cast.groups(of: person), choices: choices,
            dependants: dependants)
        let earlier = earlierEnrolment(than: place)
        guard (try? places!.enrol(enrolment, at: tick)) != nil else {
            preconditionFailure("an enrolment is refused before it is an entry")
        }
        if let earlier, isOver(earlier) { replacedEnrolments[enrolment.leaf] = earlier }
    }

    /// The leaf of the enrolment that an enrolment ended, which had places, an offer or a place on the list, or was kept for
    /// the lottery or the review; nil where it ended none.
    package func replaced(by leaf: Int) -> Int? { replacedEnrolments[leaf] }

    /// The person's latest enrolment before the entry at a place, where it is not over: no other can be ended by that entry.
    private func earlierEnrolment(than place: Int) -> Int? {
        guard entries[place].previous != People.noEntry else { return nil }
        let leaf = Int(entries[Int(entries[place].previous)].leaf)
        return isOver(leaf) ? nil : leaf
    }

    private func isOver(_ leaf: Int) -> Bool { places!.enrolled(leaf: leaf).map { $0.state == .over } ?? true }

    /// A void enrolment gives everything back; one that is over had nothing.
    func voidEnrolment(_ leaf: Int, at tick: Int64) {
        try? places?.void(leaf: leaf, at: tick)
    }

    /// The next event about places that nobody asks for; nil when nothing is due.
    package func takeDuePlaceEvent(at tick: Int64) -> PlaceEvent? {
        let event = places?.takeDue(leaf: leafCount, at: tick)
        if event != nil { _ = enterEvent() }
        return event
    }

    /// The leaves of the events that a person asked for, ascending.
    package func placeEvents(of person: Int) -> [Int] { wishLeaves[person] ?? [] }

    /// What a person asked for under a key; nil where it was nothing of places.
    package func earlierWish(of person: Int, key: UInt64) -> PlaceWish? {
        placeWishes[PlaceWishKey(person: person, key: key)]?.wish
    }

    /// Takes a cancellation, or the answer to an offer, as the next leaf.
    ///
    /// A replay of the same wish under the same key is answered again.
    ///
    /// - Returns: Its leaf, and whether it had been taken before.
    package func settle(
        _ wish: PlaceWish, person: Int, key: UInt64, at tick: Int64
    ) throws(PlaceRefusal) -> (leaf: Int, isReplay: Bool) {
        guard places != nil else { throw .absent }
        let name = PlaceWishKey(person: person, key: key)
        if let earlier = placeWishes[name] {
            guard earlier.wish == wish else { throw .keyConflict }
            return (earlier.leaf, true)
        }
        guard !hasEntry(of: person, key: key) else { throw .keyConflict }
        guard !isFinal, !isAllotting else { throw .closed }
        switch wish {
        case .cancel(let leaf):
            guard places!.person(enrolment: leaf) == person else { throw .nothing }
            try places!.cancel(leaf: leaf, at: tick)
        case .accept(let offer):
            guard places!.person(offer: offer) == person else { throw .unknown }
            try places!.accept(offer: offer, at: tick)
        case .decline(let offer):
            guard places!.person(offer: offer) == person else { throw .unknown }
            try places!.decline(offer: offer, at: tick)
        case .decide, .void: preconditionFailure("what staff do is taken as theirs")
        }
        let leaf = enterEvent()
        placeWishes[name] = (wish, leaf)
        wishLeaves[person, default: []].append(leaf)
        return (leaf, false)
    }

    /// Takes what staff decided of an enrolment under review, or that they take one out, as the next leaf.
    ///
    /// Decisions come in the phases that there are for them, and an enrolment is taken out so from the closing on, with a
    /// lottery from its draw on. A retry of the same under the same key is answered again.
    ///
    /// - Returns: Its leaf, and whether it had been taken before.
    package func settle(byStaff wish: PlaceWish, key: UInt64, at tick: Int64) throws(PlaceRefusal) -> (
        leaf: Int, isReplay: Bool
    ) {
        guard places != nil else { throw .absent }
        // A key is one's own: staff are nobody of the roll.
        let name = PlaceWishKey(person: -1, key: key)
        if let earlier = placeWishes[name] {
            guard earlier.wish == wish else { throw .keyConflict }
            return (earlier.leaf, true)
        }
        guard !isFinal, !isAllotting else { throw .closed }
        switch wish {
        case .decide(let leaf, let isApproved):
            guard outsidePhases(for: .review, at: tick) == nil else { throw .outside }
            _ = try places!.decide(leaf: leaf, isApproved: isApproved, at: tick)
        case .void(let leaf, _):
            if case .running = stage { throw .open }
            // Where the draw of a lottery is void nobody has a place, and the log says nothing more of them.
            if allotsPlaces, drawing == nil { throw .closed }
            try places!.void(leaf: leaf, at: tick)
        case .cancel, .accept, .decline: preconditionFailure("what people do of their own is taken as theirs")
        }
        let taken = enterEvent()
        placeWishes[name] = (wish, taken)
        return (taken, false)
    }
}

// At the closing, the draw and the end.
extension CampaignState {
    /// places.csv and waiting.csv as things stand; nil where there are no places.
    package var placeFiles: PlaceFiles? {
        places.map { PlaceFiles($0) { pseudonym(of: $0).hex } }
    }

    /// What the closing and the last leaf have as `ledger`: SHA-256 of places.csv, directly followed by waiting.csv.
    /// How the log names somebody: as it did before their row of the roll was erased.
    package func pseudonym(of person: Int) -> Pseudonym {
        erasedRows[person]?.pseudonym ?? cast.pseudonyms[person]
    }

    var placeDigest: Digest? { placeFiles.map { SHA256.hash($0.places + $0.waiting) } }

    /// Whether the draw's tickets decide who gets places.
    var allotsPlaces: Bool { rules.campaign.places?.by == .lottery }

    /// Whether the list of a lottery is fixed, and not drawn yet.
    private var isAllotting: Bool {
        if case .closed = stage { allotsPlaces } else { false }
    }

    /// Enrolments that get tickets: the last one of each person who may win.
    func placeRows() -> [EligibleRow] {
        places!.undecided.compactMap { leaf in
            let person = places!.person(enrolment: leaf)!
            guard hasTicket(person) else { return nil }
            return EligibleRow(index: leaf, pseudonym: pseudonym(of: person), chances: 1)
        }
    }

    /// Whoever may not win takes part, and gets no ticket; what is left of an erased person says whether they had one.
    private func hasTicket(_ person: Int) -> Bool { erasedRows[person].map(\.mayWin) ?? cast.mayWin[person] }

    /// Allots the places in the order of the tickets of purpose `slot`, by the person; nil where no lottery does.
    ///
    /// - Returns: How many rows places.csv has, and the digest of both files.
    func allotPlaces(_ eligible: [EligibleRow], _ seed: Digest, at tick: Int64) -> CountedDigest? {
        guard allotsPlaces else { return nil }
        let tickets = Tickets(seed: seed)
        let order = eligible.map { (ticket: tickets.ticket(.slot, id: $0.pseudonym.hex).hex, row: $0) }
            .sorted { ($0.ticket, $0.row.index) < ($1.ticket, $1.row.index) }
        places!.allot(order: order.map(\.row.index), at: tick)
        placeTickets = order.map { ticket, row in
            PlaceTicket(
                ticket: ticket, index: row.index, pseudonym: row.pseudonym.hex,
                slots: places!.enrolled(leaf: row.index)!.taken)
        }
        return CountedDigest(count: placeFiles!.placed, digest: placeDigest!)
    }
}

extension Refusal {
    /// Of an enrolment.
    init(place refusal: PlaceRefusal) {
        switch refusal {
        case .choices: self.init(.placeChoices)
        case .dependants: self.init(.placeDependants)
        case .never: self.init(.placeNever)
        case .started: self.init(.placeStarted)
        case .full: self.init(.placeFull)
        case .kept: self.init(.placeKept)
        case .late: self.init(.placeLate)
        case .allotted, .closed: self.init(.phaseClosed)
        case .nothing, .unknown, .expired, .accepted, .over, .keyConflict, .absent, .outside, .open:
            preconditionFailure("no enrolment is refused for \(refusal.rawValue)")
        }
    }
}
