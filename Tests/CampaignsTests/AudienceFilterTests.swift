import Testing

@testable import Campaigns

@Suite struct AudienceFilterTests {
    @Test func `a roll written out reads as the same people`() throws {
        let people = [
            Roll.Person(id: "m1", name: "王伟", household: "h1", unit: "u1", groups: ["a", "b"], mayWin: false),
            Roll.Person(id: "m2", name: "Ann O'Neil"), Roll.Person(id: "m3", name: "李", groups: ["c"]),
        ]
        let roll = Roll(people: people)
        #expect(try loadRoll(bytes: roll.file).get() == roll)
    }

    @Test func `ids stand one a line, however lines end`() throws {
        #expect(try IDList.ids(in: Array("\u{FEFF}a\r\n\nb.c@d\n".utf8)) == ["a", "b.c@d"])
        #expect(try IDList.ids(in: []) == [])
        for (text, line) in [("a\nb c\n", 2), ("a,b", 1), ("甲", 1), (String(repeating: "a", count: 65), 1)] {
            #expect(throws: IDList.Malformed(line: line)) { try IDList.ids(in: Array(text.utf8)) }
        }
    }
}
