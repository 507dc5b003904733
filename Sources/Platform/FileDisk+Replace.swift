import CKernel
import Glibc

/// Files that appear under their name whole or not at all: written beside it, synced, renamed, the folder synced.
extension FileDisk {
    package func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(DiskError) {
        let full = absolute(path)
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(DiskError) in
                try place(full, mode: mode) { descriptor throws(DiskError) in
                    try writeAll(buffer, to: descriptor, at: 0, path: full)
                }
            }
        }
        try result.get()
    }

    package func createZeroed(_ path: String, byteCount: Int) throws(DiskError) -> any DiskFile {
        let full = absolute(path)
        try place(full, mode: 0o600) { descriptor throws(DiskError) in
            // Written out, not merely allocated: an overwrite of written blocks changes no metadata, so its sync is one
            // write. Synced piece by piece, so that the syncs of answers never queue behind 64 MiB of zeros.
            let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: diskBlockBytes)
            defer { chunk.deallocate() }
            chunk.initializeMemory(as: UInt8.self, repeating: 0)
            var offset = 0
            while offset < byteCount {
                let count = min(chunk.count, byteCount - offset)
                try writeAll(UnsafeRawBufferPointer(rebasing: chunk[..<count]), to: descriptor, at: offset, path: full)
                guard kernel_fdatasync(descriptor) == 0 else { throw DiskError(.sync, full, errno: errno) }
                offset += count
            }
        }
        return try open(path)
    }

    /// A crash before the rename leaves only the temporary file, which the next call replaces.
    private func place(
        _ full: String, mode: UInt32, fill: (Int32) throws(DiskError) -> Void
    ) throws(DiskError) {
        let temporary = full + ".new"
        if unlink(temporary) != 0 && errno != ENOENT { throw DiskError(.remove, temporary, errno: errno) }
        let descriptor = Descriptor(kernel_create_exclusive(temporary, mode))
        guard descriptor.isOpen else { throw DiskError(.create, temporary, errno: errno) }
        do throws(DiskError) {
            try fill(descriptor.number)
            guard fchmod(descriptor.number, mode) == 0 else { throw DiskError(.create, temporary, errno: errno) }
            guard fsync(descriptor.number) == 0 else { throw DiskError(.sync, temporary, errno: errno) }
            guard rename(temporary, full) == 0 else { throw DiskError(.replace, full, errno: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        try FileDisk.syncDirectory(FileDisk.parent(of: full))
    }
}

/// Writes all of the bytes, however many calls that takes.
func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int, path: String
) throws(DiskError) {
    var written = 0
    while written < bytes.count {
        let count = pwrite(descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(offset + written))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw DiskError(.write, path, errno: count == 0 ? EIO : errno) }
        written += count
    }
}
