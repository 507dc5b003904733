@testable import Books
@testable import Campaigns

/// A campaign with random rules, and random operations on it: every feature mixed, good calls and bad ones.
struct PlaceScript {
    enum Call: Hashable {
        case enrol(Enrolment)
        case cancel(Int)
        case void(Int)
        case accept(Int)
        case decline(Int)
        case decide(Int, isApproved: Bool)
        case allot([Int])
        case wait
    }

    struct Step: Hashable {
        var call: Call
        var at: Int64
        var refusal: PlaceRefusal?
        var events: [PlaceEvent] = []
    }

    let rules: PlaceRules
    private(set) var book: PlaceBook
    private(set) var steps: [Step] = []
    private var numbers: Numbers
    private var leaf = 1
    private var at: Int64 = 0
    private var offers: [Int] = []
    private let people: Int

    init(seed: UInt64, by: Campaign.Places.By, people: Int = 10) {
        numbers = Numbers(state: seed)
        rules = Self.rules(by, &numbers)
        book = PlaceBook(rules)
        self.people = people
    }

    private static func rules(_ by: Campaign.Places.By, _ numbers: inout Numbers) -> PlaceRules {
        let capacities = (0...numbers.below(4)).map { _ in 2 + numbers.below(6) }
        var shares: [(group: String, slot: Int?, count: Int)] = []
        if numbers.below(2) == 0 { shares.append(("a", nil, 1)) }
        if numbers.below(2) == 0 { shares.append(("b", numbers.below(capacities.count), 1)) }
        let isBalanced = numbers.below(2) == 0
        let groups = numbers.below(4) == 0 ? ["m", "w", "a"] : ["m", "w"]
        return PlaceRules(
            PlaceTrial.rules(
                by: by, capacities, choices: min(capacities.count, 1 + numbers.below(3)), person: 1 + numbers.below(3),
                shares: shares, balance: isBalanced ? (groups, numbers.below(3)) : nil,
                offer: numbers.below(5) > 0 ? Int64(3 + numbers.below(30)) : nil,
                most: numbers.below(3) == 0 ? 1 + numbers.below(6) : nil,
                dependants: numbers.below(3) == 0 ? (1 + numbers.below(3), numbers.below(2) == 0) : nil,
                cancels: numbers.below(5) == 0 ? Int64(100 + numbers.below(2000)) : nil,
                starts: capacities.map { _ in numbers.below(3) == 0 ? Int64(50 + numbers.below(1000)) : nil }))
    }

    /// One more operation. - Returns: whether it was taken.
    mutating func step() -> Bool { run(call()) }

    mutating func run(_ call: Call) -> Bool {
        at += Int64([0, 0, 1, 1, 2, 5, 40][numbers.below(7)])
        settle(.wait)
        var step = Step(call: call, at: at)
        do throws(PlaceRefusal) {
            try Self.apply(call, to: &book, at: at)
        } catch {
            step.refusal = error
        }
        if step.refusal == nil, call != .wait { leaf += 1 }
        steps.append(step)
        settle(nil)
        return step.refusal == nil
    }

    static func apply(_ call: Call, to book: inout PlaceBook, at instant: Int64) throws(PlaceRefusal) {
        switch call {
        case .enrol(let enrolment): _ = try book.enrol(enrolment, at: instant)
        case .cancel(let leaf): try book.cancel(leaf: leaf, at: instant)
        case .void(let leaf): try book.void(leaf: leaf, at: instant)
        case .accept(let offer): try book.accept(offer: offer, at: instant)
        case .decline(let offer): try book.decline(offer: offer, at: instant)
        case .decide(let leaf, let isApproved): _ = try book.decide(leaf: leaf, isApproved: isApproved, at: instant)
        case .allot(let order): book.allot(order: order, at: instant)
        case .wait: break
        }
    }

    /// Takes what is due; it belongs to the step before, or with a call to a step of its own.
    private mutating func settle(_ call: Call?) {
        var events: [PlaceEvent] = []
        var expected: [[Int]] = []
        while true {
            if expected.isEmpty, book.ready.isEmpty { expected = PlaceOracle(book).next(at: at) }
            guard let event = book.takeDue(leaf: leaf, at: at) else { break }
            if case .offer = event.kind {
                let offer = book.offers.last!
                let meant = expected.isEmpty ? [] : expected.removeFirst()
                precondition(meant == [offer.row, offer.choice], "\(event) should go to \(meant)")
                offers.append(leaf)
            }
            events.append(event)
            leaf += 1
        }
        precondition(expected.isEmpty, "somebody who waits could have a place")
        if call == nil {
            steps[steps.count - 1].events = events
        } else if !events.isEmpty {
            steps.append(Step(call: .wait, at: at, events: events))
        }
    }

    // MARK: - Calls

    private mutating func call() -> Call {
        switch numbers.below(11) {
        case 0...4: enrolment()
        case 10: .void(numbers.below(3) == 0 ? someRow() : someEnrolment())
        case 5: .cancel(someEnrolment())
        case 6: .decline(someOffer())
        case 7: .accept(someOffer())
        case 8 where rules.places.by == .review || numbers.below(50) == 0:
            .decide(someEnrolment(), isApproved: numbers.below(5) > 0)
        default: .accept(someOffer())
        }
    }

    mutating func enrolment() -> Call {
        let person = numbers.below(people)
        var groups = [person % 2 == 0 ? "m" : "w"]
        if person % 3 == 0 { groups.append("a") }
        if person % 5 == 0 { groups.append("b") }
        if person % 7 == 6 { groups = [] }
        var choices: [Int] = []
        for _ in 0...numbers.below(rules.places.choices + (numbers.below(40) == 0 ? 2 : 0)) {
            let slot = numbers.below(rules.places.slots.count + (numbers.below(60) == 0 ? 1 : 0))
            if !choices.contains(slot) || numbers.below(40) == 0 { choices.append(slot) }
        }
        let dependants = rules.places.dependants.map { numbers.below($0.most + 1) } ?? 0
        return .enrol(
            Enrolment(
                leaf: leaf, person: person, groups: rules.groups(of: groups), choices: choices,
                dependants: dependants))
    }

    private mutating func someEnrolment() -> Int {
        let person = numbers.below(people)
        if numbers.below(20) == 0 { return numbers.below(leaf) }
        return (rules.places.by == .review ? book.pending(person).map { book.rows[$0].leaf } : nil)
            ?? book.enrolment(of: person) ?? 0
    }

    /// Of any enrolment, over or not.
    private mutating func someRow() -> Int {
        book.rows.isEmpty ? 0 : book.rows[numbers.below(book.rows.count)].leaf
    }

    private mutating func someOffer() -> Int {
        let recent = offers.suffix(6)
        return recent.isEmpty ? 0 : recent[recent.startIndex + numbers.below(recent.count)]
    }

    /// The enrolments that a lottery is for, in a random order.
    mutating func tickets() -> [Int] {
        var leaves = book.rows.filter { $0.state == .entered }.map(\.leaf)
        for place in leaves.indices.reversed() { leaves.swapAt(place, numbers.below(place + 1)) }
        return leaves
    }

    /// The same calls on a new book, without those that were refused.
    func replayed() -> PlaceBook {
        var again = PlaceBook(rules)
        for step in steps where step.refusal == nil {
            try! Self.apply(step.call, to: &again, at: step.at)
            var leaf = step.events.first?.leaf ?? 0
            for event in step.events {
                precondition(again.takeDue(leaf: leaf, at: step.at) == event)
                leaf += 1
            }
            precondition(again.takeDue(leaf: leaf, at: step.at) == nil)
        }
        return again
    }
}
