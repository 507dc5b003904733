import Campaigns

/// A submission not accepted: it consumed nothing.
package struct Refusal: Sendable, Hashable {
    package var reason: Reason
    /// The declared limit that was reached.
    package var limit: Int?
    /// What remains of that limit.
    package var remaining: Int?
    /// After how many milliseconds the same submission could be accepted, where waiting helps.
    package var retryAfterMilliseconds: Int64?
    /// The instants of the phase in which it is taken.
    package var window: Range<Int64>?

    package init(
        _ reason: Reason, limit: Int? = nil, remaining: Int? = nil, retryAfterMilliseconds: Int64? = nil,
        window: Range<Int64>? = nil
    ) {
        self.reason = reason
        self.window = window
        self.limit = limit
        self.remaining = remaining
        self.retryAfterMilliseconds = retryAfterMilliseconds
    }
}
extension Refusal: Error {}
