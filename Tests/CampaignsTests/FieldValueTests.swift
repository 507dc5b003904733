import JSON
import Testing

@testable import Campaigns

/// What each type of field takes, and what it does not.
@Suite struct FieldValueTests {
    private static func field(_ kind: Campaign.Field.Kind, optional: Bool = false, isPrivate: Bool = false)
        -> Campaign.Field
    {
        Campaign.Field(id: "f", title: BilingualText(zh: "项"), kind: kind, isOptional: optional, isPrivate: isPrivate)
    }

    private static func texts(_ texts: String...) -> [FieldValue] { texts.map(FieldValue.text) }

    private static let options = Campaign.Field.Kind.choice(
        ["a", "é"].map { Campaign.Option(id: $0, text: BilingualText(zh: $0)) })

    struct Row: Sendable {
        var kind: Campaign.Field.Kind
        var good: [FieldValue]
        var bad: [FieldValue]
    }

    static let rows = [
        Row(
            kind: .text(most: 3), good: texts("一", "一二三", "a\nb", "😀😀😀", " ", "#ab"),
            bad: texts("", "一二三四", "e\u{301}e\u{301}", "a\tb", "a\u{7F}", "\u{85}", "\r\n", "\u{0}") + [.integer(1)]),
        Row(
            kind: .number(least: -2, most: 10), good: [.integer(-2), .integer(0), .integer(10)],
            bad: [.integer(-3), .integer(11), .integer(1 << 52)] + texts("1", "", "x")),
        Row(
            kind: .money, good: texts("0.00", "0.05", "10.50", "9999999999999.99"),
            bad: texts(
                "", "1", "1.5", "1.500", ".50", "01.50", "-1.00", "+1.00", "1,000.00", "￥1.00", "１.00",
                "99999999999999.00")
                + [.integer(5)]),
        Row(
            kind: .date, good: texts("2027-09-14", "2028-02-29", "2000-02-29", "0001-01-01", "9999-12-31"),
            bad: texts(
                "", "2027-02-29", "1900-02-29", "2027-13-01", "2027-00-10", "2027-04-31", "2027-01-00", "2027-1-1",
                "20270101", "2027-09-14T00:00:00Z", "0000-01-01", "2027/09/14", "２027-09-14") + [.integer(20_270_914)]),
        Row(
            kind: .phone,
            good: texts("13800138000", "+86 138 0013 8000", "0532-86551234", "12345", "+123456789012345"),
            bad: texts(
                "", "1234", "1234567890123456", "+", "138 0013  8000", "-12345", "12345-", "138a0013800", "１３８００１３８０００",
                "++8613800138000", "(0532)86551234") + [.integer(13_800_138_000)]),
        Row(
            kind: options, good: texts("a", "é"),
            bad: texts("", "A", "b", "a ", "e\u{301}") + [.integer(0)]),
    ]

    @Test(arguments: rows) func `takes what is of its type and nothing else`(row: Row) {
        let field = Self.field(row.kind)
        for value in row.good {
            #expect(field.fits(value), "\(value)")
            #expect(field.fits(opened: value.bytes), "\(value) opened")
            #expect([field].problem(in: [FilledField("f", value)]) == nil)
        }
        for value in row.bad {
            #expect(!field.fits(value), "\(value)")
            let problem = [field].problem(in: [FilledField("f", value)])
            #expect(problem?.kind == .value && problem?.field == "f")
            if case .text(let text) = value, text.count > 2 {
                #expect(
                    problem?.message.zh.contains(text) == false && problem?.message.text(.en).contains(text) == false)
            }
        }
    }

    @Test func `a number is opened from its decimal digits alone`() {
        let field = Self.field(.number(least: -20, most: 20))
        for text in ["7", "-7", "0"] { #expect(field.fits(opened: Array(text.utf8))) }
        for text in ["07", "+7", "-0", " 7", "7.0", "", "21"] {
            #expect(!field.fits(opened: Array(text.utf8)), "\(text)")
        }
        #expect(!Self.field(.text(most: 9)).fits(opened: [0xFF]))
    }

    @Test func `names what is missing and does not name what nobody declared`() {
        let fields = [
            Self.field(.money),
            Campaign.Field(id: "g", title: BilingualText(zh: "项"), kind: .date, isOptional: true, isPrivate: false),
        ]
        #expect(fields.problem(in: []) == .missing(fields[0]))
        #expect(fields.problem(in: [FilledField("f", .text("1.00")), FilledField("x", .text("1"))]) == .unknown)
        #expect(FieldProblem.unknown.field == nil)
        #expect(fields.problem(in: [FilledField("f", .text("1.00"))]) == nil)
    }

    @Test func `a body has a digest for a private field and nothing else`() {
        let fields = [Self.field(.phone, isPrivate: true)]
        let digest = String(repeating: "0a", count: 32)
        #expect(fields.problem(inBody: [FilledField("f", .text("#" + digest))]) == nil)
        for text in ["13800138000", digest, "#" + digest.uppercased(), "#" + digest + "0", "#"] {
            #expect(fields.problem(inBody: [FilledField("f", .text(text))])?.kind == .value, "\(text)")
        }
        let filled = [FilledField("f", .text("1")), FilledField("g", .text("2"))]
        #expect(fields.commitments(filled, in: "/fields").map(\.pointer) == ["/fields/f"])
    }
}
