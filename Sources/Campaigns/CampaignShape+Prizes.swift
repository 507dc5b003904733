import JSON

extension CampaignShapes {
    static let prizes = object(
        MemberShape(
            "draw",
            .choice([
                Choice("final", zh: "截止后抽奖", en: "a draw after the closing"),
                Choice("instant", zh: "即开，余奖截止后抽", en: "instant win, and a draw of what is left"),
                Choice("ranking", later: "prizes by rank", zh: "按名次", en: "by rank"),
            ]), zh: "抽奖方式", en: "how prizes are given"),
        MemberShape("chances", chances, .optional, zh: "抽奖机会", en: "chances"),
        MemberShape("budget", .string(.money), .optional, zh: "奖品预算，总价值不得超过", en: "what all prizes may be worth"),
        MemberShape("tiers", .array(of: tier, count: 1...20), zh: "奖级，按抽取顺序", en: "the tiers in order of the draw"),
        MemberShape("none", fraction, .optional, zh: "即开不中的比率", en: "the odds of winning nothing at once"),
        MemberShape("alternates", .integer(0...1_000_000), .optional, zh: "递补人数", en: "how many alternates"),
        MemberShape(
            "caps",
            object(
                MemberShape(
                    "person", count, .optional, zh: "每人最多，即开在内；无则抽奖至多一份",
                    en: "of a person, at once and drawn; by default one in the draw"),
                MemberShape("household", count, .optional, zh: "每户最多", en: "of a household"),
                MemberShape("unit", count, .optional, zh: "每单位最多", en: "of a unit")), .optional, zh: "中奖上限",
            en: "the most prizes"),
        MemberShape(
            "fallback",
            object(
                MemberShape("prize", .text(most: 1000), zh: "奖品", en: "the prize"),
                MemberShape("value", .string(.money), zh: "每份价值", en: "the value of one piece"),
                MemberShape("count", count, .optional, zh: "份数，无则不限", en: "how many, or as many as needed")), .optional,
            zh: "安慰奖：未即开中奖者得", en: "a prize for who wins nothing at once"),
        MemberShape(
            "guarantee",
            object(
                MemberShape("attempt", .integer(2...1000), zh: "第几次必中", en: "the attempt that wins for certain"),
                MemberShape("tier", .string(.tierID), zh: "得哪一级", en: "the tier it wins")), .optional,
            zh: "保底", en: "a guarantee on the n-th attempt"),
        MemberShape(
            "first", .array(of: first, count: 1...20), .optional, zh: "首答奖：最先答对者得",
            en: "prizes for the first to solve a question"),
        MemberShape(
            "claims", claims, .optional, zh: "领奖期限：逾期未领或放弃的奖由候补依次递补",
            en: "the claim deadline: what is not claimed, or declined, goes to the next alternate"))

    private static let first = object(
        MemberShape("tier", .string(.tierID), zh: "得哪一级", en: "the tier they win"),
        MemberShape(
            "questions", .array(of: .string(.itemID), count: 1...10_000), .optional,
            zh: "哪些题，无则每一题", en: "of which questions, by default all"),
        MemberShape(
            "people", .integer(1...1000), .optional, zh: "每题前几人，无则一人", en: "how many of each, by default one"))

    private static let claims = object(
        MemberShape(
            "within", .string(.duration), zh: "得奖后多久内领取", en: "how long after winning"),
        MemberShape(
            "how", .text(most: 2000), .optional, zh: "领奖条件、方式与交付", en: "how to claim, and how it is handed over"))

    private static let chances = object(
        MemberShape(
            "for",
            .choice([
                Choice("passing", zh: "每次及格得一签", en: "one for each submission that passes"),
                Choice("correct", zh: "每题首次答对得一签", en: "one for each question right for the first time"),
                Choice("entry", zh: "每次参加得一签", en: "one for each accepted submission"),
                Choice("signin", zh: "连续签到得签", en: "for days signed in"),
                Choice("points", zh: "积分换签", en: "for points"),
            ]), zh: "凭什么得签", en: "what earns a chance"),
        MemberShape("most", .integer(1...1000), .optional, zh: "每人最多几签", en: "the most of a person"))

    private static let tier = object(
        MemberShape("id", .string(.tierID), zh: "奖级编号", en: "the tier's id"),
        MemberShape("title", .text(most: 200), zh: "奖级名称", en: "the tier's name"),
        MemberShape("prize", .text(most: 1000), zh: "奖品", en: "the prize"),
        MemberShape("value", .string(.money), zh: "每份价值", en: "the value of one piece"),
        MemberShape("count", count, zh: "份数", en: "how many"),
        MemberShape("odds", fraction, .optional, zh: "即开中奖率", en: "the odds of winning it at once"),
        MemberShape(
            "releases",
            .array(
                of: object(
                    MemberShape("at", .string(.time), zh: "何时", en: "when"),
                    MemberShape("count", count, zh: "投放几份", en: "how many")),
                count: 1...1000), .optional, zh: "定时投放，合计为份数",
            en: "when pieces become available"))

    static let signin = object(
        MemberShape("days", .integer(1...366), .optional, zh: "连续签到几日得一签", en: "days in a row that earn a chance"),
        MemberShape("makeup", .integer(0...31), .optional, zh: "可补签几日", en: "days that can be made up for"))

    static let points = object(
        MemberShape("entry", .integer(0...1_000_000), .optional, zh: "每次参加得几分", en: "for each accepted submission"),
        MemberShape(
            "correct", .integer(0...1_000_000), .optional, zh: "每题首次答对得几分", en: "for each question newly right"),
        MemberShape("signin", .integer(0...1_000_000), .optional, zh: "每日签到得几分", en: "for signing in on a day"),
        MemberShape(
            "vote", .integer(0...1_000_000), .optional, zh: "每张选票得几分，改票不另得", en: "for each ballot, not for changing it"),
        MemberShape("day", count, .optional, zh: "每日最多几分", en: "the most of a day"),
        MemberShape("chance", count, zh: "几分换一签", en: "the points that make a chance"))
}
