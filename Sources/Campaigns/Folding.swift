/// The declared folding of a free-text answer.
package struct Folding: Sendable, Hashable {
    package enum Step: String, Sendable, CaseIterable {
        case nfkc, width, `case`, traditional, space, punctuation
    }

    /// In the order of `Step.allCases`, which is the order they are applied in.
    package var steps: [Step]

    package init(steps: [Step]) {
        self.steps = Step.allCases.filter(steps.contains)
    }
}
