import JSON
import Testing

@testable import Campaigns

@Suite struct FoldingTests {
    static let all = Folding(steps: Folding.Step.allCases)

    /// Guesses and answers that a judge would take for the same, and such that must stay apart; `tools/tests` holds the
    /// other folding to the same file.
    static let pairs: [Pair] = {
        guard let bytes = try? Repository.bytes("Tests/CampaignsTests/Corpus/folding.json"),
            let document = try? JSONDocument(bytes: bytes)
        else { preconditionFailure("the pairs are JSON") }
        return document.root.elements.flatMap { group in
            let steps = (group["steps"]?.elements ?? []).compactMap { Folding.Step(rawValue: $0.string ?? "") }
            return ["same", "different"].flatMap { kind in
                (group[kind]?.elements ?? []).map { pair in
                    Pair(
                        folding: Folding(steps: steps), guess: pair.elements[0].string ?? "",
                        answer: pair.elements[1].string ?? "", isSame: kind == "same")
                }
            }
        }
    }()

    struct Pair: Sendable, CustomTestStringConvertible {
        let folding: Folding
        let guess: String
        let answer: String
        let isSame: Bool

        var testDescription: String { "\(guess) \(isSame ? "=" : "≠") \(answer)" }
    }

    @Test(arguments: pairs)
    func `folds together what is the same, and nothing else`(pair: Pair) {
        #expect(pair.folding.matches(pair.guess, accepted: [pair.folding.fold(pair.answer)]) == pair.isSame)
    }

    @Test func `has enough pairs of both kinds`() {
        #expect(Self.pairs.count { $0.isSame } >= 150)
        #expect(Self.pairs.count { !$0.isSame } >= 150)
    }

    static let oneStep: [(Folding.Step, String, String)] = [
        (.nfkc, "ＡＢ①ﬁ 燈。", "AB1fi 燈。"), (.width, "Ａ！　①燈。", "A! ①燈。"), (.case, "AÉΣİＡ燈", "aéσi\u{307}ａ燈"),
        (.traditional, "燈籠 后後 Ａ", "灯笼 后后 Ａ"), (.space, " 灯\u{3000}笼\r\n。", "灯笼。"),
        (.punctuation, "《灯笼》！ $5+5=10", "灯笼 $5+5=10"),
        (.numerals, "一百零五只ＡＢ，１2百貳拾 儿", "105只ＡＢ，12百2十 儿"), (.particles, "花儿的颜色之美了 。", "花颜色美 。"),
    ]

    @Test(arguments: oneStep)
    func `a step does only its own part`(step: Folding.Step, guess: String, folded: String) {
        #expect(Array(Folding(steps: [step]).fold(guess).unicodeScalars) == Array(folded.unicodeScalars))
    }

    /// What a number is written like, and what it becomes.
    static let numbers = [
        ("十", "10"), ("一十", "10"), ("十九", "19"), ("二十", "20"), ("九十九", "99"), ("一百", "100"), ("一百零一", "101"),
        ("一百一十", "110"), ("三百六十五", "365"), ("一千", "1000"), ("一千零一", "1001"), ("一千零一十", "1010"),
        ("一千零一十一", "1011"), ("一千一百", "1100"), ("一千一百零一", "1101"), ("九千九百九十九", "9999"), ("3百", "300"),
        ("一千零十", "1千0十"), ("一千零一百", "1千01百"), ("一百零", "1百0"), ("一百十", "1百十"), ("一百五", "1百5"),
        ("一千五", "1千5"), ("百", "百"), ("百五", "百5"), ("零十", "0十"), ("十零", "十0"), ("十百", "十百"), ("一百二百", "1百2百"),
        ("一千一十", "1千1十"), ("十十", "十十"), ("12百", "12百"), ("一百万", "100万"), ("〇一", "01"), ("二〇二七", "2027"),
    ]

    @Test(arguments: numbers)
    func `only the usual writing of a number is one`(written: String, plain: String) {
        #expect(Folding(steps: [.numerals]).fold(written) == plain)
    }

    @Test func `marks stand in canonical order after compatibility forms are taken apart`() {
        let scalars = Folding(steps: [.nfkc]).fold("\u{385}\u{330}").unicodeScalars.map(\.value)
        #expect(scalars == [0x20, 0x330, 0x308, 0x301])
    }

    @Test func `without steps nothing folds`() {
        #expect(Folding(steps: []).fold(" Ａ燈。") == " Ａ燈。")
    }

    @Test func `the order in which steps are declared changes nothing`() {
        #expect(Folding(steps: [.punctuation, .case, .nfkc]) == Folding(steps: [.nfkc, .case, .punctuation, .case]))
    }

    @Test func `a guess of punctuation alone folds to nothing`() {
        #expect(Self.all.fold("……！？ 　") == "")
    }

    @Test func `texts that only Unicode calls equal do not match`() {
        let exact = Folding(steps: [.space])
        #expect("e\u{301}" == "\u{E9}")
        #expect(!exact.matches("e\u{301}", accepted: ["\u{E9}"]))
        #expect(exact.matches("e \u{301}", accepted: ["e\u{301}"]))
        // What comes together only when the space is gone is not composed again.
        #expect(!Self.all.matches("e \u{301}", accepted: ["\u{E9}"]))
    }
}
