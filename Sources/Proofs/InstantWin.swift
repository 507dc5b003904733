/// What an instant win is decided by: one number a person and attempt, of 128 bits, which nobody chooses.
package enum InstantWin {
    /// alpha: what the VRF is asked. It has no index, nonce or leaf hash, so nothing about when or how an attempt comes
    /// changes its number.
    ///
    /// - Parameter activation: See ``activation(_:)``.
    package static func message(
        origin: Origin, activation: Digest, pseudonym: Pseudonym, attempt: Int
    ) -> [UInt8] {
        Array("huigong/instant/v1\n\(origin.text)\n\(activation.hex)\n\(pseudonym.hex)\n\(attempt)\n".utf8)
    }

    /// An activation's value as 32 bytes: 64 hex digits stand for themselves, numbers drawn in public for the SHA-256
    /// of their text.
    package static func activation(_ value: String) -> Digest {
        Digest(hex: value) ?? SHA256.hash(value)
    }

    /// u: the first 16 bytes of beta, big-endian.
    package static func number(_ output: [UInt8]) -> UInt128 {
        precondition(output.count == ECVRF.outputCount, "beta has 64 bytes")
        return output[..<16].reduce(0) { $0 << 8 | UInt128($1) }
    }
}

/// The odds of the tiers of an instant win, as bounds that a number falls between.
package struct InstantOdds: Hashable, Sendable {
    /// A fraction of all numbers.
    package struct Odds: Hashable, Sendable {
        package var numerator: Int
        package var denominator: Int

        package init(_ numerator: Int, _ denominator: Int) {
            self.numerator = numerator
            self.denominator = denominator
        }
    }

    /// Common denominators stay below this.
    package static let denominatorBound = 1 << 53

    /// b_j = floor(2^128 · the sum of the odds up to tier j); nil is 2^128.
    package let bounds: [UInt128?]

    /// Why fractions are no odds.
    package enum Flaw: Error, Hashable, Sendable {
        /// Not 0 ≤ numerator ≤ denominator, 1 ≤ denominator < 2^53.
        case fraction(tier: Int)
        /// Their common denominator is 2^53 or more.
        case denominator(tier: Int)
        /// They add to more than 1.
        case sum(tier: Int)
    }

    /// Adds exactly, over the common denominator of all.
    package init(_ odds: [Odds]) throws(Flaw) {
        var common = 1
        for (tier, odds) in odds.enumerated() {
            guard (1..<Self.denominatorBound).contains(odds.denominator), odds.numerator >= 0,
                odds.numerator <= odds.denominator
            else { throw .fraction(tier: tier) }
            let (multiple, overflows) = (common / Self.divisor(common, odds.denominator))
                .multipliedReportingOverflow(by: odds.denominator)
            guard !overflows, multiple < Self.denominatorBound else { throw .denominator(tier: tier) }
            common = multiple
        }
        var bounds: [UInt128?] = []
        var sum = 0
        for (tier, odds) in odds.enumerated() {
            sum += odds.numerator * (common / odds.denominator)
            guard sum <= common else { throw .sum(tier: tier) }
            bounds.append(sum == common ? nil : Self.share(UInt128(sum), of: UInt128(common)))
        }
        self.bounds = bounds
    }

    private static func divisor(_ a: Int, _ b: Int) -> Int {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    /// floor(2^128 · part / whole) for a part below the whole: two digits of 64 bits by long division.
    private static func share(_ part: UInt128, of whole: UInt128) -> UInt128 {
        let (high, rest) = (part << 64).quotientAndRemainder(dividingBy: whole)
        return high << 64 | (rest << 64) / whole
    }

    /// The tier that a number hits, or nil: b_(j−1) ≤ u < b_j.
    package func tier(of number: UInt128) -> Int? {
        bounds.firstIndex { bound in bound.map { number < $0 } ?? true }
    }
}
