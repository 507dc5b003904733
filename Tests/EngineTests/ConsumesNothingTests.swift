import Campaigns
import Testing

@testable import Engine

/// Random requests to campaigns with limits of all scopes: whatever is refused or replayed leaves the whole state as it was.
@Suite struct ConsumesNothingTests {
    private static let limits = """
        {"person": {"day": 3, "total": 7, "rate": {"count": 2, "per": "10m", "burst": 2}},
         "household": {"day": 5, "total": 11}, "unit": {"total": 14, "rate": {"count": 4, "per": "1h"}},
         "device": {"day": 4, "total": 9}, "ip": {"day": 6, "rate": {"count": 3, "per": "30m"}},
         "campaign": {"day": 12, "total": 25}}
        """
    private static let quiet = #"{"quiet": [{"from": "23:00", "to": "06:00"}]}"#

    @Test(arguments: 0..<12) func `what is refused or replayed changes nothing but its count`(seed: Int) {
        var numbers = Numbers(state: UInt64(seed))
        let trial = Trial(
            Trial.riddles(limits: Self.limits, schedule: Self.quiet), households: [0, 0, 1, 1, nil, 2, 2, 2],
            units: [0, 0, 0, 1, 1, nil, 1, 1])
        var tick = Trial.opens - 1
        var (accepted, replayed, refused) = (0, 0, 0)
        for _ in 0..<300 {
            tick += Int64(numbers.below(20 * 60_000))
            var submission = Trial.submission(
                numbers.below(8), key: UInt64(numbers.below(40)), Trial.wrong(0), content: 1)
            submission.sender = Sender(
                device: UInt64(numbers.below(4)), address: UInt64(numbers.below(4)))
            let before = (trial.visible, trial.state.refusals.reduce(0, +))
            switch trial.state.decide(submission, at: tick) {
            case .accepted:
                accepted += 1
                #expect(trial.visible != before.0)
            case .replayed:
                replayed += 1
                #expect(trial.visible == before.0 && trial.state.refusals.reduce(0, +) == before.1)
            case .refused(let refusal):
                refused += 1
                #expect(trial.visible == before.0, "\(refusal)")
                #expect(trial.state.refusals.reduce(0, +) == before.1 + 1)
            }
        }
        #expect(accepted > 5 && replayed > 5 && refused > 50, "\(accepted) \(replayed) \(refused)")
    }
}
