import Foundation
import Testing

@testable import Campaigns

/// What a campaign file must say where people or works are ranked.
@Suite struct RankingProblemTests {
    /// What is replaced by what in which sample, and what the loader says of it.
    struct Flaw: Sendable, CustomTestStringConvertible {
        var sample: String
        var from: String
        var to: String
        /// Instead of the sample's.
        var audience: String?
        var pointer: String
        var message: String

        var testDescription: String { message }
    }

    private static let quiz = "guanjun-chanpin-2027-quiz"
    private static let cases = "youxiu-anli-2027-contest"

    static let flaws = [
        Flaw(
            sample: quiz, from: #""time": "10m","#, to: "", pointer: "/ranking/ties/0",
            message: "\"time\" needs a time limit"),
        Flaw(
            sample: quiz, from: #""budget": "6000.00""#, to: #""budget": "6000.00", "caps": {"person": 2}"#,
            pointer: "/prizes/caps/person", message: "by rank a person has one place"),
        Flaw(
            sample: quiz, from: #"{"measure": "score""#, to: #"{"measure": "votes""#, pointer: "/ranking/by/0/measure",
            message: "needs a part \"votes\""),
        Flaw(
            sample: cases, from: #""draw": "ranking","#, to: #""draw": "ranking", "claims": {"within": "720h"},"#,
            pointer: "/prizes/claims", message: "whose people are not known"),
        Flaw(
            sample: cases, from: #""draw": "ranking","#, to: #""draw": "ranking", "alternates": 3,"#,
            pointer: "/prizes/alternates", message: "whose people are not known"),
        Flaw(
            sample: quiz, from: #""masking": "none""#, to: #""masking": "none""#,
            audience: #""audience": {"open": true}"#,
            pointer: "/disclosure/masking", message: "must be masked"),
    ]

    private static func file(_ name: String) throws -> String {
        String(decoding: try Repository.bytes("Campaigns/\(name).json"), as: UTF8.self)
    }

    @Test(arguments: flaws)
    func `names what is wrong with a ranking, and where`(flaw: Flaw) throws {
        var text = try Self.file(flaw.sample)
        #expect(text.contains(flaw.from))
        if let audience = flaw.audience {
            let start = try #require(text.range(of: #""audience": {"#))
            let end = try #require(text.range(of: ",\n", range: start.upperBound..<text.endIndex))
            text.replaceSubrange(start.lowerBound..<end.lowerBound, with: audience)
        }
        let bytes = Array(text.replacing(flaw.from, with: flaw.to, maxReplacements: 1).utf8)
        guard case .failure(let found) = loadCampaign(bytes: bytes, organiser: nil) else {
            Issue.record("it loads")
            return
        }
        let told = found.list.filter { $0.pointer == flaw.pointer && $0.severity == .error }
        #expect(told.contains { $0.message.text(.en).contains(flaw.message) }, "\(found.list)")
    }

    @Test func `people are ranked with alternates, claims and caps of households`() throws {
        let text = try Self.file(Self.quiz).replacing(
            #""budget": "6000.00""#, with: #""budget": "6000.00", "alternates": 9, "caps": {"household": 1, "unit": 2}"#
        )
        let loaded = try loadCampaign(bytes: Array(text.utf8), organiser: nil).get()
        #expect(loaded.campaign.ranksPeople && !loaded.campaign.drawsTickets && !loaded.campaign.prizesGoToWorks)
        #expect(loaded.campaign.drawnTiers.count == 4 && loaded.campaign.countedChances == 0)
        let works = try loadCampaign(bytes: Array(Self.file(Self.cases).utf8), organiser: nil).get().campaign
        #expect(!works.ranksPeople && works.prizesGoToWorks && works.drawnTiers.isEmpty)
    }
}
