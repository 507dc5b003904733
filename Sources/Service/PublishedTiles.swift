import Durability
import Platform
import Proofs

/// A stretch of one log on its way into the public folder; works in the background.
struct PublishedTiles: Sendable {
    /// Below the data directory: `public/registry`, `public/<campaign>`.
    let folder: String
    /// Tiles up to here are there already.
    let from: Int
    let to: Int
    /// Each tile of hashes that the stretch makes or changes.
    let hashTiles: [(path: String, bytes: [UInt8])]
    /// The leaves of the stretch, from the first of the tile that holds `from`.
    let leaves: [LeafSource]
    /// Written when all tiles under it are there; nil where more of them follow.
    let head: Head?

    enum LeafSource: Sendable {
        case record([UInt8])
        /// An entry, by its frame in the journal.
        case entry(FrameLocation)
    }

    /// Leaves a stretch has at most: some megabytes, and a pause of the loop that nobody notices.
    static let mostLeaves = 64 * Tile.fullWidth

    init(folder: String, log: CampaignLog, from: Int, head: Head) {
        let first = from / Tile.fullWidth * Tile.fullWidth
        let end = min(head.size, first + Self.mostLeaves)
        self.folder = folder
        self.from = from
        to = end
        let tree = log.tree
        hashTiles = Tile.changed(from: from, to: end).compactMap { tile in
            guard case .hashes = tile.kind else { return nil }
            return (tile.path, tile.bytes(of: tree))
        }
        var records: [Int: [UInt8]] = [:]
        for (index, text) in log.records where (first..<end).contains(index) { records[index] = text }
        let locations = log.locations
        leaves = (first..<end).map { [records] index in
            records[index].map { .record($0) } ?? .entry(locations[index])
        }
        self.head = end == head.size ? head : nil
    }

    /// Writes tiles first and the checkpoint last, each whole under its name: a reader who takes a checkpoint finds
    /// everything below it, and a crash in between is made good by the next stretch.
    func write(to disk: any Disk, _ journal: JournalReader) throws {
        var writer = PublicFolder(disk: disk, root: folder)
        for tile in hashTiles { try writer.write(tile.path, tile.bytes) }
        for tile in Tile.changed(from: from, to: to) where tile.kind == .entries {
            try writer.write(tile.path, EntryBundle.encode(try tile.range.map { try leaf($0, journal) }))
        }
        guard let head else { return }
        try writer.write("checkpoint", head.note.bytes)
        for tile in Tile.changed(from: from, to: to) where tile.width == Tile.fullWidth {
            try writer.removePartial(tile.path)
        }
    }

    private func leaf(_ index: Int, _ journal: JournalReader) throws -> [UInt8] {
        switch leaves[index - from / Tile.fullWidth * Tile.fullWidth] {
        case .record(let text): return text
        case .entry(let location):
            let entry = try EntryPayload.published(of: try journal.payload(at: location))
            return EntryLeaf(commitment: entry.commitment).bytes
        }
    }
}

/// Writes files below one folder of a disk and makes the folders on their way.
private struct PublicFolder {
    let disk: any Disk
    let root: String
    private var made: Set<String> = []

    init(disk: any Disk, root: String) {
        self.disk = disk
        self.root = root
    }

    mutating func write(_ path: String, _ bytes: [UInt8]) throws(DiskError) {
        let full = "\(root)/\(path)"
        var folder = ""
        for part in full.split(separator: "/").dropLast() {
            folder += folder.isEmpty ? String(part) : "/\(part)"
            if made.insert(folder).inserted { try disk.makeDirectory(folder, mode: 0o755) }
        }
        try disk.replace(full, with: bytes, mode: 0o644)
    }

    /// The partial tiles of a tile that is full now: who has an older checkpoint reads the full one.
    func removePartial(_ path: String) throws(DiskError) {
        let folder = "\(root)/\(path).p"
        guard try disk.exists(folder) else { return }
        for name in try disk.list(folder) { try disk.remove("\(folder)/\(name)") }
    }
}
