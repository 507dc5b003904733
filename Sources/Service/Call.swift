import JSON

/// One request of JSON-RPC 2.0, as places in the line it came in.
struct Call {
    let method: Method
    /// The id's bytes as they were sent; nil for a notification, which gets no answer.
    let id: Range<Int>?
    /// The tape index of `params`, or nil where there are none.
    let params: Int?
    var language: Language = .zh
}

/// A request that can't be carried out, with what is needed to answer it.
struct BadCall: Error {
    var error: CallError
    var id: Range<Int>?
    /// A notification gets no answer, not even this one.
    var isNotification = false
}

/// The line being worked on: its bytes and what the reader found in it.
struct Line {
    let bytes: UnsafeBufferPointer<UInt8>
    let tape: JSONTape

    /// Reads the request at a node of the tape.
    func call(at node: Int) throws(BadCall) -> Call {
        guard tape.nodes[node].kind == .object else {
            throw BadCall(error: .request("请求应是一个对象", "a request is an object", column(node)))
        }
        let id = try idRange(node)
        let isNotification = tape.member("id", of: node, in: bytes) == nil
        func bad(_ error: CallError) -> BadCall { BadCall(error: error, id: id, isNotification: isNotification) }

        guard let version = tape.member("jsonrpc", of: node, in: bytes), tape.nodes[version].isText("2.0", of: bytes)
        else { throw bad(.request("缺少 \"jsonrpc\":\"2.0\"", "\"jsonrpc\":\"2.0\" is missing", column(node))) }
        guard let name = tape.member("method", of: node, in: bytes), tape.nodes[name].kind == .string else {
            throw bad(.request("缺少 method", "\"method\" is missing or no string", column(node)))
        }
        guard let method = Method.named(tape.nodes[name].bytes(of: bytes)) else {
            let text = tape.nodes[name].text(of: bytes)
            throw bad(CallError(
                .method, "method", zh: "没有这个方法：\(text)", en: "no such method: \(text)", column: column(name)))
        }
        let params = tape.member("params", of: node, in: bytes)
        if let params, tape.nodes[params].kind != .object {
            throw bad(.params("params 应是一个对象", "params is an object", column: column(params)))
        }
        return Call(method: method, id: isNotification ? nil : id, params: params, language: language(params))
    }

    /// Where a node begins, in bytes from 1.
    func column(_ node: Int) -> Int { Int(tape.nodes[node].start) + (tape.nodes[node].kind == .string ? 0 : 1) }

    private func idRange(_ node: Int) throws(BadCall) -> Range<Int>? {
        guard let id = tape.member("id", of: node, in: bytes) else { return nil }
        let value = tape.nodes[id]
        switch value.kind {
        case .string: return Int(value.start) - 1..<Int(value.end) + 1
        case .number, .null: return Int(value.start)..<Int(value.end)
        default:
            throw BadCall(error: .request("id 应是字符串或数", "an id is a string or a number", column(id)))
        }
    }

    private func language(_ params: Int?) -> Language {
        guard let params, let node = tape.member("lang", of: params, in: bytes) else { return .zh }
        return tape.nodes[node].isText("en", of: bytes) ? .en : .zh
    }
}

extension CallError {
    static func request(_ zh: String, _ en: String, _ column: Int) -> CallError {
        CallError(.request, "request", zh: zh, en: en, column: column)
    }

    /// A line that is no JSON.
    init(_ error: JSONError) {
        self.init(
            .parse, "parse", zh: error.message(.zh), en: error.message(.en), column: error.offset + 1)
    }
}
