import JSON

/// The checks of a bundle, in the order in which they are reported; the raw values are stable names.
package enum CheckID: String, Sendable, CaseIterable, Hashable {
    case vkey, checkpoint
    case witnessQuorum = "witness-quorum"
    case tree, openings, records, rules, roll, identity
    case afterClosing = "after-closing"
    case attempts, papers, limits, vrf, stock, eligibility, tally, ledger, randomness, seed, tickets, winners, registry
    case report, sums
}

/// How a check ended.
package enum CheckStatus: String, Sendable, Hashable {
    case pass, fail
    case notProvable = "not-provable"
    case notUsed = "not-used"

    /// One word for a person.
    package var label: BilingualText {
        switch self {
        case .pass: BilingualText(zh: "通过", en: "pass")
        case .fail: BilingualText(zh: "不通过", en: "FAIL")
        case .notProvable: BilingualText(zh: "此处无法证明", en: "not provable here")
        case .notUsed: BilingualText(zh: "未使用", en: "not used")
        }
    }
}

/// One check with its result and one plain sentence; of a failure the sentence names the file and, where there is one,
/// the leaf index.
package struct CheckResult: Sendable, Hashable {
    package var id: CheckID
    package var status: CheckStatus
    package var sentence: BilingualText

    package init(id: CheckID, status: CheckStatus, sentence: BilingualText) {
        self.id = id
        self.status = status
        self.sentence = sentence
    }
}
