import CKernel
import Glibc

/// All bytes of a file that other people may change while we look: one whole version of it, or a fault.
///
/// Only regular files are read, links followed: a pipe would make us wait, a device may never end. A file that somebody
/// has open for writing is not read, since the first half of a list is a list as well. Where the kernel does not tell
/// who writes (files of other users, network file systems), a file counts as written once it has rested for a second.
package struct FileReading: Sendable {
    package let bytes: [UInt8]
    package let stamp: FileStamp
    /// Whether any later write makes another stamp. Two writes within one step of the file system's clock make the same.
    package let isFirm: Bool

    private static let restMilliseconds: Int64 = 1000
    /// Longer than a step of any file system's clock that is as fine as it should be.
    private static let stepMilliseconds: Int64 = 100
    /// A file time so far ahead of ours says nothing about its age.
    private static let furthestAheadMilliseconds: Int64 = -5000

    /// - Parameter limit: The most bytes that it may have.
    package init(path: String, atMost limit: Int, clock: some Clock = SystemClock()) throws(FileFault) {
        if let fault = FileStamp(path: path).fault { throw fault == .missing ? FileReading.absence(path) : fault }
        let descriptor = Descriptor(kernel_open_unblocked(path))
        guard descriptor.isOpen else { throw errno == ENOENT ? .missing : .unreadable(errno) }
        stamp = FileStamp(descriptor)
        // Something else may stand there by now.
        if let fault = stamp.fault { throw fault }
        guard stamp.byteCount <= limit else { throw .tooLarge(limit: limit) }
        let age = stamp.age(clock)
        switch kernel_is_being_written(descriptor.number) {
        case 0: break
        case 1: throw .beingWritten
        default:
            let isResting = age >= FileReading.restMilliseconds || age < FileReading.furthestAheadMilliseconds
            guard isResting else { throw .beingWritten }
        }
        bytes = try FileReading.bytes(of: descriptor, count: stamp.byteCount)
        guard FileStamp(descriptor) == stamp else { throw .beingWritten }
        isFirm = age >= FileReading.stepMilliseconds || age < FileReading.furthestAheadMilliseconds
    }

    /// Nothing at all, or a link to nothing.
    private static func absence(_ path: String) -> FileFault {
        var status = stat()
        return lstat(path, &status) == 0 ? .danglingLink : .missing
    }

    /// Exactly `count` bytes up to the end of the file.
    private static func bytes(of descriptor: Descriptor, count: Int) throws(FileFault) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, filled in
            while filled < buffer.count {
                let rest = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
                let got = read(descriptor.number, rest.baseAddress, rest.count)
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                guard got > 0 else { return }
                filled += got
            }
        }
        guard failure == 0 else { throw .unreadable(failure) }
        guard bytes.count == count else { throw .beingWritten }
        return bytes
    }
}
