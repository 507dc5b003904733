import Campaigns
import Foundation

/// The ways in which people type the same answer.
enum DemoGuess {
    /// A spelling of `answer` that the question's folding takes back to it, or the answer as it is.
    static func disguise(_ answer: String, folding: Folding, random: inout SeededRandom) -> String {
        let spelling = random.element(of: spellings)(answer)
        guard spelling != answer, folding.fold(spelling) == folding.fold(answer), Answers.isAcceptable(spelling) else {
            return answer
        }
        return spelling
    }

    /// A guess that is none of the accepted ones.
    static func wrong(_ accepted: [String], folding: Folding, random: inout SeededRandom) -> String {
        let guesses = ["月亮", "太阳", "春风", "红烛", "纸鸢", "算盘", "镜子", "不知道", "元宵", "影子"]
        let others = guesses.filter { !folding.matches($0, accepted: accepted) }
        return random.element(of: others)
    }

    private static let spellings: [@Sendable (String) -> String] = [
        { $0 },
        traditional,
        fullWidth,
        { $0.map(String.init).joined(separator: " ") },
        { "　\($0) " },
        { "“\($0)”！" },
        { traditional($0).map(String.init).joined(separator: "　") },
    ]

    /// One character at a time, as an input method set to traditional characters gives them.
    private static func traditional(_ text: String) -> String {
        String(text.map { String($0).applyingTransform(StringTransform("Hans-Hant"), reverse: false)?.first ?? $0 })
    }

    private static func fullWidth(_ text: String) -> String {
        text.applyingTransform(.fullwidthToHalfwidth, reverse: true) ?? text
    }
}
