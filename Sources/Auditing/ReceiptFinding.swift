import JSON

/// What a participant's receipt comes to, held against the bundle.
package struct ReceiptFinding: Sendable, Hashable {
    /// How the two go together.
    package enum Outcome: String, Sendable, CaseIterable {
        /// The entry is in the bundle as the receipt says.
        case logged
        /// The bytes are no receipt.
        case malformed
        /// It is of another campaign's log.
        case otherLog = "other-log"
        /// Its signature or its proof doesn't hold.
        case tampered
        /// Another key than the bundle's signed it, under the same name.
        case otherKey = "other-key"
        /// The bundle's log is shorter than the signed head of the receipt, or has another root there.
        case notInBundle = "not-in-bundle"
        /// The leaf is there, but the receipt says that something else was sent.
        case otherContent = "other-content"
        /// The bundle could not be read so far that the receipt could be held against it.
        case notChecked = "not-checked"
    }

    package var outcome: Outcome
    /// One fact or piece of advice each.
    package var sentences: [BilingualText]

    init(_ outcome: Outcome, _ sentences: [BilingualText]) {
        self.outcome = outcome
        self.sentences = sentences
    }

    package var status: CheckStatus {
        switch outcome {
        case .logged: .pass
        case .notChecked: .notProvable
        default: .fail
        }
    }

    var json: JSON {
        [
            "outcome": .string(outcome.rawValue), "sentences": .array(sentences.map { JSON($0) }),
            "status": .string(status.rawValue),
        ]
    }

    /// The status and every sentence, a line each.
    func lines(_ language: Language) -> [String] {
        let head = language == .zh ? "回执：" : "receipt: "
        return [head + status.label.text(language)] + sentences.map { "  " + $0.text(language) }
    }
}
