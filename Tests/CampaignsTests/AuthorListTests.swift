import JSON
import Testing

@testable import Campaigns

@Suite struct AuthorListTests {
    private static let roll = Roll(people: ["m01", "m02", "m03"].map { Roll.Person(id: $0, name: "王伟") })

    private func load(_ text: String) -> Result<AuthorList, AuthorProblems> {
        loadAuthors(bytes: Array(text.utf8), works: ["e01", "e02"], roll: Self.roll)
    }

    private func problems(_ text: String) -> [String] {
        guard case .failure(let problems) = load(text) else { return [] }
        return problems.texts(file: "a.csv").map { $0.text(.en) }
    }

    @Test func `a work has several authors, and an author several works`() throws {
        let list = try load("\u{FEFF}work,participant\r\ne01,m01\r\n\r\ne01,m02\ne02,m01\n").get()
        #expect(list.rows.map { "\($0.work) \($0.id)" } == ["0 m01", "0 m02", "1 m01"])
    }

    @Test(arguments: [
        ("", "a.csv:1:1: error: the file is empty"),
        ("e01,m01\n", "a.csv:1:1: error: the first line is the header work,participant, got “e01,m01”"),
        ("work,participant\n\ne01,m01\nE1,m01\n", "a.csv:4:1: error: there is no work “E1”; did you mean “e01”?"),
        ("work,participant\ne01,m09\n", "a.csv:2:5: error: “m09” is not on the roll"),
        ("work,participant\ne01,m01\ne01,m01\n", "a.csv:3:1: error: is the same as line 2"),
        ("work,participant\ne01\n", "a.csv:2:1: error: a row has 2 columns, work and participant; this one has 1"),
    ])
    func `what is wrong is told with its place`(text: String, problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test func `all problems are told at once, up to a hundred`() {
        #expect(problems("work,participant\ne09x,m01\ne01,nobody\n").count == 2)
        let many = "work,participant\n" + String(repeating: "e01,nobody\n", count: 130)
        #expect(problems(many).count == 101 && problems(many).last == "a.csv: 30 more problems")
    }

    @Test func `a roll with groups that are called like authors' is refused`() throws {
        let campaign = """
            {"works": {"authors": "rolls/a.csv"}, "audience": {"roll": "rolls/r.csv"}}
            """
        let roll = Roll(people: [Roll.Person(id: "m01", name: "王伟", groups: ["staff", "work:e01"])])
        let found = Campaigns.problems(ofFile: Array(campaign.utf8), withRoll: roll)
        #expect(found.map(\.pointer) == ["/works/authors"])
        #expect(Campaigns.problems(ofFile: Array(campaign.utf8), withRoll: Self.roll).isEmpty)
    }

    @Test func `groups of authors join the others in the order of bytes`() {
        let person = Roll.Person(id: "m01", name: "王伟", groups: ["staff", "x"])
        #expect(person.joining(["work:e02", "work:e01"]).groups == ["staff", "work:e01", "work:e02", "x"])
        #expect(person.joining([]) == person)
    }
}
