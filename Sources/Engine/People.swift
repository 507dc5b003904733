/// What the engine keeps of each person on the roll: four words, and a bit a question where questions are solved once.
///
/// Plain memory and no arrays: a row is changed in place for every answer, and an array that anything else still holds
/// would be copied whole first. Owned by one `CampaignState`.
final class People {
    struct Person {
        /// The limiter's theoretical arrival time.
        var arrival: Int64 = GCRA.idle
        /// The latest entry's place in the entries, or `noEntry`.
        var lastEntry: UInt32 = noEntry
        var total: UInt32 = 0
        /// Accepted submissions of `day`.
        var dayUsed: UInt32 = 0
        var day: Int16 = -1
        /// A campaign counts at most a thousand.
        var chances: UInt16 = 0

        /// Counts one more attempt, in all and of a day.
        mutating func count(on day: Int) {
            if Int(self.day) != day {
                self.day = Int16(day)
                dayUsed = 0
            }
            dayUsed += 1
            total += 1
        }
    }

    static let noEntry = UInt32.max

    /// Room for ``count`` people and perhaps for more.
    private var rows: UnsafeMutableBufferPointer<Person>
    private var count: Int
    private var solved: UnsafeMutableBufferPointer<UInt64>
    private let wordsPerPerson: Int

    init(count: Int, questions: Int, keepsSolved: Bool) {
        wordsPerPerson = keepsSolved ? (questions + 63) / 64 : 0
        self.count = count
        rows = .allocate(capacity: count)
        rows.initialize(repeating: Person())
        solved = .allocate(capacity: count * wordsPerPerson)
        solved.initialize(repeating: 0)
    }

    deinit {
        rows.deallocate()
        solved.deallocate()
    }

    /// Puts people behind the others, who have sent nothing yet.
    func append(_ added: Int) {
        if count + added > rows.count {
            // At least doubled: without a roll people come one by one.
            let room = max(added, rows.count)
            rows = Self.grown(rows, by: room, Person())
            solved = Self.grown(solved, by: room * wordsPerPerson, 0)
        }
        count += added
    }

    private static func grown<Element: BitwiseCopyable>(
        _ old: UnsafeMutableBufferPointer<Element>, by count: Int, _ filling: Element
    ) -> UnsafeMutableBufferPointer<Element> {
        let new = UnsafeMutableBufferPointer<Element>.allocate(capacity: old.count + count)
        let end = new.initialize(fromContentsOf: old)
        new[end...].initialize(repeating: filling)
        old.deallocate()
        return new
    }

    subscript(person: Int) -> Person {
        get {
            precondition(person >= 0 && person < count, "a person has a place in the roll")
            return rows[person]
        }
        set {
            precondition(person >= 0 && person < count, "a person has a place in the roll")
            rows[person] = newValue
        }
    }

    /// Where the row of a person lies.
    func address(of person: Int) -> UnsafeRawPointer {
        precondition(person >= 0 && person < count, "a person has a place in the roll")
        return UnsafeRawPointer(rows.baseAddress! + person)
    }

    func hasSolved(_ person: Int, question: Int) -> Bool {
        wordsPerPerson > 0 && solved[word(person, question)] & bit(question) != 0
    }

    func markSolved(_ person: Int, question: Int) {
        solved[word(person, question)] |= bit(question)
    }

    /// Forgets what a person's entries were worth, not what they used of the limits.
    func forgetWorth(of person: Int) {
        self[person].chances = 0
        for word in person * wordsPerPerson..<(person + 1) * wordsPerPerson { solved[word] = 0 }
    }

    private func word(_ person: Int, _ question: Int) -> Int {
        let word = person * wordsPerPerson + question / 64
        precondition(question < wordsPerPerson * 64 && solved.indices.contains(word), "a question of the bank")
        return word
    }

    private func bit(_ question: Int) -> UInt64 { 1 << UInt64(question % 64) }
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
    var score: Int64
    /// The person's accepted submissions of that day, this one included.
    var dayUsed: UInt32
    /// Chances counted for it, after the cap.
    var chances: UInt16
    /// Bits of what it is besides.
    private var marks: UInt8 = 0

    init(
        key: UInt64, content: UInt64, leaf: UInt32, person: UInt32, previous: UInt32, attempt: UInt32, score: Int64,
        dayUsed: UInt32, chances: UInt16, kind: ActKind = .submit
    ) {
        self.key = key
        self.content = content
        self.leaf = leaf
        self.person = person
        self.previous = previous
        self.attempt = attempt
        self.score = score
        self.dayUsed = dayUsed
        self.chances = chances
        marks = kind.rawValue << 2
    }

    /// Of a `start`: when nothing is taken for its paper any more. It has no score.
    var deadline: Int64 {
        get { score }
        set { score = newValue }
    }

    /// Of a `hint`: which one it was. It has no score.
    var hint: TakenHint {
        get { TakenHint(question: Int(score >> 16), number: Int(score & 0xFFFF)) }
        set { score = Int64(newValue.question << 16 | newValue.number) }
    }

    var kind: ActKind {
        guard let kind = ActKind(rawValue: marks >> 2 & 15) else { preconditionFailure("an entry has a kind") }
        return kind
    }

    /// Taken out of the count by an amendment.
    var isVoid: Bool {
        get { marks & 1 != 0 }
        set { marks = newValue ? marks | 1 : marks & ~1 }
    }

    /// What it said was erased: it is worth what it was worth then.
    var isSettled: Bool {
        get { marks & 2 != 0 }
        set { marks = newValue ? marks | 2 : marks & ~2 }
    }
}
