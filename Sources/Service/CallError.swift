import Campaigns
import Engine
import JSON

/// An error answer of JSON-RPC 2.0: a code, a stable reason, and a message for people.
package struct CallError: Error, Sendable, Hashable {
    package enum Code: Int64, Sendable, CaseIterable {
        case parse = -32700
        case request = -32600
        case method = -32601
        case params = -32602
        case `internal` = -32603
        /// A submission that was not accepted; it consumed nothing.
        case refused = -32010
        case keyConflict = -32011
        case overloaded = -32012
        case storage = -32013
        case `guard` = -32014
        case notFound = -32015
        /// The campaign's stage does not allow it now.
        case notNow = -32016
    }

    package var code: Code
    package var reason: String
    package var message: BilingualText
    package var limit: Int?
    package var remaining: Int?
    package var retryAfterMilliseconds: Int64?
    /// The instants of the phase in which it is done.
    package var window: Range<Int64>?
    /// What all limits leave the person, where one is known.
    package var left: Remaining?
    /// The field of a form that the problem is about.
    package var field: String?
    /// Of several leaves that a call names, the one that the problem is about.
    package var index: Int?
    /// Where in the line the problem is, counted in bytes from 1.
    package var column: Int?

    package init(
        _ code: Code, _ reason: String, zh: String, en: String, limit: Int? = nil, remaining: Int? = nil,
        retryAfterMilliseconds: Int64? = nil, column: Int? = nil
    ) {
        self.code = code
        self.reason = reason
        message = BilingualText(zh: zh, en: en)
        self.limit = limit
        self.remaining = remaining
        self.retryAfterMilliseconds = retryAfterMilliseconds
        self.column = column
    }

    /// Appends the `error` member's value.
    func append(to out: inout [UInt8], language: Language) {
        JSONWriter.appendRaw("{\"code\":", to: &out)
        JSONWriter.appendInteger(code.rawValue, to: &out)
        JSONWriter.appendRaw(",\"message\":", to: &out)
        JSONWriter.appendString(message.text(language), to: &out)
        JSONWriter.appendRaw(",\"data\":{\"reason\":", to: &out)
        JSONWriter.appendString(reason, to: &out)
        if let field {
            JSONWriter.appendRaw(",\"field\":", to: &out)
            JSONWriter.appendString(field, to: &out)
        }
        appendMember(",\"index\":", index.map(Int64.init), to: &out)
        appendMember(",\"limit\":", limit.map(Int64.init), to: &out)
        appendMember(",\"remaining\":", remaining.map(Int64.init), to: &out)
        appendMember(",\"retry_after_ms\":", retryAfterMilliseconds, to: &out)
        appendMember(",\"opens_ms\":", window?.lowerBound, to: &out)
        appendMember(",\"closes_ms\":", window?.upperBound, to: &out)
        if let left {
            for member in left.members("left") {
                JSONWriter.appendRaw(",", to: &out)
                JSONWriter.appendString(member.key, to: &out)
                JSONWriter.appendRaw(":", to: &out)
                out += member.value.bytes()
            }
        }
        appendMember(",\"column\":", column.map(Int64.init), to: &out)
        JSONWriter.appendRaw(",\"consumed\":false}}", to: &out)
    }

    /// The same with what all limits leave the person.
    func telling(_ left: Remaining) -> CallError {
        var error = self
        error.left = left
        return error
    }

    private func appendMember(_ key: StaticString, _ value: Int64?, to out: inout [UInt8]) {
        guard let value else { return }
        JSONWriter.appendRaw(key, to: &out)
        JSONWriter.appendInteger(value, to: &out)
    }
}

extension CallError {
    static func params(_ zh: String, _ en: String, column: Int? = nil) -> CallError {
        CallError(.params, "params", zh: zh, en: en, column: column)
    }

    static func campaignUnknown(_ id: String) -> CallError {
        CallError(.notFound, "campaign.unknown", zh: "没有这个活动：\(id)", en: "no such campaign: \(id)")
    }

    /// - Parameter isOpen: Whether there is no roll.
    static func personUnlisted(_ id: String, isOpen: Bool = false) -> CallError {
        CallError(
            .notFound, Reason.personUnlisted.rawValue, zh: isOpen ? "这个人没有参加过：\(id)" : "名册里没有这个人：\(id)",
            en: isOpen ? "has not taken part: \(id)" : "not on the roll: \(id)")
    }

    init(_ refusal: Refusal) {
        let text = refusal.reason.message
        let code: Code =
            switch refusal.reason {
            case .keyConflict: .keyConflict
            case .storage: .storage
            case .overloaded: .overloaded
            default: .refused
            }
        self.init(
            code, refusal.reason.rawValue, zh: text.zh, en: text.en ?? text.zh, limit: refusal.limit,
            remaining: refusal.remaining, retryAfterMilliseconds: refusal.retryAfterMilliseconds)
        window = refusal.window
    }

    init(_ refusal: ClaimRefusal) {
        let text = refusal.message
        let code: Code =
            switch refusal {
            case .keyConflict: .keyConflict
            case .undeclared, .early, .void, .late, .claimed, .declined: .notNow
            case .nothing: .notFound
            case .formRequired, .formUnasked: .refused
            }
        self.init(code, refusal.rawValue, zh: text.zh, en: text.en ?? text.zh)
    }

    init(_ untimely: Untimely) {
        let text = untimely.message
        self.init(.notNow, untimely.rawValue, zh: text.zh, en: text.en ?? text.zh)
    }
}
