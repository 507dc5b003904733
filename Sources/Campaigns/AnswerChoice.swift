/// An answer to a question as values: options and partners by their places in the file, texts folded.
package enum AnswerChoice: Sendable, Hashable {
    case single(Int)
    /// The options' places as bits.
    case multi(UInt64)
    case text(String)
    case trueFalse(Bool)
    /// In millionths.
    case number(Int64)
    /// The places of all options, in the order given.
    case order([UInt8])
    /// For each option in file order the place of its partner; nil where it was left without one.
    case match([UInt8?])
    /// What was filled into each gap; empty where nothing was.
    case blanks([String])
    /// Anything: nothing is right or wrong.
    case survey
}
