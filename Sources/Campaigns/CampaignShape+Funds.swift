import JSON

extension CampaignShapes {
    static let funds = object(
        MemberShape("budget", .string(.money), zh: "总预算", en: "all the money there is"),
        MemberShape("items", .array(of: item, count: 1...1000), zh: "补贴项目", en: "what money is given for"),
        MemberShape(
            "rounding",
            .choice([
                Choice("down", zh: "向下到分", en: "down to the fen"),
                Choice("half-up", zh: "四舍五入到分", en: "half up, to the fen"),
                Choice("yuan-down", zh: "向下到元", en: "down to the yuan"),
            ]), .optional, zh: "按比例计算怎样取整", en: "how percentages are rounded"),
        MemberShape("person", grantLimit, .optional, zh: "每人", en: "of a person"),
        MemberShape("household", grantLimit, .optional, zh: "每户", en: "of a household"),
        MemberShape("category", grantLimit, .optional, zh: "每人每类", en: "of a person in one category"),
        MemberShape(
            "last",
            .choice([
                Choice("refuse", zh: "不足则不批", en: "a grant that there is no money for is refused"),
                Choice("partial", zh: "不足则批剩余部分", en: "what is left is given"),
            ]), .optional, zh: "预算将尽时", en: "when the budget runs out"),
        MemberShape(
            "review",
            object(
                MemberShape(
                    "reasons", .array(of: .text(most: 500), count: 1...50), zh: "不批的理由",
                    en: "why a claim can be refused"),
                MemberShape("appeal", .string(.duration), .optional, zh: "申诉期", en: "how long it can be appealed")),
            .optional, zh: "人工审核", en: "staff review each claim"),
        MemberShape(
            "purchase",
            object(
                MemberShape("from", .string(.time), zh: "从", en: "from"),
                MemberShape("to", .string(.time), zh: "到", en: "to"),
                MemberShape(
                    "invoice", .boolean, .optional, zh: "凭发票，一票一次", en: "whether each needs an invoice of its own")),
            .optional, zh: "购买时间与凭证", en: "when to buy, and the proof"),
        returns)

    private static let returns = MemberShape(
        "returns", .string(.duration), .optional, zh: "核销后多久内可退", en: "how long after a redemption it can come back")

    private static let item = Shape.variants(
        by: "gives",
        [
            Variant(
                "bands", zh: "按价格分档", en: "an amount by price band",
                commonItem + [
                    MemberShape("bands", .array(of: band, count: 1...100), zh: "各档，升序", en: "the bands, ascending")
                ]),
            Variant(
                "share", zh: "按比例", en: "a share of the price",
                commonItem + [
                    MemberShape("share", fraction, zh: "比例", en: "the share"),
                    MemberShape("cap", .string(.money), .optional, zh: "上限", en: "the most"),
                ]),
            Variant(
                "fixed", zh: "定额", en: "a fixed amount",
                commonItem + [MemberShape("amount", .string(.money), zh: "金额", en: "the amount")]),
        ])

    private static let commonItem = [
        MemberShape("id", .string(.tierID), zh: "项目编号", en: "the item's id"),
        MemberShape("title", .text(most: 200), zh: "名称", en: "its name"),
        MemberShape("category", .string(.tierID), .optional, zh: "类别", en: "its category"),
    ]

    private static let band = object(
        MemberShape("from", .string(.money), zh: "价格从", en: "prices from"),
        MemberShape("below", .string(.money), .optional, zh: "价格低于，最高档可无", en: "to below; the last may have none"),
        MemberShape("amount", .string(.money), zh: "补贴", en: "the amount given"))

    private static let grantLimit = object(
        MemberShape("count", count, .optional, zh: "件数", en: "how many"),
        MemberShape("amount", .string(.money), .optional, zh: "金额", en: "how much"))

    static let merchants = Shape.array(
        of: object(
            MemberShape("id", .string(.sourceName), zh: "商户编号", en: "the merchant's id"),
            MemberShape("name", .text(most: 200), zh: "商户", en: "the merchant"),
            MemberShape(
                "shops",
                .array(
                    of: object(
                        MemberShape("id", .string(.sourceName), zh: "门店编号", en: "the shop's id"),
                        MemberShape("name", .text(most: 200), zh: "门店", en: "the shop")), count: 1...1000), .optional,
                zh: "门店", en: "its shops"),
            MemberShape("count", count, .optional, zh: "券数上限", en: "the most vouchers"),
            MemberShape("amount", .string(.money), .optional, zh: "金额上限", en: "the most money")), count: 1...10_000)

    static let vouchers = object(
        MemberShape("count", .integer(1...10_000_000), .optional, zh: "发放张数", en: "how many there are"),
        MemberShape("face", .string(.money), .optional, zh: "面值", en: "what one is worth"),
        MemberShape("uses", .integer(1...1000), .optional, zh: "可用几次", en: "how often one is used"),
        MemberShape("hold", .string(.duration), .optional, zh: "预留多久须确认", en: "how long a reservation stands"),
        MemberShape("valid", .string(.duration), .optional, zh: "领取后多久有效", en: "how long after issue it is good"),
        MemberShape("until", .string(.time), .optional, zh: "有效到何时", en: "until when it is good"),
        MemberShape("part", .boolean, .optional, zh: "可分次用完面值", en: "whether it can be used in part"),
        MemberShape("transfer", .boolean, .optional, zh: "可转让", en: "whether it can be handed on"),
        MemberShape(
            "refund",
            .choice([
                Choice("free", zh: "退回预算", en: "the money goes back"),
                Choice("reserved", zh: "券恢复可用", en: "the voucher is good again"),
            ]), .optional, zh: "退货后", en: "what a refund does"),
        returns)
}
