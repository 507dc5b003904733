import Glibc

/// A file descriptor that is closed once, when its last holder lets go.
package final class Descriptor: Sendable {
    package let number: Int32

    /// Takes over `number`; a negative one stands for a failed call and is never closed.
    package init(_ number: Int32) { self.number = number }

    package var isOpen: Bool { number >= 0 }

    deinit { if number >= 0 { close(number) } }
}
