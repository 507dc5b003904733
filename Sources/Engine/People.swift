/// What the engine keeps of each person on the roll: three words, and a bit a question where questions are solved once.
struct People: Sendable {
    struct Person: Sendable {
        /// The limiter's theoretical arrival time.
        var arrival: Int64 = GCRA.idle
        /// The latest entry's place in the entries, or `noEntry`.
        var lastEntry: UInt32 = noEntry
        var total: UInt32 = 0
        var chances: UInt32 = 0
        /// The day that `dayUsed` counts.
        var day: Int16 = -1
        var dayUsed: UInt16 = 0
    }

    static let noEntry = UInt32.max

    private(set) var rows: [Person]
    private var solved: [UInt64]
    private let wordsPerPerson: Int

    init(count: Int, questions: Int, keepsSolved: Bool) {
        rows = Array(repeating: Person(), count: count)
        wordsPerPerson = keepsSolved ? (questions + 63) / 64 : 0
        solved = Array(repeating: 0, count: count * wordsPerPerson)
    }

    subscript(person: Int) -> Person {
        get { rows[person] }
        set { rows[person] = newValue }
    }

    func hasSolved(_ person: Int, question: Int) -> Bool {
        wordsPerPerson > 0 && solved[person * wordsPerPerson + question / 64] & 1 << UInt64(question % 64) != 0
    }

    mutating func markSolved(_ person: Int, question: Int) {
        solved[person * wordsPerPerson + question / 64] |= 1 << UInt64(question % 64)
    }
}

/// One accepted submission, in 48 bytes.
struct Entry: Sendable {
    var key: UInt64
    var content: UInt64
    var leaf: UInt32
    var person: UInt32
    /// The same person's entry before it, or `People.noEntry`.
    var previous: UInt32
    var attempt: UInt32
    var score: UInt32
    /// Chances counted for it, after the cap.
    var chances: UInt16
    /// The person's accepted submissions of that day, this one included.
    var dayUsed: UInt16
}
