import JSON

extension Shape {
    static let paper = Shape.object(
        ObjectShape([
            MemberShape(
                "draw",
                .array(
                    of: .object(
                        ObjectShape([
                            MemberShape("stratum", .string(.stratum), zh: "题目分层", en: "a stratum of the questions"),
                            MemberShape("take", .integer(1...10_000), zh: "抽取题数", en: "questions taken from it"),
                        ])), count: 1...100), .optional, zh: "每份试卷怎样抽题", en: "how a paper is drawn"),
            MemberShape("shuffle", .boolean, .optional, zh: "打乱选项", en: "whether options are shuffled"),
            MemberShape("pass", .integer(1...1_000_000_000), .optional, zh: "及格分", en: "points to pass"),
            MemberShape("fold", fold, .optional, zh: "文字答案的默认归并", en: "the default folding of typed answers"),
            MemberShape("questions", .array(of: question, count: 1...10_000), zh: "题库", en: "the question bank"),
            .later("time", "time limits", zh: "答题时限", en: "a time limit"),
            .later("grace", "time limits", zh: "超时宽限", en: "grace after the time limit"),
            .later("attempts", "paper.attempts", zh: "多次作答怎样计分", en: "which attempt counts"),
            .later("overrides", "paper.overrides", zh: "按组调整", en: "settings of groups"),
        ]))

    private static let fold = Shape.array(
        of: .choice([
            Choice("nfkc", zh: "Unicode 兼容形式", en: "Unicode compatibility forms"),
            Choice("width", zh: "全角与半角", en: "full and half width"), Choice("case", zh: "大小写", en: "letter case"),
            Choice("traditional", zh: "繁体到简体", en: "traditional to simplified"),
            Choice("space", zh: "空白", en: "spaces"), Choice("punctuation", zh: "标点", en: "punctuation"),
            Choice("particles", .part, zh: "虚词", en: "particles"),
            Choice("numerals", .part, zh: "数字写法", en: "numerals"),
        ]), count: 0...8)

    private static let question = Shape.variants(
        by: "type",
        [
            Variant(
                "single", zh: "单选", en: "one right option",
                common + [
                    options, MemberShape("answer", .string(.itemID), zh: "正确选项", en: "the right option"),
                ] + laterInQuestion),
            Variant(
                "multi", zh: "多选", en: "all right options",
                common + [
                    options,
                    MemberShape(
                        "answer", .array(of: .string(.itemID), count: 1...64), zh: "全部正确选项", en: "all right options"),
                ] + laterInQuestion),
            Variant(
                "text", zh: "填写", en: "a typed answer",
                common + [
                    MemberShape("answer", .string(.answer), zh: "谜底", en: "the answer"),
                    MemberShape(
                        "also", .array(of: .string(.answer), count: 1...100), .optional, zh: "也算对的答案",
                        en: "further right answers"),
                    MemberShape("fold", fold, .optional, zh: "本题的归并", en: "the folding of this question"),
                ] + laterInQuestion),
            .later("true-false", zh: "判断", en: "true or false"),
            .later("number", zh: "数值", en: "a number with tolerance"),
            .later("order", zh: "排序", en: "an order"),
            .later("match", zh: "配对", en: "pairs"),
            .later("blanks", zh: "填空", en: "blanks"),
            .later("survey", zh: "问卷", en: "no right answer"),
        ])

    private static let common = [
        MemberShape("id", .string(.itemID), zh: "题目编号", en: "the question's id"),
        MemberShape("stratum", .string(.stratum), .optional, zh: "所属分层", en: "the stratum it belongs to"),
        MemberShape("text", .text(most: 4000), zh: "题面", en: "the question"),
        MemberShape("points", .integer(1...1_000_000), .optional, zh: "分值", en: "points"),
    ]

    private static let options = MemberShape(
        "options",
        .array(
            of: .object(
                ObjectShape([
                    MemberShape("id", .string(.itemID), zh: "选项编号", en: "the option's id"),
                    MemberShape("text", .text(most: 1000), zh: "选项文字", en: "the option"),
                ])), count: 2...64), zh: "选项", en: "the options")

    private static let laterInQuestion: [MemberShape] = [
        .later("hints", zh: "提示", en: "hints"),
        .later("forbidden", "forbidden answers", zh: "禁用答案", en: "forbidden answers"),
        .later("scoring", "partial scores", zh: "部分得分", en: "partial scores"),
        .later("tags", "question tags", zh: "标签", en: "tags"),
    ]
}
