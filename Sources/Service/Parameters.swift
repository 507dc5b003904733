import JSON
import Proofs

/// The parameters of one call, typed; what is wrong is told with its column.
struct Parameters {
    let call: Call
    private var line: Line { call.line }

    /// - Throws: Where a member stands that the method does not have.
    init(_ call: Call) throws(CallError) {
        self.call = call
        guard let params = call.params else { return }
        var key = params + 1
        let allowed = call.method.parameters
        for _ in 0..<line.nodes[params].count {
            let node = key
            if !allowed.contains(where: { line.isText(node, $0) }), !line.isText(node, "lang") {
                throw Self.unknown(call, node)
            }
            key = Int(line.nodes[key + 1].next)
        }
    }

    /// The error of a member that the method does not have.
    static func unknown(_ call: Call, _ key: Int) -> CallError {
        let name = call.line.text(key)
        return .params(
            "\(call.method.rawValue) 没有参数 \(name)", "\(call.method.rawValue) has no parameter \(name)",
            column: call.line.column(key))
    }

    /// The place of a parameter, or nil.
    func node(_ name: StaticString) -> Int? {
        guard let params = call.params else { return nil }
        return line.member(name, of: params)
    }

    func string(_ name: StaticString) throws(CallError) -> String {
        line.text(try line.required(name, node(name), .string))
    }

    func optionalString(_ name: StaticString) throws(CallError) -> String? {
        node(name) == nil ? nil : try string(name)
    }

    func optionalInteger(_ name: StaticString) throws(CallError) -> Int64? {
        guard let node = node(name) else { return nil }
        guard let value = line.integer(node) else { throw line.wrongType(name, node, expected: .number) }
        return value
    }

    func isArray(_ name: StaticString) -> Bool { node(name).map { line.nodes[$0].kind == .array } ?? false }

    /// A leaf's index, or an array of up to 1,000 that differ.
    func indexes(_ name: StaticString) throws(CallError) -> [Int] {
        guard let node = node(name) else { throw .params("缺少参数 \(name)", "the parameter \(name) is missing") }
        guard line.nodes[node].kind == .array else { return [Int(try optionalInteger(name)!)] }
        guard 1...1000 ~= line.nodes[node].count else {
            throw .params("\(name) 应有 1 至 1000 项", "\(name) has 1 to 1000 items")
        }
        var indexes: [Int] = []
        var item = node + 1
        for _ in 0..<line.nodes[node].count {
            defer { item = Int(line.nodes[item].next) }
            guard let index = line.integer(item) else { throw line.wrongType(name, item, expected: .number) }
            guard !indexes.contains(Int(index)) else {
                throw .params("\(name) 中重复了 \(index)", "\(name) has \(index) twice")
            }
            indexes.append(Int(index))
        }
        return indexes
    }

    func optionalBool(_ name: StaticString) throws(CallError) -> Bool? {
        try line.bool(name, node(name))
    }

    /// An id or key, as it stands in the line.
    func name(_ name: StaticString) throws(CallError) -> UnsafeBufferPointer<UInt8> {
        try line.name(name, node(name))
    }
}

/// The members of `submit`'s parameters, found in one go: this is the call that comes by the hundred thousand.
struct SubmitParameters {
    private(set) var campaign: Int?
    private(set) var participant: Int?
    private(set) var key: Int?
    private(set) var paper: Int?
    private(set) var answers: Int?
    private(set) var fields: Int?
    private(set) var device: Int?
    private(set) var address: Int?
    private(set) var receipt: Int?
    private(set) var item: Int?
    private(set) var amount: Int?
    private(set) var merchant: Int?

    /// Whether it names what only money and vouchers have.
    var hasClaim: Bool { item != nil || amount != nil || merchant != nil }

    init(_ call: Call) throws(CallError) {
        guard let params = call.params else { return }
        let line = call.line
        var key = params + 1
        for _ in 0..<line.nodes[params].count {
            let value = key + 1
            switch line.nodes[key].end - line.nodes[key].start {
            case 2 where line.isText(key, "ip"): address = value
            case 3 where line.isText(key, "key"): self.key = value
            case 4 where line.isText(key, "lang"): break
            case 4 where line.isText(key, "item"): item = value
            case 5 where line.isText(key, "paper"): paper = value
            case 6 where line.isText(key, "device"): device = value
            case 6 where line.isText(key, "fields"): fields = value
            case 6 where line.isText(key, "amount"): amount = value
            case 7 where line.isText(key, "answers"): answers = value
            case 7 where line.isText(key, "receipt"): receipt = value
            case 8 where line.isText(key, "campaign"): campaign = value
            case 8 where line.isText(key, "merchant"): merchant = value
            case 11 where line.isText(key, "participant"): participant = value
            default: throw Parameters.unknown(call, key)
            }
            key = Int(line.nodes[value].next)
        }
    }
}

extension Line {
    func required(_ name: StaticString, _ node: Int?, _ kind: JSONKind) throws(CallError) -> Int {
        guard let node else { throw .params("缺少参数 \(name)", "the parameter \(name) is missing") }
        guard nodes[node].kind.rawValue == kind.rawValue else { throw wrongType(name, node, expected: kind) }
        return node
    }

    /// An id or key: 1–64 bytes of `A–Z a–z 0–9 . _ - @ :`, as it stands in the line.
    func name(_ name: StaticString, _ node: Int?) throws(CallError) -> UnsafeBufferPointer<UInt8> {
        let node = try required(name, node, .string)
        let bytes = raw(node)
        guard (1...64).contains(bytes.count), areNameBytes(bytes) else {
            throw .params(
                "\(name) 应为 1–64 个字符，只含 A–Z a–z 0–9 . _ - @ :",
                "\(name) is 1–64 characters of A–Z a–z 0–9 . _ - @ :", column: column(node))
        }
        return bytes
    }

    func bool(_ name: StaticString, _ node: Int?) throws(CallError) -> Bool? {
        guard let node else { return nil }
        switch nodes[node].kind {
        case .true: return true
        case .false: return false
        default: throw wrongType(name, node, expected: .true)
        }
    }

    func wrongType(_ name: StaticString, _ node: Int, expected: JSONKind) -> CallError {
        let (zh, en) = expected.noun
        return .params("参数 \(name) 应是\(zh)", "the parameter \(name) is \(en)", column: column(node))
    }
}

/// Whether ids and keys may be made of these bytes; they are compared byte for byte, never folded.
func areNameBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    // A bit for each byte below 128: `-`, `.`, digits and `:` in the first word, `@`, letters and `_` in the second.
    let low: UInt64 = 0x07FF_6000_0000_0000
    let high: UInt64 = 0x07FF_FFFE_87FF_FFFF
    for byte in bytes {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        guard byte < 128, (byte < 64 ? low : high) & bit != 0 else { return false }
    }
    return true
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

extension Parameters {
    /// Why an organiser does something; it is published.
    func reason() throws(CallError) -> String {
        let reason = try string("reason")
        guard (1...200).contains(reason.unicodeScalars.count),
            reason.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw .params("reason 应为 1–200 个字符，不含控制字符", "reason is 1–200 characters, none of them a control") }
        return reason
    }
}

extension Parameters {
    /// A reason in one word, as a record has it.
    func reasonLabel() throws(CallError) -> String {
        let reason = try string("reason")
        guard Names.isReason(reason) else {
            throw .params(
                "reason 应为 1–64 个字符，只含 a–z 0–9 - _，可用 . 分段，如 own-request",
                "reason is 1–64 characters of a–z 0–9 - _, in parts joined by dots, such as own-request")
        }
        return reason
    }
}
