extension EdwardsPoint {
    /// scalar · base point, in the same time for all scalars below 2^255.
    static func multiplyBase(_ scalar: Scalar) -> EdwardsPoint {
        var digits = scalar.signedDigits
        defer { digits.wipe() }
        var point = EdwardsPoint.identity
        baseTable.withUnsafeBufferPointer { table in
            for row in 0..<32 { point = point + select(digits[2 * row + 1], from: table, row: row) }
            point = point.doubled(4)
            for row in 0..<32 { point = point + select(digits[2 * row], from: table, row: row) }
        }
        return point
    }

    /// scalar · this point, in the same time for all scalars below 2^255.
    func multiplied(by scalar: Scalar) -> EdwardsPoint {
        var digits = scalar.signedDigits
        defer { digits.wipe() }
        let table = multiples(8, step: self)
        var point = EdwardsPoint.identity
        for digit in digits.reversed() { point = point.doubled(4) + EdwardsPoint.select(digit, from: table) }
        return point
    }

    /// a · A + b · base point, for public numbers only: it branches on them.
    static func multiplyAddPublic(_ a: Scalar, _ point: EdwardsPoint, _ b: Scalar) -> EdwardsPoint {
        interleave(a, point.oddMultiples, b, oddBaseMultiples)
    }

    /// a · A + b · B, for public numbers only: it branches on them.
    static func multiplyAddPublic(
        _ a: Scalar, _ point: EdwardsPoint, _ b: Scalar, _ other: EdwardsPoint
    ) -> EdwardsPoint {
        interleave(a, point.oddMultiples, b, other.oddMultiples)
    }

    private static func interleave(
        _ a: Scalar, _ table: [CachedPoint], _ b: Scalar, _ otherTable: [CachedPoint]
    ) -> EdwardsPoint {
        let (digits, otherDigits) = (a.sparseDigits, b.sparseDigits)
        var sum = EdwardsPoint.identity
        for position in (0..<256).reversed() {
            sum = sum.doubled
            if digits[position] != 0 { sum = sum + pick(digits[position], from: table) }
            if otherDigits[position] != 0 { sum = sum + pick(otherDigits[position], from: otherTable) }
        }
        return sum
    }

    /// This point 1, 3, 5, … 15 times.
    private var oddMultiples: [CachedPoint] { multiples(8, step: doubled) }

    /// This point, then each time `step` more.
    private func multiples(_ count: Int, step: EdwardsPoint) -> [CachedPoint] {
        let step = CachedPoint(step)
        var point = self
        var table = [CachedPoint(self)]
        for _ in 1..<count {
            point = point + step
            table.append(CachedPoint(point))
        }
        return table
    }

    /// (column + 1) · 256^row · base point, eight columns and 32 rows.
    private static let baseTable: [AffinePoint] = {
        var table: [AffinePoint] = []
        var first = EdwardsPoint.base
        for _ in 0..<32 {
            let step = CachedPoint(first)
            var point = first
            for _ in 0..<8 {
                table.append(AffinePoint(point))
                point = point + step
            }
            first = first.doubled(8)
        }
        return table
    }()

    private static let oddBaseMultiples = base.oddMultiples

    private static func pick(_ digit: Int8, from table: [CachedPoint]) -> CachedPoint {
        let multiple = table[Int(digit.magnitude) / 2]
        return digit < 0 ? multiple.negated : multiple
    }

    /// Reads the whole row whatever the digit is, so that no cache line tells it.
    @inline(__always)
    private static func select(
        _ digit: Int8, from table: UnsafeBufferPointer<AffinePoint>, row: Int
    ) -> AffinePoint {
        let (magnitude, negative) = split(digit)
        var chosen = AffinePoint.identity
        for column in 0..<8 {
            chosen.replace(with: table[8 * row + column], where: equalMask(magnitude, UInt64(column + 1)))
        }
        chosen.negate(where: negative)
        return chosen
    }

    private static func select(_ digit: Int8, from table: [CachedPoint]) -> CachedPoint {
        let (magnitude, negative) = split(digit)
        var chosen = CachedPoint.identity
        for column in 0..<8 {
            chosen.replace(with: table[column], where: equalMask(magnitude, UInt64(column + 1)))
        }
        chosen.negate(where: negative)
        return chosen
    }

    /// The magnitude, and all ones for a negative digit.
    @inline(__always)
    private static func split(_ digit: Int8) -> (magnitude: UInt64, negative: UInt64) {
        let wide = Int64(digit)
        let sign = wide &>> 63
        return (UInt64(bitPattern: (wide ^ sign) &- sign), UInt64(bitPattern: sign))
    }

    /// All ones where two small numbers are equal, else zero.
    @inline(__always)
    private static func equalMask(_ a: UInt64, _ b: UInt64) -> UInt64 {
        0 &- ((a ^ b) &- 1) &>> 63
    }
}
