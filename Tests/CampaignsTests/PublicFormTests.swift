import Testing

@testable import Campaigns

@Suite struct PublicFormTests {
    static let forms = [
        "dice 1 6", "dice 25 6", "digits 1", "digits 20", "digits 1000", "balls 6 33 sorted", "balls 7 49 ordered",
        "balls 6 33 sorted+balls 1 16 ordered", "dice 3 6+digits 8+dice 1 1000000", "balls 3 3 ordered",
    ]

    @Test(arguments: forms)
    func `reads a form and writes it again`(text: String) throws {
        #expect(try PublicForm.parse(text).get().text == text)
    }

    static let badForms: [(String, Int)] = [
        ("", 1), ("dice", 1), ("dice 6", 1), ("dice 0 6", 1), ("dice 1 1", 1), ("dice 01 6", 1), ("dice 1 06", 1),
        ("dice 1  6", 1), (" dice 1 6", 1), ("dice 1 6 ", 1), ("dice 1 6 sorted", 1), ("Dice 1 6", 1), ("dice -1 6", 1),
        ("dice 1 1000001", 1), ("dice 1001 6", 1), ("dice １ 6", 1), ("digits 20+", 2), ("+digits 20", 1),
        ("digits 20 + dice 1 6", 1), ("digits 0", 1), ("digits 1001", 1), ("digits 600+digits 600", 2), ("digits", 1),
        ("balls 6 33", 1), ("balls 7 6 sorted", 1), ("balls 6 33 random", 1), ("coins 3", 1), ("dice 1 6+coins 3", 2),
        ("digits 99999999999999999999", 1),
    ]

    @Test(arguments: badForms)
    func `refuses a form and says which part`(text: String, part: Int) {
        guard case .failure(let error) = PublicForm.parse(text) else {
            Issue.record("read “\(text)”")
            return
        }
        #expect(error.part == part)
        #expect(!error.message.zh.isEmpty && error.message.en != nil)
    }

    /// Nil: 2^64 or more.
    static let outcomes: [(String, UInt64?)] = [
        ("dice 1 6", 6), ("dice 3 6", 216), ("digits 1", 10), ("digits 19", 10_000_000_000_000_000_000),
        ("digits 20", nil),
        ("dice 24 6", 4_738_381_338_321_616_896), ("dice 25 6", nil), ("dice 63 2", 1 << 63), ("dice 64 2", nil),
        ("balls 6 33 sorted", 1_107_568), ("balls 33 33 sorted", 1), ("balls 1 1000000 sorted", 1_000_000),
        ("balls 6 33 sorted+balls 1 16 ordered", 17_721_088), ("balls 20 20 ordered", 2_432_902_008_176_640_000),
        ("balls 21 21 ordered", nil), ("balls 33 66 sorted", 7_219_428_434_016_265_740),
        ("balls 34 67 sorted", 14_226_520_737_620_288_370), ("balls 34 68 sorted", nil),
        ("balls 62 64 sorted", 2016), ("balls 999 1000000 sorted", nil), ("balls 3 5 ordered", 60),
        ("dice 32 2+dice 31 2", 1 << 63), ("dice 32 2+dice 32 2", nil), ("dice 64 2+balls 5 5 sorted", nil),
    ]

    @Test(arguments: outcomes)
    func `counts outcomes exactly up to 2^64`(text: String, exact: UInt64?) throws {
        let count = try PublicForm.parse(text).get().outcomes
        #expect(count.exact == exact)
        #expect(count.reaches64Bits == (exact == nil))
    }

    @Test func `several sources count together`() throws {
        let forms = try ["digits 10", "digits 9"].map { try PublicForm.parse($0).get() }
        #expect(OutcomeCount.product(of: forms).exact == 10_000_000_000_000_000_000)
        #expect(OutcomeCount.product(of: forms + forms).reaches64Bits)
        #expect(OutcomeCount.product(of: []).exact == 1)
        #expect(OutcomeCount.product(of: forms).bits == 63)
        #expect(OutcomeCount.product(of: forms + forms).bits == 64)
        #expect(OutcomeCount.one.bits == 0)
    }

    static let values: [(String, String, String)] = [
        ("dice 3 6", "7.3.5", ""), ("dice 3 9", "7.3.5", "7.3.5"), ("dice 3 9", "7, 3, 5", "7.3.5"),
        ("dice 3 9", "7、3、5", "7.3.5"),
        ("dice 3 9", "７．３．５", "7.3.5"), ("dice 3 9", "７，３，５", "7.3.5"), ("dice 3 9", " 7 3\t5\n", "7.3.5"),
        ("dice 3 9", "07.003.5", "7.3.5"), ("dice 3 9", "⑦ ③ ⑤", "7.3.5"), ("dice 3 9", "7　3　5", "7.3.5"),
        ("digits 5", "0.0.0.0.0", "0.0.0.0.0"), ("digits 5", "38402", "3.8.4.0.2"), ("digits 5", "０８４０２", "0.8.4.0.2"),
        ("digits 2+digits 3", "38402", "3.8.4.0.2"), ("digits 2", "07", "0.7"), ("digits 1", "7", "7"),
        ("balls 6 33 sorted+balls 1 16 ordered", "03 07 12 18 24 31 + 9", ""),
        ("balls 6 33 sorted+balls 1 16 ordered", "03 07 12 18 24 31, 9", "3.7.12.18.24.31.9"),
        ("balls 3 9 ordered", "9.1.5", "9.1.5"), ("balls 2 9 sorted+balls 2 9 sorted", "1.9.1.9", "1.9.1.9"),
        ("dice 1 1000000", "1000000", "1000000"),
    ]

    @Test(arguments: values)
    func `makes a value canonical`(form: String, value: String, canonical: String) throws {
        let result = try PublicForm.parse(form).get().normalise(value)
        #expect((try? result.get()) ?? "" == canonical)
    }

    static let badValues: [(String, String, Int)] = [
        ("dice 3 6", "", 1), ("dice 3 6", "1.2", 3), ("dice 3 6", "1.2.3.4", 4), ("dice 3 6", "1.7.3", 2),
        ("dice 3 6", "1.0.3", 2), ("dice 3 6", "1..3", 2), ("dice 3 6", "1.2.", 3), ("dice 3 6", ".1.2", 1),
        ("dice 3 6", "1.x.3", 2), ("dice 3 6", "1.-2.3", 2), ("dice 3 6", "1.2.+3", 3), ("dice 3 6", "123", 2),
        ("dice 3 6", "1.2.99999999999999999999999", 3), ("digits 5", "1.2.3.10.5", 4), ("digits 5", "1234", 2),
        ("digits 5", "123456", 2), ("balls 3 9 sorted", "1.5.3", 3), ("balls 3 9 sorted", "1.5.5", 3),
        ("balls 3 9 ordered", "9.1.9", 3), ("balls 3 9 ordered", "9.1.10", 3),
        ("digits 2+balls 2 9 sorted", "9.9.4.1", 4),
        ("dice 3 6", "½.1.1", 1), ("dice 3 6", "١.٢.٣", 1),
    ]

    @Test(arguments: badValues)
    func `refuses a value and says at which number`(form: String, value: String, position: Int) throws {
        guard case .failure(let error) = try PublicForm.parse(form).get().normalise(value) else {
            Issue.record("took “\(value)” for \(form)")
            return
        }
        #expect(error.position == position)
        #expect(!error.message.zh.isEmpty && error.message.en != nil)
    }
}
