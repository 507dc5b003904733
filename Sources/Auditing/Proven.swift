import JSON

/// What the checks of a bundle show when they pass.
enum Proven {
    /// - Parameters:
    ///   - hasTickets: Whether people are drawn.
    ///   - ranksPeople: Whether prizes go to people by rank.
    ///   - hasWorks: Whether works are ranked.
    ///   - isDrawn: Whether there is a draw, and no void.
    static func texts(
        hasRoll: Bool, hasTickets: Bool, ranksPeople: Bool, hasWorks: Bool, isDrawn: Bool
    ) -> [BilingualText] {
        var texts = [
            BilingualText(
                zh: "计入的每一次提交都在一份签名的记录里；截止之后没有增加、删除或改动。",
                en: "Every counted submission is in one signed log; none was added, removed or changed after the "
                    + "closing."),
            fixedBeforehand(hasRoll: hasRoll), people(hasRoll: hasRoll),
        ]
        if hasTickets {
            texts.append(
                BilingualText(
                    zh: "抽奖名单的摘要写在截止记录里，早于种子。",
                    en: "The list of who takes part in the draw is fixed by the closing record, before the seed."))
        }
        guard isDrawn else { return texts + [void] }
        guard hasTickets || ranksPeople else { return texts + [hasWorks ? ranking : given] }
        guard hasTickets else { return texts + [rankedPeople, names(hasRoll: hasRoll)] }
        return texts + [tickets, names(hasRoll: hasRoll)]
    }

    private static func fixedBeforehand(hasRoll: Bool) -> BilingualText {
        hasRoll
            ? BilingualText(
                zh: "规则、题库、答案和名册，就是记录第 0 条所固定的那一份；公布之后的变更都有记录，并列在本页。",
                en:
                    "Rules, questions, answers and roll are those that the log's first record fixes; every change since "
                    + "is on record, and listed on this page.")
            : BilingualText(
                zh: "规则、题库和答案，就是记录第 0 条所固定的那一份；公布之后的变更都有记录，并列在本页。",
                en: "Rules, questions and answers are those that the log's first record fixes; every change since is "
                    + "on record, and listed on this page.")
    }

    private static func people(hasRoll: Bool) -> BilingualText {
        hasRoll
            ? BilingualText(
                zh: "参与者都在名册上；次数、试卷、得分和抽奖机会可由公开内容重新算出。",
                en: "Everyone is on the roll; attempts, papers, scores and chances follow from what is published.")
            : BilingualText(
                zh: "每一次提交都写明了身份的承诺，同一化名始终是同一身份；次数、试卷、得分和抽奖机会可由公开内容重新算出。",
                en:
                    "Every entry commits to an id, the same for each of a pseudonym; attempts, papers, scores and chances "
                    + "follow from what is published.")
    }

    private static func names(hasRoll: Bool) -> BilingualText {
        hasRoll
            ? BilingualText(
                zh: "中奖者的遮掩姓名与名册上该人的承诺一致。",
                en: "The masked name of each winner is the one committed to on the roll.")
            : BilingualText(
                zh: "中奖者的遮掩编号与其提交中的承诺一致。",
                en: "The masked id of each winner is the one that their entries commit to.")
    }

    private static let tickets = BilingualText(
        zh: "种子、每一个签号、名次和中奖者都可由任何人重新算出。",
        en: "Anyone can work out the seed, every ticket, the order and the winners again.")

    private static let rankedPeople = BilingualText(
        zh: "每个人的得分、用时和名次，以及据此得奖的人，都可由任何人重新算出；并列由种子决定。",
        en: "Anyone can work out everybody's score, time and rank again, and who wins by it; the seed breaks ties.")

    private static let ranking = BilingualText(
        zh: "种子、每件作品的得分和名次都可由任何人重新算出。",
        en: "Anyone can work out the seed, and the score and rank of every work again.")

    /// Of places, vouchers and money.
    private static let given = BilingualText(
        zh: "名额、券和补贴给了谁、给了多少，都可由任何人照规则从记录重新算出。",
        en: "Anyone can work out again from the log, by the rules, who was given which places, vouchers and money.")

    /// Of a phase that was voided.
    private static let void = BilingualText(
        zh: "作废的理由成立：所缺的随机数不在记录里，等待期已满；此后没有开奖。",
        en: "The void has its reason: what is missing is not in the log, its time was over, and no draw followed.")
}
