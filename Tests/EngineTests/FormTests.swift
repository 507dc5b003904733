import Testing

@testable import Engine

/// Forms that come with entries: when they are asked for, and when not.
@Suite struct FormTests {
    static func raffle(asked: String) -> String {
        Trial.raffle(
            prizes: Trial.drawn("entry"),
            more: #"""
                , "signin": {}, "form": {"asked": "\#(asked)", "fields": [
                  {"id": "seats", "title": "几人", "type": "number", "least": 1, "most": 2}]}
                """#)
    }

    static let rows = [
        RefusalRow(
            reason: .formRequired, campaign: raffle(asked: "once"), refused: { $0.fill(0, .register, filled: false) }),
        RefusalRow(
            reason: .formUnasked, campaign: raffle(asked: "once"), before: { $0.fill(0, .register) },
            refused: { $0.fill(0, .register) }),
        RefusalTableTests.counted(.formUnknown), RefusalTableTests.counted(.formMissing),
        RefusalTableTests.counted(.formValue), RefusalTableTests.counted(.formSize),
    ]

    @Test func `once comes before all else and never again`() {
        var trial = Trial(Self.raffle(asked: "once"))
        #expect(trial.state.asksForm(of: 0) == true)
        #expect(trial.fill(0, .signin(madeUp: nil), filled: false).reason == .formRequired)
        #expect(trial.fill(0, .signin(madeUp: nil)).reason == .formUnasked)
        #expect(trial.fill(0, .register).refusal == nil)
        #expect(trial.state.asksForm(of: 0) == false && trial.state.asksForm(of: 1) == true)
        #expect(trial.fill(0, .signin(madeUp: nil), filled: false).refusal == nil)
        #expect(trial.fill(0, .register, filled: false).refusal == nil)
        #expect(trial.fill(1, .register, filled: false).reason == .formRequired)
    }

    @Test func `each comes with every registration and with nothing else`() {
        var trial = Trial(Self.raffle(asked: "each"))
        #expect(trial.fill(0, .signin(madeUp: nil), filled: false).refusal == nil)
        #expect(trial.fill(0, .register, filled: false).reason == .formRequired)
        for _ in 0..<2 { #expect(trial.fill(0, .register).refusal == nil) }
    }

    @Test func `with claims or without a form entries have none`() {
        var trial = Trial()
        #expect(trial.state.asksForm(of: 0) == nil)
        #expect(trial.fill(0, .submit(Trial.right(0), paper: "")).reason == .formUnasked)
        let claims = Trial.drawn("entry", more: #", "claims": {"within": "24h"}"#)
        trial = Trial(
            Trial.raffle(
                prizes: claims,
                more: #", "form": {"asked": "claim", "fields": [{"id": "a", "title": "地址", "type": "text"}]}"#))
        #expect(trial.fill(0, .register).reason == .formUnasked)
        #expect(trial.fill(0, .register, filled: false).refusal == nil)
    }

    @Test func `an erased registration has had its form`() {
        let trial = Trial(Self.raffle(asked: "once"))
        trial.state.enter(SettledEntry(person: 3, kind: .register, at: Trial.opens, chances: 0, row: nil))
        trial.state.enter(SettledEntry(person: 4, kind: .signin, at: Trial.opens, chances: 0, row: nil))
        #expect(trial.state.asksForm(of: 3) == false && trial.state.asksForm(of: 4) == true)
    }
}

extension Trial {
    @discardableResult
    mutating func fill(_ person: Int, _ act: Act, filled: Bool = true) -> Decision {
        let key = UInt64(500 + state.leafCount)
        var submission = Submission(person: person, key: key, content: key, act: act)
        submission.hasFields = filled
        return state.decide(submission, at: Trial.opens)
    }
}
