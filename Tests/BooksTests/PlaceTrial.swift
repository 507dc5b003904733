import JSON

@testable import Books
@testable import Campaigns

/// Rules with what a test needs, and a book under them that hands out leaves and takes what is due.
struct PlaceTrial {
    var book: PlaceBook
    var leaf = 1
    var at: Int64 = 1000
    /// Every event so far.
    var events: [PlaceEvent] = []

    init(_ places: Campaign.Places) { book = PlaceBook(PlaceRules(places)) }

    static func rules(
        by: Campaign.Places.By = .firstCome, _ capacities: [Int], choices: Int = 1, person: Int = 1,
        shares: [(group: String, slot: Int?, count: Int)] = [], balance: (groups: [String], difference: Int)? = nil,
        offer: Int64? = nil, most: Int? = nil, dependants: (most: Int, areBeside: Bool)? = nil, cancels: Int64? = nil,
        starts: [Int64?] = []
    ) -> Campaign.Places {
        let slots = capacities.enumerated().map { place, capacity in
            Campaign.Slot(
                id: "s\(place + 1)", title: BilingualText(zh: "场次", en: "slot"), about: nil, capacity: capacity,
                starts: place < starts.count ? starts[place] : nil, ends: nil, location: nil, price: nil)
        }
        return Campaign.Places(
            by: by, slots: slots, choices: choices, person: person,
            shares: shares.map { share in
                Campaign.Places.Share(group: share.group, slot: share.slot.map { "s\($0 + 1)" }, count: share.count)
            },
            balance: balance.map { Campaign.Places.Balance(groups: $0.groups, difference: $0.difference) },
            waiting: offer.map { Campaign.Places.Waiting(most: most, offer: $0) },
            dependants: dependants.map {
                Campaign.Places.Dependants(most: $0.most, areBeside: $0.areBeside, fields: [])
            },
            areEnrolledByUnits: false, cancels: cancels)
    }

    /// Enrols somebody; what follows is taken at once.
    @discardableResult mutating func enrol(
        _ person: Int, _ choices: [Int] = [0], groups: [String] = [], dependants: Int = 0
    ) throws(PlaceRefusal) -> Int {
        let own = leaf
        _ = try book.enrol(
            Enrolment(
                leaf: own, person: person, groups: book.rules.groups(of: groups), choices: choices,
                dependants: dependants), at: at)
        leaf += 1
        settle()
        return own
    }

    mutating func cancel(_ leaf: Int) throws(PlaceRefusal) {
        try book.cancel(leaf: leaf, at: at)
        self.leaf += 1
        settle()
    }

    mutating func void(_ leaf: Int) throws(PlaceRefusal) {
        try book.void(leaf: leaf, at: at)
        self.leaf += 1
        settle()
    }

    mutating func accept(_ offer: Int) throws(PlaceRefusal) {
        try book.accept(offer: offer, at: at)
        leaf += 1
        settle()
    }

    mutating func decline(_ offer: Int) throws(PlaceRefusal) {
        try book.decline(offer: offer, at: at)
        leaf += 1
        settle()
    }

    mutating func pass(to instant: Int64) {
        at = instant
        settle()
    }

    mutating func settle() {
        while let event = book.takeDue(leaf: leaf, at: at) {
            events.append(event)
            leaf += 1
        }
    }

    func taken(_ leaf: Int) -> [Int] { book.enrolled(leaf: leaf)?.taken ?? [] }
    func offers(_ leaf: Int) -> [Enrolled.Offer] { book.enrolled(leaf: leaf)?.offers ?? [] }
    func positions(_ leaf: Int) -> [Int] { book.enrolled(leaf: leaf)?.waiting.map(\.position) ?? [] }

    /// What a refused operation says; nil where it was not refused.
    mutating func refusal(_ operation: (inout PlaceTrial) throws(PlaceRefusal) -> Void) -> PlaceRefusal? {
        do throws(PlaceRefusal) {
            try operation(&self)
            return nil
        } catch {
            return error
        }
    }
}
