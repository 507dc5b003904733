import Books
import Campaigns
import JSON
import Proofs

/// Who has which place, worked out again from enrolments and events in the order of the log.
///
/// Cancellations, answers to offers and what staff decide are somebody's choice. An offer, and that it runs out, are
/// nobody's: each must be there as soon as the rules have it, and no other.
struct PlaceWalk {
    /// An enrolment as its body has it.
    struct Asked {
        var leaf: Int
        var pseudonym: Pseudonym
        /// Places in the rules' groups.
        var groups: [Int]
        /// Places in the rules; -1 for one that is not there.
        var choices: [Int]
        var dependants: Int
        var at: Int64
        var mayWin: Bool
    }

    private(set) var book: PlaceBook
    var rules: PlaceRules { book.rules }
    /// By the number that the book knows them under.
    private(set) var pseudonyms: [Pseudonym] = []
    private var numbers: [Pseudonym: Int] = [:]
    private var mayWin: [Int: Bool] = [:]
    private(set) var lastAt = Int64.min
    /// What the lottery drew; nil before it.
    private(set) var tickets: [PlaceTicket]?
    /// Whether staff may take out enrolments: from the closing, with a lottery from its draw on.
    var isVoidable = false

    init(_ places: Campaign.Places) {
        book = PlaceBook(PlaceRules(places))
    }

    var files: PlaceFiles { PlaceFiles(book) { pseudonyms[$0].hex } }

    /// What closing and last leaf have as `ledger`.
    var digest: Digest {
        let files = files
        return SHA256.hash(files.places + files.waiting)
    }

    /// Enrolments that get tickets.
    var eligible: [EligibleRow] {
        book.undecided.compactMap { leaf in
            guard let person = book.person(enrolment: leaf), mayWin[leaf] == true else { return nil }
            return EligibleRow(index: leaf, pseudonym: pseudonyms[person], chances: 1)
        }
    }

    /// Whether places are still offered to somebody.
    var isOpen: Bool { book.dueAt != nil }

    private mutating func number(of pseudonym: Pseudonym) -> Int {
        if let known = numbers[pseudonym] { return known }
        numbers[pseudonym] = pseudonyms.count
        pseudonyms.append(pseudonym)
        return pseudonyms.count - 1
    }

    /// Goes on to an instant, at which nothing may be due any more; what is, says the sentence.
    private mutating func pass(to at: Int64, leaf: Int) -> BilingualText? {
        lastAt = max(lastAt, at)
        guard book.takeDue(leaf: leaf, at: lastAt) == nil else {
            return BilingualText(zh: "在它之前应先记录候补递补或逾期", en: "comes where an offer, or its end, was due first")
        }
        return nil
    }
}

extension PlaceWalk {
    /// Takes an enrolment; says what is wrong with it.
    mutating func take(_ asked: Asked) -> BilingualText? {
        if let problem = pass(to: asked.at, leaf: asked.leaf) { return problem }
        mayWin[asked.leaf] = asked.mayWin
        let enrolment = Enrolment(
            leaf: asked.leaf, person: number(of: asked.pseudonym), groups: asked.groups, choices: asked.choices,
            dependants: asked.dependants)
        do throws(PlaceRefusal) {
            _ = try book.enrol(enrolment, at: lastAt)
            return nil
        } catch {
            return refused(error)
        }
    }

    /// Takes an event; says what is wrong with it.
    mutating func take(_ body: PlaceEventBody, leaf: Int) -> BilingualText? {
        switch body.kind {
        case .offer, .expire: return takeDue(body, leaf: leaf)
        case .void where !isVoidable:
            return BilingualText(zh: "早于截止或抽签", en: "takes out an enrolment before the closing or its draw")
        case .cancel, .accept, .decline, .decide, .void: return takeWish(body, leaf: leaf)
        }
    }

    private mutating func takeDue(_ body: PlaceEventBody, leaf: Int) -> BilingualText? {
        lastAt = max(lastAt, body.at)
        guard let event = book.takeDue(leaf: leaf, at: lastAt), describes(event, body) else {
            return BilingualText(
                zh: "不该有这次候补递补或逾期：没有空出的名额、期限未到，或轮到的是别人",
                en:
                    "is an offer, or the end of one, that the rules do not have: no place is free, its time is not over, or "
                    + "another one is due")
        }
        return nil
    }

    private func describes(_ event: PlaceEvent, _ body: PlaceEventBody) -> Bool {
        guard pseudonyms[event.person] == body.pseudonym else { return false }
        switch (event.kind, body.kind) {
        case (.offer, .offer(let slot)):
            return event.enrolment == body.index && rules.places.slots[event.slot].id.utf8.elementsEqual(slot.utf8)
        case (.expire(let offer), .expire): return offer == body.index
        default: return false
        }
    }

    private mutating func takeWish(_ body: PlaceEventBody, leaf: Int) -> BilingualText? {
        if let problem = pass(to: body.at, leaf: leaf) { return problem }
        let isOffer = body.kind == .accept || body.kind == .decline
        let owner = isOffer ? book.person(offer: body.index) : book.person(enrolment: body.index)
        guard let owner, pseudonyms[owner] == body.pseudonym else {
            return BilingualText(zh: "说的是别人的报名或名额", en: "is about somebody else's enrolment or offer")
        }
        do throws(PlaceRefusal) {
            switch body.kind {
            case .cancel: try book.cancel(leaf: body.index, at: lastAt)
            case .accept: try book.accept(offer: body.index, at: lastAt)
            case .decline: try book.decline(offer: body.index, at: lastAt)
            case .decide(let isApproved): _ = try book.decide(leaf: body.index, isApproved: isApproved, at: lastAt)
            case .void: try book.void(leaf: body.index, at: lastAt)
            case .offer, .expire: break
            }
            return nil
        } catch {
            return refused(error)
        }
    }

    /// Takes out an enrolment that an amendment voided; one that is over had nothing.
    mutating func void(_ enrolment: Int, leaf: Int, at: Int64) -> BilingualText? {
        if let problem = pass(to: at, leaf: leaf) { return problem }
        try? book.void(leaf: enrolment, at: lastAt)
        return nil
    }

    /// Gives slots more places, as an amendment has them.
    ///
    /// - Parameter changes: Of the rules; those of other things are none of places.
    mutating func widen(_ changes: [RulesChange], leaf: Int, at: Int64) -> BilingualText? {
        if let problem = pass(to: at, leaf: leaf) { return problem }
        var places = rules.places
        for change in changes {
            guard let (slot, capacity) = change.capacity, places.slots.indices.contains(slot) else { continue }
            places.slots[slot].capacity = capacity
        }
        book.widen(places, at: lastAt)
        return nil
    }

    /// Whether nothing is missing at the closing, the draw or the end.
    mutating func stop(at: Int64, leaf: Int) -> BilingualText? { pass(to: at, leaf: leaf) }

    /// Allots the places in the order of the tickets.
    ///
    /// - Returns: False where an enrolment of the list is over.
    mutating func allot(_ eligible: [EligibleRow], _ seed: Digest) -> Bool {
        guard eligible.allSatisfy({ book.enrolled(leaf: $0.index)?.state == .entered }) else { return false }
        let drawn = Tickets(seed: seed)
        let order = eligible.map { (ticket: drawn.ticket(.slot, id: $0.pseudonym.hex).hex, row: $0) }
            .sorted { ($0.ticket, $0.row.index) < ($1.ticket, $1.row.index) }
        book.allot(order: order.map(\.row.index), at: lastAt)
        tickets = order.map { ticket, row in
            PlaceTicket(
                ticket: ticket, index: row.index, pseudonym: row.pseudonym.hex,
                slots: book.enrolled(leaf: row.index)?.taken ?? [])
        }
        return true
    }

    private func refused(_ refusal: PlaceRefusal) -> BilingualText {
        BilingualText(
            zh: "按规则应当拒绝（\(refusal.rawValue)）", en: "is what the rules refuse (\(refusal.rawValue))")
    }
}

extension RulesChange {
    /// A slot's places, where that is what changes; of no more than a slot can have.
    fileprivate var capacity: (slot: Int, places: Int)? {
        let parts = pointer.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[1] == "places", parts[2] == "slots", parts[4] == "capacity",
            let slot = Int(parts[3]), case .integer(let places) = value, 1...10_000_000 ~= places
        else { return nil }
        return (slot, Int(places))
    }
}
