import JSON

/// A guess as it passes the declared steps, and what it is compared with in the end.
package struct FoldingTrace: Sendable, Hashable {
    package struct Stage: Sendable, Hashable {
        package let step: Folding.Step
        package let before: String
        package let after: String

        package var changes: Bool { !before.unicodeScalars.elementsEqual(after.unicodeScalars) }
    }

    package let stages: [Stage]
    /// What is left of the guess.
    package let folded: String

    package init(_ guess: String, _ folding: Folding) {
        var stages: [Stage] = []
        var text = guess
        for count in folding.steps.indices {
            let after = Folding(steps: Array(folding.steps[...count])).fold(guess)
            stages.append(Stage(step: folding.steps[count], before: text, after: after))
            text = after
        }
        self.stages = stages
        folded = text
    }
}

extension Folding.Step {
    package var about: BilingualText {
        switch self {
        case .nfkc: BilingualText(zh: "Unicode 兼容形式", en: "Unicode compatibility form")
        case .width: BilingualText(zh: "全角变半角", en: "full width to half width")
        case .case: BilingualText(zh: "大写变小写", en: "to lower case")
        case .traditional: BilingualText(zh: "繁体变简体", en: "traditional to simplified")
        case .space: BilingualText(zh: "去掉空白", en: "spaces left out")
        case .punctuation: BilingualText(zh: "去掉标点", en: "punctuation left out")
        case .numerals: BilingualText(zh: "数字写法归一", en: "numbers as digits")
        case .particles: BilingualText(zh: "去掉虚词和儿化", en: "particles left out")
        }
    }
}
