import Books
import Campaigns
import Proofs

/// What somebody does about an enrolment; it refers to the leaf of the enrolment, or of the offer.
package enum PlaceWish: Hashable, Sendable {
    case cancel(enrolment: Int)
    case accept(offer: Int)
    case decline(offer: Int)
}

struct PlaceWishKey: Hashable, Sendable {
    var person: Int
    var key: UInt64
}

/// Places: enrolling, and the events that follow.
///
/// Whoever calls takes what is due first, and after each call: ``takeDuePlaceEvent(at:)`` until it gives nil.
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
        guard (try? places!.enrol(enrolment, at: tick)) != nil else {
            preconditionFailure("an enrolment is refused before it is an entry")
        }
    }

    /// A void enrolment gives everything back; one that is over had nothing.
    func voidEnrolment(_ leaf: Int, at tick: Int64) {
        try? places?.cancel(leaf: leaf, isVoid: true, at: tick)
    }

    /// The next event about places that nobody asks for; nil when nothing is due.
    package func takeDuePlaceEvent(at tick: Int64) -> PlaceEvent? {
        guard claims?.isFinal != true else { return nil }
        let event = places?.takeDue(leaf: leafCount, at: tick)
        leafCount += event == nil ? 0 : 1
        return event
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
        }
        placeWishes[name] = (wish, leafCount)
        leafCount += 1
        return (leafCount - 1, false)
    }

    /// Takes what staff decided of an enrolment under review, as the next leaf.
    ///
    /// - Returns: Its leaf.
    package func decide(enrolment leaf: Int, isApproved: Bool, at tick: Int64) throws(PlaceRefusal) -> Int {
        guard places != nil else { throw .absent }
        _ = try places!.decide(leaf: leaf, isApproved: isApproved, at: tick)
        leafCount += 1
        return leafCount - 1
    }
}

// At the closing, the draw and the end.
extension CampaignState {
    /// places.csv and waiting.csv as things stand; nil where there are no places.
    package var placeFiles: PlaceFiles? {
        places.map { PlaceFiles($0) { cast.pseudonyms[$0].hex } }
    }

    /// What the closing and the last leaf have as `ledger`: SHA-256 of places.csv, directly followed by waiting.csv.
    var placeDigest: Digest? { placeFiles.map { SHA256.hash($0.places + $0.waiting) } }

    /// Whether the draw's tickets decide who gets places.
    var allotsPlaces: Bool { rules.campaign.places?.by == .lottery }

    /// Enrolments that get tickets: the last one of each person who may win.
    func placeRows() -> [EligibleRow] {
        places!.undecided.compactMap { leaf in
            let person = places!.person(enrolment: leaf)!
            guard cast.mayWin[person] else { return nil }
            return EligibleRow(index: leaf, pseudonym: cast.pseudonyms[person], chances: 1)
        }
    }

    /// Allots the places in the order of the tickets of purpose `slot`, by the person; nil where no lottery does.
    ///
    /// - Returns: How many rows places.csv has, and the digest of both files.
    func allotPlaces(_ eligible: [EligibleRow], _ seed: Digest, at tick: Int64) -> CountedDigest? {
        guard allotsPlaces else { return nil }
        let tickets = Tickets(seed: seed)
        let order = eligible.map { (ticket: tickets.ticket(.slot, id: $0.pseudonym.hex).hex, row: $0) }
            .sorted { ($0.ticket, $0.row.index) < ($1.ticket, $1.row.index) }
        places!.allot(order: order.map(\.row.index), at: tick)
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
        case .allotted: self.init(.phaseClosed)
        case .nothing, .unknown, .expired, .accepted, .over, .keyConflict, .absent:
            preconditionFailure("no enrolment is refused for \(refusal.rawValue)")
        }
    }
}
