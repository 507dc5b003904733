/// Reads a JSON text (RFC 8259, strictly) into a flat list of nodes.
///
/// The tape holds places, never text, so whoever asks it for something hands in the bytes that were read. Reading again
/// reuses the storage: once it has grown to the largest text, a read allocates nothing. (An object of more than
/// 24 members, or with an escaped key, sorts its keys in scratch storage.)
///
/// Refused besides what the grammar refuses: the same key twice, half surrogate pairs, bytes that are not UTF-8, a byte
/// order mark, more depth or values than ``limits`` allow.
package struct JSONTape: Sendable {
    package let limits: JSONLimits
    /// The values in document order; the root is the first. Meaningless after a read that threw.
    package private(set) var nodes: [JSONNode] = []
    /// Key nodes that repeat an earlier key of their object, in no particular order; always empty where
    /// ``JSONLimits/refusesDuplicateKeys`` is on.
    package private(set) var duplicateKeys: [Int] = []

    /// The tape indices of the arrays and objects that are open.
    private var open: [Int32] = []
    private var keys = JSONKeyScratch()

    package init(limits: JSONLimits = JSONLimits()) {
        self.limits = limits
    }

    package mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) {
        nodes.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        duplicateKeys.removeAll(keepingCapacity: true)
        guard let base = bytes.baseAddress, !bytes.isEmpty else { throw JSONError(.unexpectedEnd, at: 0) }
        guard bytes.count < Int(Int32.max) else { throw JSONError(.tooLong, at: Int(Int32.max)) }
        if base[0] == 0xEF, bytes.count > 2, base[1] == 0xBB, base[2] == 0xBF { throw JSONError(.byteOrderMark, at: 0) }

        var scanner = JSONScanner(base: base, count: bytes.count)
        repeat {
            while try startValue(&scanner) {}
        } while try goToNextValue(&scanner)

        while scanner.at < scanner.count {
            guard isSpace(base[scanner.at]) else { throw JSONError(.textAfterValue, at: scanner.at) }
            scanner.at += 1
        }
    }

    /// Reads a value, or the beginning of one that has values inside; returns whether the first of those is next.
    @inline(__always)
    private mutating func startValue(_ scanner: inout JSONScanner) throws(JSONError) -> Bool {
        let byte = try scanner.byteAfterSpace()
        let start = scanner.at
        switch byte {
        case UInt8(ascii: "\""):
            try appendString(&scanner)
        case UInt8(ascii: "{"):
            return try startObject(&scanner)
        case UInt8(ascii: "["):
            return try startArray(&scanner)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let isInteger = try scanner.number()
            try append(.number, start, scanner.at, isInteger: isInteger)
        case UInt8(ascii: "t"):
            try scanner.literal("true")
            try append(.true, start, scanner.at)
        case UInt8(ascii: "f"):
            try scanner.literal("false")
            try append(.false, start, scanner.at)
        case UInt8(ascii: "n"):
            try scanner.literal("null")
            try append(.null, start, scanner.at)
        default:
            throw scanner.unexpected(.value)
        }
        return false
    }

    private mutating func startObject(_ scanner: inout JSONScanner) throws(JSONError) -> Bool {
        try push(.object, at: scanner.at)
        scanner.at += 1
        guard try scanner.byteAfterSpace() != UInt8(ascii: "}") else {
            close(at: scanner.at + 1)
            scanner.at += 1
            return false
        }
        try readKey(&scanner)
        return true
    }

    private mutating func startArray(_ scanner: inout JSONScanner) throws(JSONError) -> Bool {
        try push(.array, at: scanner.at)
        scanner.at += 1
        guard try scanner.byteAfterSpace() != UInt8(ascii: "]") else {
            close(at: scanner.at + 1)
            scanner.at += 1
            return false
        }
        return true
    }

    /// Closes what ends after the value just read; returns whether another value follows.
    @inline(__always)
    private mutating func goToNextValue(_ scanner: inout JSONScanner) throws(JSONError) -> Bool {
        while let container = open.last {
            let isObject = nodes[Int(container)].kind == .object
            nodes[Int(container)].count &+= 1
            let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
            switch try scanner.byteAfterSpace() {
            case UInt8(ascii: ","):
                let comma = scanner.at
                scanner.at += 1
                if try scanner.byteAfterSpace() == closing { throw JSONError(.trailingComma, at: comma) }
                if isObject { try readKey(&scanner) }
                return true
            case closing:
                if isObject { try checkKeys(of: Int(container), scanner) }
                scanner.at += 1
                close(at: scanner.at)
            default:
                throw scanner.unexpected(isObject ? .commaOrBrace : .commaOrBracket)
            }
        }
        return false
    }

    /// Reads `"key":`.
    @inline(__always)
    private mutating func readKey(_ scanner: inout JSONScanner) throws(JSONError) {
        guard try scanner.byteAfterSpace() == UInt8(ascii: "\"") else { throw scanner.unexpected(.key) }
        try appendString(&scanner)
        guard try scanner.byteAfterSpace() == UInt8(ascii: ":") else { throw scanner.unexpected(.colon) }
        scanner.at += 1
    }

    @inline(__always)
    private mutating func appendString(_ scanner: inout JSONScanner) throws(JSONError) {
        let start = scanner.at + 1
        let isEscaped = try scanner.string()
        try append(.string, start, scanner.at - 1, isEscaped: isEscaped)
    }

    @inline(__always)
    private mutating func append(
        _ kind: JSONKind, _ start: Int, _ end: Int, isEscaped: Bool = false, isInteger: Bool = false
    ) throws(JSONError) {
        guard nodes.count < limits.maxNodes else { throw JSONError(.tooManyValues(limits.maxNodes), at: start) }
        nodes.append(
            JSONNode(
                start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
                next: Int32(truncatingIfNeeded: nodes.count + 1), count: 0, kind: kind, isEscaped: isEscaped,
                isInteger: isInteger))
    }

    private mutating func push(_ kind: JSONKind, at start: Int) throws(JSONError) {
        guard open.count < limits.maxDepth else { throw JSONError(.tooDeep(limits.maxDepth), at: start) }
        open.append(Int32(truncatingIfNeeded: nodes.count))
        try append(kind, start, start)
    }

    @inline(__always)
    private mutating func close(at end: Int) {
        let container = Int(open.removeLast())
        nodes[container].end = Int32(truncatingIfNeeded: end)
        nodes[container].next = Int32(truncatingIfNeeded: nodes.count)
    }

    @inline(__always)
    private mutating func checkKeys(of object: Int, _ scanner: JSONScanner) throws(JSONError) {
        guard nodes[object].count > 1 else { return }
        guard let repeated = keys.firstRepeated(of: object, nodes: nodes, base: scanner.base) else { return }
        guard !limits.refusesDuplicateKeys else {
            throw JSONError(.duplicateKey, at: Int(nodes[repeated].start) - 1)
        }
        keys.allRepeated(of: object, nodes: nodes, base: scanner.base, into: &duplicateKeys)
    }
}

private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
