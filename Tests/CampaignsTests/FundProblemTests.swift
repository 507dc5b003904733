import Foundation
import Testing

@testable import Campaigns

/// What a campaign file must not say of money and vouchers, and what it is warned of.
@Suite struct FundProblemTests {
    private static func problems(_ file: String, _ changes: [(String, String)]) throws -> [String] {
        var text = String(decoding: try Repository.bytes(file), as: UTF8.self)
        for (old, new) in changes {
            try #require(text.contains(old), "\(file) has no \(old)")
            text = text.replacing(old, with: new)
        }
        let found: [Problem] =
            switch loadCampaign(bytes: Array(text.utf8), organiser: nil) {
            case .success(let loaded): loaded.warnings
            case .failure(let problems): problems.list
            }
        return found.map { "\($0.pointer) \($0.severity)" }
    }

    @Test func `appeals that come after the last phase for review get a warning`() throws {
        let file = "Campaigns/qiuxue-2027-subsidy.json"
        let before = try Self.problems(file, [])
        #expect(try Self.problems(file, [(#""appeal": "120h""#, #""appeal": "728h""#)]) == before)
        let found = try Self.problems(file, [(#""appeal": "120h""#, #""appeal": "729h""#)])
        #expect(found.filter { !before.contains($0) } == ["/funds/review/appeal warning"])
    }

    @Test func `a share without a most needs a price that every claim tells`() throws {
        let file = "Tests/CampaignsTests/Corpus/good/subsidy.json"
        func found(_ form: String, _ more: String = "") throws -> [String] {
            try Self.problems(
                file,
                [
                    (#", "cap": "800.00""#, ""),
                    (#""funds": {"#, #""form": {\#(form) "fields": [{"id": "price", \#(more)}]}, "funds": {"#),
                ]
            ).filter { $0.hasPrefix("/funds/items/1") }
        }
        let (money, each) = (#""title": "价", "type": "money""#, #""asked": "each","#)
        #expect(try found(each, money).isEmpty)
        #expect(try found(each, money + #", "private": true"#) == ["/funds/items/1/share warning"])
        for (form, more) in [
            ("", money), (each, money + #", "optional": true"#), (each, #""title": "价", "type": "text""#),
        ] {
            #expect(try found(form, more) == ["/funds/items/1 error"], "\(form) \(more)")
        }
        let once = #""limits": {"person": {"total": 1}}, "form": {"#
        let changes = [
            (#", "cap": "800.00""#, ""),
            (#""funds": {"#, once + #""fields": [{"id": "price", \#(money)}]}, "funds": {"#),
        ]
        #expect(try Self.problems(file, changes).allSatisfy { !$0.hasPrefix("/funds/items") })
    }

    @Test func `there is a voucher for every prize of a raffle`() throws {
        let file = "Campaigns/dianyingquan-2027-raffle.json"
        let before = try Self.problems(file, [])
        let found = try Self.problems(file, [(#""count": 44"#, #""count": 43"#)])
        #expect(found.filter { !before.contains($0) } == ["/vouchers/count error"])
    }
}
