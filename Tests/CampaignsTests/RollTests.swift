import Testing

@testable import Campaigns

@Suite struct RollTests {
    private func roll(_ text: String) throws -> Roll {
        try loadRoll(bytes: Array(text.utf8)).get()
    }

    private static func problems(_ bytes: [UInt8]) -> RollProblems {
        guard case .failure(let problems) = loadRoll(bytes: bytes) else { return RollProblems() }
        return problems
    }

    @Test func `reads every column`() throws {
        let roll = try roll(
            """
            id,name,household,unit,groups,may_win
            m1,王伟,h1,u1,b;a;B,0
            m2,欧阳小红,,,,
            m3,Anna Li,h1,u2,a,1

            """)
        #expect(
            roll.people == [
                .init(id: "m1", name: "王伟", household: "h1", unit: "u1", groups: ["B", "a", "b"], mayWin: false),
                .init(id: "m2", name: "欧阳小红"),
                .init(id: "m3", name: "Anna Li", household: "h1", unit: "u2", groups: ["a"]),
            ])
    }

    static let sameRoll = [
        "id,name\nm1,王伟\nm2,李娜\n", "id,name\nm1,王伟\nm2,李娜", "\u{FEFF}id,name\r\nm1,王伟\r\nm2,李娜\r\n",
        "\"id\",\"name\"\n\"m1\",\"王伟\"\nm2,\"李娜\"", "name,id\n王伟,m1\n李娜,m2\n", "id,name\n\nm1,王伟\n\r\nm2,李娜\n\n\n",
        "id,name,may_win,groups\nm1,王伟,1,\nm2,李娜,\"\",\"\"\n",
        // What spreadsheets leave behind the last row and the last column.
        "id,name,,\r\nm1,王伟,,\r\n,,,\r\nm2,李娜,,\r\n,,,\r\n,,,\r\n\r\n", "id,name\nm1,王伟,\nm2,李娜,,\n",
    ]

    @Test(arguments: sameRoll)
    func `line ends, quotes, byte order mark and the order of columns make no difference`(text: String) throws {
        #expect(try roll(text).people == [.init(id: "m1", name: "王伟"), .init(id: "m2", name: "李娜")])
    }

    @Test func `takes ids and names of 64 bytes and every allowed character`() throws {
        let id = "AZaz09._-@:" + String(repeating: "x", count: 53)
        let name = String(repeating: "王", count: 21) + "a"
        #expect(try roll("id,name\n\(id),\(name)").people == [.init(id: id, name: name)])
    }

    struct Bad: CustomTestStringConvertible {
        var text: String
        var row: Int
        var column: String?
        /// A part of the English message.
        var says: String

        init(_ text: String, _ row: Int, _ column: String?, _ says: String) {
            (self.text, self.row, self.column, self.says) = (text, row, column, says)
        }

        var testDescription: String { "\(text.debugDescription)" }
    }

    static let bad = [
        Bad("", 1, nil, "empty"), Bad("\u{FEFF}", 1, nil, "empty"), Bad("\n\n", 1, nil, "empty"),
        Bad("id,name\n", 1, nil, "nobody"), Bad("name\n王伟\n", 1, "id", "lacks"), Bad("id\nm1\n", 1, "name", "lacks"),
        Bad("id,name,nmae\nm1,王伟,x\n", 1, nil, "did you mean name?"),
        Bad("ID,name\nm1,王伟\n", 1, nil, "did you mean id?"),
        Bad("id,name,单位\nm1,王伟,x\n", 1, nil, "did you mean unit?"), Bad("id,name,phone\nm1,王伟,1\n", 1, nil, "“phone”"),
        Bad("id,name,maywin\nm1,王伟,1\n", 1, nil, "did you mean may_win?"),
        Bad("id,name,id\nm1,王伟,m1\n", 1, "id", "twice"),
        Bad("id,name, unit\nm1,王伟,u\n", 1, nil, "did you mean unit?"),
        Bad("id,name\nm1\n", 2, nil, "this row has 1"), Bad("id,name\nm1,王伟,x\n", 2, nil, "this row has 3"),
        Bad("id,name\n,王伟\n", 2, "id", "1–64"), Bad("id,name\nm1,\n", 2, "name", "empty"),
        Bad("id,name\nm 1,王伟\n", 2, "id", "did you mean “m1”?"), Bad("id,name\nｍ１,王伟\n", 2, "id", "did you mean “m1”?"),
        Bad("id,name\nm1 ,王伟\n", 2, "id", "did you mean “m1”?"), Bad("id,name\nm1\u{0},王伟\n", 2, "id", "\\u{0}"),
        Bad("id,name\n会员1,王伟\n", 2, "id", "1–64"), Bad("id,name\nm+1,王伟\n", 2, "id", "m+1"),
        Bad("id,name\n\(String(repeating: "m", count: 65)),王伟\n", 2, "id", "mmm…"),
        Bad("id,name\nm1,\(String(repeating: "王", count: 22))\n", 2, "name", "66"),
        Bad("id,name\nm1,\"王,伟\"\n", 2, "name", "character 2"), Bad("id,name\nm1,王\t伟\n", 2, "name", "character 2"),
        Bad("id,name\nm1,\"王\n伟\"\n", 2, "name", "character 2"), Bad("id,name\nm1,王\r伟\n", 2, "name", "character 2"),
        Bad("id,name\nm1,王伟\u{202E}\n", 2, "name", "character 3"),
        Bad("id,name\nm1,王\u{85}\n", 2, "name", "character 2"),
        Bad("id,name\nm1,\"王\"\"伟\"\n", 2, "name", "quote"), Bad("id,name\nm1,王\"伟\n", 2, "name", "quote"),
        Bad("id,name\nm1,\"王\"伟\n", 2, "name", "quote"), Bad("id,name\nm1,\"王伟\n", 2, "name", "never closed"),
        Bad("id,name\nm1,王伟\nm2,李娜\nm1,张敏\n", 4, "id", "row 2 already"),
        Bad("id,name,unit\nm1,王伟,u 1\n", 2, "unit", "1–64"),
        Bad("id,name,household\nm1,王伟,#1\n", 2, "household", "1–64"),
        Bad("id,name,groups\nm1,王伟,a;;b\n", 2, "groups", "1–64"),
        Bad("id,name,groups\nm1,王伟,a;b;a\n", 2, "groups", "“a” stands twice"),
        Bad("id,name,groups\nm1,王伟,a；b\n", 2, "groups", "1–64"),
        Bad("id,name,may_win\nm1,王伟,yes\n", 2, "may_win", "yes"),
        Bad("id,name,may_win\nm1,王伟,01\n", 2, "may_win", "01"), Bad("id,name\n\n\r\nm1,王伟\n\nm!,李娜\n", 6, "id", "m!"),
        Bad("id,name\n,,\nm!,李娜\n", 3, "id", "m!"),
        Bad("id,name,\nm1,王伟,x\n", 2, nil, "column 3 has no name"),
        Bad("id,,name\nm1,x,王伟\n", 2, nil, "column 2 has no name"),
        Bad("id\tname\nm1\t王伟\n", 1, nil, "here by tabs"), Bad("id;name\nm1;王伟\n", 1, nil, "here by semicolons"),
        Bad("id，name\nm1，王伟\n", 1, nil, "here by full-width commas"),
        Bad("id,name\rm1,王伟\r", 1, nil, "only CR"),
    ]

    @Test(arguments: bad)
    func `names the row, the column and what is wrong`(bad: Bad) throws {
        let problems = Self.problems(Array(bad.text.utf8))
        let problem = try #require(problems.listed.first)
        #expect(problems.count == 1)
        #expect(problem.row == bad.row)
        #expect(problem.column == bad.column)
        #expect(problem.message.en?.contains(bad.says) == true, "\(problem.message)")
        #expect(!problem.message.zh.isEmpty)
    }

    @Test func `says all problems at once`() {
        let problems = Self.problems(Array("id,name,may_win\nm 1,王伟,2\nm2,,1\nm2,李娜\nm2,李娜,0\n".utf8))
        #expect(problems.listed.map(\.row) == [2, 2, 3, 4, 5])
        #expect(problems.listed.map(\.column) == ["id", "may_win", "name", nil, "id"])
        #expect(problems.listed[0].rendered(file: "a.csv", language: .en).hasPrefix("a.csv:2: error: id: expected"))
    }

    @Test func `lists a hundred problems and counts the rest`() {
        let problems = Self.problems(Array(("id,name\n" + String(repeating: "m 1,王伟\n", count: 250)).utf8))
        #expect(problems.listed.count == 100)
        #expect(problems.unlisted == 150)
        #expect(problems.rendered(file: "a.csv", language: .en).hasSuffix("a.csv: 150 more problems"))
    }

    @Test func `goes on after a quote that closes late`() {
        let problems = Self.problems(Array("id,name\nm1,\"a\"\"\nb\"\nm2,\nm3,李娜\n".utf8))
        #expect(problems.listed.map(\.place) == [RollPlace(row: 2, line: 2), RollPlace(row: 3, line: 4)])
    }

    static let encodings: [(String, [UInt8], Int, String)] = [
        ("GB18030, two bytes", Array("id,name\nm1,".utf8) + [0xCD, 0xF5, 0xCE, 0xB0, 0x0A], 2, "GB18030"),
        ("GB18030, four bytes", Array("id,name\nm1,".utf8) + [0x95, 0x32, 0x82, 0x36, 0x0A], 2, "GB18030"),
        ("UTF-16 LE", [0xFF, 0xFE, 0x69, 0x00], 1, "UTF-16"), ("UTF-16 BE", [0xFE, 0xFF, 0x00, 0x69], 1, "UTF-16"),
        ("UTF-16 LE without a mark", [0x69, 0, 0x64, 0, 0x2C, 0], 1, "UTF-16"),
        ("UTF-16 BE without a mark", [0, 0x69, 0, 0x64, 0, 0x2C], 1, "UTF-16"),
        ("UTF-32", [0xFF, 0xFE, 0, 0, 0x69, 0, 0, 0], 1, "UTF-32"),
        ("an Excel workbook", [0x50, 0x4B, 0x03, 0x04, 0x14, 0], 1, "Excel (xlsx)"),
        ("an old Excel workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], 1, "Excel (xls)"),
        ("GB18030 behind a line break in quotes", Array("id,name\n\"m\n1\",王\nm2,".utf8) + [0xB5, 0x0A], 3, ""),
        ("nothing known", Array("id,name\nm1,王\nm2,".utf8) + [0xFF, 0x0A], 3, "this row is not"),
        ("cut in a character", Array("id,name\nm1,".utf8) + [0xE7, 0x8E], 2, ""),
    ]

    @Test(arguments: encodings)
    func `names the encoding of a file that is not UTF-8`(
        name: String, bytes: [UInt8], row: Int, says: String
    ) throws {
        let problems = Self.problems(bytes)
        let problem = try #require(problems.listed.first)
        #expect(problems.count == 1)
        #expect(problem.row == row)
        #expect(says.isEmpty || problem.message.en?.contains(says) == true, "\(problem.message)")
    }

    @Test func `every row of an unknown encoding is named`() {
        let bytes = Array("id,name\nm1,王\nm2,".utf8) + [0xFF, 0x0A] + Array("m3,李\nm4,".utf8) + [0xE7, 0x8E, 0x0A]
        let problems = Self.problems(bytes)
        #expect(problems.listed.map(\.row) == [3, 5])
        let file = Array("id,name\n".utf8) + [UInt8](repeating: 0xFF, count: 5).flatMap { [$0, 0x0A] }
        #expect(Self.problems(file).listed.count == 5)
    }

    @Test func `rows are counted as a spreadsheet does, lines as an editor does`() throws {
        let problems = Self.problems(Array("id,name\n\nm1,\"王\n伟\"\nm1,李娜\nm 2,张敏\n".utf8))
        #expect(problems.listed.map(\.place.row) == [3, 4, 5])
        #expect(problems.listed.map(\.place.line) == [3, 5, 6])
        let texts = problems.listed.map { $0.rendered(file: "a.csv", language: .en) }
        #expect(texts[0].hasPrefix("a.csv:3: error: name: ") && !texts[0].contains("of the file"))
        #expect(texts[1] == "a.csv:4: error: id: “m1” is in row 3 already (line 5 of the file)")
        #expect(problems.listed[1].rendered(file: "a.csv", language: .zh).hasSuffix("（文件第 5 行）"))
    }

    @Test func `rows are found again where they were read`() throws {
        let file = Array("id,name,\n,,\nm1,王伟,\n\nm2,李娜,\n".utf8)
        #expect(Roll.person(at: 1, in: file)?.id == "m2")
        let erased = Roll.erasing(0, in: file)
        let roll = try loadRoll(bytes: erased, acceptsErased: true).get()
        #expect(roll.people.map(\.id) == ["", "m2"])
    }

    @Test func `reads what make-roll writes, and the same each time`() throws {
        let tool = Repository.top.appendingPathComponent("tools/make-roll").path
        guard let bytes = try Repository.output(of: "python3", [tool, "2000", "7"]) else { return }
        let roll = try loadRoll(bytes: bytes).get()
        #expect(roll.people.count == 2000)
        #expect(try Repository.output(of: "python3", [tool, "2000", "7"]) == bytes)
        #expect(roll.people.count { !$0.mayWin } == 40)
        let sizes = Dictionary(grouping: roll.people, by: \.household).mapValues(\.count)
        #expect(Set(sizes.values) == [1, 2, 3])
        #expect((30...70).contains(Set(roll.people.map(\.unit)).count))
    }

    @Test func `the sample roll is what make-roll writes`() throws {
        let bytes = try Repository.bytes("Campaigns/rolls/sample.csv")
        #expect(try loadRoll(bytes: bytes).get().people.count == 60)
        let tool = Repository.top.appendingPathComponent("tools/make-roll").path
        guard let made = try Repository.output(of: "python3", [tool, "60", "jimo"]) else { return }
        #expect(made == bytes)
    }

    @Test func `an edited roll beside the one in force: who is new, changed or gone`() throws {
        let inForce = try roll("id,name,unit\nm1,王伟,u1\nm2,欧阳小红,\nm3,孙丽,u2\n")
        let edited = try roll("unit,name,id\n,赵六,m9\n\nu2,孙美,m3\n,欧小大红,m2\nu1,钱七,m8\n")
        let edit = RollEdit(from: inForce.people, to: edited, masking: .ends)
        // A name under the same mask is the same line.
        #expect(edit.added == [0, 3] && edit.changed == [] && edit.removed == ["m1"])
        let changed = try roll("id,name,unit,may_win\nm3,孙丽,u2,0\nm1,王大伟,u1,1\nm2,欧阳小红,u1,1\n")
        #expect(RollEdit(from: inForce.people, to: changed, masking: .ends).changed == [0, 1, 2])
        #expect(
            RollEdit(from: inForce.people, to: inForce, masking: .ends)
                == RollEdit(from: edited.people, to: edited, masking: .ends))
        // 欧阳小红 and 欧小大红 begin alike and are of one length; the whole names differ.
        #expect(RollEdit(from: inForce.people, to: edited, masking: .first).changed == [])
        #expect(RollEdit(from: inForce.people, to: edited, masking: .none).changed == [1, 2])
    }

    @Test func `an excerpt of a roll is a roll, and rows are counted as in the file`() throws {
        let file = Array("\u{FEFF}id,name\r\n\r\nm1,\"王伟\"\r\nm2,李四\r\nm3,孙丽".utf8)
        #expect(try loadRoll(bytes: Roll.excerpt([0, 2], of: file)).get().people.map(\.id) == ["m1", "m3"])
        #expect(String(decoding: Roll.excerpt([1], of: file), as: UTF8.self) == "id,name\nm2,李四\n")
        #expect((0...3).map { Roll.row(of: $0, in: file) } == [3, 4, 5, nil])
    }
}
