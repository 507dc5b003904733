/// An exact measure from 0: so many votes, a mean of scores.
package struct Ratio: Sendable, Hashable {
    package let numerator: Int
    package let denominator: Int

    /// In lowest terms.
    package init(_ numerator: Int, _ denominator: Int = 1) {
        precondition(numerator >= 0 && denominator > 0, "a measure is no less than nothing")
        var (left, right) = (denominator, numerator)
        while right != 0 { (left, right) = (right, left % right) }
        self.numerator = numerator / left
        self.denominator = denominator / left
    }

    package static let zero = Ratio(0)

    /// `7`, or `15/2`.
    package var text: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}

extension Ratio: Comparable {
    package static func < (left: Ratio, right: Ratio) -> Bool {
        let (one, other) = (
            left.numerator.multipliedFullWidth(by: right.denominator),
            right.numerator.multipliedFullWidth(by: left.denominator)
        )
        return (one.high, one.low) < (other.high, other.low)
    }
}

/// An exact total from 0 to 1, with numbers of any size.
package struct ExactTotal: Sendable, Hashable {
    package let numerator: Natural
    package let denominator: Natural

    init(_ numerator: Natural, _ denominator: Natural) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// In lowest terms: `1`, `0`, or `15/22`.
    package var text: String {
        let divisor = numerator.greatestDivisor(with: denominator)
        let (top, bottom) = (numerator.divided(by: divisor), denominator.divided(by: divisor))
        return bottom == .one ? "\(top)" : "\(top)/\(bottom)"
    }
}
