import JSON

@testable import Service

/// One line that left the daemon.
struct Reply: CustomStringConvertible {
    let bytes: [UInt8]
    let json: JSONValue

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        do {
            json = try JSONDocument(bytes: bytes).root
        } catch {
            preconditionFailure("the daemon sent no JSON: \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    var description: String { String(decoding: bytes, as: UTF8.self) }

    /// The id as it was sent; nil in a notification and in the answer to a batch.
    var id: String? { json["id"].map(\.source) }
    var result: JSONValue? { json["result"] }
    var error: JSONValue? { json["error"] }
    var code: Int64? { error?["code"]?.integer }
    var reason: String? { error?["data"]?["reason"]?.string }
    var index: Int? { result?["index"]?.integer.map(Int.init) }
    var isReplay: Bool { result?["replayed"]?.bool == true }

    /// `ok`, or the reason of the error.
    var outcome: String { reason ?? (result == nil ? "neither" : "ok") }
}

extension JSONValue {
    /// The value as it stands in the document.
    var source: String { String(decoding: document.bytes[range], as: UTF8.self) }

    subscript(position: Int) -> JSONValue? {
        elements.indices.contains(position) ? elements[position] : nil
    }
}
