/// What the curve's formulas need of the numbers that they count with: 𝔽p and its extension 𝔽p².
///
/// Nothing here is for secrets: a beacon's key, rounds and signatures are public, so time may depend on values.
protocol Field: Hashable, Sendable {
    static var zero: Self { get }
    static var one: Self { get }
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    /// 0 for 0.
    var inverse: Self { get }
    /// Nil where there is none.
    var squareRoot: Self? { get }
}

extension Field {
    static prefix func - (a: Self) -> Self { zero - a }

    @inline(__always)
    var squared: Self { self * self }

    @inline(__always)
    var doubled: Self { self + self }

    /// - Parameter exponent: 64-bit words, lowest first.
    func raised(to exponent: [UInt64]) -> Self {
        var power = Self.one
        for word in exponent.reversed() {
            for bit in (0..<64).reversed() {
                power = power.squared
                if word >> UInt64(bit) & 1 == 1 { power = power * self }
            }
        }
        return power
    }
}
