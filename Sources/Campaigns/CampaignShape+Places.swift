import JSON

extension CampaignShapes {
    static let form = object(
        MemberShape(
            "asked",
            .choice([
                Choice("once", zh: "首次参加时", en: "before the first submission"),
                Choice("each", zh: "每次参加时", en: "with every submission"),
                Choice("claim", zh: "领奖时", en: "when a prize is claimed"),
            ]), .optional, zh: "何时填写，无则首次；报名和交作品则每次",
            en: "when it is filled in, by default once; each time where people enrol or hand in works"),
        MemberShape("fields", fields, zh: "登记项", en: "the fields"))

    private static let fields = Shape.array(of: field, count: 1...50)

    private static let field = Shape.variants(
        by: "type",
        [
            Variant(
                "text", zh: "文字", en: "a text",
                commonField + [MemberShape("most", .integer(1...2000), .optional, zh: "最多几字", en: "its longest")]),
            Variant(
                "number", zh: "整数", en: "a whole number",
                commonField + [
                    MemberShape(
                        "least", .integer(-1_000_000_000...1_000_000_000), .optional, zh: "最小", en: "the least"),
                    MemberShape("most", .integer(-1_000_000_000...1_000_000_000), .optional, zh: "最大", en: "the most"),
                ]),
            Variant("money", zh: "金额", en: "an amount of money", commonField),
            Variant("date", zh: "日期", en: "a date", commonField),
            Variant("phone", zh: "电话", en: "a telephone number", commonField),
            Variant(
                "choice", zh: "选择", en: "one of a list",
                commonField + [
                    MemberShape(
                        "options",
                        .array(
                            of: object(
                                MemberShape("id", .string(.itemID), zh: "选项编号", en: "the option's id"),
                                MemberShape("text", .text(most: 1000), zh: "选项文字", en: "the option")), count: 2...200),
                        zh: "选项", en: "the options")
                ]),
        ])

    private static let commonField = [
        MemberShape("id", .string(.itemID), zh: "登记项编号", en: "the field's id"),
        MemberShape("title", .text(most: 200), zh: "名称", en: "its name"),
        MemberShape("optional", .boolean, .optional, zh: "可不填", en: "whether it may be left out"),
        MemberShape("private", .boolean, .optional, zh: "不公开，只给审计员", en: "whether only the auditor sees it"),
    ]

    static let places = object(
        MemberShape(
            "by",
            .choice([
                Choice("first-come", zh: "先到先得", en: "who comes first"),
                Choice("lottery", zh: "超额则抽签", en: "a lottery"),
                Choice("review", zh: "审核", en: "staff decide"),
            ]), zh: "名额给谁", en: "who gets a place"),
        MemberShape("slots", .array(of: slot, count: 1...10_000), zh: "场次或班级", en: "what there are places in"),
        MemberShape("choices", .integer(1...20), .optional, zh: "每人可报几个志愿", en: "how many slots a person may rank"),
        MemberShape(
            "person", count, .optional, zh: "每人最多占几场，无则一场", en: "how many slots a person may have, by default one"),
        MemberShape(
            "shares", .array(of: share, count: 1...1000), .optional, zh: "为分组预留的名额", en: "places kept for groups"),
        MemberShape(
            "balance",
            object(
                MemberShape(
                    "groups", .array(of: .string(.sourceName), count: 2...10), zh: "这些分组", en: "between these groups"),
                MemberShape("difference", .integer(0...10_000), zh: "最多相差几人", en: "how far they may differ")),
            .optional,
            zh: "均衡名额", en: "places balanced between groups"),
        MemberShape(
            "waiting",
            object(
                MemberShape(
                    "most", count, .optional, zh: "各场合计最多候补几人", en: "the longest list, of all slots together"),
                MemberShape("offer", .string(.duration), zh: "候补到位后多久确认", en: "how long an offer stands")), .optional,
            zh: "候补", en: "the waiting list"),
        MemberShape(
            "dependants",
            object(
                MemberShape("most", .integer(1...20), zh: "每人最多几名", en: "how many of a person"),
                MemberShape(
                    "places",
                    .choice([
                        Choice("instead", zh: "代替本人占名额", en: "they take the person's places"),
                        Choice("beside", zh: "另占名额", en: "they take places beside the person's"),
                    ]), .optional, zh: "占谁的名额", en: "whose places they take"),
                MemberShape("fields", fields, zh: "登记项", en: "what is asked of each")), .optional, zh: "家属或子女",
            en: "family members who take the places"),
        MemberShape("units", .boolean, .optional, zh: "由单位成批报名", en: "whether units enrol their people in batches"),
        MemberShape("cancels", .string(.time), .optional, zh: "可取消到何时", en: "until when places can be given back"))

    private static let slot = object(
        MemberShape("id", .string(.itemID), zh: "场次编号", en: "the slot's id"),
        MemberShape("title", .text(most: 200), zh: "名称", en: "its name"),
        MemberShape("about", .text(most: 4000), .optional, zh: "说明", en: "what it is"),
        MemberShape("capacity", .integer(1...10_000_000), zh: "名额", en: "its places"),
        MemberShape("starts", .string(.time), .optional, zh: "开始时间", en: "when it starts"),
        MemberShape("ends", .string(.time), .optional, zh: "结束时间", en: "when it ends"),
        MemberShape("where", .text(most: 500), .optional, zh: "地点", en: "where it is"),
        MemberShape("price", .string(.money), .optional, zh: "每人费用", en: "what a place costs"))

    private static let share = object(
        MemberShape("group", .string(.sourceName), zh: "分组", en: "the group"),
        MemberShape("slot", .string(.itemID), .optional, zh: "场次，无则每场", en: "the slot, or each"),
        MemberShape("count", count, zh: "预留名额", en: "places kept"))
}
