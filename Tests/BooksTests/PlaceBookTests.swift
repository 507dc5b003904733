import Testing

@testable import Books
@testable import Campaigns

@Suite struct PlaceBookTests {
    @Test(arguments: [(0, 5), (3, 5), (5, 5), (12, 5)])
    func asManyPeopleAsPlacesGetOne(people: Int, capacity: Int) throws {
        var trial = PlaceTrial(PlaceTrial.rules([capacity]))
        var refused = 0
        for person in 0..<people where trial.refusal({ (t) throws(PlaceRefusal) in try t.enrol(person) }) != nil {
            refused += 1
        }
        #expect(trial.book.count(of: 0).taken == min(people, capacity))
        #expect(refused == people - min(people, capacity))
    }

    @Test func theBestLikedChoiceWithRoomIsGiven() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1], choices: 2))
        let first = try trial.enrol(0, [1, 0])
        let second = try trial.enrol(1, [1, 0])
        #expect(trial.taken(first) == [1] && trial.taken(second) == [0])
    }

    @Test func peopleOfAGroupLeaveTheOtherPlacesToTheOthers() throws {
        var trial = PlaceTrial(PlaceTrial.rules([3], shares: [("a", nil, 2)]))
        try trial.enrol(0, groups: ["a"])
        let other = try trial.enrol(1)
        try trial.enrol(2, groups: ["a"])
        #expect(trial.taken(other) == [0])
        #expect(trial.book.count(of: 0).taken == 3)
    }

    @Test func aShareIsForItsGroupAlone() throws {
        var trial = PlaceTrial(PlaceTrial.rules([3], shares: [("a", 0, 2)]))
        try trial.enrol(0)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(1) } == .full)
        try trial.enrol(2, groups: ["a"])
        try trial.enrol(3, groups: ["a"])
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(4, groups: ["a"]) } == .full)
    }

    @Test func aPlaceOfTheShareThatComesBackMovesSomebodyBeyondItIntoIt() throws {
        var trial = PlaceTrial(PlaceTrial.rules([2], shares: [("a", nil, 1)]))
        let first = try trial.enrol(0, groups: ["a"])
        try trial.enrol(1, groups: ["a"])
        try trial.cancel(first)
        let other = try trial.enrol(2)
        #expect(trial.taken(other) == [0])
    }

    @Test func placesForWhomTheyCanNeverBeAreRefused() {
        var trial = PlaceTrial(PlaceTrial.rules([2], shares: [("a", nil, 2)], offer: 10))
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(0) } == .never)
    }

    @Test func aFamilySitsTogether() throws {
        var trial = PlaceTrial(PlaceTrial.rules([5], offer: 10, dependants: (3, true)))
        let four = try trial.enrol(0, dependants: 3)
        let two = try trial.enrol(1, dependants: 1)
        let one = try trial.enrol(2)
        #expect(trial.taken(four) == [0] && trial.taken(one) == [0])
        #expect(trial.positions(two) == [1])
        #expect(trial.book.count(of: 0).taken == 5)
    }

    @Test func dependantsInsteadOfThePersonAreCountedAlone() throws {
        var trial = PlaceTrial(PlaceTrial.rules([2], dependants: (2, false)))
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(0) } == .dependants)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(0, dependants: 3) } == .dependants)
        try trial.enrol(0, dependants: 2)
        #expect(trial.book.count(of: 0).free == 0)
    }

    @Test func whatIsCancelledIsOfferedToTheFirstOnTheList() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1], offer: 10))
        let first = try trial.enrol(0)
        let second = try trial.enrol(1)
        let third = try trial.enrol(2)
        #expect(trial.positions(second) == [1] && trial.positions(third) == [2])
        try trial.cancel(first)
        #expect(trial.offers(second).map(\.until) == [1010])
        #expect(trial.positions(third) == [1])
        #expect(trial.book.count(of: 0) == (0, 1, 0))
        try trial.accept(trial.offers(second)[0].leaf)
        #expect(trial.taken(second) == [0])
    }

    @Test func anOfferThatRunsOutGoesToTheNext() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1], offer: 10))
        let first = try trial.enrol(0)
        let second = try trial.enrol(1)
        let third = try trial.enrol(2)
        try trial.cancel(first)
        let offer = trial.offers(second)[0].leaf
        #expect(trial.book.dueAt == 1010)
        trial.pass(to: 1009)
        #expect(trial.offers(second).count == 1)
        trial.pass(to: 1500)
        #expect(trial.book.enrolled(leaf: second)?.state == .over)
        #expect(trial.offers(third).map(\.until) == [1510])
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.accept(offer) } == .expired)
    }

    @Test func offersEndInOneOrderHoweverLateTheyAreLookedAt() throws {
        func expired(_ instants: [Int64]) throws -> [Int] {
            var trial = PlaceTrial(PlaceTrial.rules([1, 1, 1], offer: 100, starts: [1050, nil, 1020]))
            let firsts = try (0..<3).map { try trial.enrol($0, [$0]) }
            for person in 3..<6 { try trial.enrol(person, [person - 3]) }
            for leaf in firsts { try trial.cancel(leaf) }
            for instant in instants { trial.pass(to: instant) }
            return trial.events.compactMap { if case .expire = $0.kind { $0.slot } else { nil } }
        }
        #expect(try expired([1020, 1050, 1100]) == [2, 0, 1])
        #expect(try expired([5000]) == [2, 0, 1])
    }

    @Test func whoDeclinesWaitsForTheOtherChoices() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1], choices: 2, offer: 10))
        let (a, b) = (try trial.enrol(0, [0]), try trial.enrol(1, [1]))
        let waiting = try trial.enrol(2, [0, 1])
        try trial.cancel(a)
        try trial.cancel(b)
        #expect(trial.offers(waiting).map(\.slot) == [0])
        #expect(trial.book.count(of: 1).free == 1)
        try trial.decline(trial.offers(waiting)[0].leaf)
        #expect(trial.offers(waiting).map(\.slot) == [1])
        try trial.accept(trial.offers(waiting)[0].leaf)
        #expect(trial.taken(waiting) == [1])
    }

    @Test func anAnswerToAnOfferIsTakenOnce() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1], offer: 10))
        let first = try trial.enrol(0)
        let second = try trial.enrol(1)
        try trial.cancel(first)
        let offer = trial.offers(second)[0].leaf
        try trial.accept(offer)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.accept(offer) } == .accepted)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.decline(offer) } == .accepted)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.accept(offer + 100) } == .unknown)
    }

    @Test func aListHasAnEnd() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1], offer: 10, most: 1))
        try trial.enrol(0)
        try trial.enrol(1)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(2) } == .full)
        try trial.enrol(1)
        #expect(trial.book.waitingCount == 1)
    }

    @Test func aChangeThatGetsNothingLeavesWhatWasHad() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1], choices: 2, offer: 10))
        let first = try trial.enrol(0, [0])
        try trial.enrol(1, [1])
        let before = trial.book
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(0, [1]) } == .kept)
        #expect(trial.book == before)
        let second = try trial.enrol(0, [1, 0])
        #expect(trial.taken(second) == [0])
        #expect(trial.book.enrolled(leaf: first)?.state == .over)
    }

    @Test func aChangeGivesThePlaceToTheNext() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1], choices: 2, offer: 10))
        try trial.enrol(0, [0])
        let waiting = try trial.enrol(1, [0])
        try trial.enrol(0, [1])
        #expect(trial.offers(waiting).map(\.slot) == [0])
    }

    @Test func placesAreGivenBackUntilTheRulesSayNo() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1], offer: 10, cancels: 2000))
        let first = try trial.enrol(0)
        let waiting = try trial.enrol(1)
        trial.pass(to: 2000)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.cancel(first) } == .late)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(0, [1]) } == .late)
        try trial.cancel(waiting)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.cancel(waiting) } == .nothing)
    }

    @Test func whatHasStartedTakesNobody() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1], choices: 2, offer: 100, starts: [1500]))
        let first = try trial.enrol(0, [0])
        let waiting = try trial.enrol(1, [0])
        trial.pass(to: 1450)
        try trial.cancel(first)
        #expect(trial.offers(waiting).map(\.until) == [1500])
        trial.pass(to: 1500)
        #expect(trial.book.count(of: 0).free == 1)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(2, [0]) } == .started)
        let other = try trial.enrol(2, [0, 1])
        #expect(trial.taken(other) == [1])
    }

    @Test func whatHasStartedStaysAndCounts() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1, 1], choices: 2, person: 2, offer: 100, starts: [1500, 1500]))
        let first = try trial.enrol(0, [0])
        trial.pass(to: 1500)
        // Everything taken has started.
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.cancel(first) } == .late)
        let second = try trial.enrol(0, [2, 0])
        #expect(trial.taken(first) == [0] && trial.taken(second) == [2])
        #expect(trial.book.enrolled(leaf: first)?.state == .over)
        #expect(trial.book.kept(of: 0).map(\.leaf) == [first])
        let files = PlaceFiles(trial.book) { "p\($0)" }
        #expect(
            String(decoding: files.places, as: UTF8.self)
                == "index,pseudonym,slot,places,status\n\(first),p0,s1,1,taken\n\(second),p0,s3,1,taken\n")
        try trial.cancel(second)
        #expect(trial.book.count(of: 2).free == 1 && trial.book.count(of: 0).taken == 1)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.cancel(first) } == .nothing)
    }

    @Test func whoHasAsManyAsOneMayHaveInStartedSlotsGetsNoMore() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 2, 1], choices: 2, offer: 100, starts: [1500]))
        let first = try trial.enrol(0, [0])
        trial.pass(to: 1500)
        let before = trial.book
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(0, [1]) } == .kept)
        #expect(trial.book == before)
        // The organiser takes out what the person has, and then there is room for another.
        try trial.void(first)
        #expect(trial.taken(first) == [] && trial.book.count(of: 0).free == 1)
        let second = try trial.enrol(0, [1])
        #expect(trial.taken(second) == [1])
    }

    @Test func afterTheTimeToGiveBackWhoHasServedMayStillEnrol() throws {
        var trial = PlaceTrial(
            PlaceTrial.rules([1, 1, 1], choices: 1, person: 2, offer: 100, cancels: 2000, starts: [1500, 3000]))
        try trial.enrol(0, [0])
        trial.pass(to: 2000)
        let second = try trial.enrol(0, [1])
        #expect(trial.taken(second) == [1])
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(0, [2]) } == .late)
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.cancel(second) } == .late)
    }

    @Test func whoKeepsAStartedSlotLeavesTheListForTheOthers() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1], choices: 2, person: 2, offer: 100, starts: [1500]))
        try trial.enrol(1, [1])
        let first = try trial.enrol(0, [0, 1])
        #expect(trial.taken(first) == [0] && trial.positions(first) == [1])
        trial.pass(to: 1500)
        try trial.cancel(first)
        #expect(trial.taken(first) == [0] && trial.book.waitingCount == 0)
        // Waiting anew, and taken out of what was kept: then one may have two again.
        let second = try trial.enrol(0, [1])
        #expect(trial.positions(second) == [1])
        try trial.void(first)
        #expect(trial.book.kept(of: 0).isEmpty && trial.positions(second) == [1])
    }

    @Test func voidingWhatIsKeptLetsWhoWaitsHaveSoManyMore() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1, 1], choices: 2, person: 2, offer: 100, starts: [1500]))
        let first = try trial.enrol(0, [0])
        let (a, b) = (try trial.enrol(1, [1]), try trial.enrol(2, [2]))
        trial.pass(to: 1500)
        let second = try trial.enrol(0, [1, 2])
        try trial.cancel(a)
        try trial.cancel(b)
        // One offer: the other slot that one may have is the one that has started.
        #expect(trial.offers(second).map(\.slot) == [1])
        try trial.void(first)
        #expect(trial.offers(second).map(\.slot) == [1, 2])
    }

    @Test func whoHasASlotGoesToTheEndOfTheListForTheNext() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1, 1], choices: 2, person: 2, offer: 100))
        let (a, b) = (try trial.enrol(0, [0]), try trial.enrol(1, [1]))
        let two = try trial.enrol(2, [0, 1])
        let other = try trial.enrol(3, [1])
        try trial.cancel(a)
        try trial.accept(trial.offers(two)[0].leaf)
        #expect(trial.positions(two) == [2] && trial.positions(other) == [1])
        try trial.cancel(b)
        #expect(trial.offers(other).map(\.slot) == [1])
    }

    @Test func theBalanceHoldsBackWhoeverIsAhead() throws {
        var trial = PlaceTrial(PlaceTrial.rules([6], balance: (["m", "w"], 1), offer: 100))
        let men = try (0..<3).map { try trial.enrol($0, groups: ["m"]) }
        #expect(trial.taken(men[0]) == [0] && trial.positions(men[1]) == [1])
        try trial.enrol(10, groups: ["w"])
        #expect(trial.offers(men[1]).count == 1 && trial.offers(men[2]).isEmpty)
    }

    @Test func withNoDifferenceAllowedPlacesAreGivenTogether() throws {
        var trial = PlaceTrial(PlaceTrial.rules([4], balance: (["m", "w"], 0), offer: 100))
        let men = try (0..<2).map { try trial.enrol($0, groups: ["m"]) }
        let woman = try trial.enrol(10, groups: ["w"])
        #expect(trial.offers(men[0]).count == 1 && trial.offers(woman).count == 1 && trial.offers(men[1]).isEmpty)
        try trial.decline(trial.offers(men[0])[0].leaf)
        #expect(trial.offers(men[1]).count == 1)
    }

    @Test func staffDecideWhoGetsAPlace() throws {
        var trial = PlaceTrial(PlaceTrial.rules(by: .review, [1]))
        let (first, second) = (try trial.enrol(0), try trial.enrol(1))
        #expect(trial.book.count(of: 0).taken == 0)
        _ = try trial.book.decide(leaf: second, isApproved: true, at: trial.at)
        #expect(trial.taken(second) == [0])
        let refusal = trial.refusal { (t) throws(PlaceRefusal) in
            _ = try t.book.decide(leaf: first, isApproved: true, at: t.at)
        }
        #expect(refusal == .full)
        _ = try trial.book.decide(leaf: first, isApproved: false, at: trial.at)
        #expect(trial.book.enrolled(leaf: first)?.state == .over)
        let again = trial.refusal { (t) throws(PlaceRefusal) in
            _ = try t.book.decide(leaf: first, isApproved: true, at: t.at)
        }
        #expect(again == .nothing)
    }

    @Test func morePlacesGoToWhoWaits() throws {
        let rules = PlaceTrial.rules([1, 1], shares: [("a", 0, 1)], offer: 10)
        var trial = PlaceTrial(rules)
        try trial.enrol(0, [1])
        let waiting = try trial.enrol(1, [1])
        var more = rules
        more.slots[1].capacity = 3
        trial.book.widen(more, at: trial.at)
        trial.settle()
        #expect(trial.offers(waiting).map(\.slot) == [1])
        #expect(trial.book.count(of: 1) == (1, 1, 1) && trial.book.problem == nil)
        // The new ones are in no share.
        more.slots[0].capacity = 2
        trial.book.widen(more, at: trial.at)
        let (first, next) = (try trial.enrol(2), try trial.enrol(3))
        #expect(trial.taken(first) == [0] && trial.positions(next) == [1])
    }

    @Test func aBatchHasAResultForEachRow() throws {
        var book = PlaceBook(PlaceRules(PlaceTrial.rules([2], offer: 10, most: 1)))
        let batch = [0, 1, 2, 3].map { Enrolment(leaf: 0, person: $0, choices: [$0 == 1 ? 9 : 0]) }
        let (rows, events) = book.enrol(batch: batch, leaf: 7, at: 5)
        #expect(rows[0] == .success(Enrolled(state: .standing, size: 1, taken: [0], offers: [], waiting: [])))
        #expect(rows[1] == .failure(.choices))
        #expect(try rows[2].get().taken == [0] && rows[3].get().waiting == [.init(slot: 0, position: 1)])
        #expect(book.enrolled(leaf: 9)?.waiting.count == 1 && events.isEmpty)
    }

    @Test(arguments: [[], [0, 0], [2], [-1], [0, 1, 0]])
    func choicesThatAreNoRankingAreRefused(choices: [Int]) {
        var trial = PlaceTrial(PlaceTrial.rules([1, 1], choices: 2))
        #expect(trial.refusal { (t) throws(PlaceRefusal) in try t.enrol(0, choices) } == .choices)
    }

    @Test func theFilesSayWhoHasWhatAndWhoWaits() throws {
        var trial = PlaceTrial(PlaceTrial.rules([1, 2], choices: 2, offer: 10, dependants: (1, true)))
        let first = try trial.enrol(0, [0])
        try trial.enrol(1, [1], dependants: 1)
        try trial.enrol(2, [0, 1])
        try trial.enrol(3, [1, 0])
        try trial.cancel(first)
        let files = PlaceFiles(trial.book) { "p\($0)" }
        #expect(
            String(decoding: files.places, as: UTF8.self)
                == "index,pseudonym,slot,places,status\n2,p1,s2,2,taken\n3,p2,s1,1,offered\n")
        #expect(
            String(decoding: files.waiting, as: UTF8.self)
                == "slot,position,index,pseudonym,places\ns1,1,4,p3,1\ns2,1,3,p2,1\ns2,2,4,p3,1\n")
    }
}
