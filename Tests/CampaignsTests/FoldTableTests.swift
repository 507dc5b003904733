import Foundation
import Testing

@testable import Campaigns

@Suite struct FoldTableTests {
    @Test func `the table in the program is the table in the file`() throws {
        let lines = FoldTable.entries.map { "\($0.traditional)\t\($0.simplified)\n" }.joined()
        #expect(try Array(lines.utf8) == Repository.bytes("tools/traditional-simplified.txt"))
    }

    @Test func `the file has the hash that verifiers know`() throws {
        let file = Repository.top.appendingPathComponent("tools/traditional-simplified.txt").path
        let line = try #require(try Repository.output(of: "sha256sum", [file]))
        #expect(String(decoding: line.prefix(64), as: UTF8.self) == FoldTable.sha256)
    }

    @Test func `the table is ascending without repeats`() {
        let keys = FoldTable.entries.map(\.traditional.value)
        #expect(keys.count == 3079)
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `the table goes one way and folding twice changes nothing more`() {
        let keys = Set(FoldTable.entries.map(\.traditional))
        #expect(FoldTable.entries.allSatisfy { !keys.contains($0.simplified) })
    }

    @Test func `every character of the table is assigned in Unicode 14`() {
        for entry in FoldTable.entries {
            #expect(Answers.isAcceptable("\(entry.traditional)\(entry.simplified)"))
        }
    }

    @Test func `characters before, between and after the table's stay as they are`() {
        for scalar in ["A", "中", "后", "㐀", "\u{3472}", "\u{28B4F}", "\u{3134A}"] as [Unicode.Scalar] {
            #expect(FoldTable.simplified(scalar) == scalar)
        }
        #expect(FoldTable.simplified("㑳") == "㑇")
        #expect(FoldTable.simplified("\u{28B4E}") == "\u{2CB73}")
    }
}
