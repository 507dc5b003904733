/// Counts failed look-ups and makes whoever has too many of them wait, so that ids and receipts can't be tried out.
///
/// It belongs to a connection, or to a person who is looked up; it is no part of any outcome and is not journalled.
struct LookUpGuard: Sendable, Hashable {
    static let burst: Int64 = 200
    static let millisecondsEach: Int64 = 50

    private var arrival = Int64.min

    /// How long until another look-up is answered; nil when at once.
    func wait(at tick: Int64) -> Int64? {
        let early = max(arrival, tick) - tick - Self.millisecondsEach * (Self.burst - 1)
        return early > 0 ? early : nil
    }

    mutating func failed(at tick: Int64) {
        arrival = max(arrival, tick) + Self.millisecondsEach
    }
}
