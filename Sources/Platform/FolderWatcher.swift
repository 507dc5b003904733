import CKernel
import Glibc

/// Says that something changed in a folder or in one of its subfolders, one level deep. Owned by one thread.
///
/// What changed is not told: the caller looks at the whole folder again. A folder that is replaced or not there yet
/// is picked up by `watchAgain()`, which the caller's periodic look calls; so nothing rests on inotify alone.
package final class FolderWatcher {
    package let path: String
    private let inotify: Descriptor
    /// The folder itself is watched, as far as we know.
    package private(set) var isWatching = false

    package init(path: String) throws(SocketError) {
        self.path = path
        inotify = Descriptor(kernel_inotify_create())
        guard inotify.isOpen else { throw .system("inotify", errno) }
        watchAgain()
    }

    package var descriptor: Int32 { inotify.number }

    /// Empties the queue and tells whether anything changed since the last call.
    package func drain() -> Bool {
        var lost: Int32 = 0
        let count = kernel_inotify_drain(inotify.number, &lost)
        // Watching a folder that is watched already changes nothing, so new subfolders need no bookkeeping.
        if count != 0 { watchAgain() }
        return count != 0
    }

    /// Watches whatever stands at the path now.
    package func watchAgain() {
        isWatching = kernel_inotify_watch(inotify.number, path) >= 0
        guard isWatching, let directory = opendir(path) else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            // Files are refused by the kernel (only folders are watched), which is no failure.
            if !name.hasPrefix(".") { _ = kernel_inotify_watch(inotify.number, "\(path)/\(name)") }
        }
    }
}
