import JSON
import Testing

@testable import Campaigns

@Suite struct ProblemRenderingTests {
    private func rendered(_ bytes: [UInt8], _ language: Language) -> String {
        guard case .failure(let problems) = loadCampaign(bytes: bytes, organiser: nil) else { return "" }
        return problems.rendered(file: "Campaigns/duanwu.json", source: bytes, language: language)
    }

    @Test func `puts the caret under the place, behind wide characters`() {
        let bytes = CampaignSamples.quiz("\"习俗\", \"take\": 1", "\"习俗\", \"take\": 3")
        #expect(
            rendered(bytes, .en) == """
                Campaigns/duanwu.json:16:40: error: it takes 3, but the stratum "习俗" has 2
                        "draw": [{"stratum": "习俗", "take": 3}, {"stratum": "诗词", "take": 1}],
                                                             ^
                """)
        #expect(rendered(bytes, .zh).hasPrefix("Campaigns/duanwu.json:16:40: error: 要抽 3 题，分层 \"习俗\" 只有 2 题\n"))
    }

    @Test func `cuts a long line around the place`() {
        let bytes = Array(CampaignSamples.quiz("\"count\": 10", "\"count\": 0").map { $0 == 0x0A ? 0x20 : $0 })
        let lines = rendered(bytes, .en).split(separator: "\n")
        #expect(lines[1].hasPrefix("    ...") && lines[1].hasSuffix("..."))
        #expect(lines[1].map(\.terminalWidth).reduce(0, +) <= 110)
        let caret = lines[2].count - 1
        var width = 0
        let place = lines[1].drop { character in
            guard width < caret else { return false }
            width += character.terminalWidth
            return true
        }
        #expect(place.hasPrefix("0}"))
    }

    @Test func `shows tabs and control characters as what can't move the caret`() {
        let bytes = Array("{\t\"灯\": 1, \u{1B}[31m}\r\n".utf8)
        #expect(
            rendered(bytes, .en).split(separator: "\n").dropFirst() == [
                "    { \"灯\": 1, \u{FFFD}[31m}", "               ^",
            ])
    }

    @Test(
        arguments: [
            ("a", 1), ("灯", 2), ("，", 2), ("…", 1), ("·", 1), ("é", 1), ("e\u{301}", 1), ("🏮", 2), ("한", 2), ("ｱ", 1),
            ("𠮷", 2), ("\u{200B}", 0), ("❤\u{FE0F}", 2), ("Ａ", 2), ("　", 2),
        ] as [(Character, Int)]) func `knows how wide characters are`(_ character: Character, _ width: Int)
    {
        #expect(character.terminalWidth == width)
    }

    @Test func `finds what was meant`() {
        let keys = ["opens", "closes", "review", "id", "paper"]
        #expect(nearest(to: "open", among: keys) == "opens")
        #expect(nearest(to: "colses", among: keys) == "closes")
        #expect(nearest(to: "reveiw", among: keys) == "review")
        #expect(nearest(to: "ID", among: keys) == "id")
        #expect(nearest(to: "prizes", among: keys) == nil)
        #expect(nearest(to: "", among: keys) == nil)
        #expect(nearest(to: "习惯", among: ["诗词", "习俗"]) == "习俗")
    }
}
