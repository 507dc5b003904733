/// Whether a wrong typed answer comes so close to a right one that somebody should look at it.
///
/// It does where it folds to the same by all steps there are, or where one code point more, less or other makes it the
/// same, of an answer of two code points at least.
package enum NearMiss {
    private static let widest = Folding(steps: Folding.Step.allCases)

    /// - Parameters:
    ///   - given: A wrong answer, folded as its question says.
    ///   - accepted: The right ones, folded alike.
    package static func isNear(_ given: String, to accepted: [String]) -> Bool {
        let scalars = Array(given.unicodeScalars)
        if accepted.contains(where: { isOneEdit(scalars, from: Array($0.unicodeScalars)) }) { return true }
        let folded = widest.fold(given)
        return !folded.isEmpty && accepted.contains { widest.fold($0).utf8.elementsEqual(folded.utf8) }
    }

    private static func isOneEdit(_ given: [Unicode.Scalar], from right: [Unicode.Scalar]) -> Bool {
        guard right.count >= 2, abs(given.count - right.count) <= 1 else { return false }
        let head = zip(given, right).prefix { $0 == $1 }.count
        let tail = zip(given.reversed(), right.reversed()).prefix { $0 == $1 }.count
        return head + tail >= max(given.count, right.count) - 1
    }
}
