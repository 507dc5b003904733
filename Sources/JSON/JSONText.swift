/// What a node says, read from the bytes it lies in.
extension JSONNode {
    /// The bytes of the value; of a string what is between the quotes, escapes as written.
    package func bytes(of bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[Int(start)..<Int(end)])
    }

    /// Appends the text of a string node as UTF-8, escapes resolved.
    package func appendText(of bytes: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
        guard let base = bytes.baseAddress else { return }
        appendText(of: base, to: &out)
    }

    func appendText(of base: UnsafePointer<UInt8>, to out: inout [UInt8]) {
        precondition(kind == .string, "only strings have a text")
        let raw = UnsafeBufferPointer(start: base + Int(start), count: Int(end - start))
        guard isEscaped else {
            out.append(contentsOf: raw)
            return
        }
        appendUnescaped(raw, to: &out)
    }

    /// The text of a string node.
    package func text(of bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard isEscaped else { return String(decoding: self.bytes(of: bytes), as: UTF8.self) }
        var out: [UInt8] = []
        appendText(of: bytes, to: &out)
        return String(decoding: out, as: UTF8.self)
    }

    /// The value of an integer number whose magnitude is below 2^53, which every JSON implementation reads exactly.
    package func integer(of bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
        guard kind == .number, isInteger, end - start <= 17 else { return nil }
        var magnitude: Int64 = 0
        var isNegative = false
        for byte in bytes[Int(start)..<Int(end)] {
            if byte == UInt8(ascii: "-") {
                isNegative = true
            } else {
                magnitude = magnitude * 10 + Int64(byte - UInt8(ascii: "0"))
            }
        }
        guard magnitude < 1 << 53 else { return nil }
        return isNegative ? -magnitude : magnitude
    }

    /// Whether this is a string with exactly this ASCII text.
    package func isText(_ text: StaticString, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard kind == .string else { return false }
        let length = text.utf8CodeUnitCount
        if isEscaped { return isEscapedText(text, of: bytes) }
        guard Int(end - start) == length, let base = bytes.baseAddress else { return false }
        for index in 0..<length where base[Int(start) + index] != text.utf8Start[index] { return false }
        return true
    }

    /// Rare: nobody needs to escape an ASCII key. Allocates nothing all the same.
    private func isEscapedText(_ text: StaticString, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var at = Int(start)
        var index = 0
        while at < Int(end) {
            let (scalar, length) = scalar(in: bytes, at: at)
            guard index < text.utf8CodeUnitCount, scalar == UInt32(text.utf8Start[index]) else { return false }
            at += length
            index += 1
        }
        return index == text.utf8CodeUnitCount
    }

    /// The next scalar where it is ASCII or escaped, and how many bytes it is written with; other bytes as they are.
    private func scalar(in bytes: UnsafeBufferPointer<UInt8>, at: Int) -> (UInt32, Int) {
        guard bytes[at] == UInt8(ascii: "\\") else {
            // A byte of a multi-byte sequence is no ASCII; shifted out of the way of U+0080…U+00FF.
            return (bytes[at] < 0x80 ? UInt32(bytes[at]) : .max, 1)
        }
        guard bytes[at + 1] == UInt8(ascii: "u") else { return (UInt32(simpleEscape(bytes[at + 1])), 2) }
        return (UInt32(codeUnit(bytes, at + 2)), 6)
    }
}

extension JSONTape {
    /// The tape index of the value of a member of the object at `object`, or nil; the key is ASCII.
    package func member(_ key: StaticString, of object: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard self[object].kind == .object else { return nil }
        var node = object + 1
        for _ in 0..<self[object].count {
            if self[node].isText(key, of: bytes) { return node + 1 }
            node = Int(self[node + 1].next)
        }
        return nil
    }
}

/// Appends the text of a valid string's inside, escapes resolved.
private func appendUnescaped(_ raw: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    var at = 0
    while at < raw.count {
        guard raw[at] == UInt8(ascii: "\\") else {
            out.append(raw[at])
            at += 1
            continue
        }
        guard raw[at + 1] == UInt8(ascii: "u") else {
            out.append(simpleEscape(raw[at + 1]))
            at += 2
            continue
        }
        var value = UInt32(codeUnit(raw, at + 2))
        at += 6
        if value & 0xFC00 == 0xD800 {
            value = 0x10000 + (value & 0x3FF) << 10 + UInt32(codeUnit(raw, at + 2) & 0x3FF)
            at += 6
        }
        guard let scalar = Unicode.Scalar(value) else { preconditionFailure("the reader refuses half surrogate pairs") }
        out.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
    }
}

/// What the letter after a backslash stands for; `\"`, `\\` and `\/` stand for themselves.
private func simpleEscape(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
}

/// The four hexadecimal digits at `start`, which the reader has checked.
private func codeUnit(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt16 {
    var unit: UInt16 = 0
    for index in start..<start + 4 { unit = unit << 4 | (hexDigit(bytes[index]) ?? 0) }
    return unit
}
