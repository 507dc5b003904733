import Proofs

/// Why a witness does not cosign, with the meaning that C2SP tlog-witness gives each.
package enum WitnessRefusal: Error, Hashable, Sendable {
    /// 400: the body is not of the format.
    case malformed(FormatError)
    /// 400: the old size is larger than the checkpoint's.
    case oldAboveSize(old: Int, size: Int)
    /// 403: the key that is known for the origin did not sign.
    case notSigned(origin: String)
    /// 404: no log of this origin is known.
    case unknownOrigin(String)
    /// 409: the old size is not the one that was cosigned last; also what a rollback comes to.
    case conflict(origin: String, cosigned: Int, old: Int)
    /// 409: of the size that was cosigned last, with another root.
    case fork(origin: String, size: Int)
    /// 422: the proof does not lead from the head cosigned last to this one.
    case badProof(origin: String, cosigned: Int, size: Int)
    /// The clock stands before the last cosignature: a time that is too early would lend a head an age it has not.
    case clock(origin: String, now: UInt64, last: UInt64)

    /// As the HTTP interface of the standard answers; the clock is no concern of the client, so 503.
    package var status: Int {
        switch self {
        case .malformed, .oldAboveSize: 400
        case .notSigned: 403
        case .unknownOrigin: 404
        case .conflict, .fork: 409
        case .badProof: 422
        case .clock: 503
        }
    }

    /// A stable word for scripts.
    package var reason: String {
        switch self {
        case .malformed: "malformed"
        case .oldAboveSize: "old-above-size"
        case .notSigned: "not-signed"
        case .unknownOrigin: "unknown-origin"
        case .conflict: "conflict"
        case .fork: "fork"
        case .badProof: "bad-proof"
        case .clock: "clock"
        }
    }

    /// The size that the next body has to begin from, where that is what was wrong.
    package var cosignedSize: Int? {
        switch self {
        case .conflict(_, let cosigned, _): cosigned
        case .fork(_, let size): size
        default: nil
        }
    }
}

extension WitnessRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let error): "\(error)"
        case .oldAboveSize(let old, let size): "the old size \(old) is larger than the checkpoint's size \(size)"
        case .notSigned(let origin): "the checkpoint is not signed by the key known for \(origin)"
        case .unknownOrigin(let origin): "no log \(origin) is known here"
        case .conflict(let origin, let cosigned, let old):
            "the last size known of \(origin) is \(cosigned), and the old size is \(old)"
        case .fork(let origin, let size):
            "\(origin) has another root at size \(size) than the one cosigned: the log was forked"
        case .badProof(let origin, let cosigned, let size):
            "the proof does not show that \(origin) at size \(size) extends size \(cosigned)"
        case .clock(let origin, let now, let last):
            "the clock says \(now) s, before the last cosignature of \(origin) at \(last) s"
        }
    }
}

/// Why a registry is not followed.
package enum FollowFailure: Error, Hashable, Sendable {
    /// As for a body: origin, signature, rollback, fork.
    case refused(WitnessRefusal)
    /// The key of the origin is that of a campaign's log.
    case notARegistry(origin: String)
    /// More leaves than any organiser has.
    case tooLarge(size: Int)
    /// The entries give another root than the checkpoint has.
    case entries(origin: String, size: Int)
    case leaf(index: Int, what: String)
    /// A leaf names another key for a log than an earlier one.
    case otherKey(index: Int, origin: String)
}

extension FollowFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .refused(let refusal): "\(refusal)"
        case .notARegistry(let origin): "\(origin) is no registry"
        case .tooLarge(let size): "\(size) leaves are more than a registry has"
        case .entries(let origin, let size): "the entries of \(origin) are not those of its checkpoint of size \(size)"
        case .leaf(let index, let what): "leaf \(index) of the registry: \(what)"
        case .otherKey(let index, let origin):
            "leaf \(index) of the registry names another key for \(origin) than the one known"
        }
    }
}
