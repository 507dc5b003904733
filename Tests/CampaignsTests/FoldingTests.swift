import Testing

@testable import Campaigns

@Suite struct FoldingTests {
    static let all = Folding(steps: Folding.Step.allCases)

    /// A guess and an answer that a judge would take for the same.
    static let same: [(String, String)] = [
        // Traditional and simplified
        ("燈籠", "灯笼"), ("龍", "龙"), ("月餅", "月饼"), ("餃子", "饺子"), ("後來", "后来"), ("頭髮", "头发"),
        ("發財", "发财"), ("麵條", "面条"), ("裡外", "里外"), ("龜兔賽跑", "龟兔赛跑"), ("臥龍", "卧龙"), ("風箏", "风筝"),
        ("鑰匙", "钥匙"), ("剪紙", "剪纸"), ("元宵節", "元宵节"), ("湯圓", "汤圆"), ("畫蛇添足", "画蛇添足"), ("烏鴉", "乌鸦"),
        ("螞蟻", "蚂蚁"), ("蝸牛", "蜗牛"), ("雞", "鸡"), ("馬到成功", "马到成功"), ("乾坤", "干坤"), ("體育", "体育"),
        ("鐘錶", "钟表"), ("傘", "伞"), ("筆", "笔"), ("硯臺", "砚台"), ("蠟燭", "蜡烛"), ("電視機", "电视机"), ("齒輪", "齿轮"),
        ("苧麻", "苎麻"), ("薴", "苎"), ("𨭎", "𬭳"), ("屈原與離騷", "屈原与离骚"),
        // Full width, half width and compatibility forms
        ("ＡＢＣ", "abc"), ("１２３", "123"), ("ｱｲｳ", "アイウ"), ("①", "1"), ("㈠", "一"), ("ﬁre", "fire"), ("Ⅷ", "viii"),
        ("㎏", "kg"), ("x²", "x2"), ("　灯　笼　", "灯笼"), ("\u{F900}", "豈"), ("\u{2F00}", "一"),
        // Case
        ("HELLO", "hello"), ("ÀÉÎ", "àéî"), ("ΑΒΓ", "αβγ"), ("Ж", "ж"), ("ＷＴＯ", "wto"),
        // Composed and decomposed
        ("e\u{301}", "\u{E9}"), ("\u{212B}", "å"), ("가", "\u{1100}\u{1161}"),
        // Space, also the kinds that nobody sees
        (" 灯笼", "灯笼"), ("灯 笼", "灯笼"), ("灯笼\n", "灯笼"), ("灯\u{200B}笼", "灯笼"), ("\u{FEFF}灯笼", "灯笼"),
        ("灯\u{A0}笼", "灯笼"), ("灯\u{2060}笼", "灯笼"), ("灯\u{2003}笼", "灯笼"), ("灯\t笼", "灯笼"),
        // Punctuation
        ("灯笼。", "灯笼"), ("“灯笼”", "灯笼"), ("「燈籠」", "灯笼"), ("《离骚》", "离骚"), ("灯笼！！！", "灯笼"), ("（灯笼）", "灯笼"),
        ("灯、笼", "灯笼"), ("灯—笼", "灯笼"), ("灯…笼", "灯笼"), ("灯·笼", "灯笼"), ("it's", "it’s"), ("\"quoted\"", "quoted"),
        ("~灯笼~", "灯笼"), ("答：灯笼", "答灯笼"), ("灯笼？", "灯笼"), ("a-b", "ab"), ("【灯笼】", "灯笼"), ("﹁灯笼﹂", "灯笼"),
    ]

    /// A guess and an answer that must stay apart.
    static let different: [(String, String)] = [
        // One-way: a simplified character has several traditional ones, and only its own fold to it
        ("灯", "登"), ("笼", "宠"), ("龙", "尤"), ("龙", "笼"), ("后", "厚"), ("発", "发"), ("仏", "佛"), ("円", "圆"),
        ("面", "而"), ("里", "理"), ("干", "于"), ("千", "干"), ("未", "末"), ("土", "士"), ("己", "已"), ("已", "巳"),
        ("日", "曰"), ("人", "入"), ("大", "太"), ("大", "犬"), ("木", "本"), ("王", "玉"), ("田", "由"), ("由", "甲"),
        ("甲", "申"), ("鸟", "乌"), ("休", "体"), ("天", "夫"), ("贝", "见"), ("元", "无"), ("兔", "免"), ("师", "帅"),
        ("历", "厉"), ("仓", "仑"), ("设", "没"), ("的", "地"), ("他", "她"), ("做", "作"), ("象", "像"), ("了", "瞭望"),
        // Names of the same thing are for `also`, not for folding
        ("月亮", "月球"), ("灯笼", "花灯"), ("一", "1"), ("二", "2"), ("壹", "一"), ("〇", "零"), ("汤圆", "元宵"),
        ("蜡烛", "洋烛"), ("伞", "雨伞"), ("风筝", "纸鸢"),
        // Order, count and particles
        ("灯笼", "笼灯"), ("灯笼", "灯"), ("灯笼", "灯笼灯笼"), ("是灯笼", "灯笼"), ("灯笼吧", "灯笼"), ("", "灯笼"), ("。", "灯笼"),
        // Letters and signs that only look alike
        ("a", "а"), ("o", "0"), ("l", "1"), ("é", "e"), ("ß", "ss"), ("ı", "i"), ("İ", "i"), ("c", "c++"), ("+", "-"),
        ("<", ">"), ("$5", "5"), ("x^2", "x2"), ("あ", "ア"), ("ば", "は"), ("灯\u{FE0F}", "灯"),
    ]

    @Test(arguments: same)
    func `folds together`(guess: String, answer: String) {
        #expect(Self.all.matches(guess, accepted: [Self.all.fold(answer)]))
    }

    @Test(arguments: different)
    func `keeps apart`(guess: String, answer: String) {
        #expect(!Self.all.matches(guess, accepted: [Self.all.fold(answer)]))
    }

    @Test func `has enough pairs of both kinds`() {
        #expect(Self.same.count >= 60)
        #expect(Self.different.count >= 60)
    }

    static let oneStep: [(Folding.Step, String, String)] = [
        (.nfkc, "ＡＢ①ﬁ 燈。", "AB1fi 燈。"), (.width, "Ａ！　①燈。", "A! ①燈。"), (.case, "AÉΣİＡ燈", "aéσi\u{307}ａ燈"),
        (.traditional, "燈籠 后後 Ａ", "灯笼 后后 Ａ"), (.space, " 灯\u{3000}笼\r\n。", "灯笼。"),
        (.punctuation, "《灯笼》！ $5+5=10", "灯笼 $5+5=10"),
    ]

    @Test(arguments: oneStep)
    func `a step does only its own part`(step: Folding.Step, guess: String, folded: String) {
        #expect(Array(Folding(steps: [step]).fold(guess).unicodeScalars) == Array(folded.unicodeScalars))
    }

    @Test func `marks stand in canonical order after compatibility forms are taken apart`() {
        let scalars = Folding(steps: [.nfkc]).fold("\u{385}\u{330}").unicodeScalars.map(\.value)
        #expect(scalars == [0x20, 0x330, 0x308, 0x301])
    }

    @Test func `without steps nothing folds`() {
        #expect(Folding(steps: []).fold(" Ａ燈。") == " Ａ燈。")
    }

    @Test func `the order in which steps are declared changes nothing`() {
        #expect(Folding(steps: [.punctuation, .case, .nfkc]) == Folding(steps: [.nfkc, .case, .punctuation, .case]))
    }

    @Test func `a guess of punctuation alone folds to nothing`() {
        #expect(Self.all.fold("……！？ 　") == "")
    }

    @Test func `texts that only Unicode calls equal do not match`() {
        let exact = Folding(steps: [.space])
        #expect("e\u{301}" == "\u{E9}")
        #expect(!exact.matches("e\u{301}", accepted: ["\u{E9}"]))
        #expect(exact.matches("e \u{301}", accepted: ["e\u{301}"]))
        // What comes together only when the space is gone is not composed again.
        #expect(!Self.all.matches("e \u{301}", accepted: ["\u{E9}"]))
    }
}
