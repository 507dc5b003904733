import Testing

@testable import Books
@testable import Campaigns

@Suite struct PlaceLotteryTests {
    private static func allotted(
        _ rules: Campaign.Places, _ enrolments: [Enrolment], order: [Int]
    ) throws -> PlaceBook {
        var book = PlaceBook(PlaceRules(rules))
        for enrolment in enrolments { _ = try book.enrol(enrolment, at: 1) }
        book.allot(order: order, at: 2)
        return book
    }

    @Test func inTicketOrderEachGetsTheFirstChoiceThatHasRoom() throws {
        let rules = PlaceTrial.rules(by: .lottery, [1, 1], choices: 2, offer: 10)
        let book = try Self.allotted(
            rules, (1...4).map { Enrolment(leaf: $0, person: $0, choices: [0, 1]) }, order: [3, 1, 4, 2])
        #expect((1...4).map { book.enrolled(leaf: $0)!.taken } == [[1], [], [0], []])
        #expect(book.enrolled(leaf: 4)!.waiting.map(\.position) == [1, 1])
        #expect(book.enrolled(leaf: 2)!.waiting.map(\.position) == [2, 2])
    }

    @Test func everybodyGetsOneBeforeAnybodyGetsTwo() throws {
        let rules = PlaceTrial.rules(by: .lottery, [2, 1], choices: 2, person: 2, offer: 10)
        let book = try Self.allotted(
            rules, (1...2).map { Enrolment(leaf: $0, person: $0, choices: [0, 1]) }, order: [2, 1])
        #expect(book.enrolled(leaf: 2)!.taken == [0, 1])
        #expect(book.enrolled(leaf: 1)!.taken == [0])
    }

    @Test func whomTheBalanceHoldsBackIsNotPassedOver() throws {
        let rules = PlaceTrial.rules(by: .lottery, [4], balance: (["m", "w"], 0), offer: 10)
        let enrolments = (1...6).map { Enrolment(leaf: $0, person: $0, groups: [$0 <= 3 ? 0 : 1], choices: [0]) }
        let book = try Self.allotted(rules, enrolments, order: [1, 2, 3, 4, 5, 6])
        #expect((1...6).map { book.enrolled(leaf: $0)!.taken.count } == [1, 1, 0, 1, 1, 0])
    }

    /// The first of the tickets waits because of the balance, gets one slot when the second evens it out, and waits for the other.
    @Test func whoWasHeldBackStandsInTheListByTheTicket() throws {
        let rules = PlaceTrial.rules(
            by: .lottery, [2, 3], choices: 2, person: 2, balance: (["m", "w"], 0), offer: 10)
        let (man, woman) = (0, 1)
        let enrolments = [
            Enrolment(leaf: 1, person: 1, groups: [woman], choices: [0, 1]),
            Enrolment(leaf: 2, person: 2, groups: [man], choices: [0, 1]),
            Enrolment(leaf: 3, person: 3, groups: [woman], choices: [1, 0]),
            Enrolment(leaf: 4, person: 4, groups: [woman], choices: [0]),
        ]
        let book = try Self.allotted(rules, enrolments, order: [2, 1, 4, 3])
        let first = (1...4).map { leaf in book.enrolled(leaf: leaf)!.waiting.map(\.position).min() }
        #expect((1...4).map { book.enrolled(leaf: $0)!.taken.count } == [1, 2, 1, 0])
        #expect(first[3] == 1 && first[0]! < first[2]! || book.enrolled(leaf: 1)!.waiting.isEmpty, "\(first)")
    }

    @Test func withoutAListTheRestHasNothing() throws {
        let rules = PlaceTrial.rules(by: .lottery, [1])
        let book = try Self.allotted(
            rules, (1...2).map { Enrolment(leaf: $0, person: $0, choices: [0]) }, order: [2, 1])
        #expect(book.enrolled(leaf: 1)!.state == .over && book.waitingCount == 0)
    }

    @Test func theListIsNoLongerThanTheRulesSay() throws {
        let rules = PlaceTrial.rules(by: .lottery, [1], offer: 10, most: 2)
        let book = try Self.allotted(
            rules, (1...6).map { Enrolment(leaf: $0, person: $0, choices: [0]) }, order: [6, 5, 4, 3, 2, 1])
        #expect(book.waitingCount == 2 && book.enrolled(leaf: 3)!.state == .over)
    }

    @Test func theLastEnrolmentOfAPersonIsTheOneThatCounts() throws {
        var book = PlaceBook(PlaceRules(PlaceTrial.rules(by: .lottery, [1, 1], choices: 2)))
        _ = try book.enrol(Enrolment(leaf: 1, person: 0, choices: [0]), at: 1)
        _ = try book.enrol(Enrolment(leaf: 2, person: 0, choices: [1]), at: 1)
        book.allot(order: [2], at: 2)
        #expect(book.enrolled(leaf: 1)!.state == .over && book.enrolled(leaf: 2)!.taken == [1])
        #expect(throws: PlaceRefusal.allotted) {
            try book.enrol(Enrolment(leaf: 3, person: 0, choices: [0]), at: 3)
        }
    }

    /// Every way to seat people is tried: somebody has room where everybody seated so far and they can be seated at all.
    @Test func theAllotmentIsThatOfABruteForce() throws {
        for seed in 0..<400 as Range<UInt64> {
            var numbers = Numbers(state: seed)
            let capacities = (0...numbers.below(3)).map { _ in 2 + numbers.below(3) }
            let shares: [(group: String, slot: Int?, count: Int)] = [("a", nil, 1), ("b", 0, 1)]
            let isFamily = numbers.below(2) == 0
            let rules = PlaceTrial.rules(
                by: .lottery, capacities, choices: min(2, capacities.count), shares: shares, offer: 5,
                dependants: isFamily ? (2, true) : nil)
            var enrolments: [Enrolment] = []
            for person in 1...9 {
                let first = numbers.below(capacities.count)
                let second = numbers.below(capacities.count)
                enrolments.append(
                    Enrolment(
                        leaf: person, person: person, groups: [[], [0], [1]][numbers.below(3)],
                        choices: first == second ? [first] : [first, second],
                        dependants: isFamily ? numbers.below(3) : 0))
            }
            var order = enrolments.map(\.leaf)
            for place in order.indices.reversed() { order.swapAt(place, numbers.below(place + 1)) }
            let possible = enrolments.filter { Self.seatable([$0], $0.choices[0], rules) || $0.choices.count > 1 }
            order = order.filter { leaf in possible.contains { $0.leaf == leaf } }
            var book = PlaceBook(PlaceRules(rules))
            for enrolment in enrolments { _ = try? book.enrol(enrolment, at: 1) }
            order = order.filter { book.enrolled(leaf: $0) != nil }
            book.allot(order: order, at: 2)
            var seated: [[Enrolment]] = capacities.map { _ in [] }
            for leaf in order {
                let enrolment = enrolments.first { $0.leaf == leaf }!
                let slot = enrolment.choices.first { Self.seatable(seated[$0] + [enrolment], $0, rules) }
                if let slot { seated[slot].append(enrolment) }
                #expect(book.enrolled(leaf: leaf)!.taken == (slot.map { [$0] } ?? []), "seed \(seed)")
            }
            Self.nobodyIsPassedOver(book, order, enrolments, seed)
        }
    }

    /// Somebody later has a slot that an earlier one liked better only where fewer places, or a share, let them in.
    private static func nobodyIsPassedOver(_ book: PlaceBook, _ order: [Int], _ all: [Enrolment], _ seed: UInt64) {
        for (place, earlier) in order.enumerated() {
            let own = all.first { $0.leaf == earlier }!
            let got = book.enrolled(leaf: earlier)!.taken.first
            let better = own.choices.prefix { $0 != got }
            for later in order[(place + 1)...] {
                let other = all.first { $0.leaf == later }!
                guard let slot = book.enrolled(leaf: later)!.taken.first, better.contains(slot) else { continue }
                #expect(other.dependants < own.dependants || other.groups != own.groups, "seed \(seed)")
            }
        }
    }

    /// Whether some way to sit gives each of their places to one who may have it.
    private static func seatable(_ people: [Enrolment], _ slot: Int, _ rules: Campaign.Places) -> Bool {
        let shares = [1, slot == 0 ? 1 : 0]
        var left = shares + [rules.slots[slot].capacity - shares.reduce(0, +)]
        func seat(_ seats: ArraySlice<[Int]>) -> Bool {
            guard let groups = seats.first else { return true }
            for pool in groups + [2] where left[pool] > 0 {
                left[pool] -= 1
                defer { left[pool] += 1 }
                if seat(seats.dropFirst()) { return true }
            }
            return false
        }
        return seat(people.flatMap { person in Array(repeating: person.groups, count: 1 + person.dependants) }[...])
    }
}
