import JSON

/// The campaign file, member by member: everything that the loader knows of its form stands here and in ``Format``.
extension Shape {
    static let campaign = Shape.object(
        ObjectShape(
            CampaignShapes.heading + CampaignShapes.schedule + [
                MemberShape("audience", audience, .requiredByKind, zh: "谁可以参加", en: "who may take part"),
                MemberShape("limits", limits, .optional, zh: "次数与速率限制", en: "how often and how fast"),
                MemberShape("paper", paper, .requiredByKind, zh: "题目", en: "the questions"),
                MemberShape("prizes", prizes, .requiredByKind, zh: "奖品与抽奖", en: "prizes and draw"),
                MemberShape("disclosure", disclosure, .optional, zh: "何时告知什么", en: "what is told when"),
                MemberShape(
                    "randomness", CampaignShapes.randomness, .optional, zh: "随机数来源",
                    en: "what the draw's seed is made of"),
                MemberShape("activation", activation, .optional, zh: "即开随机数来源", en: "what instant wins are decided by"),
            ] + CampaignShapes.later))

    private static let audience = Shape.object(
        ObjectShape([
            MemberShape("roll", .string(.rollPath), .optional, zh: "名册文件", en: "the roll's file"),
            .later("units", "audience.units", zh: "可参加的单位", en: "units that may take part"),
            .later("exclude", "exclusions", zh: "排除名单", en: "who is excluded"),
            .later("winners", "exclusions", zh: "其他活动的中奖者", en: "winners of other campaigns"),
        ]))

    private static let rate = Shape.object(
        ObjectShape([
            MemberShape("count", .integer(1...10_000_000), zh: "次数", en: "submissions"),
            MemberShape("per", .string(.duration), zh: "时段", en: "in this time"),
            MemberShape("burst", .integer(1...10_000_000), .optional, zh: "可一次用完的次数", en: "at once"),
        ]))

    private static let limits = Shape.object(
        ObjectShape([
            MemberShape(
                "person",
                .object(
                    ObjectShape([
                        MemberShape("day", .integer(1...1_000_000), .optional, zh: "每人每日次数", en: "in a day"),
                        MemberShape("total", .integer(1...1_000_000), .optional, zh: "每人总次数", en: "in all"),
                        MemberShape("rate", rate, .optional, zh: "每人速率", en: "how fast"),
                        .later("shadow", "limits.shadow", zh: "只计不拒", en: "count without refusing"),
                    ])), .optional, zh: "每人", en: "of a person"),
            MemberShape(
                "campaign",
                .object(
                    ObjectShape([
                        MemberShape("rate", rate, .optional, zh: "全活动速率", en: "how fast"),
                        .later("total", "limits.campaign.total", zh: "全活动总次数", en: "in all"),
                        .later("day", "limits.campaign.day", zh: "全活动每日次数", en: "in a day"),
                    ])), .optional, zh: "全活动", en: "of the campaign"),
            .later("household", "limits.household", zh: "每户", en: "of a household"),
            .later("unit", "limits.unit", zh: "每单位", en: "of a unit"),
            .later("device", "limits.device", zh: "每设备", en: "of a device"),
            .later("ip", "limits.ip", zh: "每地址", en: "of an address"),
        ]))

    private static let disclosure = Shape.object(
        ObjectShape([
            MemberShape(
                "result",
                .choice([
                    Choice("at-once", zh: "提交后立即告知得分", en: "the score at once"),
                    Choice("after-closing", zh: "截止后告知得分", en: "the score after the closing"),
                ]), .optional, zh: "何时告知得分", en: "when the score is told"),
            .later("answers", "disclosure.answers", zh: "何时公布答案", en: "when the key is told"),
            .later("masking", "disclosure.masking", zh: "姓名遮盖方式", en: "how names are masked"),
            .later("tallies", "disclosure.tallies", zh: "何时公布票数", en: "when tallies are told"),
        ]))

    private static let activation = Shape.variants(
        by: "source",
        [
            Variant("commit", zh: "本机承诺的随机数", en: "the daemon's own number, committed beforehand", []),
            Variant(
                "public", zh: "公开抽取的号码", en: "a number drawn in public",
                [
                    MemberShape("name", .string(.sourceName), zh: "抽取者", en: "who draws it"),
                    MemberShape("form", .string(.publicForm), zh: "号码形式", en: "the form of the number"),
                    MemberShape("at", .string(.time), zh: "公布时间", en: "when it is public"),
                ]),
            .later("reveal", zh: "第二方承诺的随机数", en: "a second party's number"),
            .later("drand", zh: "公共随机信标", en: "a public beacon"),
        ])
}

enum CampaignShapes {
    static let heading = [
        MemberShape("id", .string(.campaignID), zh: "活动编号", en: "the campaign's id"),
        MemberShape(
            "kind",
            .choice([
                Choice("riddle", zh: "猜灯谜", en: "lantern riddles"), Choice("quiz", zh: "知识竞答", en: "a quiz"),
                Choice("contest", .kind, zh: "作品评选", en: "a contest of works"),
                Choice("raffle", .kind, zh: "抽奖", en: "a raffle"), Choice("offer", .kind, zh: "优惠", en: "an offer"),
                Choice("subsidy", .kind, zh: "补贴", en: "a subsidy"),
                Choice("enrolment", .kind, zh: "报名", en: "an enrolment"),
            ]), zh: "活动类型", en: "what the campaign is"),
        MemberShape("title", .text(most: 200), zh: "活动名称", en: "the campaign's name"),
        MemberShape("organiser", .string(.domain), zh: "主办方域名", en: "the organiser's domain name"),
        MemberShape("contact", .text(most: 1000), zh: "联系方式", en: "whom to ask"),
    ]

    static let schedule = [
        MemberShape("zone", .string(.zone), .optional, zh: "时区，决定何为一日", en: "the zone that says what a day is"),
        MemberShape("announces", .string(.time), .optional, zh: "公布时间，规则自此冻结", en: "when the rules freeze"),
        MemberShape("opens", .string(.time), zh: "开始时间", en: "when intake starts"),
        MemberShape("closes", .string(.time), zh: "截止时间", en: "when intake ends"),
        MemberShape("review", .string(.duration), .optional, zh: "截止后的复核期", en: "the window before the closing"),
        MemberShape("disputes", .string(.duration), .optional, zh: "抽奖后的异议期", en: "the window after the draw"),
    ]

    static let later: [MemberShape] = [
        .later("schedule", zh: "分阶段与安静时段", en: "phases and quiet hours"),
        .later("works", zh: "作品与投票", en: "works and votes"),
        .later("votes", zh: "投票规则", en: "how votes count"),
        .later("jury", zh: "评委打分", en: "jury scores"),
        .later("places", zh: "名额", en: "places"),
        .later("funds", zh: "资金与补贴", en: "funds"),
        .later("vouchers", zh: "券", en: "vouchers"),
        .later("signin", zh: "签到", en: "signing in"),
        .later("points", zh: "积分", en: "points"),
        .later("compliance", zh: "合规提示", en: "compliance warnings"),
    ]
}
