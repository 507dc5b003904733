import JSON
import Proofs
import Testing

@testable import Auditing
@testable import Campaigns

/// A small campaign with everything that happened in it written down by hand, so that nothing a test expects was worked
/// out by the code under test.
struct SampleCampaign: Sendable, CustomTestStringConvertible {
    struct Person: Sendable {
        var id: String
        var name: String
        var masked: String
        var household: String?
        var unit: String?
        var mayWin = true
    }

    /// An accepted submission, and what it is worth in the draw.
    struct Entry: Sendable {
        var person: Int
        var attempt: Int
        var at: Int64
        /// Built once the paper of the person is known.
        var answers: @Sendable (_ paper: [Int]) -> [(String, JSON)]
        /// Chances as eligible.csv should count them; 0 has no row.
        var chances: Int
        /// The tier that its number hits, with or without a chance; nil where none.
        var hit: Int?
    }

    var file: String
    var people: [Person]
    var entries: [Entry]
    var publicValue: String?
    /// The number that instant wins depend on; nil where nothing is won at once.
    var activation: String?

    /// The campaign's id.
    var name: String { activation != nil ? "instant" : publicValue == nil ? "riddles" : "quiz" }

    var testDescription: String { name }

    static let opens: Int64 = 1_812_330_000_000  // 2027-06-07T09:00:00+08:00
    static let closes: Int64 = 1_812_416_400_000
    static let publicTime: Int64 = 1_812_420_000_000

    static let people = [
        Person(id: "m001", name: "王伟", masked: "王*", household: "h1", unit: "u1"),
        Person(id: "m002", name: "李小龙", masked: "李*龙", household: "h1", unit: "u1"),
        Person(id: "m003", name: "孙丽美", masked: "孙*美", household: "h2", unit: "u1"),
        Person(id: "m004", name: "赵", masked: "*", unit: "u2"),
        Person(id: "m005", name: "欧阳文斌", masked: "欧**斌", household: "h3"),
        Person(id: "m006", name: "周强", masked: "周*", mayWin: false),
    ]

    /// Two riddles, a chance for each solved, one a household, no papers, only the organiser's number, another zone.
    static let riddle = SampleCampaign(
        file: """
            {"id":"riddles","kind":"riddle","title":{"zh":"猜灯谜<script>alert(1)</script>","en":"Riddles & \\"more\\""},
            "organiser":"jimo-union.example","contact":"工会","zone":"Asia/Tokyo",
            "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T09:00:00+08:00","review":"10m",
            "audience":{"roll":"rolls/sample.csv"},"limits":{"person":{"day":2,"total":3}},
            "paper":{"fold":["nfkc","traditional","space","punctuation"],"questions":[
            {"id":"r1","type":"text","text":"身穿大皮袄（打一物）","answer":"灯笼","also":["花灯"]},
            {"id":"r2","type":"text","text":"千条线，万条线，掉到水里看不见（打一自然现象）","answer":"雨"}]},
            "prizes":{"draw":"final","chances":{"for":"correct","most":2},
            "tiers":[{"id":"first","title":"一等奖","prize":"灯笼一盏","value":"88.00","count":1},
            {"id":"second","title":{"zh":"二等奖","en":"second"},"prize":"书签","value":"9.05","count":2}],
            "alternates":1,"caps":{"household":1,"unit":2}}}
            """,
        people: people,
        entries: [
            Entry(person: 0, attempt: 1, at: opens + 1000, answers: { _ in [("r1", "燈 籠"), ("r2", "雪")] }, chances: 1),
            Entry(person: 1, attempt: 1, at: opens + 2000, answers: { _ in [("r1", "花灯")] }, chances: 1),
            Entry(person: 0, attempt: 2, at: opens + 3000, answers: { _ in [("r1", "灯笼"), ("r2", "雨。")] }, chances: 1),
            Entry(person: 2, attempt: 1, at: opens + 3000, answers: { _ in [("r1", "灯笼"), ("r2", "雨")] }, chances: 2),
            Entry(person: 3, attempt: 1, at: opens + 4000, answers: { _ in [("r2", "雨")] }, chances: 1),
            Entry(person: 4, attempt: 1, at: opens + 5000, answers: { _ in [("r2", "雾")] }, chances: 0),
            Entry(person: 5, attempt: 1, at: opens + 6000, answers: { _ in [("r1", "灯笼")] }, chances: 0),
        ])

    /// The riddles where anybody may take part: nobody is of a household, and winners are shown by their ids.
    static let open: SampleCampaign = {
        var sample = riddle
        sample.file = sample.file.replacing(#"{"roll":"rolls/sample.csv"}"#, with: #"{"open":true,"most":6}"#)
            .replacing(#","caps":{"household":1,"unit":2}"#, with: "")
        sample.people = people.map { Person(id: $0.id, name: $0.id, masked: "m**\($0.id.suffix(1))") }
        sample.entries[6].chances = 1
        return sample
    }()

    /// The riddles with names masked otherwise.
    static func masked(_ masking: String, _ shown: [String]) -> SampleCampaign {
        var sample = riddle
        sample.file = sample.file.replacing(
            #""prizes":"#, with: #""disclosure":{"masking":"\#(masking)"},"prizes":"#)
        for place in sample.people.indices { sample.people[place].masked = shown[place] }
        return sample
    }

    static let maskedFirst = masked("first", ["王*", "李**", "孙**", "*", "欧***", "周*"])
    static let unmasked = masked("none", people.map(\.name))

    /// Papers of two of three questions and one of two, a public number besides the organiser's own.
    static let quiz = SampleCampaign(
        file: """
            {"id":"quiz","kind":"quiz","title":"端午知识问答","organiser":"jimo-union.example","contact":"工会",
            "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T09:00:00+08:00",
            "audience":{"roll":"rolls/sample.csv"},"limits":{"person":{"day":2}},
            "paper":{"draw":[{"stratum":"a","take":2},{"stratum":"b","take":1}],"shuffle":true,"pass":20,"questions":[
            {"id":"a1","stratum":"a","type":"single","text":"屈原是哪国人","options":[{"id":"A","text":"楚国"},{"id":"B","text":"齐国"}],
            "answer":"A","points":10},
            {"id":"a2","stratum":"a","type":"single","text":"端午节在农历几月初五","options":[{"id":"A","text":"五月"},
            {"id":"B","text":"六月"}],"answer":"A","points":10},
            {"id":"a3","stratum":"a","type":"single","text":"龙舟竞渡纪念谁","options":[{"id":"A","text":"屈原"},
            {"id":"B","text":"李白"}],"answer":"A","points":10},
            {"id":"b1","stratum":"b","type":"multi","text":"端午习俗有哪些","options":[{"id":"A","text":"吃粽子"},
            {"id":"B","text":"赏月"},{"id":"C","text":"挂艾草"}],"answer":["A","C"],"points":10},
            {"id":"b2","stratum":"b","type":"multi","text":"哪些是端午的别称","options":[{"id":"A","text":"端阳节"},
            {"id":"B","text":"元宵节"},{"id":"C","text":"重五节"}],"answer":["A","C"],"points":10}]},
            "prizes":{"draw":"final","chances":{"for":"passing"},
            "tiers":[{"id":"first","title":"一等奖","prize":"读书卡","value":"100.00","count":2}],"alternates":2},
            "randomness":[{"source":"commit"},{"source":"public","name":"notary.example","form":"digits 20",
            "at":"2027-06-08T10:00:00+08:00"}]}
            """,
        people: people,
        entries: [
            Entry(person: 0, attempt: 1, at: opens, answers: { allRight($0) }, chances: 1),
            Entry(
                person: 1, attempt: 1, at: opens + 10, answers: { allRight($0).dropLast().map { ($0.0, "B") } },
                chances: 0),
            Entry(person: 1, attempt: 2, at: opens + 20, answers: { allRight($0).dropLast() }, chances: 1),
            Entry(person: 2, attempt: 1, at: opens + 30, answers: { allRight($0) }, chances: 1),
            Entry(person: 3, attempt: 1, at: opens + 40, answers: { allRight($0) }, chances: 1),
        ],
        publicValue: "7.3.5.1.9.4.0.6.2.8.7.3.1.5.9.0.2.6.4.8")

    /// A question of every type, with shares of points on both sides of the pass mark. Its id is that of the riddles.
    static let everyType = SampleCampaign(
        file: """
            {"id":"riddles","kind":"quiz","title":"各种题","organiser":"jimo-union.example","contact":"工会",
            "opens":"2027-06-07T09:00:00+08:00","closes":"2027-06-08T09:00:00+08:00",
            "audience":{"roll":"rolls/sample.csv"},
            "paper":{"pass":20,"fold":["numerals","particles","traditional"],"questions":[
            {"id":"m","type":"multi","text":"?","options":[{"id":"A","text":"a"},{"id":"B","text":"b"},{"id":"C","text":"c"},
            {"id":"D","text":"d"},{"id":"E","text":"e"}],"answer":["A","C","D"],"points":10,"scoring":"penalty"},
            {"id":"f","type":"true-false","text":"?","answer":true,"points":2},
            {"id":"n","type":"number","text":"?","answer":"100","tolerance":"0.5","unit":"℃","points":3},
            {"id":"o","type":"order","text":"?","options":[{"id":"A","text":"a"},{"id":"B","text":"b"},{"id":"C","text":"c"},
            {"id":"D","text":"d"}],"answer":["C","A","D","B"],"points":6,"scoring":"proportional"},
            {"id":"x","type":"match","text":"?","options":[{"id":"A","text":"a"},{"id":"B","text":"b"}],
            "with":[{"id":"x","text":"x"},{"id":"y","text":"y"},{"id":"z","text":"z"}],
            "answer":[{"left":"B","right":"x"},{"left":"A","right":"z"}],"points":5,"scoring":"proportional"},
            {"id":"b","type":"blanks","text":"____第一、____为主、综合____","points":10,"scoring":"proportional",
            "blanks":[{"answer":"安全"},{"answer":"预防","also":["防范"]},{"answer":"治理"}]},
            {"id":"t","type":"text","text":"?","answer":"三十六计","hidden":["月亮"],"forbidden":["走为上"],"points":4,
            "solution":"孙子兵法没有三十六计"},
            {"id":"s","type":"survey","text":"?","options":[{"id":"A","text":"a"},{"id":"B","text":"b"}]}]},
            "prizes":{"draw":"final","chances":{"for":"passing","most":1},
            "tiers":[{"id":"first","title":"一等奖","prize":"读书卡","value":"100.00","count":2}],"alternates":2}}
            """,
        people: people,
        entries: [
            // 3 + 3 + 6 + 4 + 2 + 2
            Entry(
                person: 0, attempt: 1, at: opens,
                answers: { _ in
                    [
                        ("m", ["A", "C", "B"]), ("o", ["A", "C", "D", "B"]), ("b", ["安全", "", "治理"]), ("t", "36計"),
                        ("f", "true"), ("x", ["z", ""]), ("s", "A"),
                    ]
                }, chances: 1),
            // 3 + 3 + 6 + 3 + 4
            Entry(
                person: 1, attempt: 1, at: opens + 10,
                answers: { _ in
                    [
                        ("m", ["A", "B", "C", "D", "E"]), ("o", ["A", "C", "D", "B"]), ("b", ["防范", "安全", "治理"]),
                        ("n", "99.5"), ("t", "月亮"), ("s", "B"),
                    ]
                }, chances: 0),
            // Nothing
            Entry(
                person: 2, attempt: 1, at: opens + 20,
                answers: { _ in
                    [
                        ("m", ["B"]), ("o", ["B", "D", "A", "C"]), ("b", ["", "", ""]), ("n", "99.499999"),
                        ("t", "走为上"),
                        ("f", "false"), ("x", ["x", "z"]), ("s", "A"),
                    ]
                }, chances: 0),
            // 10 + 10
            Entry(
                person: 3, attempt: 1, at: opens + 30,
                answers: { _ in [("m", ["D", "C", "A"]), ("b", ["安全", "防範", "治理"]), ("n", "100.500001")] }, chances: 1),
            // 6 + 5 + 3 + 2 + 4
            Entry(
                person: 4, attempt: 1, at: opens + 40,
                answers: { _ in
                    [
                        ("o", ["C", "A", "D", "B"]), ("x", ["z", "x"]), ("n", "100.50"), ("f", "true"), ("t", "叁拾陸计"),
                    ]
                }, chances: 1),
        ])

    /// The quiz with prizes that are won at once and papers that depend on the same number. The hits are those that
    /// another program worked out.
    static let instant = SampleCampaign(
        file: quiz.file.replacing(#""id":"quiz""#, with: #""id":"instant""#)
            .replacing(#""draw":"final""#, with: #""draw":"instant""#)
            .replacing(
                #""value":"100.00","count":2}]"#,
                with: """
                    "value":"100.00","count":1,"odds":{"num":1,"den":2}},
                    {"id":"second","title":"二等奖","prize":"书签","value":"9.00","count":2,"odds":{"num":1,"den":4}}],
                    "none":{"num":1,"den":4}
                    """
            )
            .replacing(
                #""randomness":"#,
                with: """
                    "activation":{"source":"public","name":"opening.example","form":"digits 20",
                    "at":"2027-06-07T08:55:00+08:00"},"randomness":
                    """),
        people: people,
        entries: [
            Entry(person: 0, attempt: 1, at: opens, answers: { allRight($0) }, chances: 1, hit: 0),
            Entry(
                person: 1, attempt: 1, at: opens + 10, answers: { allRight($0).dropLast().map { ($0.0, "B") } },
                chances: 0, hit: 1),
            Entry(person: 1, attempt: 2, at: opens + 20, answers: { allRight($0).dropLast() }, chances: 1, hit: 1),
            Entry(person: 2, attempt: 1, at: opens + 30, answers: { allRight($0) }, chances: 1, hit: 0),
            Entry(person: 3, attempt: 1, at: opens + 40, answers: { allRight($0) }, chances: 1),
            Entry(person: 5, attempt: 1, at: opens + 50, answers: { allRight($0) }, chances: 1, hit: 0),
            Entry(person: 4, attempt: 1, at: opens + 60, answers: { allRight($0) }, chances: 1),
        ],
        publicValue: quiz.publicValue, activation: "3.8.3.1.5.1.1.8.2.9.1.3.9.0.7.8.5.7.6.9")

    /// The right answers to a paper of ``quiz``.
    private static func allRight(_ paper: [Int]) -> [(String, JSON)] {
        let ids = ["a1", "a2", "a3", "b1", "b2"]
        return paper.map { (ids[$0], $0 < 3 ? "A" : ["C", "A"]) }
    }

    var loaded: LoadedCampaign {
        switch loadCampaign(bytes: Array(file.utf8), organiser: "jimo-union.example") {
        case .success(let loaded): loaded
        case .failure(let problems): preconditionFailure("\(problems)")
        }
    }
}
