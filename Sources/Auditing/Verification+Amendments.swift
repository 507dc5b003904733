import Campaigns
import JSON
import Proofs

extension Verification {
    /// Looks for the amendments before anything is counted: what an entry is worth, and when intake rested or ended,
    /// follows from all of them.
    ///
    /// What is malformed is named when the leaves are read; here it is passed over.
    mutating func readAmendments() {
        guard let size = sizeOfLog,
            let scan = try? LeafScan(directory, size: size, closings: rules?.campaign.phases.count ?? 1)
        else { return }
        readRollAdditions(scan.amendments)
        guard let rules, let charter = scan.charter else { return }
        var walk = AmendmentWalk(
            rules: RulesInForce(rules.campaign, publicRules: rules.publicRules, file: rules.bytes), charter: charter,
            findings: findings)
        for (index, record) in scan.amendments {
            let secret = record.secret.flatMap { openSecret(commitment: $0, index: index, into: &walk.findings) }
            walk.take(
                record, index: index, isEntry: { $0 < index && !scan.records.contains($0) }, secret: secret)
        }
        findings = walk.findings
        amendments = walk
    }

    /// As the checkpoint has it; nothing where it has none that can be read.
    private var sizeOfLog: Int? {
        guard let bytes = try? directory.read(BundlePaths.checkpoint, atMost: 1 << 20),
            let note = try? SignedNote(parsing: bytes), let checkpoint = try? Checkpoint(parsing: note.text),
            checkpoint.size <= 256 * directory.sizes.count
        else { return nil }
        return checkpoint.size
    }

    private func openSecret(commitment: Digest, index: Int, into findings: inout Findings) -> [RulesChange]? {
        let path = BundlePaths.amendment(index)
        do {
            if let file = AmendmentFile.parse(try directory.read(path, atMost: 1 << 20)) {
                if file.opening.commitment == commitment { return file.changes }
                findings.fail(
                    .rules,
                    BundleFileError(path, zh: "不是记录第 \(index) 条所固定的变更", en: "is not what leaf \(index) commits to"))
            } else {
                findings.fail(.rules, BundleFileError(path, zh: "格式不对", en: "is malformed"))
            }
        } catch {
            findings.fail(.rules, error)
        }
        return nil
    }
}

/// The leaves that are no entries, found without reading the entries; up to the closing, of several the last.
private struct LeafScan {
    private(set) var charter: Charter?
    private(set) var amendments: [(index: Int, record: Amendment)] = []
    /// Indices of leaves that are no entries.
    private(set) var records: Set<Int> = []

    init(_ directory: BundleDirectory, size: Int, closings: Int) throws {
        var left = closings
        for tile in 0..<(size + Tile.fullWidth - 1) / Tile.fullWidth {
            let width = min(Tile.fullWidth, size - tile * Tile.fullWidth)
            let path = BundlePaths.path(of: Tile(.entries, index: tile, width: width))
            let leaves = try EntryBundle.decode(try directory.read(path, atMost: 256 * 65_537), width: width)
            for (offset, leaf) in leaves.enumerated() where !leaf.starts(with: "huigong/entry/v1 ".utf8) {
                let index = tile * Tile.fullWidth + offset
                records.insert(index)
                switch try? Leaf(parsing: leaf) {
                case .charter(let record) where index == 0: charter = record
                case .amendment(let record): amendments.append((index, record))
                case .closing:
                    left -= 1
                    if left <= 0 { return }
                default: break
                }
            }
        }
    }
}
