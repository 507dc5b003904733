import CKernel
import Glibc

/// Where nonces and secrets come from; a simulation puts a seeded one here.
package protocol Randomness: AnyObject {
    func fill(_ buffer: UnsafeMutableRawBufferPointer)
}

/// The kernel's random bytes, taken a page at a time so that a nonce costs no system call. Used by one thread.
package final class SystemRandom: Randomness {
    private var page = [UInt8](repeating: 0, count: 4096)
    private var used = 4096

    package init() {}

    package func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        if buffer.count > page.count { return SystemRandom.fillFromKernel(buffer) }
        if page.count - used < buffer.count {
            page.withUnsafeMutableBytes(SystemRandom.fillFromKernel)
            used = 0
        }
        page.withUnsafeMutableBytes { page in
            let taken = UnsafeMutableRawBufferPointer(rebasing: page[used..<used + buffer.count])
            buffer.copyMemory(from: UnsafeRawBufferPointer(taken))
            // Bytes given out are not kept: nobody finds yesterday's nonces in this page.
            taken.initializeMemory(as: UInt8.self, repeating: 0)
        }
        used += buffer.count
    }

    /// Bytes straight from the kernel, for secrets.
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes(fillFromKernel)
        return bytes
    }

    private static func fillFromKernel(_ buffer: UnsafeMutableRawBufferPointer) {
        var done = 0
        while done < buffer.count {
            let count = kernel_random(buffer.baseAddress! + done, buffer.count - done)
            precondition(count > 0 || errno == EINTR, "the kernel gives no random bytes")
            done += max(count, 0)
        }
    }
}

extension Randomness {
    package func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        bytes.withUnsafeMutableBytes(fill)
        return bytes
    }
}
