import JSON
import Terminal
import Testing

@testable import huigong

/// What `status` and `watch` show of places and money, word for word and at every width.
struct PartScreenTests {
    private static let plain = Style(isTerminal: false, environment: [:])
    private static let head = """
        "phase":"open","tick_ms":1803085201930,"opens_ms":1803085200000,"closes_ms":1803128400000,"entries":1200,
        "people":400,"roll":1000,"questions":[],"refusals":{"place.full":31},"size":1201,"rehearsal":false
        """
    private static let places = """
        "places":{"waiting":7,"slots":[
        {"id":"a","title":{"zh":"少儿编程（一）班","en":"Coding 1"},"capacity":30,"taken":12,"offered":0,"waiting":0},
        {"id":"b","title":{"zh":"书法班","en":"Calligraphy"},"capacity":20,"taken":18,"offered":2,"waiting":6},
        {"id":"c","title":{"zh":"游泳班","en":"Swimming"},"capacity":25,"taken":25,"offered":0,"waiting":1},
        {"id":"d","title":{"zh":"国画班","en":"Painting"},"capacity":20,"taken":20,"offered":0,"waiting":0},
        {"id":"e","title":{"zh":"合唱班","en":"Choir"},"capacity":40,"taken":0,"offered":0,"waiting":0}]}
        """
    private static let funds = """
        "funds":{"budget":"2000.00","free":"600.00","pending":"200.00","reserved":"400.00","owed":"300.00",
        "settled":"500.00","vouchers":6,"redemptions":3,"most":10,"states":{"pending":1,"active":2,"used":2,"expired":1,
        "held":1},"merchants":[
        {"id":"east","name":{"zh":"城东电器","en":"East"},"redemptions":1,"reserved":"0.00","owed":"0.00","settled":"300.00"},
        {"id":"west","name":{"zh":"城西电器","en":"West"},"redemptions":2,"reserved":"400.00","owed":"300.00",
        "settled":"200.00"}],"balanced":true}
        """

    private func frame(_ parts: String, _ language: Language, style: Style = Self.plain) throws -> TallyFrame {
        let text = """
            {"campaign":"hui","title":{"zh":"暑期职工子女托管班","en":"Holiday classes"},\(Self.head),\(parts)}
            """
        return TallyFrame(
            snapshot: TallySnapshot(try JSONDocument(bytes: Array(text.utf8)).root), perSecond: 4,
            now: 1_803_085_260_000, language: language, style: style)
    }

    private func lines(_ parts: String, _ language: Language, width: Int, height: Int = 24) throws -> String {
        try frame(parts, language).lines(width: width, height: height).dropFirst(5).joined(separator: "\n")
    }

    @Test func `places in Chinese, the most awaited first`() throws {
        #expect(
            try lines(Self.places, .zh, width: 72) == """
                名额 75 / 135 55.5%   待确认 2   空余 58   候补 7 人  ██████████▒·······
                  书法班            ████████████████████████▒▒▒  18/20  候补 6  待确认 2
                  游泳班            ███████████████████████████  25/25  候补 1
                  国画班            ███████████████████████████  20/20
                  少儿编程（一）班  ███████████················  12/30
                  合唱班            ···························   0/40

                拒绝 31   place.full 31
                """)
        #expect(
            try frame(Self.places, .zh).line
                == "2027-02-20 09:00:01 +08:00  hui  进行中  记录 1,200  人数 400  每秒 4  名额 75/135  待确认 2  候补 7  拒绝 31")
    }

    @Test func `places in English`() throws {
        #expect(
            try lines(Self.places, .en, width: 72) == """
                places 75 / 135 55.5%   offered 2   free 58   7 waiting  ████████▒······
                  Calligraphy  █████████████████████████▒▒▒  18/20  waiting 6  offered 2
                  Swimming     ████████████████████████████  25/25  waiting 1
                  Painting     ████████████████████████████  20/20
                  Coding 1     ███████████·················  12/30
                  Choir        ····························   0/40

                refused 31   place.full 31
                """)
        #expect(
            try frame(Self.places, .en).line
                == "2027-02-20 09:00:01 +08:00  hui  open  entries 1,200  people 400  per second 4  places 75/135  offered 2  waiting 7  refused 31"
        )
    }

    @Test func `money in Chinese`() throws {
        #expect(
            try lines(Self.funds, .zh, width: 72) == """
                预算 2,000.00 元  ████████████▓▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒░░░░░··············  70.0%
                █ 已对账 500.00   ▓ 待对账 300.00   ▒ 已发未用 400.00   ░ 审核中 200.00
                · 可用 600.00
                发放 6 / 10 份   ██████████▊·······   待审核 1   有效 2   门店占用 1
                用完 2   过期 1   核销 3 次
                  城西电器  ████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓  500.00  2 次  待对账 300.00
                  城东电器  ██████████████████············  300.00  1 次

                拒绝 31   place.full 31
                """)
        #expect(
            try frame(Self.funds, .zh).line
                == "2027-02-20 09:00:01 +08:00  hui  进行中  记录 1,200  人数 400  每秒 4  预算 2,000.00  可用 600.00  已核销 800.00  发放 6/10  核销次数 3  拒绝 31"
        )
    }

    @Test func `money in English`() throws {
        #expect(
            try lines(Self.funds, .en, width: 72) == """
                budget 2,000.00 yuan  ███████████▓▓▓▓▓▓▒▒▒▒▒▒▒▒▒░░░░·············  70.0%
                █ settled 500.00   ▓ owed 300.00   ▒ reserved 400.00   ░ pending 200.00
                · free 600.00
                6 / 10 issued   ██████████▊·······   under review 1   good 2   held 1
                used 2   expired 1   3 redeemed
                  West  ████████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓  500.00  2×  owed 300.00
                  East  ██████████████████············  300.00  1×

                refused 31   place.full 31
                """)
        #expect(
            try frame(Self.funds, .en).line
                == "2027-02-20 09:00:01 +08:00  hui  open  entries 1,200  people 400  per second 4  budget 2,000.00  free 600.00  redeemed 800.00  issued 6/10  redemptions 3  refused 31"
        )
    }

    @Test func `a narrow terminal has no bars beside names, and figures all the same`() throws {
        #expect(
            try lines(Self.places, .zh, width: 40) == """
                400 / 1,000 人 40.0%

                名额 75 / 135 55.5%   待确认 2   空余 58
                候补 7 人
                  书法班         18/20  候补 6  待确认 2
                  游泳班         25/25  候补 1
                  国画班         20/20
                  少儿编程（一…  12/30
                  合唱班          0/40

                拒绝 31   place.full 31
                """)
        #expect(
            try lines(Self.funds, .zh, width: 40) == """
                400 / 1,000 人 40.0%

                预算 2,000.00 元  ████▓▓▒▒▒░░····  70.0%
                █ 已对账 500.00   ▓ 待对账 300.00
                ▒ 已发未用 400.00   ░ 审核中 200.00
                · 可用 600.00
                发放 6 / 10 份   ██████····   待审核 1
                有效 2   门店占用 1   用完 2   过期 1
                核销 3 次
                  城西电器  500.00  2 次  待对账 300.00
                  城东电器  300.00  1 次

                拒绝 31   place.full 31
                """)
    }

    /// A hundred classes, as in the real drive.
    private static var hundred: String {
        let slots = (1...100).map { number in
            """
            {"id":"s\(number)","title":{"zh":"第\(number)班","en":"class \(number)"},"capacity":20,"taken":\(number % 21),
            "offered":0,"waiting":0}
            """
        }
        return #""places":{"waiting":0,"slots":[\#(slots.joined(separator: ","))]}"#
    }

    @Test(arguments: [(24, 86), (40, 70), (12, 98), (130, nil)])
    func `as many slots as the terminal has rows for, and how many more there are`(
        height: Int, more: Int?
    ) throws {
        let lines = try frame(Self.hundred, .zh).lines(width: 80, height: height)
        #expect(more == nil || lines.count <= max(height - 1, 12))
        let classes = lines.filter { $0.hasPrefix("  第") }
        #expect(classes.first?.contains("20/20") == true)
        #expect(lines.first { $0.contains("还有") } == more.map { "  还有 \($0) 个" })
        #expect(classes.count == 100 - (more ?? 0))
    }

    @Test(arguments: 40...200)
    func `no line is wider than the terminal`(width: Int) throws {
        for parts in [Self.places, Self.funds, Self.hundred, Self.places + "," + Self.funds, Self.large] {
            for language in [Language.zh, .en] {
                for style in [Self.plain, Style(isColoured: true)] {
                    let lines = try frame(parts, language, style: style).lines(width: width)
                    for line in lines { #expect(styledWidth(line) <= width, "\(line)") }
                    // Bars, counts and amounts end before the edge: nothing but names is cut.
                    #expect(!lines.contains { $0.hasSuffix("…") || $0.hasSuffix("…\u{1B}[0m") }, "\(lines)")
                }
            }
        }
    }

    /// The largest figures there are.
    private static let large = """
        "places":{"waiting":514465,"slots":[{"id":"a","title":{"zh":"在职职工重大疾病互助保障计划（甲种）","en":
        "Mutual insurance against serious illness, plan A"},"capacity":514465,"taken":514400,"offered":65,
        "waiting":514465}]},
        "funds":{"budget":"9999999999.99","free":"0.01","pending":"1111111111.11","reserved":"2222222222.22",
        "owed":"3333333333.33","settled":"3333333333.32","vouchers":999999,"redemptions":999999,"states":{"pending":111111,
        "refused":111111,"rejected":111111,"active":111111,"used":111111,"expired":111111,"voided":111111,
        "refunded":111111,"held":111111},"merchants":[{"id":"m","name":{"zh":"即墨区鹤山路家电连锁旗舰店","en":
        "Flagship store on Heshan Road"},"redemptions":999999,"reserved":"0.00","owed":"3333333333.33",
        "settled":"3333333333.32"}],"balanced":true}
        """

    @Test func `books that do not balance are red`() throws {
        let parts = Self.funds.replacing(#""balanced":true"#, with: #""balanced":false"#)
        let frame = try frame(parts, .en, style: Style(isColoured: true))
        #expect(frame.lines(width: 80).contains { $0.hasPrefix("\u{1B}[31mthe books do not balance") })
        #expect(frame.line.contains("NOT BALANCED"))
    }

    // MARK: - Status

    private func status(_ language: Language, width: Int? = nil) throws -> [String] {
        let text = """
            {"organiser":"jimo-union.example","rehearsal":true,"version":"0.1.0","storage":"ok","store":"/data",
            "tick_ms":1812592818000,"uptime_ms":1000,"pid":1,"connections":2,"durable":3,
            "campaigns":[{"id":"tuoguan",\(Self.head),\(Self.places),"awaits":{"review":3,"draw":"values"}},
            {"id":"jiadian",\(Self.head),\(Self.funds),"awaits":{"review":1,"settle":"300.00"}},
            {"id":"yuanxiao",\(Self.head),"awaits":{"draw":"draw"}},{"id":"duanwu",\(Self.head),"awaits":{"draw":"void"}},
            {"id":"quiet",\(Self.head)}],"files":[]}
            """
        let page = StatusPage(
            status: try JSONDocument(bytes: Array(text.utf8)).root, language: language, style: Self.plain)
        let lines = page.lines(width: width)
        let table = lines.firstIndex(of: "").map { lines[($0 + 1)...] } ?? []
        return Array(table.drop { !$0.isEmpty }.dropFirst())
    }

    @Test func `status tells places, money and what waits for a person`() throws {
        #expect(
            try status(.zh).joined(separator: "\n") == """
                tuoguan  名额 75/135  待确认 2  候补 7
                jiadian  预算 2,000.00  可用 600.00  已核销 800.00  发放 6/10  核销次数 3
                tuoguan 待办：  审核 3 份  已截止，等随机数（randomness）
                jiadian 待办：  审核 1 份  对账 300.00 元
                yuanxiao 待办：  已截止，可以开奖（draw）
                duanwu 待办：  已截止，不能再开奖，应作废（void）
                """)
        #expect(
            try status(.en).joined(separator: "\n") == """
                tuoguan  places 75/135  offered 2  waiting 7
                jiadian  budget 2,000.00  free 600.00  redeemed 800.00  issued 6/10  redemptions 3
                tuoguan waits for you:  3 to review  closed: random numbers (randomness)
                jiadian waits for you:  1 to review  300.00 yuan to settle
                yuanxiao waits for you:  closed: to be drawn (draw)
                duanwu waits for you:  closed: can't be drawn any more (void)
                """)
    }

    @Test(arguments: 40...120)
    func `these lines of status fit as well`(width: Int) throws {
        for line in try status(.zh, width: width) + status(.en, width: width) {
            #expect(displayWidth(line) <= width, "\(line)")
        }
    }
}
