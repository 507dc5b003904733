import CKernel
import Glibc

/// Says that something changed in a folder or in one of its subfolders, one level deep. Owned by one thread.
///
/// What changed is not told: the caller looks at the whole folder again. Nothing rests on inotify alone: a system that has
/// no more watches to give, an overflowing queue, a file behind a link, a folder that is replaced or not there yet, all
/// are made up for by the caller's periodic look, before which it calls ``watchAgain()``.
package final class FolderWatcher {
    package let path: String
    private let inotify: Descriptor
    /// The kernel's numbers of the watched folders.
    private var watches: Set<Int32> = []
    /// The folder itself is watched, as far as we know.
    package private(set) var isWatching = false

    package init(path: String) {
        self.path = path
        inotify = Descriptor(kernel_inotify_create())
        watchAgain()
    }

    /// Nil where the system has no watcher left to give.
    package var descriptor: Int32? { inotify.isOpen ? inotify.number : nil }

    /// Empties the queue and tells whether anything changed since the last call.
    package func drain() -> Bool {
        var lost: Int32 = 0
        let count = kernel_inotify_drain(inotify.number, &lost)
        // Watching a folder that is watched already changes nothing, so new subfolders need no bookkeeping.
        if count != 0 { watchAgain() }
        return count != 0
    }

    /// Watches whatever stands at the path now, and nothing that stood there before.
    package func watchAgain() {
        var found: Set<Int32> = []
        isWatching = watch(path, &found)
        if isWatching { watchSubfolders(&found) }
        for gone in watches.subtracting(found) { _ = kernel_inotify_unwatch(inotify.number, gone) }
        watches = found
    }

    /// Only folders are watched; the kernel refuses the rest.
    private func watch(_ path: String, _ found: inout Set<Int32>) -> Bool {
        let watch = kernel_inotify_watch(inotify.number, path)
        if watch >= 0 { found.insert(watch) }
        return watch >= 0
    }

    private func watchSubfolders(_ found: inout Set<Int32>) {
        guard let directory = opendir(path) else { return }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let type = Int(entry.pointee.d_type)
            guard type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN else { continue }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { _ = watch("\(path)/\(name)", &found) }
        }
    }
}
