import Foundation
import Testing

@testable import Campaigns

/// What a campaign file must say where prizes are won at once.
@Suite struct InstantProblemTests {
    private static func file() throws -> String {
        String(decoding: try Repository.bytes("Campaigns/guanying-2027-quiz.json"), as: UTF8.self)
    }

    /// What is replaced by what, and what the loader says of it.
    struct Flaw: Sendable, CustomTestStringConvertible {
        var from: String
        var to: String
        var pointer: String
        var message: String
        var severity = Problem.Severity.error

        var testDescription: String { message }
    }

    static let flaws = [
        Flaw(
            from: #""at": "2027-09-25T08:30:00+08:00""#, to: #""at": "2027-09-24T09:00:00+08:00""#,
            pointer: "/activation/at", message: "after \"announces\" and not after \"opens\""),
        Flaw(
            from: #""at": "2027-09-25T08:30:00+08:00""#, to: #""at": "2027-09-25T09:00:01+08:00""#,
            pointer: "/activation/at", message: "after \"announces\" and not after \"opens\""),
        Flaw(
            from: "opening@notary.example", to: "notary.example", pointer: "/activation/name",
            message: "nobody could confirm the two numbers apart"),
        Flaw(
            from: #""source": "public", "name": "opening@notary.example", "form": "digits 20", "at""#,
            to: #""source": "drand", "round": 9000000, "at""#, pointer: "/activation",
            message: "has either \"round\" or \"at\""),
        Flaw(
            from: #""source": "public", "name": "opening@notary.example", "form": "digits 20", "at": "2027-09-25T08"#,
            to: #""source": "drand", "at": "2027-09-25T10"#, pointer: "/activation/at",
            message: "after \"announces\" and not after \"opens\""),
        Flaw(
            from: #""draw": "instant""#, to: #""draw": "final""#, pointer: "/activation",
            message: "only instant wins have an \"activation\""),
        Flaw(
            from: #""result": "at-once""#, to: #""result": "after-closing""#, pointer: "/disclosure/result",
            message: "tells the result at once"),
        Flaw(
            from: #""num": 1, "den": 20}"#, to: #""num": 99, "den": 100}"#, pointer: "/prizes/tiers",
            message: "add up to more than 1"),
        Flaw(
            from: #""none": {"num": 923, "den": 1000}"#, to: #""none": {"num": 922, "den": 1000}"#,
            pointer: "/prizes/none", message: #"expected {"num": 923, "den": 1000}"#),
        Flaw(
            from: #""none": {"num": 923, "den": 1000},"#, to: "", pointer: "/prizes",
            message: #"is missing: expected {"num": 923, "den": 1000}"#),
        Flaw(
            from: #""name": "opening@notary.example", "form": "digits 20""#,
            to: #""name": "opening@notary.example", "form": "digits 6""#, pointer: "/activation",
            message: "fewer than 2^64 outcomes", severity: .warning),
    ]

    @Test(arguments: flaws)
    func `names what is wrong with an instant win, and where`(flaw: Flaw) throws {
        let text = try Self.file()
        #expect(text.contains(flaw.from))
        let bytes = Array(text.replacing(flaw.from, with: flaw.to).utf8)
        let problems: [Problem]
        switch loadCampaign(bytes: bytes, organiser: nil) {
        case .success(let loaded): problems = loaded.warnings
        case .failure(let found): problems = found.list
        }
        let told = problems.filter { $0.pointer == flaw.pointer && $0.severity == flaw.severity }
        #expect(told.contains { $0.message.text(.en).contains(flaw.message) }, "\(problems)")
    }

    @Test func `the sample has neither`() throws {
        let loaded = try loadCampaign(bytes: Array(Self.file().utf8), organiser: nil).get()
        #expect(loaded.warnings.isEmpty)
        #expect(loaded.campaign.prizes.isInstant)
    }
}
