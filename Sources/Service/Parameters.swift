import JSON

/// The parameters of one call, typed; what is wrong is told with its column.
struct Parameters {
    let line: Line
    let call: Call

    /// - Throws: Where a member stands that the method does not have.
    init(_ line: Line, _ call: Call) throws(CallError) {
        self.line = line
        self.call = call
        guard let params = call.params else { return }
        var key = params + 1
        let allowed = call.method.parameters
        for _ in 0..<line.tape.nodes[params].count {
            let node = line.tape.nodes[key]
            if !allowed.contains(where: { node.isText($0, of: line.bytes) }), !node.isText("lang", of: line.bytes) {
                let name = node.text(of: line.bytes)
                throw .params(
                    "\(call.method.rawValue) 没有参数 \(name)", "\(call.method.rawValue) has no parameter \(name)",
                    column: line.column(key))
            }
            key = Int(line.tape.nodes[key + 1].next)
        }
    }

    /// The node of a parameter, or nil.
    func node(_ name: StaticString) -> Int? {
        guard let params = call.params else { return nil }
        return line.tape.member(name, of: params, in: line.bytes)
    }

    func required(_ name: StaticString, _ kind: JSONKind) throws(CallError) -> Int {
        guard let node = node(name) else {
            throw .params("缺少参数 \(name)", "the parameter \(name) is missing")
        }
        guard line.tape.nodes[node].kind == kind else { throw wrongType(name, node, expected: kind) }
        return node
    }

    func string(_ name: StaticString) throws(CallError) -> String {
        line.tape.nodes[try required(name, .string)].text(of: line.bytes)
    }

    func optionalString(_ name: StaticString) throws(CallError) -> String? {
        node(name) == nil ? nil : try string(name)
    }

    func optionalInteger(_ name: StaticString) throws(CallError) -> Int64? {
        guard let node = node(name) else { return nil }
        guard let value = line.tape.nodes[node].integer(of: line.bytes) else {
            throw wrongType(name, node, expected: .number)
        }
        return value
    }

    func optionalBool(_ name: StaticString) throws(CallError) -> Bool? {
        guard let node = node(name) else { return nil }
        switch line.tape.nodes[node].kind {
        case .true: return true
        case .false: return false
        default: throw wrongType(name, node, expected: .true)
        }
    }

    /// An id or key: 1–64 bytes of `A–Z a–z 0–9 . _ - @ :`, as it stands in the line.
    func name(_ name: StaticString) throws(CallError) -> UnsafeBufferPointer<UInt8> {
        let node = try required(name, .string)
        let bytes = line.tape.nodes[node].bytes(of: line.bytes)
        guard (1...64).contains(bytes.count), bytes.allSatisfy(isNameByte) else {
            throw .params(
                "\(name) 应为 1–64 个字符，只含 A–Z a–z 0–9 . _ - @ :",
                "\(name) is 1–64 characters of A–Z a–z 0–9 . _ - @ :", column: line.column(node))
        }
        return bytes
    }

    private func wrongType(_ name: StaticString, _ node: Int, expected: JSONKind) -> CallError {
        let (zh, en) = expected.noun
        return .params(
            "参数 \(name) 应是\(zh)", "the parameter \(name) is \(en)", column: line.column(node))
    }
}

/// The bytes that ids and keys are made of; compared byte for byte, never folded.
func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "@"), UInt8(ascii: ":"):
        true
    default: false
    }
}

extension JSONKind {
    /// What a value of this kind is called.
    var noun: (zh: String, en: String) {
        switch self {
        case .null: ("null", "null")
        case .true, .false: ("true 或 false", "true or false")
        case .number: ("小于 2^53 的整数", "an integer below 2^53")
        case .string: ("字符串", "a string")
        case .array: ("数组", "an array")
        case .object: ("对象", "an object")
        }
    }
}
