/// The grammar: one pass over the bytes that fills nodes, without recursion.
struct JSONParser {
    var scanner: JSONScanner
    /// Room for all nodes of the text.
    let nodes: UnsafeMutableBufferPointer<JSONNode>
    let limits: JSONLimits
    var count = 0
    /// The array or object that is open here, or -1. While one is open, its `next` is the one around it.
    private var container = -1
    private var depth = 0

    init(scanner: JSONScanner, nodes: UnsafeMutableBufferPointer<JSONNode>, limits: JSONLimits) {
        self.scanner = scanner
        self.nodes = nodes
        self.limits = limits
    }

    mutating func parse(_ keys: inout JSONKeyScratch, duplicates: inout [Int]) throws(JSONError) {
        repeat {
            while try startValue() {}
        } while try goToNextValue(&keys, &duplicates)
        while scanner.at < scanner.count {
            guard isSpace(scanner.base[scanner.at]) else { throw JSONError(.textAfterValue, at: scanner.at) }
            scanner.at &+= 1
        }
    }

    /// Reads a value, or the beginning of one that has values inside; returns whether the first of those is next.
    @inline(__always)
    private mutating func startValue() throws(JSONError) -> Bool {
        let byte = try scanner.byteAfterSpace()
        let start = scanner.at
        switch byte {
        case UInt8(ascii: "\""):
            try appendString()
        case UInt8(ascii: "{"):
            return try startObject()
        case UInt8(ascii: "["):
            return try startArray()
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

    @inline(__always)
    private mutating func startObject() throws(JSONError) -> Bool {
        try open(.object)
        guard try scanner.byteAfterSpace() != UInt8(ascii: "}") else {
            close()
            return false
        }
        try readKey()
        return true
    }

    @inline(__always)
    private mutating func startArray() throws(JSONError) -> Bool {
        try open(.array)
        guard try scanner.byteAfterSpace() != UInt8(ascii: "]") else {
            close()
            return false
        }
        return true
    }

    /// Closes what ends after the value just read; returns whether another value follows.
    @inline(__always)
    private mutating func goToNextValue(
        _ keys: inout JSONKeyScratch, _ duplicates: inout [Int]
    ) throws(JSONError) -> Bool {
        while container >= 0 {
            let isObject = nodes[container].kind.rawValue == JSONKind.object.rawValue
            let closing = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
            nodes[container].count &+= 1
            let byte = try scanner.byteAfterSpace()
            if byte == UInt8(ascii: ",") {
                let comma = scanner.at
                scanner.at &+= 1
                if try scanner.byteAfterSpace() == closing { throw JSONError(.trailingComma, at: comma) }
                if isObject { try readKey() }
                return true
            }
            guard byte == closing else { throw scanner.unexpected(isObject ? .commaOrBrace : .commaOrBracket) }
            if isObject, nodes[container].count > 1 { try checkKeys(&keys, &duplicates) }
            close()
        }
        return false
    }

    /// Reads `"key":`.
    @inline(__always)
    private mutating func readKey() throws(JSONError) {
        guard try scanner.byteAfterSpace() == UInt8(ascii: "\"") else { throw scanner.unexpected(.key) }
        try appendString()
        guard try scanner.byteAfterSpace() == UInt8(ascii: ":") else { throw scanner.unexpected(.colon) }
        scanner.at &+= 1
    }

    @inline(__always)
    private mutating func appendString() throws(JSONError) {
        let start = scanner.at &+ 1
        let isEscaped = try scanner.string()
        try append(.string, start, scanner.at &- 1, isEscaped: isEscaped)
    }

    @inline(__always)
    private mutating func append(
        _ kind: JSONKind, _ start: Int, _ end: Int, isEscaped: Bool = false, isInteger: Bool = false
    ) throws(JSONError) {
        guard count < nodes.count else { throw JSONError(.tooManyValues(limits.maxNodes), at: start) }
        nodes[count] = JSONNode(
            start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end),
            next: Int32(truncatingIfNeeded: count &+ 1), count: 0, kind: kind, isEscaped: isEscaped,
            isInteger: isInteger)
        count &+= 1
    }

    /// Steps over a bracket or brace that opens.
    @inline(__always)
    private mutating func open(_ kind: JSONKind) throws(JSONError) {
        guard depth < limits.maxDepth else { throw JSONError(.tooDeep(limits.maxDepth), at: scanner.at) }
        try append(kind, scanner.at, scanner.at)
        nodes[count &- 1].next = Int32(truncatingIfNeeded: container)
        container = count &- 1
        depth &+= 1
        scanner.at &+= 1
    }

    /// Steps over a bracket or brace that closes.
    @inline(__always)
    private mutating func close() {
        scanner.at &+= 1
        let outer = Int(nodes[container].next)
        nodes[container].end = Int32(truncatingIfNeeded: scanner.at)
        nodes[container].next = Int32(truncatingIfNeeded: count)
        container = outer
        depth &-= 1
    }

    @inline(__always)
    private mutating func checkKeys(_ keys: inout JSONKeyScratch, _ duplicates: inout [Int]) throws(JSONError) {
        let nodes = UnsafeBufferPointer(nodes)
        guard let repeated = keys.firstRepeated(of: container, nodes: nodes, base: scanner.base) else { return }
        guard !limits.refusesDuplicateKeys else { throw JSONError(.duplicateKey, at: Int(nodes[repeated].start) - 1) }
        keys.allRepeated(of: container, nodes: nodes, base: scanner.base, into: &duplicates)
    }
}

private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
