import Campaigns

@testable import Engine

/// Rows of the table of refusals for limits that are not on single persons: persons 0 and 1 are of one household and
/// unit and send from one device and address, person 2 is of another and sends from elsewhere.
enum ScopeRows {
    static let scopes: [LimitScope] = [.household, .unit, .device, .address, .campaign]
    static let homes: [Int?] = [0, 0, 1, nil, nil, nil, nil, nil]
    static let here = Sender(device: 5, address: 9)
    static let elsewhere = Sender(device: 6, address: 10)
    private static let nextDay = instant("2027-02-21T00:00:00+08:00")
    private static let rate = #"{"count": 6, "per": "1m", "burst": 2}"#

    static let rows: [RefusalRow] =
        scopes.flatMap { scope in
            [
                row(
                    scope, scope.totalReason, #""total": 2"#,
                    expected: Refusal(scope.totalReason, limit: 2, remaining: 0)),
                row(
                    scope, scope.dayReason, #""day": 2, "total": 3"#,
                    expected: Refusal(
                        scope.dayReason, limit: 2, remaining: 0, retryAfterMilliseconds: nextDay - Trial.opens - 1)),
                row(
                    scope, scope.rateReason, #""rate": \#(rate)"#,
                    expected: Refusal(scope.rateReason, limit: 2, remaining: 0, retryAfterMilliseconds: 9999)),
            ]
        }
        .filter { $0.reason != .rateCampaign } + [
            RefusalRow(
                reason: .deviceRequired, campaign: Trial.riddles(limits: #"{"device": {"day": 1}}"#),
                refused: { $0.send(0, from: Sender(address: 9)) }, expected: Refusal(.deviceRequired)),
            RefusalRow(
                reason: .addressRequired, campaign: Trial.riddles(limits: #"{"ip": {"total": 1}}"#),
                refused: { $0.send(0, from: Sender(device: 5)) }, expected: Refusal(.addressRequired)),
        ]

    private static func row(_ scope: LimitScope, _ reason: Reason, _ limit: String, expected: Refusal) -> RefusalRow {
        RefusalRow(
            reason: reason, campaign: Trial.riddles(limits: #"{"\#(scope.rawValue)": {\#(limit)}}"#),
            before: { trial in for person in 0..<2 { trial.send(person, from: here) } },
            refused: { $0.send(1, at: Trial.opens + 1, from: here) }, expected: expected, homes: homes)
    }
}
