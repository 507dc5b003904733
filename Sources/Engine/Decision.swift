/// What the engine made of a submission.
package enum Decision: Sendable, Hashable {
    /// It is an entry now, at `Acceptance.index`.
    case accepted(Acceptance)
    /// It was accepted before under the same key; nothing changed.
    case replayed(Acceptance)
    case refused(Refusal)
}

/// What is known of an accepted submission, the same at once and at every replay.
package struct Acceptance: Sendable, Hashable {
    /// Its leaf in the campaign's log.
    package var index: Int
    /// The how manieth attempt of the person it is of, from 1; nil for an act that is of none.
    package var attempt: Int?
    /// Points; nil while the campaign does not disclose them.
    package var score: Int?
    /// Whether it reached the pass mark; nil where there is none, or while it is not disclosed.
    package var passed: Bool?
    /// Chances that it earned; nil while the campaign does not disclose them.
    package var chances: Int?
    /// The tier that it won at once; nil where it won none.
    package var prize: Int?
    /// Whether it got the fallback prize.
    package var hasFallback = false
    /// The tiers that it won for being among the first to solve a question; empty while that is not disclosed.
    package var firsts: [Int] = []
    /// What limits had left after it.
    package var remaining = Remaining()
    /// Of a sign-in: how many days in a row ended with it, and how many days could still be made up for.
    package var streak: Int?
    package var makeups: Int?
    /// Of a started paper: from when on nothing is taken for it.
    package var deadline: Int64?
    /// Of a hint: which one it was.
    package var hint: TakenHint?
    /// Of a claim: what was granted, in fen; 0 where vouchers have no worth in money.
    package var granted: Int64?
    /// Whether an amendment took it out of the count; what it used of the limits stays used.
    package var isVoid = false
}

/// A hint that somebody took.
package struct TakenHint: Sendable, Hashable {
    /// The question's place in the bank, and the hint's number from 0.
    package var question: Int
    package var number: Int
}
