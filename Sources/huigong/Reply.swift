import JSON

/// The daemon's answer to one request, or a notification that nobody asked for.
struct Reply: Sendable {
    /// Absent in notifications and where the daemon could not read the id.
    var id: Int64?
    var content: Content

    enum Content: Sendable {
        case result(JSONValue)
        case refused(Refusal)
        case notification(method: String, params: JSONValue)
    }

    /// An error answer. `reason` is stable, `message` is for people.
    struct Refusal: Error, Sendable {
        var code: Int64
        var message: String
        var reason: String
        var retryAfterMilliseconds: Int64?
        var value: JSONValue
    }

    /// Reads one line; nil where it is no JSON-RPC answer.
    init?(_ line: some Collection<UInt8>) {
        guard let document = try? JSONDocument(bytes: Array(line)) else { return nil }
        let root = document.root
        id = root["id"]?.integer
        if let result = root["result"] {
            content = .result(result)
        } else if let error = root["error"] {
            content = .refused(Refusal(error))
        } else if let method = root["method"]?.string, let params = root["params"] {
            content = .notification(method: method, params: params)
        } else {
            return nil
        }
    }
}

extension Reply.Refusal {
    init(_ error: JSONValue) {
        code = error["code"]?.integer ?? 0
        message = error["message"]?.string ?? ""
        reason = error["data"]?["reason"]?.string ?? "unknown"
        retryAfterMilliseconds = error["data"]?["retry_after_ms"]?.integer
        value = error
    }
}

extension JSONValue {
    /// The bytes of the value as they came.
    var source: ArraySlice<UInt8> { document.bytes[range] }

    /// An integer as Int; zero where there is none, as in an answer that leaves it out.
    func count(_ key: String) -> Int { Int(self[key]?.integer ?? 0) }

    func text(_ key: String) -> String { self[key]?.string ?? "" }

    /// A text in both languages, as a string or as an object with `zh` and `en`.
    func bilingual(_ key: String) -> BilingualText {
        guard let value = self[key] else { return BilingualText(zh: "") }
        if let text = value.string { return BilingualText(zh: text) }
        return BilingualText(zh: value["zh"]?.string ?? "", en: value["en"]?.string)
    }
}
