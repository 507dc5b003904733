import JSON

extension Shape {
    static let prizes = Shape.object(
        ObjectShape([
            MemberShape(
                "draw",
                .choice([
                    Choice("final", zh: "截止后抽奖", en: "a draw after the closing"),
                    Choice("instant", zh: "即开，余奖截止后抽", en: "instant win, and a draw of what is left"),
                    Choice("ranking", .part, zh: "按名次", en: "by rank"),
                ]), zh: "抽奖方式", en: "how prizes are given"),
            MemberShape(
                "chances",
                .object(
                    ObjectShape([
                        MemberShape(
                            "for",
                            .choice([
                                Choice("passing", zh: "每次及格得一签", en: "one for each submission that passes"),
                                Choice(
                                    "correct", zh: "每题首次答对得一签", en: "one for each question right for the first time"),
                                Choice("signin", .part, zh: "签到", en: "for signing in"),
                                Choice("points", .part, zh: "积分", en: "for points"),
                            ]), zh: "凭什么得签", en: "what earns a chance"),
                        MemberShape("most", .integer(1...1000), .optional, zh: "每人最多几签", en: "the most of a person"),
                    ])), zh: "抽奖机会", en: "chances"),
            MemberShape("tiers", .array(of: tier, count: 1...20), zh: "奖级，按抽取顺序", en: "the tiers in order of the draw"),
            MemberShape("alternates", .integer(0...1_000_000), .optional, zh: "递补人数", en: "how many alternates"),
            MemberShape(
                "caps",
                .object(
                    ObjectShape([
                        MemberShape("household", .integer(1...1_000_000), .optional, zh: "每户最多", en: "of a household"),
                        MemberShape("unit", .integer(1...1_000_000), .optional, zh: "每单位最多", en: "of a unit"),
                    ])), .optional, zh: "中奖上限", en: "the most prizes"),
            .later("stock", "timed stock", zh: "定时投放", en: "timed stock"),
            .later("fallback", "fallback prize", zh: "安慰奖", en: "a fallback prize"),
            .later("guarantee", zh: "保底", en: "a guarantee on the n-th"),
            MemberShape(
                "claims",
                .object(
                    ObjectShape([
                        MemberShape("within", .string(.duration), zh: "得奖后多久内领取", en: "how long after winning")
                    ])), .optional, zh: "领奖期限：逾期未领或放弃的奖由候补依次递补",
                en: "the claim deadline: what is not claimed, or declined, goes to the next alternate"),
        ]))

    private static let odds = Shape.object(
        ObjectShape([
            MemberShape("num", .integer(0...1_000_000_000), zh: "分子", en: "the numerator"),
            MemberShape("den", .integer(1...1_000_000_000), zh: "分母", en: "the denominator"),
        ]))

    private static let tier = Shape.object(
        ObjectShape([
            MemberShape("id", .string(.tierID), zh: "奖级编号", en: "the tier's id"),
            MemberShape("title", .text(most: 200), zh: "奖级名称", en: "the tier's name"),
            MemberShape("prize", .text(most: 1000), zh: "奖品", en: "the prize"),
            MemberShape("value", .string(.money), zh: "每份价值", en: "the value of one piece"),
            MemberShape("count", .integer(1...1_000_000), zh: "份数", en: "how many"),
            MemberShape("odds", odds, .optional, zh: "即开中奖率", en: "the odds of winning it at once"),
        ]))
}
