import Glibc

/// Time, as the daemon sees it.
package protocol Clock: Sendable {
    /// Unix milliseconds; may be set forward or back by hand.
    func wallMilliseconds() -> Int64
    /// Milliseconds since the machine started, suspension included; never goes back.
    func bootMilliseconds() -> Int64
    /// For measuring; never goes back.
    func monotonicNanoseconds() -> Int64
}

/// The machine's own clocks.
package struct SystemClock: Clock {
    package init() {}

    package func wallMilliseconds() -> Int64 { nanoseconds(CLOCK_REALTIME) / 1_000_000 }
    package func bootMilliseconds() -> Int64 { nanoseconds(CLOCK_BOOTTIME) / 1_000_000 }
    package func monotonicNanoseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) }

    private func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        precondition(clock_gettime(clock, &time) == 0, "the kernel has no clock \(clock)")
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
