import Foundation
import Testing

@testable import Campaigns

/// What a campaign file must not say of places.
@Suite struct PlaceProblemTests {
    private static let waiting = #""waiting": {"most": 600, "offer": "12h"},"#

    private static func problems(_ balance: String, _ waiting: String) throws -> [Problem] {
        let text = String(decoding: try Repository.bytes("Campaigns/lianyi-2027-enrolment.json"), as: UTF8.self)
            .replacing(#""difference": 2"#, with: balance).replacing(Self.waiting, with: waiting)
        switch loadCampaign(bytes: Array(text.utf8), organiser: nil) {
        case .success(let loaded): return loaded.warnings
        case .failure(let found): return found.list
        }
    }

    @Test func `a balance that the first to come can't keep needs a waiting list`() throws {
        let told = try Self.problems(#""difference": 0"#, "")
        #expect(told.map(\.pointer) == ["/places/balance/difference"] && told[0].severity == .error, "\(told)")
        #expect(try Self.problems(#""difference": 0"#, Self.waiting).isEmpty)
        #expect(try Self.problems(#""difference": 1"#, "").isEmpty)
    }

    private static func warnings(waiting: String) throws -> [String] {
        try problems(#""difference": 2"#, #""waiting": \#(waiting),"#).map { problem in
            #expect(problem.severity == .warning)
            return problem.pointer
        }
    }

    @Test func `a list shorter than there are slots, and an offer shorter than a night, get a warning`() throws {
        // There are 20 events, and it is quiet for six hours.
        #expect(try Self.warnings(waiting: #"{"most": 19, "offer": "6h"}"#) == ["/places/waiting/most"])
        #expect(try Self.warnings(waiting: #"{"most": 20, "offer": "359m"}"#) == ["/places/waiting/offer"])
        #expect(try Self.warnings(waiting: #"{"offer": "6h"}"#).isEmpty)
    }

    private static func loaded(_ sample: String, _ old: String, _ new: String) throws -> LoadedCampaign {
        let text = String(decoding: try Repository.bytes("Campaigns/\(sample)-2027-enrolment.json"), as: UTF8.self)
        #expect(text.contains(old))
        return try loadCampaign(bytes: Array(text.replacing(old, with: new).utf8), organiser: nil).get()
    }

    @Test func `an enrolment asks its form each time, unless it says once`() throws {
        #expect(try Self.loaded("huzhu", "\"form\": {", "\"form\": {").campaign.form?.asked == .each)
        #expect(
            try Self.loaded("huzhu", "\"form\": {", "\"form\": {\"asked\": \"once\",").campaign.form?.asked == .once)
    }

    @Test func `dependants whom nothing tells apart get a warning`() throws {
        let name = #"{"id": "name", "title": "姓名", "type": "text", "private": true}, "#
        let file = "Tests/CampaignsTests/Corpus/good/enrolment.json"
        let good = String(decoding: try Repository.bytes(file), as: UTF8.self)
        #expect(good.contains(name))
        func warnings(_ text: String) throws -> [String] {
            try loadCampaign(bytes: Array(text.utf8), organiser: nil).get().warnings.map(\.pointer)
        }
        #expect(try warnings(good).isEmpty)
        #expect(try warnings(good.replacing(name, with: "")) == ["/places/dependants/fields"])
        let optional = name.replacing(#""text""#, with: #""text", "optional": true"#)
        #expect(try warnings(good.replacing(name, with: optional)) == ["/places/dependants/fields"])
        let one = good.replacing(name, with: "").replacing(#"{"most": 2, "places""#, with: #"{"most": 1, "places""#)
        #expect(try warnings(one).isEmpty)
    }
}
