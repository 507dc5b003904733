import Testing

@testable import Books
@testable import Campaigns

@Suite struct PlacePropertyTests {
    /// A hundred campaigns by each way, together a hundred thousand operations.
    @Test(arguments: [Campaign.Places.By.firstCome, .review])
    func everyOperationLeavesABookThatAddsUp(by: Campaign.Places.By) {
        var taken = 0
        for seed in 0..<100 as Range<UInt64> {
            var script = PlaceScript(seed: seed, by: by)
            for _ in 0..<500 {
                let before = script.rules.balanced.isEmpty ? [] : PlaceOracle(script.book).worst
                let wasGrant = script.steps.count
                taken += script.step() ? 1 : 0
                check(script, seed, from: wasGrant, before)
            }
            #expect(script.replayed() == script.book, "seed \(seed)")
        }
        #expect(taken > 12_000)
    }

    private func check(_ script: PlaceScript, _ seed: UInt64, from first: Int, _ before: [Int]) {
        if let problem = PlaceOracle(script.book).problem {
            Issue.record("seed \(seed), step \(script.steps.count): \(problem)")
        }
        guard let balance = script.rules.places.balance else { return }
        let onlyGives = script.steps[first...].allSatisfy { step in
            step.events.allSatisfy { if case .offer = $0.kind { true } else { false } }
                && (step.refusal != nil || !Self.givesBack(step.call, script))
        }
        guard onlyGives else { return }
        let most = before.map { max($0, balance.difference) }
        for (worst, most) in zip(PlaceOracle(script.book).worst, most) where worst > most {
            Issue.record("seed \(seed), step \(script.steps.count): a difference of \(worst)")
        }
    }

    private static func givesBack(_ call: PlaceScript.Call, _ script: PlaceScript) -> Bool {
        switch call {
        case .cancel, .void, .decline, .enrol, .decide: true
        case .accept, .allot, .wait: false
        }
    }

    @Test func aRefusedOperationChangesNothing() {
        var refused = 0
        for seed in 500..<540 as Range<UInt64> {
            var script = PlaceScript(seed: seed, by: seed % 2 == 0 ? .firstCome : .review, people: 8)
            for _ in 0..<150 {
                let before = script.book
                let steps = script.steps.count
                guard !script.step() else { continue }
                refused += 1
                if script.steps.count == steps + 1 { #expect(script.book == before, "seed \(seed)") }
            }
        }
        #expect(refused > 1_000)
    }

    @Test func lotteriesAddUpAndSoDoTheirOffers() {
        for seed in 0..<150 as Range<UInt64> {
            var script = PlaceScript(seed: seed, by: .lottery, people: 20)
            for _ in 0..<40 { _ = script.run(script.enrolment()) }
            _ = script.run(.allot(script.tickets()))
            for _ in 0..<120 {
                if let problem = PlaceOracle(script.book).problem { Issue.record("seed \(seed): \(problem)") }
                _ = script.step()
            }
            #expect(script.replayed() == script.book, "seed \(seed)")
        }
    }

    @Test(arguments: [1, 2, 7, 40, 1000])
    func aRaceForPlacesGivesAsManyAsThereAre(limit: Int) throws {
        var trial = PlaceTrial(PlaceTrial.rules([limit], offer: 10))
        let leaves = try (0..<200).map { try trial.enrol($0) }
        #expect(trial.book.count(of: 0).taken == min(200, limit))
        for leaf in leaves.prefix(min(limit, 30)) { try trial.cancel(leaf) }
        #expect(trial.book.count(of: 0).taken + trial.book.count(of: 0).offered == min(200 - min(limit, 30), limit))
    }
}

extension PlaceOracle {
    /// By slot: how far the balanced groups differ.
    var worst: [Int] {
        book.rooms.indices.map { slot in balance(slot).max().map { $0 - balance(slot).min()! } ?? 0 }
    }
}
