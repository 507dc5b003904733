import JSON

extension CampaignShapes {
    static let works = object(
        MemberShape("entries", .array(of: work, count: 1...10_000), .optional, zh: "参评作品", en: "the works"),
        MemberShape(
            "collect", .boolean, .optional, zh: "征集阶段由参加者提交作品",
            en: "whether people hand in works in a phase \"collect\""),
        MemberShape(
            "most", .integer(1...1000), .optional, zh: "每人至多提交几件", en: "the most works that a person hands in"),
        MemberShape(
            "authors", .string(.listPath), .optional, zh: "作者名单文件（作品编号,会员编号）",
            en: "a file of works and their authors' ids"),
        MemberShape(
            "order",
            .choice([
                Choice("random", zh: "每位观众各自随机", en: "at random for each viewer"),
                Choice("file", zh: "按文件", en: "as in the file"),
            ]), .optional, zh: "展示顺序", en: "the order in which works are shown"),
        MemberShape("views", .boolean, .optional, zh: "统计浏览量", en: "whether views are counted"))

    private static let work = object(
        MemberShape("id", .string(.itemID), zh: "作品编号", en: "the work's id"),
        MemberShape("title", .text(most: 200), zh: "作品名称", en: "the work's name"),
        MemberShape("author", .text(most: 100), .optional, zh: "作者", en: "its author"),
        MemberShape("unit", .text(most: 100), .optional, zh: "单位", en: "the author's unit"),
        MemberShape("link", .string(.link), .optional, zh: "链接", en: "where it is shown"),
        MemberShape("about", .text(most: 4000), .optional, zh: "简介", en: "what it is"))

    static let votes = object(
        MemberShape(
            "per",
            .choice([
                Choice("day", zh: "每日一票，当日可改", en: "a ballot a day"),
                Choice("campaign", zh: "全程一票，可改", en: "one ballot"),
            ]), zh: "选票多久一张", en: "how often a person has a ballot"),
        MemberShape("least", .integer(1...10_000), .optional, zh: "至少选几件", en: "the fewest works of a ballot"),
        MemberShape("most", .integer(1...10_000), zh: "至多选几件", en: "the most works of a ballot"),
        MemberShape("points", .integer(1...100), .optional, zh: "一件至多几分", en: "the most points for a work"),
        MemberShape("work", count, .optional, zh: "每人对一件作品至多几票", en: "the most votes of a person for a work"),
        MemberShape("self", .boolean, .optional, zh: "可投自己的作品", en: "whether authors may vote for their own work"))

    static let jury = object(
        MemberShape(
            "members",
            .array(
                of: object(
                    MemberShape("id", .string(.sourceName), zh: "评委编号", en: "the juror's id"),
                    MemberShape("name", .text(most: 100), zh: "评委", en: "the juror")), count: 1...200),
            zh: "评委", en: "the jury"),
        MemberShape("least", .integer(0...1000), .optional, zh: "最低分", en: "the lowest score"),
        MemberShape("most", .integer(1...1000), zh: "最高分", en: "the highest score"),
        MemberShape(
            "trim",
            object(
                MemberShape("highest", .integer(0...100), zh: "去掉几个最高分", en: "how many of the highest"),
                MemberShape("lowest", .integer(0...100), zh: "去掉几个最低分", en: "how many of the lowest")), .optional,
            zh: "去掉最高分和最低分", en: "scores left out"),
        MemberShape(
            "criteria",
            .array(
                of: object(
                    MemberShape("id", .string(.tierID), zh: "标准编号", en: "the criterion's id"),
                    MemberShape("title", .text(most: 200), zh: "标准", en: "the criterion"),
                    MemberShape("weight", fraction, zh: "权重", en: "its weight")), count: 1...20), .optional,
            zh: "评分标准", en: "what is scored"))

    private static let measure = Shape.choice([
        Choice("votes", zh: "票数", en: "votes"), Choice("jury", zh: "评委分", en: "the jury's score"),
        Choice("score", zh: "得分", en: "points of the paper"), Choice("time", zh: "用时短者", en: "less time"),
        Choice("early", zh: "先到者", en: "who was earlier"),
    ])

    static let ranking = object(
        MemberShape(
            "by",
            .array(
                of: object(
                    MemberShape("measure", measure, zh: "什么", en: "of what"),
                    MemberShape("weight", fraction, zh: "权重", en: "its weight")), count: 1...5), zh: "总分怎样合成",
            en: "what the rank is by, and with what weights"),
        MemberShape(
            "funnel",
            object(
                MemberShape("by", measure, zh: "按什么", en: "by what"),
                MemberShape("top", count, zh: "前几名", en: "how many go on")), .optional, zh: "先按一项取前几名",
            en: "only the best by one measure go on"),
        MemberShape(
            "ties", .array(of: measure, count: 1...5), .optional, zh: "同分先比什么，再抽签",
            en: "what breaks ties, before a ticket"),
        MemberShape("shown", count, .optional, zh: "公布前几名", en: "how many ranks are shown"))
}
