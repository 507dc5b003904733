import Campaigns
import JSON
import Proofs
import Testing

@testable import Engine

extension Trial {
    static let voting = instant("2027-02-21T09:00:00+08:00")

    /// People hand in works for a day, and then vote.
    static func collecting(most: Int = 2, entries: String = "") -> String {
        """
        {
          "id": "trial", "kind": "contest", "title": "摄影", "organiser": "jimo-union.example", "contact": "工会",
          "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-22T21:00:00+08:00",
          "audience": {"roll": "rolls/sample.csv"},
          "schedule": {"phases": [
            {"id": "in", "does": "collect", "opens": "2027-02-20T09:00:00+08:00", "closes": "2027-02-21T09:00:00+08:00"},
            {"id": "vote", "does": "vote", "opens": "2027-02-21T09:00:00+08:00", "closes": "2027-02-22T21:00:00+08:00"}]},
          "form": {"fields": [{"id": "title", "title": "名称", "type": "text"}]},
          "works": {"collect": true, "most": \(most)\(entries)}, "votes": {"per": "campaign", "most": 3},
          "ranking": {"by": [{"measure": "votes", "weight": {"num": 1, "den": 1}}], "ties": ["early"]},
          "disclosure": {"tallies": "delayed", "delay": "8h"}
        }
        """
    }

    /// A work under a key that is the number of its file.
    @discardableResult
    func handIn(_ person: Int, _ file: Int, at tick: Int64 = Trial.opens) -> Decision {
        var submission = Submission(
            person: person, key: UInt64(file), content: UInt64(person),
            act: .work(.handIn(file: "\(file)", title: "照片 \(file)")))
        submission.hasFields = true
        return state.decide(submission, at: tick)
    }

    @discardableResult
    func takeBack(_ person: Int, _ leaf: Int, at tick: Int64 = Trial.opens) -> Decision {
        let act = Act.work(.takeBack(leaf: leaf))
        return state.decide(Submission(person: person, key: 900 + UInt64(leaf), content: 1, act: act), at: tick)
    }

    func review(_ leaf: Int, _ isAccepted: Bool = true, at tick: Int64 = Trial.opens) -> Untimely? {
        do throws(Untimely) {
            _ = try state.review(work: leaf, isAccepted: isAccepted, reason: "", at: tick)
            return nil
        } catch {
            return error
        }
    }
}

@Suite struct CollectTests {
    static let rows = [
        row(.workMost, expected: Refusal(.workMost, limit: 2, remaining: 0)) {
            for file in 1...2 { $0.handIn(0, file) }
        } refused: {
            $0.handIn(0, 3)
        },
        row(.workFull, entries: 9998, expected: Refusal(.workFull, limit: 10_000, remaining: 0)) { trial in
            for file in 1...2 { trial.handIn(file, file) }
        } refused: {
            $0.handIn(0, 3)
        },
        row(.workTwice) {
            $0.handIn(1, 7)
        } refused: {
            $0.handIn(0, 7)
        },
        row(.workUnknown) {
            $0.handIn(1, 7)
        } refused: {
            $0.takeBack(0, 1)
        },
        row(.workSettled) { trial in
            trial.handIn(0, 7)
            _ = trial.review(1, false)
        } refused: {
            $0.takeBack(0, 1)
        },
    ]

    private static func row(
        _ reason: Reason, entries: Int = 0, expected: Refusal? = nil,
        before: @escaping @Sendable (inout Trial) -> Void, refused: @escaping @Sendable (inout Trial) -> Decision
    ) -> RefusalRow {
        let works = (0..<entries).map { #"{"id": "p\#($0)", "title": "旧作"}"# }.joined(separator: ",")
        return RefusalRow(
            reason: reason, campaign: Trial.collecting(entries: entries == 0 ? "" : #", "entries": [\#(works)]"#),
            before: before, refused: refused, expected: expected)
    }

    @Test func `works stand behind those of the file, in the order in which they came, as they were reviewed last`() {
        let trial = Trial(Trial.collecting(entries: #", "entries": [{"id": "p1", "title": "旧作"}]"#))
        for (person, file) in [(0, 1), (1, 2), (2, 3), (3, 4)] { trial.handIn(person, file) }
        trial.takeBack(3, 4)
        for leaf in [3, 1, 2] { #expect(trial.review(leaf) == nil) }
        #expect(trial.review(2, false) == nil)
        #expect(trial.review(4) == .workSettled && trial.review(9) == .workUnknown)
        #expect(trial.review(1, at: Trial.voting) == .workSettled)
        #expect(trial.state.rules.campaign.works?.entries.map(\.id) == ["p1", "w-1", "w-3"])
        #expect(trial.state.contest?.ballots?.votes == [0, 0, 0])
        #expect(trial.state.authors(of: 2) == [2] && trial.state.authors(of: 0) == [])
    }

    @Test func `what was turned down or taken back is no work of the person's, and its file may come again`() {
        let trial = Trial(Trial.collecting(most: 1))
        trial.handIn(0, 1)
        #expect(trial.handIn(0, 2).reason == .workMost)
        trial.takeBack(0, 1)
        #expect(trial.handIn(0, 3).acceptance != nil)
        #expect(trial.review(3, false) == nil)
        #expect(trial.handIn(1, 3).reason == nil && trial.handIn(0, 4).acceptance != nil)
        // Leaves: 3 was turned down, 5 hands in its file again, 6 is the one that its author may have.
        #expect(trial.review(3) == .workSettled)
        #expect(trial.review(5, false) == nil && trial.review(3) == .workSettled)
        #expect(trial.review(6, false) == nil && trial.review(3) == nil)
    }

    @Test func `a tally of before a work stood is told with nothing for it`() {
        let trial = Trial(Trial.collecting())
        trial.handIn(0, 1)
        trial.handIn(1, 2, at: Trial.voting - 3_600_000)
        for leaf in 1...2 { #expect(trial.review(leaf, at: Trial.voting - 1000) == nil) }
        #expect(trial.vote(2, [0, 1], key: 1, at: Trial.voting).acceptance != nil)
        let told = trial.state.toldTally(at: Trial.voting)
        #expect(told?.votes == [0, 0])
    }

    @Test func `an entry that hands in a work is never voided, and amended rules keep the works`() throws {
        let trial = Trial(Trial.collecting())
        trial.handIn(0, 1)
        #expect(trial.review(1) == nil)
        #expect(throws: Untimely.entryWork) {
            _ = try trial.state.voidEntry(index: 1, reason: "", at: Trial.opens) { _ in .register }
        }
        var file = trial.state.rules.campaign
        file.works?.entries = []
        file.title = BilingualText(zh: "新名")
        let change = RulesAmendment(sort: .neutral, changes: [], secret: nil, reason: nil, campaign: file)
        _ = try trial.state.change(change, at: Trial.opens) { _ in .register }
        #expect(trial.state.rules.campaign.works?.entries.map(\.id) == ["w-1"])
    }
}
