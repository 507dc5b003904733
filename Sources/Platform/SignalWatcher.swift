import CKernel
import Glibc

/// Turns signals into events of a `Poller`. One a process: signals belong to the process.
package final class SignalWatcher: Sendable {
    private let wakeUp: WakeUp
    private let signals: [Int32]

    /// Watches the given signals, and lets SIGPIPE be.
    package init(_ signals: [Int32] = [SIGTERM, SIGINT]) throws(SocketError) {
        wakeUp = try WakeUp()
        self.signals = signals
        _ = kernel_signal_ignore(SIGPIPE)
        for signal in signals {
            guard kernel_signal_watch(signal, wakeUp.descriptor) == 0 else { throw .system("signal", errno) }
        }
    }

    /// From here on the signals do again what they did.
    deinit {
        for signal in signals { _ = kernel_signal_default(signal) }
    }

    package var descriptor: Int32 { wakeUp.descriptor }

    /// The signals that came since the last call, ascending, each once.
    package func drain() -> [Int32] {
        wakeUp.drain()
        let taken = kernel_signals_taken()
        return (1..<64).filter { taken & (1 << UInt64($0)) != 0 }
    }
}
