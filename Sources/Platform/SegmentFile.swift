import CKernel
import Glibc
import Synchronization

/// One open file: direct and synchronous writes where the file system takes them, else a write and a data sync.
final class SegmentFile: DiskFile {
    let path: String
    /// Reads, and writes that aren't aligned.
    private let cached: Descriptor
    /// O_DIRECT and O_DSYNC; nil where the file system refuses them.
    private let direct: Descriptor?

    init(path: String) throws(DiskError) {
        self.path = path
        let cached = Descriptor(kernel_open_segment(path, 0))
        guard cached.isOpen else { throw DiskError(.open, path, errno: errno) }
        self.cached = cached
        let direct = Descriptor(kernel_open_segment(path, 1))
        self.direct = direct.isOpen ? direct : nil
    }

    /// Makes what the cache holds durable, then lets go of the cache: after a failed sync pages count as clean though
    /// they never reached the disk, and only a read from the disk tells.
    func settle() throws(DiskError) {
        guard fsync(cached.number) == 0 else { throw DiskError(.sync, path, errno: errno) }
        guard kernel_drop_cache(cached.number) == 0 else { throw DiskError(.read, path, errno: errno) }
    }

    func byteCount() throws(DiskError) -> Int {
        var status = stat()
        guard fstat(cached.number, &status) == 0 else { throw DiskError(.read, path, errno: errno) }
        return Int(status.st_size)
    }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DiskError) -> Int {
        var done = 0
        while done < buffer.count {
            let count = pread(cached.number, buffer.baseAddress! + done, buffer.count - done, off_t(offset + done))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw DiskError(.read, path, errno: errno) }
            if count == 0 { break }
            done += count
        }
        return done
    }

    func writeDurably(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError) {
        if let direct, isAligned(bytes, offset) {
            do throws(DiskError) {
                return try writeAll(bytes, to: direct.number, at: offset, path: path)
            } catch  where error.number == EINVAL {
                // Opened, but not willing to write directly: nothing was written, so the long way is still open.
            }
        }
        try writeAll(bytes, to: cached.number, at: offset, path: path)
        guard kernel_fdatasync(cached.number) == 0 else { throw DiskError(.sync, path, errno: errno) }
    }

    private func isAligned(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
        (UInt(bitPattern: bytes.baseAddress) | UInt(bytes.count) | UInt(offset)) % UInt(diskBlockBytes) == 0
    }
}
