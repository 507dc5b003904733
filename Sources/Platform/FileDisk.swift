import CKernel
import Glibc
import Synchronization

/// A data directory of the real file system.
package final class FileDisk: Disk {
    package let root: String
    private let lockDescriptor = Mutex<Descriptor?>(nil)

    /// Makes the directory (mode 0700) when it isn't there.
    package init(root: String) throws(DiskError) {
        self.root = root
        if mkdir(root, 0o700) != 0 {
            guard errno == EEXIST else { throw DiskError(.makeDirectory, root, errno: errno) }
        } else {
            try FileDisk.syncDirectory(FileDisk.parent(of: root))
        }
    }

    /// The path of a file as the system knows it.
    package func absolute(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }

    package func exists(_ path: String) throws(DiskError) -> Bool {
        if access(absolute(path), F_OK) == 0 { return true }
        guard errno == ENOENT else { throw DiskError(.open, absolute(path), errno: errno) }
        return false
    }

    package func list(_ folder: String) throws(DiskError) -> [String] { try FileDisk.names(in: absolute(folder)) }

    /// The names in a folder but for `.` and `..`, ascending by bytes.
    package static func names(in path: String) throws(DiskError) -> [String] {
        guard let directory = opendir(path) else { throw DiskError(.list, path, errno: errno) }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                guard errno == 0 else { throw DiskError(.list, path, errno: errno) }
                break
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package func read(_ path: String) throws(DiskError) -> [UInt8] {
        let full = absolute(path)
        let descriptor = Descriptor(kernel_open_to_read(full))
        guard descriptor.isOpen else { throw DiskError(.open, full, errno: errno) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor.number, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw DiskError(.read, full, errno: errno) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    package func makeDirectory(_ path: String, mode: UInt32) throws(DiskError) {
        let full = absolute(path)
        // One that is there may be left from a call that failed before its name was durable, so it is synced too.
        guard mkdir(full, mode) == 0 || errno == EEXIST else {
            throw DiskError(.makeDirectory, full, errno: errno)
        }
        try FileDisk.syncDirectory(full)
        try FileDisk.syncDirectory(FileDisk.parent(of: full))
    }

    package func open(_ path: String) throws(DiskError) -> any DiskFile { try SegmentFile(path: absolute(path)) }

    package func openSettled(_ path: String) throws(DiskError) -> any DiskFile {
        let file = try SegmentFile(path: absolute(path))
        try file.settle()
        try FileDisk.syncDirectory(FileDisk.parent(of: absolute(path)))
        return file
    }

    package func remove(_ path: String) throws(DiskError) {
        let full = absolute(path)
        guard unlink(full) == 0 else {
            guard errno == ENOENT else { throw DiskError(.remove, full, errno: errno) }
            return
        }
        try FileDisk.syncDirectory(FileDisk.parent(of: full))
    }

    package func lock() throws(DiskError) {
        let path = absolute("lock")
        let descriptor = Descriptor(kernel_open_lock(path))
        guard descriptor.isOpen else { throw DiskError(.lock, path, errno: errno) }
        guard kernel_lock(descriptor.number) == 0 else {
            guard errno == EWOULDBLOCK else { throw DiskError(.lock, path, errno: errno) }
            throw DiskError(.lock, path, reason: .lockedByAnother)
        }
        lockDescriptor.withLock { $0 = descriptor }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func syncDirectory(_ path: String) throws(DiskError) {
        let descriptor = Descriptor(kernel_open_directory(path))
        guard descriptor.isOpen else { throw DiskError(.open, path, errno: errno) }
        guard fsync(descriptor.number) == 0 else { throw DiskError(.sync, path, errno: errno) }
    }
}
