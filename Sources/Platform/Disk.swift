/// The files below one data directory.
///
/// Paths are relative to the root, with `/` between folders and no `..`. Whatever changes a name (create, replace,
/// remove, make a directory) is durable when the call returns. All calls may come from any thread; two callers never
/// write the same file at once.
package protocol Disk: AnyObject, Sendable {
    /// The root as messages name it.
    var root: String { get }

    func exists(_ path: String) throws(DiskError) -> Bool

    /// The names in a folder, ascending bytewise.
    func list(_ folder: String) throws(DiskError) -> [String]

    /// A whole file.
    func read(_ path: String) throws(DiskError) -> [UInt8]

    /// Makes a folder whose parent exists, and does nothing when it is there.
    func makeDirectory(_ path: String, mode: UInt32) throws(DiskError)

    /// Lays out a file full of zeros under its name in one step, replacing what was there: a crash leaves the whole
    /// file or none of it.
    func createZeroed(_ path: String, byteCount: Int) throws(DiskError) -> any DiskFile

    func open(_ path: String) throws(DiskError) -> any DiskFile

    /// Opens a file such that its name and what is read from it are on the disk: nothing that only a cache holds.
    func openSettled(_ path: String) throws(DiskError) -> any DiskFile

    /// Puts bytes under a name: readers and a crash see the old file or the new one, never a part.
    func replace(_ path: String, with bytes: [UInt8], mode: UInt32) throws(DiskError)

    /// Removes a file, and does nothing when it isn't there.
    func remove(_ path: String) throws(DiskError)

    /// Takes the root for this process until the disk is let go.
    func lock() throws(DiskError)
}

/// One open file of a disk, for reading and for durable writing.
package protocol DiskFile: AnyObject, Sendable {
    var path: String { get }

    func byteCount() throws(DiskError) -> Int

    /// Reads up to `buffer.count` bytes; fewer only at the end of the file.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(DiskError) -> Int

    /// Writes and syncs: when it returns, the bytes survive a loss of power. Fastest when offset, count and address
    /// are multiples of `diskBlockBytes`. Writing past the end grows the file.
    func writeDurably(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DiskError)
}

/// The unit that direct writes are aligned to.
package let diskBlockBytes = 4096

/// The unit that a disk writes whole or not at all.
package let diskSectorBytes = 512

extension Disk {
    /// Part of a file; shorter when the file ends before.
    package func read(_ path: String, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
        let file = try open(path)
        var bytes = [UInt8](repeating: 0, count: count)
        let result = bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(DiskError) in try file.read(at: offset, into: buffer) }
        }
        bytes.removeLast(count - (try result.get()))
        return bytes
    }
}
