import JSON

/// The campaign file, member by member: everything that the loader knows of its form stands here, in the files named
/// after this one, and in ``Format``.
extension Shape {
    static let campaign = Shape.object(
        ObjectShape(CampaignShapes.heading + CampaignShapes.times + CampaignShapes.parts))
}

enum CampaignShapes {
    static let heading = [
        MemberShape("$schema", .words(most: 500), .optional, zh: "编辑器用的模式文件", en: "the schema, for editors"),
        MemberShape("id", .string(.campaignID), zh: "活动编号", en: "the campaign's id"),
        MemberShape(
            "kind", .choice(Campaign.Kind.allCases.map(choice)), zh: "活动类型", en: "what the campaign is"),
        MemberShape("title", .text(most: 200), zh: "活动名称", en: "the campaign's name"),
        MemberShape("organiser", .string(.domain), zh: "主办方域名", en: "the organiser's domain name"),
        MemberShape("contact", .text(most: 1000), zh: "联系方式", en: "whom to ask"),
        MemberShape("about", .text(most: 10_000), .optional, zh: "活动说明与细则", en: "what it is, and its terms"),
    ]

    private static func choice(_ kind: Campaign.Kind) -> Choice {
        Choice(
            kind.rawValue, zh: kind.title.zh, en: kind.title.text(.en))
    }

    static let times = [
        MemberShape("zone", .string(.zone), .optional, zh: "时区，决定何为一日", en: "the zone that says what a day is"),
        MemberShape("announces", .string(.time), .optional, zh: "公布时间，规则自此冻结", en: "when the rules freeze"),
        MemberShape("opens", .string(.time), zh: "开始时间", en: "when intake starts"),
        MemberShape("closes", .string(.time), zh: "截止时间", en: "when intake ends"),
        MemberShape("review", .string(.duration), .optional, zh: "截止后的复核期", en: "the window before the closing"),
        MemberShape("disputes", .string(.duration), .optional, zh: "抽奖后的异议期", en: "the window after the draw"),
    ]

    static let parts: [MemberShape] = [
        .part(.audience, audience, zh: "谁可以参加", en: "who may take part"),
        .part(.schedule, schedule, zh: "分阶段与安静时段", en: "phases and quiet hours"),
        .part(.limits, limits, zh: "次数与速率限制", en: "how often and how fast"),
        .part(.form, form, zh: "登记表", en: "what people fill in"),
        .part(.paper, paper, zh: "题目", en: "the questions"),
        .part(.works, works, zh: "参评作品", en: "the works"),
        .part(.votes, votes, zh: "投票规则", en: "how people vote"),
        .part(.jury, jury, zh: "评委打分", en: "how a jury scores"),
        .part(.ranking, ranking, zh: "名次怎样定", en: "what ranks are made of"),
        .part(.places, places, zh: "名额", en: "places"),
        .part(.funds, funds, zh: "资金与补贴", en: "money given for purchases"),
        .part(.merchants, merchants, zh: "合作商户", en: "the merchants"),
        .part(.vouchers, vouchers, zh: "券", en: "vouchers"),
        .part(.signin, signin, zh: "签到", en: "signing in"),
        .part(.points, points, zh: "积分", en: "points"),
        .part(.prizes, prizes, zh: "奖品与抽奖", en: "prizes and draw"),
        .part(.disclosure, disclosure, zh: "何时告知什么", en: "what is told when"),
        .part(.randomness, randomness, zh: "随机数来源", en: "what the draw's seed is made of"),
        .part(.activation, activation, zh: "即开随机数来源", en: "what instant wins are decided by"),
        .part(.witnesses, witnesses, zh: "见证人", en: "witnesses"),
        .part(.compliance, compliance, zh: "合规提示", en: "compliance warnings"),
    ]
}

// MARK: - Shapes that several parts have

extension CampaignShapes {
    static func object(_ members: MemberShape...) -> Shape { .object(ObjectShape(members)) }

    /// A share, as a fraction of whole numbers.
    static let fraction = object(
        MemberShape("num", .integer(numerators), zh: "分子", en: "the numerator"),
        MemberShape("den", .integer(denominators), zh: "分母", en: "the denominator"))
    static let numerators = 0...1_000_000_000
    static let denominators = 1...1_000_000_000

    static let names = Shape.array(of: .string(.sourceName), count: 1...10_000)
    static let count = Shape.integer(1...1_000_000)
}
