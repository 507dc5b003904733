import Platform
import Synchronization
import Testing

@testable import Service

/// A clock that a test sets.
private final class HandClock: Clock {
    private let times = Mutex<(wall: Int64, boot: Int64)>((1_000_000, 5000))

    func wallMilliseconds() -> Int64 { times.withLock { $0.wall } }
    func bootMilliseconds() -> Int64 { times.withLock { $0.boot } }
    func monotonicNanoseconds() -> Int64 { bootMilliseconds() * 1_000_000 }

    func pass(_ milliseconds: Int64, wallJumps jump: Int64 = 0) {
        times.withLock {
            $0.wall += milliseconds + jump
            $0.boot += milliseconds
        }
    }
}

@Suite struct TickerTests {
    private let clock = HandClock()

    @Test func `follows the wall clock, also when it is set a little`() {
        var ticker = Ticker(clock: clock, last: 0, rehearsalStart: nil)
        #expect(ticker.last == 1_000_000)
        clock.pass(10)
        #expect(ticker.advance(clock) == 1_000_010)
        clock.pass(10, wallJumps: 60_000)
        #expect(ticker.advance(clock) == 1_060_020)
        #expect(ticker.aheadMilliseconds == 0)
    }

    @Test func `never goes back`() {
        var ticker = Ticker(clock: clock, last: 0, rehearsalStart: nil)
        clock.pass(0, wallJumps: -30_000)
        #expect(ticker.advance(clock) == 1_000_000)
        clock.pass(29_999)
        #expect(ticker.advance(clock) == 1_000_000)
        clock.pass(2)
        #expect(ticker.advance(clock) == 1_000_001)
    }

    @Test(arguments: [Int64(60_001), -60_001, 86_400_000, -86_400_000])
    func `a jump of more than a minute opens and closes nothing until it is confirmed`(jump: Int64) {
        var ticker = Ticker(clock: clock, last: 0, rehearsalStart: nil)
        clock.pass(100, wallJumps: jump)
        #expect(ticker.advance(clock) == 1_000_100)
        #expect(ticker.aheadMilliseconds == jump)
        clock.pass(100)
        #expect(ticker.advance(clock) == 1_000_200)
        ticker.confirm(clock)
        clock.pass(1)
        #expect(ticker.advance(clock) == max(1_000_200, 1_000_201 + jump))
        #expect(ticker.aheadMilliseconds == 0)
    }

    @Test func `a wall clock that jumps and comes back is followed again`() {
        var ticker = Ticker(clock: clock, last: 0, rehearsalStart: nil)
        clock.pass(100, wallJumps: 3_600_000)
        _ = ticker.advance(clock)
        clock.pass(100, wallJumps: -3_600_000)
        #expect(ticker.advance(clock) == 1_000_200)
        #expect(ticker.aheadMilliseconds == 0)
    }

    @Test func `begins where the journal ended`() {
        var ticker = Ticker(clock: clock, last: 1_500_000, rehearsalStart: nil)
        #expect(ticker.advance(clock) == 1_500_000)
        #expect(ticker.aheadMilliseconds == -500_000)
        var rehearsal = Ticker(clock: clock, last: 7000, rehearsalStart: 3000)
        #expect(rehearsal.advance(clock) == 7000)
    }

    @Test func `a rehearsal follows the boot clock from where it is put`() {
        var ticker = Ticker(clock: clock, last: 0, rehearsalStart: 42)
        clock.pass(8, wallJumps: 99_999_999)
        #expect(ticker.advance(clock) == 50)
        ticker.move(to: 5000, clock)
        clock.pass(3)
        #expect(ticker.advance(clock) == 5003)
        #expect(ticker.aheadMilliseconds == 0)
    }
}
