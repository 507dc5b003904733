import Books
import Campaigns
import Proofs
import Testing

@testable import Engine

@Suite struct PlaceTests {
    static let hour: Int64 = 3_600_000

    @Test func `an enrolment is an entry and has its places`() {
        var trial = Trial(Trial.enrolment())
        #expect(trial.enrol(0, [2])?.acceptance?.index == 1)
        #expect(trial.enrol(1, [2])?.acceptance?.index == 2)
        #expect(trial.state.places?.enrolled(leaf: 1)?.taken == [2])
        #expect(trial.state.places?.enrolled(leaf: 2)?.waiting.map(\.position) == [1])
        #expect(trial.state.tally.entries == 2)
    }

    @Test func `what is given back is offered, and the offer taken or not in time`() throws {
        var trial = Trial(Trial.enrolment(waiting: 9))
        for person in 0..<3 { trial.enrol(person, [2]) }
        #expect(try trial.state.settle(.cancel(enrolment: 1), person: 0, key: 1, at: Trial.opens) == (4, false))
        let offer = trial.state.takeDuePlaceEvent(at: Trial.opens)
        #expect(offer?.enrolment == 2 && offer?.leaf == 5 && offer?.kind == .offer(until: Trial.opens + Self.hour))
        for _ in 0..<2 { #expect(trial.state.takeDuePlaceEvent(at: Trial.opens + Self.hour - 1) == nil) }
        #expect(trial.state.takeDuePlaceEvent(at: Trial.opens + Self.hour)?.kind == .expire(offer: 5))
        #expect(trial.state.takeDuePlaceEvent(at: Trial.opens + Self.hour)?.enrolment == 3)
        #expect(trial.state.takeDuePlaceEvent(at: Trial.opens + Self.hour) == nil)
        #expect(
            try trial.state.settle(.accept(offer: 7), person: 2, key: 2, at: Trial.opens + Self.hour) == (8, false))
        #expect(trial.state.places?.enrolled(leaf: 3)?.taken == [2])
        #expect(trial.state.leafCount == 9)
    }

    @Test func `a wish under one key is taken once, and only its own person's`() throws {
        var trial = Trial(Trial.enrolment(waiting: 9))
        trial.enrol(0, [2])
        let state = trial.state
        #expect(throws: PlaceRefusal.nothing) {
            try state.settle(.cancel(enrolment: 1), person: 1, key: 1, at: Trial.opens)
        }
        #expect(try state.settle(.cancel(enrolment: 1), person: 0, key: 1, at: Trial.opens) == (2, false))
        #expect(try state.settle(.cancel(enrolment: 1), person: 0, key: 1, at: Trial.opens) == (2, true))
        #expect(throws: PlaceRefusal.keyConflict) {
            try state.settle(.accept(offer: 1), person: 0, key: 1, at: Trial.opens)
        }
        #expect(throws: PlaceRefusal.unknown) {
            try state.settle(.accept(offer: 1), person: 0, key: 2, at: Trial.opens)
        }
        #expect(state.leafCount == 3)
    }

    @Test func `the groups of the roll decide who has the places kept for them`() {
        var trial = Trial(Trial.enrolment())
        #expect(trial.enrol(0, [1])?.reason == .placeNever)
        trial.state.cast.declare(groups: trial.state.places!.rules.groups(of: ["vip", "other"]), of: 1)
        #expect(trial.enrol(1, [1])?.acceptance != nil)
    }

    @Test func `a void enrolment gives its places to the next`() throws {
        var trial = Trial(Trial.enrolment(waiting: 9))
        for person in 0..<2 { trial.enrol(person, [2]) }
        _ = try trial.state.voidEntry(index: 1, reason: "冒名", at: Trial.opens + 3 * Self.hour) { _ in
            .enrol(choices: [2], dependants: 0)
        }
        #expect(trial.state.takeDuePlaceEvent(at: Trial.opens + 3 * Self.hour)?.enrolment == 2)
    }

    @Test func `staff decide of what is under review`() throws {
        var trial = Trial(Trial.enrolment(by: "review"))
        trial.enrol(0, [2])
        trial.enrol(1, [2])
        #expect(try trial.decide(2, isApproved: true, key: 1) == (3, false))
        #expect(trial.state.places?.enrolled(leaf: 2)?.taken == [2])
        #expect(try trial.decide(1, isApproved: false, key: 2) == (4, false))
        #expect(throws: PlaceRefusal.nothing) { try trial.decide(1, isApproved: true, key: 3) }
    }

    @Test func `staff decide in the phase for it, and a retry is answered at any time`() throws {
        let hours =
            #""schedule": {"phases": [{"id": "check", "does": "review", "opens": "2027-02-20T10:00:00+08:00","#
            + #" "closes": "2027-02-20T11:00:00+08:00"}]}, "audience""#
        var trial = Trial(Trial.enrolment(by: "review").replacing(#""audience""#, with: hours))
        trial.enrol(0, [2])
        #expect(throws: PlaceRefusal.outside) { try trial.decide(1, isApproved: true, key: 1) }
        #expect(trial.state.leafCount == 2)
        #expect(try trial.decide(1, isApproved: true, key: 1, at: Trial.opens + Self.hour) == (2, false))
        #expect(try trial.decide(1, isApproved: true, key: 1, at: Trial.opens + 2 * Self.hour) == (2, true))
        trial.enrol(1, [2], at: Trial.opens + 2 * Self.hour)
        #expect(throws: PlaceRefusal.outside) {
            try trial.decide(3, isApproved: false, key: 2, at: Trial.opens + 2 * Self.hour)
        }
    }

    @Test func `staff take out an enrolment from the closing until the end`() throws {
        var trial = Trial(Trial.enrolment(waiting: 9))
        for person in 0..<2 { trial.enrol(person, [2]) }
        let state = trial.state
        let wish = PlaceWish.void(enrolment: 1, reason: "not-eligible")
        #expect(throws: PlaceRefusal.open) {
            try state.settle(byStaff: wish, key: 1, at: Trial.opens)
        }
        _ = try trial.state.close(at: Trial.closes)
        // Nobody may give anything back any more, but the organiser may take it.
        #expect(throws: PlaceRefusal.late) {
            try state.settle(.cancel(enrolment: 1), person: 0, key: 1, at: Trial.closes)
        }
        #expect(try state.settle(byStaff: wish, key: 1, at: Trial.closes) == (4, false))
        #expect(try state.settle(byStaff: wish, key: 1, at: Trial.closes) == (4, true))
        #expect(throws: PlaceRefusal.keyConflict) {
            try state.settle(byStaff: .void(enrolment: 1, reason: "other"), key: 1, at: Trial.closes)
        }
        #expect(trial.state.takeDuePlaceEvent(at: Trial.closes)?.enrolment == 2)
    }

    @Test func `in a lottery not before the draw`() throws {
        var trial = Trial(Trial.enrolment(by: "lottery"))
        trial.enrol(0, [2])
        let state = trial.state
        _ = try state.close(at: Trial.closes)
        let wish = PlaceWish.void(enrolment: 1, reason: "not-eligible")
        #expect(throws: PlaceRefusal.closed) {
            try state.settle(byStaff: wish, key: 1, at: Trial.closes)
        }
        _ = try trial.state.take(value: Trial.own, source: 0, at: Trial.closes)
        _ = try trial.draw(at: Trial.closes + 1)
        _ = try trial.state.settle(byStaff: wish, key: 1, at: Trial.closes + 1)
        #expect(trial.state.places?.enrolled(leaf: 1)?.state == .over)
    }

    @Test func `the closing fixes who has what`() throws {
        var trial = Trial(Trial.enrolment())
        trial.enrol(0, [2])
        trial.enrol(1, [2])
        let closing = try trial.state.close(at: Trial.closes)
        let files = try #require(trial.state.placeFiles)
        #expect(closing.ledger == SHA256.hash(files.places + files.waiting))
        #expect(closing.eligible == nil)
    }

    @Test func `a lottery gives places in the order of tickets`() throws {
        var trial = Trial(Trial.enrolment(by: "lottery"), people: 8, mayNotWin: [7])
        for person in 0..<8 { trial.enrol(person, [2, 3]) }
        trial.enrol(4, [3])
        let closing = try trial.state.close(at: Trial.closes)
        #expect(closing.eligible?.count == 7)
        _ = try trial.state.take(value: Trial.own, source: 0, at: Trial.closes)
        let draw = try trial.draw(at: Trial.closes + 1)
        let tickets = Tickets(seed: draw.seed)
        let order = (0..<7).sorted { left, right in
            tickets.ticket(.slot, id: trial.state.cast.pseudonyms[left].hex).hex
                < tickets.ticket(.slot, id: trial.state.cast.pseudonyms[right].hex).hex
        }
        let places = try #require(trial.state.places)
        var left = [2: 1, 3: 1]
        for person in order {
            let slot = (person == 4 ? [3] : [2, 3]).first { left[$0]! > 0 }
            if let slot { left[slot]! -= 1 }
            #expect(places.enrolled(leaf: person == 4 ? 9 : person + 1)?.taken == (slot.map { [$0] } ?? []))
        }
        #expect(places.waitingCount == 1)
        #expect(draw.winners.count == 2)
    }
}

extension PlaceTests {
    /// A row a reason, for the table.
    static let rows = [
        place(.placeChoices) { $0.enrol(0, [2, 2]) },
        place(.placeDependants) { $0.enrol(0, [2], dependants: 3) },
        place(.placeNever) { $0.enrol(0, [1]) },
        place(.placeStarted) { $0.enrol(0, [0], at: Trial.opens + hour) },
        place(.placeFull, before: { for person in 0..<2 { $0.enrol(person, [2]) } }, refused: { $0.enrol(2, [2]) }),
        place(
            .placeKept, before: { for person in 0..<2 { $0.enrol(person, [2 + person]) } },
            refused: { $0.enrol(0, [3]) }),
        place(
            .placeLate, before: { $0.enrol(0, [2]) }, refused: { $0.enrol(0, [3], at: Trial.opens + 2 * hour) }),
    ]

    private static func place(
        _ reason: Reason, before: @escaping @Sendable (inout Trial) -> Void = { _ in },
        refused: @escaping @Sendable (inout Trial) -> Decision?
    ) -> RefusalRow {
        RefusalRow(reason: reason, campaign: Trial.enrolment(), before: before, refused: { refused(&$0)! })
    }
}

extension Trial {
    /// Four slots with one place each but the second, whose two are kept for a group; the first starts after an hour.
    static func enrolment(by: String = "first-come", waiting: Int = 1) -> String {
        """
        {
          "id": "trial", "kind": "enrolment", "title": "报名", "organiser": "jimo-union.example", "contact": "工会",
          "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-22T21:00:00+08:00", "review": "0s",
          "audience": {"roll": "rolls/sample.csv"},
          "places": {"by": "\(by)", "choices": 2, "slots": [
              {"id": "a", "title": "甲", "capacity": 1, "starts": "2027-02-20T10:00:00+08:00"},
              {"id": "b", "title": "乙", "capacity": 2}, {"id": "c", "title": "丙", "capacity": 1},
              {"id": "d", "title": "丁", "capacity": 1}],
            "shares": [{"group": "vip", "slot": "b", "count": 2}],
            "waiting": {"offer": "1h", "most": \(waiting)},
            "dependants": {"most": 2, "places": "beside", "fields": [{"id": "name", "type": "text", "title": "姓名"}]},
            "cancels": "2027-02-20T11:00:00+08:00"}\(by == "lottery" ? #", "randomness": [{"source": "commit"}]"# : "")
        }
        """
    }

    @discardableResult
    func decide(
        _ enrolment: Int, isApproved: Bool, key: UInt64, at tick: Int64 = Trial.opens
    ) throws(PlaceRefusal) -> (leaf: Int, isReplay: Bool) {
        try state.settle(byStaff: .decide(enrolment: enrolment, isApproved: isApproved), key: key, at: tick)
    }

    /// Enrols somebody under a key of its own; what is due is taken before and after.
    @discardableResult
    mutating func enrol(
        _ person: Int, _ choices: [Int], dependants: Int = 0, at tick: Int64 = Trial.opens
    ) -> Decision? {
        while state.takeDuePlaceEvent(at: tick) != nil {}
        defer { while state.takeDuePlaceEvent(at: tick) != nil {} }
        return act(person, .enrol(choices: choices, dependants: dependants), at: tick)
    }
}
