import JSON
import Proofs

/// What is said of a receipt, and what its holder should do.
enum ReceiptAdvice {
    static let askAgain = BilingualText(
        zh: "请在原来的应用里重新取一份回执，不要转抄或截图。",
        en: "Get the receipt again from the app that gave it to you; don't copy it by hand.")

    static func malformed(_ why: BilingualText) -> BilingualText {
        BilingualText(zh: "这不是一份完整的回执（\(why.zh)）。", en: "This is no whole receipt (\(why.text(.en))).")
    }

    static let unreadable = BilingualText(
        zh: "这份审计包本身读不完整，无法与回执核对；请另外下载一份完整的。",
        en: "The bundle itself can't be read far enough to hold the receipt against it; get a whole copy.")

    static let proofFails = BilingualText(
        zh: "回执自身的证明不成立：内容、序号或哈希被改动过。",
        en: "The receipt's own proof does not hold: its content, index or hashes were changed.")

    static let signatureFails = BilingualText(
        zh: "回执中检查点的签名无效：检查点被改动过。",
        en: "The signature of the receipt's checkpoint is not valid: the checkpoint was changed.")

    static func otherLog(_ found: String, _ expected: String) -> [BilingualText] {
        [
            BilingualText(
                zh: "这份回执属于 \(found)，这份审计包属于 \(expected)。",
                en: "The receipt is of \(found), the bundle of \(expected)."),
            BilingualText(zh: "请用那一个活动的材料核对。", en: "Verify it with the bundle of that campaign."),
        ]
    }

    static func otherKey(by end: String?) -> [BilingualText] {
        [
            BilingualText(
                zh: "回执的检查点没有本审计包公钥的签名：同一名称下另有公钥，或回执不是主办方给的。",
                en: "The receipt's checkpoint is not signed by the bundle's key: there is another key of that name, "
                    + "or the organiser never gave this receipt.")
        ] + complain(by: end)
    }

    static func notInBundle(index: Int, by end: String?) -> [BilingualText] {
        [
            BilingualText(
                zh: "主办方签名承认第 \(index) 条是您的提交，而这份审计包里没有：主办方签过两份不同的记录，或材料不完整。",
                en: "The organiser signed that leaf \(index) is your entry, and the bundle does not have it: "
                    + "two different logs were signed, or the bundle is not whole.")
        ] + complain(by: end)
    }

    static func otherContent(index: Int, by end: String?) -> [BilingualText] {
        [
            BilingualText(
                zh: "第 \(index) 条确有记录，但内容与回执所写的不同：回执被改动过，或网关递交的不是您所写的。",
                en: "Leaf \(index) is there, but it is not what the receipt says was sent: the receipt's content was "
                    + "changed, or the gateway passed on something else.")
        ] + complain(by: end)
    }

    private static func complain(by end: String?) -> [BilingualText] {
        let (zh, en) = end.map { ("在 \($0) 之前", " before \($0)") } ?? ("在异议期内", " within the dispute window")
        return [
            BilingualText(
                zh: "这份回执就是证据：请保存原文件，\(zh)交给主办方和审计员。",
                en: "The receipt is evidence: keep the file, and hand it to the organiser and the auditor\(en).")
        ]
    }

    static func record(index: Int) -> BilingualText {
        BilingualText(
            zh: "第 \(index) 条在这份审计包里，是主办方的记录，不是提交。",
            en: "Leaf \(index) is in the bundle; it is a record of the organiser and no entry.")
    }

    static func event(_ body: EventBody, index: Int, at time: String) -> BilingualText {
        let (zh, en) =
            switch body {
            case .prize(let body): eventNoun(body, time)
            case .place(let body): eventNoun(body, time)
            case .fund(let body): eventNoun(body, time)
            }
        return BilingualText(zh: "第 \(index) 条是\(zh)的记录。", en: "Leaf \(index) is the record of \(en).")
    }

    private static func eventNoun(_ body: PrizeEventBody, _ time: String) -> (zh: String, en: String) {
        switch body.kind {
        case .claim: ("您在 \(time) 领奖", "your claim of \(time)")
        case .decline: ("您在 \(time) 放弃奖品", "your decline of \(time)")
        case .forfeit: ("\(time) 的弃奖", "a forfeit of \(time)")
        case .alternate, .work: ("\(time) 的递补", "an alternate who followed at \(time)")
        }
    }

    private static func eventNoun(_ body: PlaceEventBody, _ time: String) -> (zh: String, en: String) {
        switch body.kind {
        case .cancel: ("您在 \(time) 取消报名", "your cancellation of \(time)")
        case .offer: ("\(time) 的候补递补", "an offer of \(time)")
        case .accept: ("您在 \(time) 确认候补名额", "your acceptance of \(time)")
        case .decline: ("您在 \(time) 放弃候补名额", "your decline of \(time)")
        case .expire: ("\(time) 候补名额逾期", "an offer that ran out at \(time)")
        case .decide: ("\(time) 的审核结果", "the decision of \(time)")
        case .void: ("\(time) 的报名作废", "a void of \(time)")
        }
    }

    private static func eventNoun(_ body: FundEventBody, _ time: String) -> (zh: String, en: String) {
        switch body.kind {
        case .decide(.approve): ("\(time) 的审核通过", "an approval of \(time)")
        case .decide(.refuse): ("\(time) 的审核不通过", "a refusal of \(time)")
        case .appeal: ("\(time) 的申诉", "an appeal of \(time)")
        case .reserve: ("\(time) 的预留", "a reservation of \(time)")
        case .release: ("\(time) 的预留解除", "a reservation's end of \(time)")
        case .redeem: ("\(time) 的核销", "a redemption of \(time)")
        case .refund: ("\(time) 的退款", "a refund of \(time)")
        case .transfer: ("\(time) 的转让", "a transfer of \(time)")
        case .expire: ("\(time) 的到期", "the end by the clock of \(time)")
        case .void: ("\(time) 的作废", "a void of \(time)")
        case .settle: ("\(time) 的对账", "a settlement of \(time)")
        }
    }

    static func logged(index: Int) -> BilingualText {
        BilingualText(
            zh: "您的提交是第 \(index) 条，就在这份审计包里；抽奖结果此处无法重新算出。",
            en: "Your entry is leaf \(index) of this bundle; what became of it can't be worked out here.")
    }

    static func noDraw(_ why: BilingualText) -> BilingualText {
        BilingualText(zh: "\(why.zh)。您没有签号，谁也没有被抽中。", en: "\(why.text(.en)). You have no ticket; nobody was drawn.")
    }

    static func withheld(_ record: Withheld) -> BilingualText {
        BilingualText(
            zh: "这份材料里没有它的内容：异议期后已抹去（\(record.reason)）。回执仍然证明当时记录了什么；内容只在您手里的回执中。",
            en: "The bundle does not show what it said: it was erased after the dispute window (\(record.reason)). "
                + "A receipt with its content still proves what was logged; nothing but it does.")
    }

    static func entry(_ body: SubmissionBody, index: Int, at: String) -> BilingualText {
        let (zh, en) = entryNoun(body.kind)
        let attempt = body.attempt.map { ("，是您的第 \($0) 次", ", your attempt \($0)") } ?? ("", "")
        return BilingualText(
            zh: "您的\(zh)是第 \(index) 条\(attempt.0)，记录于 \(at)，内容与回执一致。",
            en: "Your \(en) is leaf \(index)\(attempt.1), logged at \(at), as the receipt says.")
    }

    private static func entryNoun(_ kind: SubmissionBody.Kind) -> (zh: String, en: String) {
        switch kind {
        case .submit: ("提交", "entry")
        case .register: ("登记", "registration")
        case .start: ("开卷", "opening of a paper")
        case .save: ("暂存", "saved answers")
        case .hint: ("提示", "hint")
        case .signin: ("签到", "sign-in")
        case .vote: ("选票", "ballot")
        case .enrol: ("报名", "enrolment")
        case .work: ("作品", "work")
        }
    }

    static func chances(_ count: Int) -> BilingualText {
        count == 0
            ? BilingualText(
                zh: "这一次没有得到抽奖机会：未达到要求、已到每人上限，或名册上注明不参加抽奖。",
                en: "It earned no chance: it fell short, you were at the cap, or the roll bars you from the draw.")
            : BilingualText(zh: "这一次得到 \(count) 个抽奖机会。", en: "It earned \(counted(count, "chance")).")
    }
}
