/// How many outcomes a drawing has, exact below 2^64 and "2^64 or more" from there on.
///
/// Every factor is at least one, so what has reached 2^64 never falls below it again, and no big integers are needed.
package struct OutcomeCount: Sendable, Hashable {
    /// Nil from 2^64 on.
    package let exact: UInt64?

    package static let one = OutcomeCount(exact: 1)
    package static let saturated = OutcomeCount(exact: nil)

    /// Whether there are at least 2^64 outcomes, which is what the evidence grade asks of all public sources together.
    package var reaches64Bits: Bool {
        exact == nil
    }

    /// The whole bits of the count (its binary logarithm, rounded down), at most 64.
    package var bits: Int {
        exact.map { UInt64.bitWidth - 1 - $0.leadingZeroBitCount } ?? 64
    }

    /// The outcomes of two independent drawings together.
    package static func * (left: OutcomeCount, right: OutcomeCount) -> OutcomeCount {
        guard let first = left.exact, let second = right.exact else { return .saturated }
        let (product, overflows) = first.multipliedReportingOverflow(by: second)
        return overflows ? .saturated : OutcomeCount(exact: product)
    }

    /// The outcomes of all these public sources together.
    package static func product(of forms: some Sequence<PublicForm>) -> OutcomeCount {
        forms.reduce(.one) { $0 * $1.outcomes }
    }
}

extension OutcomeCount {
    static func power(_ base: UInt64, _ exponent: Int) -> OutcomeCount {
        var count = OutcomeCount.one
        for _ in 0..<exponent where !count.reaches64Bits { count = count * OutcomeCount(exact: base) }
        return count
    }

    /// n! / (n − k)!
    static func arrangements(of all: UInt64, taking taken: UInt64) -> OutcomeCount {
        precondition(taken <= all, "more balls than there are")
        var count = OutcomeCount.one
        for left in 0..<taken where !count.reaches64Bits { count = count * OutcomeCount(exact: all - left) }
        return count
    }

    /// C(n, k), by C(n − k + i, i) for i = 1…k. With k no more than half of n each step is larger than the one before,
    /// so the first that does not fit decides; the product within a step may need 128 bits.
    static func combinations(of all: UInt64, taking taken: UInt64) -> OutcomeCount {
        precondition(taken <= all, "more balls than there are")
        let taken = min(taken, all - taken)
        var count: UInt64 = 1
        for step in 0..<taken {
            let product = count.multipliedFullWidth(by: all - taken + step + 1)
            guard product.high < step + 1 else { return .saturated }
            count = (step + 1).dividingFullWidth(product).quotient
        }
        return OutcomeCount(exact: count)
    }
}
