extension CampaignShapes {
    private static let publicMembers = [
        MemberShape("name", .string(.sourceName), zh: "抽取者", en: "who draws it"),
        MemberShape("form", .string(.publicForm), zh: "号码形式", en: "the form of the number"),
        MemberShape("at", .string(.time), zh: "公布时间", en: "when it is public"),
    ]

    private static let wait = MemberShape(
        "wait", .integer(1...365), .optional, zh: "等待天数，逾期无值则抽奖作废", en: "days after which the draw is void")

    static let activation = Shape.variants(
        by: "source",
        [
            Variant("commit", zh: "本机承诺的随机数", en: "the daemon's own number, committed beforehand", []),
            Variant("public", zh: "公开抽取的号码", en: "a number drawn in public", publicMembers),
            Variant("reveal", zh: "第二方承诺的随机数", en: "a second party's number", party),
            Variant("drand", zh: "公共随机信标", en: "a public beacon", round),
        ])

    private static let party = [
        MemberShape("party", .string(.sourceName), zh: "第二方", en: "whose number it is"),
        MemberShape("vkey", .string(.verificationKey), zh: "第二方的公钥", en: "the party's key"),
        MemberShape("commitment", .string(.digest), zh: "随机数的 SHA-256", en: "the number's SHA-256"),
        MemberShape("note", .string(.note), zh: "第二方签名的便笺", en: "the note that the party signed"),
    ]

    private static let round = [
        MemberShape("round", .integer(1...Int(Quicknet.rounds.upperBound)), .optional, zh: "轮次", en: "the round"),
        MemberShape("at", .string(.time), .optional, zh: "取此时起的第一轮", en: "the first round from then on"),
    ]

    static let randomness = Shape.array(
        of: .variants(
            by: "source",
            [
                Variant("commit", zh: "本机承诺的随机数", en: "the daemon's own number, committed beforehand", []),
                Variant(
                    "reveal", zh: "第二方承诺的随机数", en: "a second party's number, committed beforehand",
                    party + [wait]),
                Variant("drand", zh: "公共随机信标 quicknet", en: "the public beacon quicknet", round + [wait]),
                Variant(
                    "public", zh: "公开抽取的号码", en: "a number drawn in public",
                    publicMembers + [
                        wait,
                        MemberShape(
                            "fallback", .object(ObjectShape(publicMembers)), .optional, zh: "取不到时改用的较晚号码",
                            en: "a later number that stands in"),
                    ]),
            ]), count: 1...8)
}
