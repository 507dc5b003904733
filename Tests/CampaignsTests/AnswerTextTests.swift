import Testing

@testable import Campaigns

@Suite struct AnswerTextTests {
    static let acceptable = [
        "灯笼", "a", " ", "燈籠 １２３", String(repeating: "灯", count: 200), "é", "e\u{301}", "👨‍👩‍👧", "\u{2B738}", "\u{9FFF}",
        "\u{1FAF6}", "\u{200B}",
    ]

    @Test(arguments: acceptable)
    func `takes what Unicode 14 has`(text: String) {
        #expect(Answers.refusal(of: text) == nil)
    }

    static let refused: [(String, Answers.Refusal)] = [
        ("", .empty), (String(repeating: "灯", count: 201), .tooLong(scalars: 201)),
        (String(repeating: "e\u{301}", count: 101), .tooLong(scalars: 202)), ("灯\n笼", .control("\n", position: 2)),
        ("\u{0}", .control("\u{0}", position: 1)), ("a\u{7F}", .control("\u{7F}", position: 2)),
        ("\u{85}", .control("\u{85}", position: 1)), ("灯笼\u{E000}", .privateUse("\u{E000}", position: 3)),
        ("\u{10FFFD}", .privateUse("\u{10FFFD}", position: 1)), ("\u{378}", .unassigned("\u{378}", position: 1)),

        // Unicode 15: the moose and an ideograph of extension H; Unicode 15.1: extension I.
        ("\u{1FACE}", .unassigned("\u{1FACE}", position: 1)), ("\u{31350}", .unassigned("\u{31350}", position: 1)),
        ("\u{2EBF0}", .unassigned("\u{2EBF0}", position: 1)),
    ]

    @Test(arguments: refused)
    func `refuses what a verifier could fold otherwise`(text: String, refusal: Answers.Refusal) {
        #expect(Answers.refusal(of: text) == refusal)
        #expect(!refusal.message.zh.isEmpty)
        #expect(refusal.message.en != nil)
    }

    @Test func `refuses noncharacters`() throws {
        for value in [0xFDD0, 0xFFFE, 0x1FFFF, 0x10FFFF] as [UInt32] {
            let scalar = try #require(Unicode.Scalar(value))
            #expect(Answers.refusal(of: "灯\(scalar)") == .unassigned(scalar, position: 2))
        }
    }

    @Test func `says where and which`() {
        #expect(Answers.Refusal.unassigned("\u{1FACE}", position: 2).message.en?.contains("U+1FACE") == true)
        #expect(Answers.Refusal.control("\n", position: 2).message.zh.contains("U+000A") == true)
    }
}
