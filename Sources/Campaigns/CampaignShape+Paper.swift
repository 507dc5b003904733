import JSON

extension CampaignShapes {
    static let paper = object(
        MemberShape(
            "draw",
            .array(
                of: object(
                    MemberShape("stratum", .string(.stratum), zh: "题目分层", en: "a stratum of the questions"),
                    MemberShape("take", .integer(1...10_000), zh: "抽取题数", en: "questions taken from it")),
                count: 1...100), .optional, zh: "每份试卷怎样抽题", en: "how a paper is drawn"),
        MemberShape("shuffle", .boolean, .optional, zh: "打乱选项", en: "whether options are shuffled"),
        MemberShape("pass", .integer(1...1_000_000_000), .optional, zh: "及格分", en: "points to pass"),
        MemberShape("fold", fold, .optional, zh: "文字答案的默认归并", en: "the default folding of typed answers"),
        MemberShape("time", .string(.duration), .optional, zh: "答题时限", en: "a time limit"),
        MemberShape(
            "grace", .string(.duration), .optional, zh: "超时宽限", en: "grace after the time limit"),
        MemberShape(
            "late",
            .choice([
                Choice("submit", zh: "到时自动交卷", en: "what was answered is handed in"),
                Choice("abandon", zh: "到时作废", en: "the attempt is void"),
            ]), .optional, zh: "超时怎样处理", en: "what happens to a late paper"),
        MemberShape(
            "attempts",
            .choice([
                Choice("highest", zh: "最高分", en: "the highest score"), Choice("average", zh: "平均分", en: "the average"),
                Choice("first", zh: "第一次", en: "the first"), Choice("last", zh: "最后一次", en: "the last"),
            ]), .optional, zh: "多次作答怎样计分", en: "which attempt counts"),
        MemberShape(
            "overrides", .array(of: override, count: 1...100), .optional, zh: "按组调整",
            en: "what is different for groups"),
        MemberShape("questions", .array(of: question, count: 1...10_000), zh: "题库", en: "the question bank"))

    private static let override = object(
        MemberShape("groups", names, zh: "这些分组", en: "these groups"),
        MemberShape("time", .string(.duration), .optional, zh: "答题时限", en: "their time limit"),
        MemberShape("pass", .integer(1...1_000_000_000), .optional, zh: "及格分", en: "their points to pass"),
        MemberShape("total", count, .optional, zh: "总次数", en: "their submissions in all"))

    private static let fold = Shape.array(
        of: .choice([
            Choice("nfkc", zh: "Unicode 兼容形式", en: "Unicode compatibility forms"),
            Choice("width", zh: "全角与半角", en: "full and half width"), Choice("case", zh: "大小写", en: "letter case"),
            Choice("traditional", zh: "繁体到简体", en: "traditional to simplified"),
            Choice("space", zh: "空白", en: "spaces"), Choice("punctuation", zh: "标点", en: "punctuation"),
            Choice("particles", zh: "虚词", en: "particles"),
            Choice("numerals", zh: "数字写法", en: "numerals"),
        ]), count: 0...8)

    // MARK: Questions

    private static let question = Shape.variants(
        by: "type",
        [
            Variant(
                "single", zh: "单选", en: "one right option",
                common + [options(2...64), MemberShape("answer", .string(.itemID), zh: "正确选项", en: "the right option")]),
            Variant(
                "multi", zh: "多选", en: "all right options",
                common + [
                    options(2...64),
                    MemberShape(
                        "answer", .array(of: .string(.itemID), count: 1...64), zh: "全部正确选项", en: "all right options"),
                    scoring(withPenalty: true),
                ]),
            Variant(
                "true-false", zh: "判断", en: "true or false",
                common + [MemberShape("answer", .boolean, zh: "对为 true", en: "whether it is true")]),
            Variant(
                "number", zh: "数值", en: "a number with tolerance",
                common + [
                    MemberShape("answer", .string(.decimal), zh: "正确数值", en: "the right number"),
                    MemberShape("tolerance", .string(.decimal), .optional, zh: "允许误差", en: "how far off is right"),
                    MemberShape("unit", .words(most: 20), .optional, zh: "单位", en: "the unit"),
                ]),
            Variant(
                "order", zh: "排序", en: "items to put in order",
                common + [
                    options(2...20),
                    MemberShape(
                        "answer", .array(of: .string(.itemID), count: 2...20), zh: "正确顺序", en: "all items in order"),
                    scoring(withPenalty: false),
                ]),
            Variant(
                "match", zh: "配对", en: "pairs to find",
                common + [
                    options(2...20), MemberShape("with", optionList(2...40), zh: "配对的另一边", en: "the other side"),
                    MemberShape("answer", .array(of: pair, count: 2...20), zh: "正确配对", en: "the right pairs"),
                    scoring(withPenalty: false),
                ]),
            Variant(
                "blanks", zh: "填空（每空在题面写作 ____）", en: "gaps, each ____ in the text",
                common + [
                    MemberShape(
                        "blanks", .array(of: .object(ObjectShape(typedAnswer)), count: 1...20), zh: "各空的答案",
                        en: "what fills each gap"),
                    MemberShape("fold", fold, .optional, zh: "本题的归并", en: "the folding of this question"),
                    scoring(withPenalty: false),
                ]),
            Variant("text", zh: "填写", en: "a typed answer", common + typedAnswer + typed),
            Variant(
                "survey", zh: "问卷，不评分", en: "no right answer",
                common + [
                    MemberShape("options", optionList(2...64), .optional, zh: "选项，无则填写", en: "options, or it is typed"),
                    MemberShape("most", .integer(1...64), .optional, zh: "最多选几项", en: "how many may be chosen"),
                ]),
        ])

    private static let common = [
        MemberShape("id", .string(.itemID), zh: "题目编号", en: "the question's id"),
        MemberShape("stratum", .string(.stratum), .optional, zh: "所属分层", en: "the stratum it belongs to"),
        MemberShape(
            "tags", .array(of: .string(.stratum), count: 1...20), .optional, zh: "标签", en: "tags, for the organiser"),
        MemberShape("text", .text(most: 4000), zh: "题面", en: "the question"),
        MemberShape("points", .integer(1...1_000_000), .optional, zh: "分值", en: "points"),
        MemberShape(
            "solution", .text(most: 4000), .optional, zh: "解析，随答案公布", en: "an explanation, told with the answer"),
    ]

    private static let typedAnswer = [
        MemberShape("answer", .string(.answer), zh: "谜底", en: "the answer"),
        MemberShape(
            "also", .array(of: .string(.answer), count: 1...100), .optional, zh: "也算对的答案", en: "further right answers"),
    ]

    private static let typed = [
        MemberShape("fold", fold, .optional, zh: "本题的归并", en: "the folding of this question"),
        MemberShape(
            "hidden", .array(of: .string(.answer), count: 1...100), .optional,
            zh: "算对但不公布的答案", en: "right answers that are never told"),
        MemberShape(
            "forbidden", .array(of: .string(.answer), count: 1...100), .optional,
            zh: "一定算错的答案", en: "answers that are wrong however they fold"),
        MemberShape(
            "hints",
            .array(
                of: object(
                    MemberShape("text", .text(most: 1000), zh: "提示", en: "the hint"),
                    MemberShape("cost", .integer(0...1_000_000), zh: "扣几分", en: "the points it costs")), count: 1...10),
            .optional, zh: "提示", en: "hints"),
    ]

    private static func scoring(withPenalty: Bool) -> MemberShape {
        let penalty = Choice(
            "penalty", zh: "按对的给分，错的倒扣", en: "a share of each right one, less each wrong one")
        return MemberShape(
            "scoring",
            .choice(
                [
                    Choice("all", zh: "全对才得分", en: "all or nothing"),
                    Choice("proportional", zh: "按对的比例给分", en: "a share for each right one"),
                ] + (withPenalty ? [penalty] : [])), .optional, zh: "怎样给分", en: "how it is scored")
    }

    private static let pair = object(
        MemberShape("left", .string(.itemID), zh: "左边", en: "one of \"options\""),
        MemberShape("right", .string(.itemID), zh: "右边", en: "one of \"with\""))

    private static func options(_ count: ClosedRange<Int>) -> MemberShape {
        MemberShape("options", optionList(count), zh: "选项", en: "the options")
    }

    private static func optionList(_ count: ClosedRange<Int>) -> Shape {
        .array(
            of: object(
                MemberShape("id", .string(.itemID), zh: "选项编号", en: "the option's id"),
                MemberShape("text", .text(most: 1000), zh: "选项文字", en: "the option")), count: count)
    }
}
