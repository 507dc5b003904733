import Foundation
import Simulation
import Testing

@testable import Campaigns

/// Files that are nearly right: the loader answers each with a campaign or with located problems, and never stops.
///
/// `HUIGONG_MUTATIONS` says how many there are; `tools/fuzz` lets libFuzzer look for worse ones.
@Suite struct CampaignMutationTests {
    static let count = ProcessInfo.processInfo.environment["HUIGONG_MUTATIONS"].flatMap(Int.init) ?? 1200

    /// The small good files of every kind.
    static let seeds = ["riddle", "quiz", "contest", "raffle", "spin", "offer", "subsidy", "enrolment"].compactMap {
        try? Repository.bytes("Tests/CampaignsTests/Corpus/good/\($0).json")
    }

    @Test(arguments: 1...4) func `survives mutated files`(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        var (loaded, failed) = (0, 0)
        #expect(Self.seeds.count == 8)
        for _ in 0..<Self.count / 4 {
            var bytes = Self.seeds[random.below(Self.seeds.count)]
            for _ in 0...random.below(3) { mutate(&bytes, &random) }
            switch loadCampaign(bytes: bytes, organiser: CampaignSamples.organiser) {
            case .success: loaded += 1
            case .failure(let problems):
                failed += 1
                #expect(problems.list.contains { $0.severity == .error })
                #expect(problems.list.allSatisfy { 0...bytes.count ~= $0.offset })
                #expect(!problems.list.contains { $0.message.zh.hasPrefix("内部错误") })
                #expect(!problems.rendered(file: "f", source: bytes, language: .zh).isEmpty)
            }
        }
        #expect(loaded > 5 && failed > 100)
    }

    /// Mostly swaps one value for another, so that many files are still JSON.
    private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let values = [
            "null", "true", "0", "-1", "9007199254740991", "1e400", "\"\"", "\"A\"", "\"习俗\"", "[]", "{}", "\"100.00\"",
            "\"2027-06-09T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"text\"", "\"single\"", "\"quiz\"", "[\"A\"]",
            "\"87600h\"",
        ].map { Array($0.utf8) }
        let place = random.below(bytes.count)
        guard random.below(4) > 0, let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")),
            let end = bytes[colon...].firstIndex(where: { ",}]\n".utf8.contains($0) })
        else {
            bytes[place] = Array("{}[]\",:\\0a")[random.below(10)].asciiValue ?? 0
            return
        }
        bytes.replaceSubrange(colon + 1..<end, with: values[random.below(values.count)])
    }
}
