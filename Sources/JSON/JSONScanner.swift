/// The lexical part of the reader: steps over one string, number or literal and checks it.
struct JSONScanner {
    let base: UnsafePointer<UInt8>
    let count: Int
    var at = 0

    /// Steps over spaces; returns the byte there.
    @inline(__always)
    mutating func byteAfterSpace() throws(JSONError) -> UInt8 {
        while at < count {
            let byte = base[at]
            if byte > 0x20 { return byte }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            at &+= 1
        }
        throw JSONError(.unexpectedEnd, at: count)
    }

    func unexpected(_ expected: JSONError.Expected) -> JSONError {
        var decoder = UTF8()
        var rest = UnsafeBufferPointer(start: base + at, count: count - at).makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&rest) else { return JSONError(.invalidUTF8, at: at) }
        return JSONError(.expected(expected, found: scalar), at: at)
    }

    mutating func literal(_ text: StaticString) throws(JSONError) {
        for index in 0..<text.utf8CodeUnitCount {
            guard at + index < count else { throw JSONError(.unexpectedEnd, at: count) }
            guard base[at + index] == text.utf8Start[index] else { throw unexpected(.value) }
        }
        at += text.utf8CodeUnitCount
    }
}

// MARK: - Numbers

extension JSONScanner {
    /// Steps over a number; returns whether it has neither fraction nor exponent.
    mutating func number() throws(JSONError) -> Bool {
        let start = at
        if base[at] == UInt8(ascii: "-") { at += 1 }
        let firstDigit = at
        try digits(of: start)
        if base[firstDigit] == UInt8(ascii: "0"), at > firstDigit + 1 { throw JSONError(.leadingZero, at: firstDigit) }
        var isInteger = true
        if at < count, base[at] == UInt8(ascii: ".") {
            isInteger = false
            at += 1
            try digits(of: start)
        }
        if at < count, base[at] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            at += 1
            if at < count, base[at] == UInt8(ascii: "+") || base[at] == UInt8(ascii: "-") { at += 1 }
            try digits(of: start)
        }
        return isInteger
    }

    /// Steps over one or more digits.
    @inline(__always)
    private mutating func digits(of start: Int) throws(JSONError) {
        let first = at
        while at < count, base[at] &- UInt8(ascii: "0") <= 9 { at += 1 }
        guard at > first else {
            throw at < count ? JSONError(.invalidNumber, at: start) : JSONError(.unexpectedEnd, at: count)
        }
    }
}

// MARK: - Strings

extension JSONScanner {
    /// Steps over a string whose opening quote is here; returns whether it has a backslash in it.
    @inline(__always)
    mutating func string() throws(JSONError) -> Bool {
        at += 1
        var isEscaped = false
        while true {
            skipPlainASCII()
            guard at < count else { throw JSONError(.unexpectedEnd, at: count) }
            switch base[at] {
            case UInt8(ascii: "\""):
                at += 1
                return isEscaped
            case UInt8(ascii: "\\"):
                isEscaped = true
                try escape()
            case let byte where byte < 0x20:
                throw JSONError(.controlCharacter(byte), at: at)
            case let byte where byte >= 0x80:
                try multibyteRun()
            default:
                at += 1
            }
        }
    }

    /// Steps over ASCII that means itself, eight bytes at a time.
    ///
    /// A borrow can only run out of a byte that is itself a hit, so the lowest hit is exact.
    @inline(__always)
    private mutating func skipPlainASCII() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        while at &+ 8 <= count {
            let word = UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
            let controls = word &- ones &* 0x20
            let quotes = (word ^ (ones &* 0x22)) &- ones
            let backslashes = (word ^ (ones &* 0x5C)) &- ones
            let hits = (word | controls | quotes | backslashes) & (ones &* 0x80)
            guard hits == 0 else {
                at &+= hits.trailingZeroBitCount &>> 3
                return
            }
            at &+= 8
        }
    }

    /// Steps over one backslash escape; a surrogate pair is one.
    private mutating func escape() throws(JSONError) {
        let start = at
        guard at + 1 < count else { throw JSONError(.unexpectedEnd, at: count) }
        switch base[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 2
        case UInt8(ascii: "u"):
            let unit = try codeUnit()
            guard unit & 0xF800 == 0xD800 else { return }
            guard unit < 0xDC00, at + 1 < count, base[at] == UInt8(ascii: "\\"), base[at + 1] == UInt8(ascii: "u")
            else { throw JSONError(.loneSurrogate, at: start) }
            guard try codeUnit() & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, at: start) }
        default:
            throw JSONError(.invalidEscape, at: start)
        }
    }

    /// Reads `\uXXXX`.
    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for index in at + 2..<at + 6 {
            guard index < count else { throw JSONError(.unexpectedEnd, at: count) }
            guard let digit = hexDigit(base[index]) else { throw JSONError(.invalidEscape, at: at) }
            unit = unit << 4 | digit
        }
        at += 6
        return unit
    }

    /// Steps over well-formed UTF-8 sequences of two to four bytes (Unicode table 3-7).
    private mutating func multibyteRun() throws(JSONError) {
        while at < count, base[at] >= 0x80 {
            let length = wellFormedLength
            guard length > 0 else { throw JSONError(.invalidUTF8, at: at) }
            at += length
        }
    }

    /// The length of the well-formed multi-byte sequence here, or 0.
    @inline(__always)
    private var wellFormedLength: Int {
        let left = count - at
        let lead = base[at]
        let second: UInt8 = left > 1 ? base[at + 1] : 0
        switch lead {
        case 0xC2...0xDF:
            return isContinuation(second) ? 2 : 0
        case 0xE0...0xEF:
            let least: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
            let most: UInt8 = lead == 0xED ? 0x9F : 0xBF
            guard second >= least, second <= most, left > 2, isContinuation(base[at + 2]) else { return 0 }
            return 3
        case 0xF0...0xF4:
            let least: UInt8 = lead == 0xF0 ? 0x90 : 0x80
            let most: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
            guard second >= least, second <= most, left > 3 else { return 0 }
            return isContinuation(base[at + 2]) && isContinuation(base[at + 3]) ? 4 : 0
        default:
            return 0
        }
    }
}

@inline(__always)
private func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
}

/// The value of a hexadecimal digit of either case.
@inline(__always)
func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
}
