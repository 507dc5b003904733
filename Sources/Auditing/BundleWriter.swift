import Foundation
import Proofs

/// Writes bundles.
package enum BundleWriter {
    /// Why a bundle was not written; what stood at its place before still does.
    package enum Failure: Error, Sendable, Hashable {
        /// The values don't belong together; says which.
        case inconsistent(String)
        /// There is something at the place that is no bundle.
        case notABundle(String)
        /// The system refused; names the file and says why.
        case system(String, String)
    }

    /// What was written.
    package struct Summary: Sendable, Hashable {
        package var files: Int
        package var bytes: Int
    }

    /// Writes the whole bundle beside its place and then renames it there, so that nobody ever sees half of one.
    ///
    /// A bundle that stands at the place is replaced, anything else is left alone. A crash leaves at most a folder
    /// whose name begins with `.` and ends in `.unfinished` or `.replaced` beside the place, which may be removed.
    @discardableResult
    package static func write(_ contents: BundleContents, to directory: String) throws(Failure) -> Summary {
        let place = URL(fileURLWithPath: directory).standardizedFileURL.path
        let parent = (place as NSString).deletingLastPathComponent
        let name = (place as NSString).lastPathComponent
        let unfinished = "\(parent)/.\(name).\(getpid()).unfinished"
        try requireReplaceable(place)
        do {
            try? FileManager.default.removeItem(atPath: unfinished)
            try FileManager.default.createDirectory(atPath: unfinished, withIntermediateDirectories: true)
            var folder = BundleFolder(root: unfinished)
            try folder.writeAll(contents)
            try putInPlace(unfinished, place, replaced: "\(parent)/.\(name).\(getpid()).replaced")
            return Summary(files: folder.sums.count, bytes: folder.byteCount)
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            throw error as? Failure ?? .system(place, "\(error.localizedDescription)")
        }
    }

    /// An existing folder is a bundle when every file in it stands in its SHA256SUMS, so that nothing is lost that
    /// somebody else put there.
    private static func requireReplaceable(_ place: String) throws(Failure) {
        var status = stat()
        guard lstat(place, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR, let existing = BundleDirectory(root: place),
            existing.refused.isEmpty
        else { throw .notABundle(place) }
        if existing.sizes.isEmpty { return }
        guard let text = try? existing.readText(BundlePaths.sums), let listed = SumsFile.parse(text),
            existing.holds(BundlePaths.checkpoint),
            Set(existing.paths).subtracting([BundlePaths.sums]).isSubset(of: listed.map(\.path))
        else { throw .notABundle(place) }
    }

    private static func putInPlace(_ unfinished: String, _ place: String, replaced: String) throws {
        try? FileManager.default.removeItem(atPath: replaced)
        let replaces = FileManager.default.fileExists(atPath: place)
        if replaces { try rename(place, to: replaced) }
        try rename(unfinished, to: place)
        if replaces { try? FileManager.default.removeItem(atPath: replaced) }
    }

    private static func rename(_ old: String, to new: String) throws {
        guard Foundation.rename(old, new) == 0 else { throw Failure.system(new, String(cString: strerror(errno))) }
    }
}

/// A folder that files are added to; keeps the digest of each for SHA256SUMS.
private struct BundleFolder {
    let root: String
    private(set) var sums: [(path: String, digest: Digest)] = []
    private(set) var byteCount = 0
    private var folders: Set<String> = []

    init(root: String) {
        self.root = root
    }

    mutating func writeAll(_ contents: BundleContents) throws {
        for (path, bytes) in try contents.derivedFiles() { try write(path, bytes) }
        for tile in Tile.tiles(size: contents.tree.count) {
            if case .hashes = tile.kind { try write(BundlePaths.path(of: tile), tile.bytes(of: contents.tree)) }
        }
        try writeLeaves(contents)
        try write(BundlePaths.sums, SumsFile.bytes(sums))
    }

    /// Leaves and openings, a tile of 256 at a time; an entry's leaf follows from its opening.
    private mutating func writeLeaves(_ contents: BundleContents) throws {
        let size = contents.tree.count
        var records = contents.records[...]
        var events = contents.events[...]
        for index in 0..<(size + Tile.fullWidth - 1) / Tile.fullWidth {
            let width = min(Tile.fullWidth, size - index * Tile.fullWidth)
            var leaves: [[UInt8]] = []
            var openings: [UInt8] = []
            for leaf in index * Tile.fullWidth..<index * Tile.fullWidth + width {
                if let record = records.first, record.index == leaf {
                    leaves.append(record.leaf.bytes)
                    if let event = events.first, event.index == leaf {
                        OpeningFile.append(event.opening, to: &openings)
                        events.removeFirst()
                    } else {
                        OpeningFile.append(nil, to: &openings)
                    }
                    records.removeFirst()
                } else {
                    let opening = try contents.opening(leaf)
                    leaves.append(EntryLeaf(commitment: opening.commitment).bytes)
                    OpeningFile.append(opening, to: &openings)
                }
            }
            try requireLeaves(leaves, from: index * Tile.fullWidth, of: contents.tree)
            try write(BundlePaths.path(of: Tile(.entries, index: index, width: width)), EntryBundle.encode(leaves))
            try write(BundlePaths.path(of: Tile(.openings, index: index, width: width)), openings)
        }
    }

    /// What is written is what was signed, or nothing is.
    private func requireLeaves(_ leaves: [[UInt8]], from first: Int, of tree: MerkleTree) throws {
        for (offset, hash) in MerkleTree.leafHashes(leaves).enumerated() {
            guard tree.hash(level: 0, index: first + offset) != hash else { continue }
            throw BundleWriter.Failure.inconsistent("leaf \(first + offset) is not the one in the tree")
        }
    }

    private mutating func write(_ path: String, _ bytes: [UInt8]) throws {
        let folder = (path as NSString).deletingLastPathComponent
        if folders.insert(folder).inserted {
            try FileManager.default.createDirectory(atPath: root + "/" + folder, withIntermediateDirectories: true)
        }
        let descriptor = open(root + "/" + path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        try bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = Foundation.write(descriptor, buffer.baseAddress! + written, buffer.count - written)
                guard count > 0 else { throw failure(path) }
                written += count
            }
        }
        byteCount += bytes.count
        sums.append((path, SHA256.hash(bytes)))
    }

    private func failure(_ path: String) -> BundleWriter.Failure {
        .system(path, String(cString: strerror(errno)))
    }
}
