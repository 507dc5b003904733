import JSON
import Proofs
import Testing

@testable import Auditing

/// What a participant and an auditor read on their screens, word for word.
@Suite struct GoldenTests {
    private func lines(_ language: Language) throws -> String {
        let bundle = SampleBundle(.riddle)
        let receipt = try bundle.receipt(of: 2).bytes
        let disk = try bundle.written()
        let report = Verifier(
            bundle: disk.path, vkey: bundle.vkey, auditorFile: bundle.auditorFile(), receipt: receipt
        ).run()
        let lines = report.text(language).split(separator: "\n")
        let from = lines.firstIndex { $0.hasPrefix("sums ") } ?? 0
        return (lines.filter { $0.hasPrefix("identity ") } + lines[(from + 1)...]).joined(separator: "\n")
            .replacing(/[0-9a-f]{64}/, with: "…")
    }

    @Test func `in Chinese`() throws {
        #expect(
            try lines(.zh) == """
                identity        身份　　　　通过：3 名中奖者和抽查的 2 人，身份与名册上的承诺一致
                回执：通过
                  您的提交是第 2 条，是您的第 1 次，记录于 2027-06-07 10:00:02 +09:00，内容与回执一致。
                  这一次得到 1 个抽奖机会。
                  您的签号是 …（第 2 条提交），排第 3。
                  一等奖的线是 …。
                  二等奖的线是 …。
                  您没有得奖，因为签号更小的人已用完您家庭的名额。
                核验通过
                """)
    }

    @Test func `in English`() throws {
        #expect(
            try lines(.en) == """
                identity        pass: 3 winners and 2 people of the sample have the ids committed to on the roll
                receipt: pass
                  Your entry is leaf 2, your attempt 1, logged at 2027-06-07 10:00:02 +09:00, as the receipt says.
                  It earned 1 chance.
                  Your ticket is … (of entry 2), rank 3.
                  The cut of 一等奖 is ….
                  The cut of second is ….
                  You did not win because people of your household with lesser tickets reached its cap.
                verified
                """)
    }
}
