import Proofs

/// A bundle of the same log that was published before something was erased. What it opens is believed as far as the
/// later log commits to it.
struct EarlierBundle {
    let note: SignedNote
    let head: Checkpoint
    /// By their hash.
    let rollLines: [Digest: [UInt8]]
    private let directory: BundleDirectory
    private let tiles = TileCache()

    /// The tile that was read last: gaps are asked for in order.
    private final class TileCache {
        var index = -1
        var openings: [Opening?] = []
    }

    init(_ directory: BundleDirectory) throws(BundleFileError) {
        self.directory = directory
        let bytes = try directory.read(BundlePaths.checkpoint, atMost: 1 << 20)
        (note, head) = try BundleFileError.of(BundlePaths.checkpoint) { () throws(FormatError) in
            let note = try SignedNote(parsing: bytes)
            return (note, try Checkpoint(parsing: note.text))
        }
        rollLines = (try? directory.read(BundlePaths.roll)).map(RollTable.linesByHash) ?? [:]
    }

    /// What the entry at a leaf said, where the bundle has it.
    func opening(_ leaf: Int) -> Opening? {
        guard leaf < head.size else { return nil }
        let index = leaf / Tile.fullWidth
        if tiles.index != index {
            let width = min(Tile.fullWidth, head.size - index * Tile.fullWidth)
            let file = try? directory.read(
                BundlePaths.path(of: Tile(.openings, index: index, width: width)),
                atMost: 256 * (36 + Opening.mostBodyBytes))
            tiles.index = index
            tiles.openings = file.flatMap { try? OpeningFile.decode($0, width: width) } ?? []
        }
        let offset = leaf % Tile.fullWidth
        return offset < tiles.openings.count ? tiles.openings[offset] : nil
    }
}

extension Verification {
    mutating func openEarlier() {
        guard let earlierFolder else { return }
        guard let directory = BundleDirectory(root: earlierFolder) else {
            findings.fail(
                .checkpoint, zh: "无法读取较早的核验材料 \(earlierFolder)", en: "can't read the earlier bundle \(earlierFolder)")
            return
        }
        do throws(BundleFileError) {
            earlier = try EarlierBundle(directory)
        } catch {
            failEarlier(zh: error.reason.zh, en: error.reason.text(.en))
        }
    }

    /// This log goes on from the one of the earlier bundle, signed by the same key.
    mutating func checkEarlier() {
        guard let earlier, let log, let timeline else { return }
        let key = timeline.charter.key
        guard earlier.head.origin.utf8.elementsEqual(timeline.charter.origin.text.utf8),
            (try? earlier.note.verify([key]))?.isEmpty == false
        else { return failEarlier(zh: "不是同一密钥签名的同一份记录", en: "is not of this log, signed by its key") }
        guard earlier.head.size <= log.tree.count, log.tree.root(size: earlier.head.size) == earlier.head.root else {
            return failEarlier(zh: "这份记录不是它的延续", en: "the log does not go on from it")
        }
    }

    private mutating func failEarlier(zh: String, en: String) {
        findings.fail(.checkpoint, zh: "较早的核验材料：\(zh)", en: "earlier bundle: \(en)")
    }
}
