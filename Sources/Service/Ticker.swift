import Platform

/// The daemon's time: it never goes back, and a wall clock that jumps does not open or close anything.
///
/// Live, the tick follows the wall clock as long as that stays within a minute of the boot clock; past that, either
/// way, the tick goes on at the boot clock's pace and `aheadMilliseconds` says by how much the wall clock differs, until somebody
/// confirms it. In a rehearsal it follows the boot clock from an instant that only `advance` moves.
package struct Ticker: Sendable {
    package static let toleranceMilliseconds: Int64 = 60_000

    package private(set) var last: Int64
    /// By how much the wall clock is off while the tick does not follow it; otherwise 0.
    package private(set) var aheadMilliseconds: Int64 = 0
    package let isRehearsal: Bool
    private var anchor: Int64
    private var bootAnchor: Int64

    /// - Parameters:
    ///   - last: The latest tick in the journal, or 0.
    ///   - rehearsalStart: Where a rehearsal begins; nil is live.
    package init(clock: any Clock, last: Int64, rehearsalStart: Int64?) {
        isRehearsal = rehearsalStart != nil
        anchor = max(last, rehearsalStart ?? clock.wallMilliseconds())
        bootAnchor = clock.bootMilliseconds()
        self.last = max(last, anchor)
    }

    /// The tick of the next batch.
    package mutating func advance(_ clock: any Clock) -> Int64 {
        let steady = anchor + clock.bootMilliseconds() - bootAnchor
        if isRehearsal {
            last = max(last, steady)
            return last
        }
        let wall = clock.wallMilliseconds()
        if abs(wall - steady) > Self.toleranceMilliseconds {
            aheadMilliseconds = wall - steady
            last = max(last, steady)
        } else {
            aheadMilliseconds = 0
            anchor += wall - steady
            last = max(last, wall)
        }
        return last
    }

    /// Follows the wall clock again, after somebody confirmed that it is right.
    package mutating func confirm(_ clock: any Clock) {
        anchor = clock.wallMilliseconds()
        bootAnchor = clock.bootMilliseconds()
    }

    /// Moves a rehearsal's clock forward.
    package mutating func move(to instant: Int64, _ clock: any Clock) {
        precondition(isRehearsal && instant >= last, "only a rehearsal's clock is moved, and only forward")
        anchor = instant
        bootAnchor = clock.bootMilliseconds()
        last = instant
    }
}
