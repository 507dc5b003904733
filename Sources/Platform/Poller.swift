import CKernel
import Glibc

/// What a descriptor is watched for, and what happened to it.
package struct Readiness: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let readable = Readiness(rawValue: KERNEL_READABLE)
    package static let writable = Readiness(rawValue: KERNEL_WRITABLE)
    /// The other side hung up or failed; always reported, never asked for.
    package static let closed = Readiness(rawValue: KERNEL_CLOSED)
}

/// Waits for many descriptors at once (epoll, level-triggered). Owned by one thread.
package final class Poller {
    private let epoll: Descriptor
    private let events: UnsafeMutableBufferPointer<kernel_event>

    /// - Parameter capacity: the most events one wait hands out, up to 256.
    package init(capacity: Int = 256) throws(SocketError) {
        epoll = Descriptor(kernel_epoll_create())
        events = .allocate(capacity: capacity)
        events.initialize(repeating: kernel_event())
        guard epoll.isOpen else { throw .system("poll", errno) }
    }

    deinit { events.deallocate() }

    /// Watches a descriptor; its events bear `token`.
    package func add(_ descriptor: Int32, _ interest: Readiness, token: UInt64) throws(SocketError) {
        guard kernel_epoll_add(epoll.number, descriptor, interest.rawValue, token) == 0 else {
            throw .system("poll", errno)
        }
    }

    package func modify(_ descriptor: Int32, _ interest: Readiness, token: UInt64) throws(SocketError) {
        guard kernel_epoll_modify(epoll.number, descriptor, interest.rawValue, token) == 0 else {
            throw .system("poll", errno)
        }
    }

    package func remove(_ descriptor: Int32) {
        _ = kernel_epoll_remove(epoll.number, descriptor)
    }

    /// Waits until something happens or the time is over (nil: without end), then gives the number of events.
    package func wait(milliseconds: Int32?) throws(SocketError) -> Int {
        let count = kernel_epoll_wait(epoll.number, events.baseAddress, Int32(events.count), milliseconds ?? -1)
        guard count >= 0 else { throw .system("poll", errno) }
        return Int(count)
    }

    /// Event `position` of the last wait.
    package subscript(position: Int) -> (token: UInt64, readiness: Readiness) {
        let event = events[position]
        return (event.token, Readiness(rawValue: event.flags))
    }
}

/// Wakes a thread that waits in a `Poller`, from any other thread.
package final class WakeUp: Sendable {
    private let event: Descriptor

    package init() throws(SocketError) {
        event = Descriptor(kernel_eventfd())
        guard event.isOpen else { throw .system("eventfd", errno) }
    }

    package var descriptor: Int32 { event.number }

    package func signal() {
        var one: UInt64 = 1
        // The only failure is a counter that is full, which wakes the reader all the same.
        _ = write(event.number, &one, 8)
    }

    /// Takes all signals that came so far.
    package func drain() {
        var count: UInt64 = 0
        _ = read(event.number, &count, 8)
    }
}
