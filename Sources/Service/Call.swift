import JSON

/// One request of JSON-RPC 2.0, as places in the line it came in.
struct Call {
    let line: Line
    let method: Method
    /// The id's bytes as they were sent; nil for a notification, which gets no answer.
    let id: Range<Int>?
    /// The place of `params`, or nil where there are none.
    let params: Int?

    var language: Language { line.language(params) }

    /// The id's bytes for an answer.
    var idBytes: [UInt8] { line.idBytes(id) }
}

/// A request that can't be carried out, with what is needed to answer it.
struct BadCall: Error {
    var error: CallError
    var id: Range<Int>?
    /// A notification gets no answer, not even this one; what is no valid request is none.
    var isNotification = false
    var language: Language = .zh
}

extension Line {
    /// Reads the request at a place.
    func call(at node: Int) throws(BadCall) -> Call {
        guard case .object = nodes[node].kind else {
            throw BadCall(error: .request("请求应是一个对象", "a request is an object", column(node)))
        }
        let members = envelope(node)
        let id = try idRange(members.id)
        let isNotification = members.id == nil
        func bad(_ error: CallError) -> BadCall { BadCall(error: error, id: id, language: language(members.params)) }

        guard let version = members.version, isText(version, "2.0") else {
            throw bad(.request("缺少 \"jsonrpc\":\"2.0\"", "\"jsonrpc\":\"2.0\" is missing", column(node)))
        }
        guard let name = members.method, case .string = nodes[name].kind else {
            throw bad(.request("缺少 method", "\"method\" is missing or no string", column(node)))
        }
        guard let method = isText(name, "submit") ? .submit : Method(rawValue: text(name)) else {
            var unknown = bad(
                CallError(
                    .method, "method", zh: "没有这个方法：\(text(name))", en: "no such method: \(text(name))",
                    column: column(name)))
            unknown.isNotification = isNotification
            throw unknown
        }
        if let params = members.params {
            guard case .object = nodes[params].kind else {
                throw bad(.params("params 应是一个对象", "params is an object", column: column(params)))
            }
        }
        return Call(line: self, method: method, id: isNotification ? nil : id, params: members.params)
    }

    /// The language that `params` ask for; Chinese where they don't.
    func language(_ params: Int?) -> Language {
        guard let params, let node = member("lang", of: params) else { return .zh }
        return isText(node, "en") ? .en : .zh
    }

    /// An id's bytes for an answer; `null` where there is none.
    func idBytes(_ id: Range<Int>?) -> [UInt8] {
        guard let id else { return Array("null".utf8) }
        return Array(bytes[id])
    }

    /// The members that a request has, found in one go.
    private func envelope(_ object: Int) -> (version: Int?, id: Int?, method: Int?, params: Int?) {
        var found: (version: Int?, id: Int?, method: Int?, params: Int?) = (nil, nil, nil, nil)
        var key = object + 1
        for _ in 0..<nodes[object].count {
            if isText(key, "id") {
                found.id = key + 1
            } else if isText(key, "method") {
                found.method = key + 1
            } else if isText(key, "params") {
                found.params = key + 1
            } else if isText(key, "jsonrpc") {
                found.version = key + 1
            }
            key = Int(nodes[key + 1].next)
        }
        return found
    }

    private func idRange(_ node: Int?) throws(BadCall) -> Range<Int>? {
        guard let node else { return nil }
        let value = nodes[node]
        switch value.kind {
        case .string: return Int(value.start) - 1..<Int(value.end) + 1
        case .number, .null: return Int(value.start)..<Int(value.end)
        default:
            throw BadCall(error: .request("id 应是字符串或数", "an id is a string or a number", column(node)))
        }
    }
}

extension CallError {
    static func request(_ zh: String, _ en: String, _ column: Int) -> CallError {
        CallError(.request, "request", zh: zh, en: en, column: column)
    }

    /// A line that is no JSON.
    init(_ error: JSONError) {
        self.init(.parse, "parse", zh: error.message(.zh), en: error.message(.en), column: error.offset + 1)
    }
}
