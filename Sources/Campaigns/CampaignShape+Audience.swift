import JSON

extension CampaignShapes {
    static let audience = object(
        MemberShape("roll", .string(.listPath), .optional, zh: "名册文件", en: "the roll's file"),
        MemberShape(
            "open", .boolean, .optional, zh: "不设名册，人人可参加",
            en: "whether anybody may take part, without a roll"),
        MemberShape(
            "most", .integer(1...10_000_000), .optional, zh: "不设名册时最多多少人参加",
            en: "how many people can take part, without a roll"),
        MemberShape(
            "units", names, .optional, zh: "只有这些单位可参加", en: "units that may take part"),
        MemberShape(
            "groups", names, .optional, zh: "只有这些分组可参加", en: "groups that may take part"),
        MemberShape("exclude", exclude, .optional, zh: "排除谁", en: "who is excluded"),
        MemberShape(
            "winners", .array(of: earlierWinners, count: 1...100), .optional,
            zh: "其他活动的中奖者不再中奖", en: "campaigns whose winners win nothing here"))

    private static let exclude = object(
        MemberShape(
            "from",
            .choice([
                Choice("prizes", zh: "可参加，不中奖", en: "they take part and win nothing"),
                Choice("everything", zh: "不可参加", en: "they don't take part"),
            ]), zh: "排除于什么", en: "from what"),
        MemberShape("units", names, .optional, zh: "这些单位", en: "these units"),
        MemberShape("groups", names, .optional, zh: "这些分组", en: "these groups"),
        MemberShape("list", .string(.listPath), .optional, zh: "名单文件，一行一个编号", en: "a file of ids"))

    private static let earlierWinners = object(
        MemberShape("campaign", .string(.campaignID), zh: "活动编号", en: "the campaign's id"),
        MemberShape("tiers", .array(of: .string(.tierID), count: 1...20), .optional, zh: "只算这些奖级", en: "of these tiers")
    )

    static let schedule = object(
        MemberShape("phases", .array(of: phase, count: 1...20), .optional, zh: "阶段", en: "phases"),
        MemberShape(
            "quiet", .array(of: quietHours, count: 1...10), .optional, zh: "每日安静时段", en: "hours without intake"),
        MemberShape(
            "daily", .boolean, .optional, zh: "每日各开一次奖",
            en: "whether every day has a draw of its own"))

    private static let phase = object(
        MemberShape("id", .string(.tierID), zh: "阶段编号", en: "the phase's id"),
        MemberShape("title", .text(most: 200), .optional, zh: "阶段名称", en: "the phase's name"),
        MemberShape(
            "does",
            .choice(
                Campaign.Phase.Activity.allCases.map {
                    Choice($0.rawValue, zh: $0.title.zh, en: $0.title.text(.en))
                }), zh: "做什么", en: "what happens in it"),
        MemberShape("opens", .string(.time), zh: "开始", en: "when it starts"),
        MemberShape("closes", .string(.time), zh: "结束", en: "when it ends"))

    private static let quietHours = object(
        MemberShape("from", .string(.clock), zh: "从", en: "from"),
        MemberShape("to", .string(.clock), zh: "到，可过午夜", en: "to, perhaps of the next day"))

    private static let rate = object(
        MemberShape("count", .integer(1...10_000_000), zh: "次数", en: "submissions"),
        MemberShape("per", .string(.duration), zh: "时段", en: "in this time"),
        MemberShape("burst", .integer(1...10_000_000), .optional, zh: "可一次用完的次数", en: "at once"))

    static let limits = object(
        scope("person", zh: "每人", en: "of a person"),
        scope("household", zh: "每户", en: "of a household"), scope("unit", zh: "每单位", en: "of a unit"),
        scope("device", zh: "每设备", en: "of a device"), scope("ip", zh: "每网络地址", en: "of a network address"),
        scope("campaign", zh: "全活动", en: "of the campaign"))

    private static func scope(_ key: String, zh: String, en: String) -> MemberShape {
        MemberShape(
            key,
            object(
                MemberShape("day", count, .optional, zh: "\(zh)每日次数", en: "\(en) in a day"),
                MemberShape("total", count, .optional, zh: "\(zh)总次数", en: "\(en) in all"),
                MemberShape("rate", rate, .optional, zh: "\(zh)速率", en: "\(en), how fast"),
                MemberShape(
                    "shadow", .boolean, .optional, zh: "只计不拒", en: "count without refusing")
            ), .optional, zh: zh, en: en)
    }
}
