import JSON

/// The checks of a bundle, in the order in which they are reported; the raw values are stable names.
package enum CheckID: String, Sendable, CaseIterable, Hashable {
    case vkey, checkpoint
    case witnessQuorum = "witness-quorum"
    case tree, openings, records, rules, roll, identity
    case afterClosing = "after-closing"
    case attempts, papers, limits, vrf, stock, eligibility, tally, ledger, randomness, seed, tickets, winners, registry
    case report, sums

    /// What the check is about, in the words of the project.
    package var title: BilingualText {
        switch self {
        case .vkey: BilingualText(zh: "核验公钥", en: "verification key")
        case .checkpoint: BilingualText(zh: "检查点", en: "checkpoint")
        case .witnessQuorum: BilingualText(zh: "见证方", en: "witnesses")
        case .tree: BilingualText(zh: "日志树", en: "tree of the log")
        case .openings: BilingualText(zh: "开封", en: "openings")
        case .records: BilingualText(zh: "记录", en: "records")
        case .rules: BilingualText(zh: "规则", en: "rules")
        case .roll: BilingualText(zh: "名册", en: "roll")
        case .identity: BilingualText(zh: "身份", en: "identity")
        case .afterClosing: BilingualText(zh: "截止之后", en: "after the closing")
        case .attempts: BilingualText(zh: "次数", en: "attempts")
        case .papers: BilingualText(zh: "试卷", en: "papers")
        case .limits: BilingualText(zh: "限额", en: "limits")
        case .vrf: BilingualText(zh: "即开证明", en: "proofs of instant wins")
        case .stock: BilingualText(zh: "奖品库存", en: "stock of prizes")
        case .eligibility: BilingualText(zh: "抽奖名单", en: "list of the draw")
        case .tally: BilingualText(zh: "计票与计分", en: "tally of votes and scores")
        case .ledger: BilingualText(zh: "账目", en: "ledger")
        case .randomness: BilingualText(zh: "随机数", en: "randomness")
        case .seed: BilingualText(zh: "种子", en: "seed")
        case .tickets: BilingualText(zh: "签号", en: "tickets")
        case .winners: BilingualText(zh: "中奖名单", en: "winners")
        case .registry: BilingualText(zh: "登记簿", en: "registry")
        case .report: BilingualText(zh: "报告", en: "report")
        case .sums: BilingualText(zh: "文件摘要", en: "digests of the files")
        }
    }
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
