import Foundation
import Testing

@testable import Campaigns

/// What a campaign file must not say of places.
@Suite struct PlaceProblemTests {
    private static let waiting = #""waiting": {"most": 30, "offer": "12h"},"#

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
}
