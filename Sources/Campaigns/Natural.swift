/// A whole number from 0 without an upper bound: what exact totals are compared as, so that no choice of weights can
/// overflow.
package struct Natural: Sendable, Hashable {
    /// 32 bits each, the least first; the last is never zero.
    private var words: [UInt32]

    package init(_ value: Int) {
        precondition(value >= 0, "a natural number")
        words = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
        trim()
    }

    package static let zero = Natural(0)
    package static let one = Natural(1)

    package var isZero: Bool { words.isEmpty }

    /// Nil from 2^64 on.
    private var small: UInt64? {
        switch words.count {
        case 0: 0
        case 1: UInt64(words[0])
        case 2: UInt64(words[1]) << 32 | UInt64(words[0])
        default: nil
        }
    }

    private init(small: UInt64) {
        words = [UInt32(truncatingIfNeeded: small), UInt32(truncatingIfNeeded: small >> 32)]
        trim()
    }

    private mutating func trim() {
        while words.last == 0 { words.removeLast() }
    }
}

extension Natural: Comparable {
    package static func < (left: Natural, right: Natural) -> Bool {
        guard left.words.count == right.words.count else { return left.words.count < right.words.count }
        for place in left.words.indices.reversed() where left.words[place] != right.words[place] {
            return left.words[place] < right.words[place]
        }
        return false
    }
}

extension Natural {
    package static func + (left: Natural, right: Natural) -> Natural {
        var sum = left
        sum.words += [UInt32](repeating: 0, count: max(0, right.words.count - left.words.count) + 1)
        var carry: UInt64 = 0
        for place in sum.words.indices {
            carry += UInt64(sum.words[place]) + (place < right.words.count ? UInt64(right.words[place]) : 0)
            sum.words[place] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        sum.trim()
        return sum
    }

    package static func * (left: Natural, right: Natural) -> Natural {
        var product = Natural.zero
        product.words = [UInt32](repeating: 0, count: left.words.count + right.words.count)
        for (place, word) in left.words.enumerated() {
            var carry: UInt64 = 0
            for (offset, other) in right.words.enumerated() {
                carry += UInt64(word) * UInt64(other) + UInt64(product.words[place + offset])
                product.words[place + offset] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            product.words[place + right.words.count] = UInt32(carry)
        }
        product.trim()
        return product
    }

    /// Takes away no more than there is.
    mutating func subtract(_ other: Natural) {
        precondition(other <= self, "no natural number is below zero")
        var borrow: Int64 = 0
        for place in words.indices {
            borrow += Int64(words[place]) - (place < other.words.count ? Int64(other.words[place]) : 0)
            words[place] = UInt32(truncatingIfNeeded: borrow)
            borrow >>= 32
        }
        trim()
    }

    private var trailingZeros: Int {
        guard let place = words.firstIndex(where: { $0 != 0 }) else { return 0 }
        return place * 32 + words[place].trailingZeroBitCount
    }

    private mutating func shiftRight(_ count: Int) {
        words.removeFirst(count / 32)
        let bits = UInt32(count % 32)
        guard bits > 0 else { return }
        for place in words.indices {
            let next = place + 1 < words.count ? words[place + 1] << (32 - bits) : 0
            words[place] = words[place] >> bits | next
        }
        trim()
    }

    private mutating func shiftLeft(_ count: Int) {
        guard !isZero else { return }
        let bits = UInt64(count % 32)
        var carry: UInt64 = 0
        for place in words.indices {
            carry |= UInt64(words[place]) << bits
            words[place] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        words = [UInt32](repeating: 0, count: count / 32) + words + [UInt32(carry)]
        trim()
    }

    /// The greatest number that divides both.
    package func greatestDivisor(with other: Natural) -> Natural {
        if let left = small, let right = other.small { return Natural(small: Self.divisor(left, right)) }
        guard !isZero else { return other }
        guard !other.isZero else { return self }
        var (left, right) = (self, other)
        let common = min(left.trailingZeros, right.trailingZeros)
        left.shiftRight(left.trailingZeros)
        // Both are odd at the head of the loop, so their difference is even.
        while !right.isZero {
            right.shiftRight(right.trailingZeros)
            if right < left { swap(&left, &right) }
            right.subtract(left)
        }
        left.shiftLeft(common)
        return left
    }

    private static func divisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }

    /// The whole part of a quotient.
    package func divided(by divisor: Natural) -> Natural {
        precondition(!divisor.isZero, "nothing is divided by zero")
        if let left = small, let right = divisor.small { return Natural(small: left / right) }
        var quotient = self
        var rest = Natural.zero
        for place in words.indices.reversed() {
            for bit in (0..<UInt32(32)).reversed() {
                rest.shiftLeft(1)
                if words[place] >> bit & 1 == 1 { rest = rest + .one }
                let fits = divisor <= rest
                if fits { rest.subtract(divisor) }
                quotient.words[place] = fits ? quotient.words[place] | 1 << bit : quotient.words[place] & ~(1 << bit)
            }
        }
        quotient.trim()
        return quotient
    }
}

extension Natural: CustomStringConvertible {
    /// In decimal digits.
    package var description: String {
        if let small { return String(small) }
        var rest = self
        var digits = ""
        while !rest.isZero {
            var carry: UInt64 = 0
            for place in rest.words.indices.reversed() {
                carry = carry << 32 | UInt64(rest.words[place])
                rest.words[place] = UInt32(carry / 1_000_000_000)
                carry %= 1_000_000_000
            }
            rest.trim()
            let group = String(carry)
            digits = (rest.isZero ? group : String(repeating: "0", count: 9 - group.count) + group) + digits
        }
        return digits
    }
}
