import JSON

/// Somebody at the other end of the gateway: one request at a time, each after the answer to the one before.
protocol DemoActor: AnyObject {
    /// The next request, or nil when there is nothing more to say.
    func next() -> DemoRequest?
    /// The answer to the last request. Returns what is wrong with it, or nil.
    func take(_ answer: Reply.Content) -> String?
    /// The daemon went away before it answered the last request, which is now sent again.
    func lostAnswer()
}

/// What an actor sends.
enum DemoRequest {
    case call(method: String, params: [UInt8])
    /// A line that is no JSON: its answer has no id.
    case garbage([UInt8])
}

/// A submission that the daemon has said is durable.
struct Acknowledged {
    var key: String
    /// As it was sent, key and all.
    var params: [UInt8]
    var index: Int
    var participant: String
}

/// Asks for an acknowledged submission again, and wants to hear the same index.
final class DemoReplay: DemoActor {
    private let acknowledged: Acknowledged
    private var isAsked = false

    init(_ acknowledged: Acknowledged) {
        self.acknowledged = acknowledged
    }

    func next() -> DemoRequest? {
        guard !isAsked else { return nil }
        isAsked = true
        return .call(method: "submit", params: acknowledged.params)
    }

    func take(_ answer: Reply.Content) -> String? {
        guard case .result(let value) = answer else { return "acknowledged at \(acknowledged.index), now \(answer)" }
        let index = value.count("index")
        guard value["replayed"]?.bool == true, index == acknowledged.index else {
            return "\(acknowledged.participant): acknowledged at \(acknowledged.index), now \(index)"
        }
        return nil
    }

    func lostAnswer() { isAsked = false }
}
