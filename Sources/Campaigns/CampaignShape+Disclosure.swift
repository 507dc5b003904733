import JSON

extension CampaignShapes {
    static let disclosure = object(
        MemberShape(
            "result",
            .choice([
                Choice("at-once", zh: "提交后立即告知得分", en: "the score at once"),
                Choice("after-closing", zh: "截止后告知得分", en: "the score after the closing"),
            ]), .optional, zh: "何时告知得分", en: "when the score is told"),
        MemberShape(
            "answers",
            .choice([
                Choice("with-bundle", zh: "随活动全套公布", en: "with the bundle"),
                Choice("after-closing", zh: "封存后公布", en: "after the closing"),
                Choice("with-result", zh: "与得分一起告知", en: "with the score"),
            ]), .optional, zh: "何时公布答案", en: "when the key is told"),
        MemberShape(
            "masking",
            .choice([
                Choice("ends", zh: "留首尾，如 欧**红", en: "first and last stay"),
                Choice("first", zh: "只留首字，如 欧***", en: "only the first stays"),
                Choice("none", zh: "不遮盖", en: "names are shown whole"),
            ]), .optional, zh: "获奖名单怎样遮盖姓名", en: "how names of winners are masked"),
        MemberShape(
            "tallies",
            .choice([
                Choice("live", zh: "实时", en: "live"),
                Choice("delayed", zh: "延迟", en: "delayed"),
                Choice("after-closing", zh: "截止后", en: "after the closing"),
            ]), .optional, zh: "何时公布票数与统计", en: "when tallies are told"),
        MemberShape(
            "delay", .string(.duration), .optional, zh: "延迟多久", en: "how long tallies are delayed"))

    static let compliance = object(
        MemberShape(
            "profiles",
            .array(
                of: .choice([
                    Choice("cn-promotion", zh: "有奖销售公示要点（不是法律意见）", en: "Chinese promotion rules (not legal advice)")
                ]), count: 1...1), zh: "对照哪些要点提示", en: "what to compare the campaign with"))

    static let witnesses = Shape.choice([
        Choice("required", zh: "没有见证人就不公布", en: "without witnesses it is not announced"),
        Choice("optional", zh: "有则用", en: "where there are any"),
    ])
}
