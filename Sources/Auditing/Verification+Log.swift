import Campaigns
import JSON
import Proofs

/// The log as its tiles have it.
struct LogFiles {
    var checkpoint: Checkpoint
    var note: SignedNote
    var tree: MerkleTree
    /// Every leaf that is no entry, with its index.
    var records: [(index: Int, leaf: Leaf)]
    /// What the openings of events say.
    var events: [(index: Int, body: EventBody)]
    var entryCount: Int
}

extension Verification {
    /// Reads the checkpoint and then the leaves with their openings, 256 at a time: what is kept of an entry is its
    /// leaf hash and what the draw needs.
    mutating func readLog() {
        guard let (note, checkpoint) = readCheckpoint() else { return }
        // Before anything is laid out for a size that a hostile checkpoint claims.
        let last = Tile(.entries, index: (checkpoint.size - 1) / Tile.fullWidth, width: (checkpoint.size - 1) % 256 + 1)
        guard directory.holds(BundlePaths.path(of: last)), checkpoint.size <= 256 * directory.sizes.count else {
            findings.fail(.tree, BundleFileError(BundlePaths.path(of: last), zh: "文件不存在", en: "the file is missing"))
            return
        }
        var reader = LeafReader(files: self, size: checkpoint.size)
        reader.readAll()
        findings = reader.findings
        judge = reader.judge
        judge?.takeReviews(before: Int.max, into: &findings)
        if let titles = judge?.titles { amendments?.titles = titles }
        secondCount = reader.secondCount
        gaps = reader.gaps
        if roll?.isOpen == true { roll = judge?.roll }
        guard reader.isComplete else { return }
        let tree = MerkleTree(reader.hashes)
        checkTiles(of: tree)
        findings.require(
            tree.root == checkpoint.root, .tree,
            zh: "\(BundlePaths.checkpoint)：根与 \(checkpoint.size) 条记录算出的不同",
            en: "\(BundlePaths.checkpoint): the root is not that of the \(checkpoint.size) leaves")
        findings.pass(
            .tree, zh: "\(checkpoint.size) 条记录算出检查点的根", en: "\(checkpoint.size) leaves make the checkpoint's root")
        log = LogFiles(
            checkpoint: checkpoint, note: note, tree: tree, records: reader.records, events: reader.events,
            entryCount: reader.entryCount)
    }

    private mutating func readCheckpoint() -> (SignedNote, Checkpoint)? {
        do {
            let note = try SignedNote(parsing: try directory.read(BundlePaths.checkpoint, atMost: 1 << 20))
            let checkpoint = try Checkpoint(parsing: note.text)
            if checkpoint.size > 0 { return (note, checkpoint) }
            findings.fail(.checkpoint, BundleFileError(BundlePaths.checkpoint, zh: "记录是空的", en: "the log is empty"))
        } catch let error as FormatError {
            findings.fail(.checkpoint, BundleFileError(BundlePaths.checkpoint, error))
        } catch let error as BundleFileError {
            findings.fail(.checkpoint, error)
        } catch {
            findings.fail(.checkpoint, zh: "\(error)", en: "\(error)")
        }
        return nil
    }

    private mutating func checkTiles(of tree: MerkleTree) {
        for tile in Tile.tiles(size: tree.count) {
            guard case .hashes = tile.kind else { continue }
            let path = BundlePaths.path(of: tile)
            guard let bytes = read(path, for: .tree), bytes != tile.bytes(of: tree) else { continue }
            findings.fail(.tree, BundleFileError(path, zh: "与记录算出的树不同", en: "is not the tree over the leaves"))
        }
    }
}

extension BundleFileError {
    init(_ path: String, _ error: FormatError) {
        self.init(path, zh: "格式不对（\(error.words.zh)）", en: "is malformed (\(error))")
    }
}

/// Reads leaves and openings together, tile by tile.
private struct LeafReader {
    let files: Verification
    let size: Int
    var findings: Findings
    var judge: EntryJudge?
    var secondCount: SecondCount?
    var hashes: [Digest] = []
    var records: [(index: Int, leaf: Leaf)] = []
    var events: [(index: Int, body: EventBody)] = []
    var entryCount = 0
    var gaps = WithheldEntries()
    /// Whether every leaf could be read.
    var isComplete = true
    /// How many closings there were, and how many there are to be.
    private var closings = 0
    private let phases: [String]
    private var isClosed: Bool { closings >= phases.count }
    private var tape = JSONTape()

    init(files: Verification, size: Int) {
        self.files = files
        self.size = size
        findings = files.findings
        let campaign = files.amendments?.campaign ?? files.rules?.campaign
        phases = (files.amendments?.phases ?? campaign?.phases)?.map(\.name) ?? [DrawPhase.wholeName]
        if let rules = files.rules, let roll = files.roll {
            let campaign = files.amendments?.campaign ?? rules.campaign
            judge = EntryJudge(
                campaign: campaign, paperKey: rules.paperKey, roll: roll, amendments: files.amendments)
            secondCount = SecondCount(
                campaign, paperKey: rules.paperKey, roll: roll, voided: files.amendments?.voided.sorted() ?? [])
        }
        hashes.reserveCapacity(size)
    }

    mutating func readAll() {
        for index in 0..<(size + Tile.fullWidth - 1) / Tile.fullWidth {
            let width = min(Tile.fullWidth, size - index * Tile.fullWidth)
            guard let leaves = readLeaves(Tile(.entries, index: index, width: width)) else {
                isComplete = false
                return
            }
            hashes += MerkleTree.leafHashes(leaves)
            let openings = readOpenings(Tile(.openings, index: index, width: width))
            take(leaves, openings, from: index * Tile.fullWidth)
            files.reach(.log, done: hashes.count, total: size)
        }
        let (open, withheld) = (entryCount - gaps.indices.count, gaps.indices.count)
        let rest = withheld == 0 ? ("", "") : ("；\(withheld) 条已抹去，都有记录", "; \(withheld) withheld, each on record")
        findings.pass(
            .openings, zh: "\(open) 条提交与承诺一致\(rest.0)",
            en: "\(counted(open, "opening")) as committed to\(rest.1)")
    }

    private mutating func readLeaves(_ tile: Tile) -> [[UInt8]]? {
        let path = BundlePaths.path(of: tile)
        do {
            return try EntryBundle.decode(try files.directory.read(path, atMost: 256 * 65_537), width: tile.width)
        } catch let error as FormatError {
            findings.fail(.tree, BundleFileError(path, error))
        } catch let error as BundleFileError {
            findings.fail(.tree, error)
        } catch {
            findings.fail(.tree, zh: "\(error)", en: "\(error)")
        }
        return nil
    }

    private mutating func readOpenings(_ tile: Tile) -> [Opening?]? {
        let path = BundlePaths.path(of: tile)
        do {
            let limit = 256 * (36 + Opening.mostBodyBytes)
            return try OpeningFile.decode(try files.directory.read(path, atMost: limit), width: tile.width)
        } catch let error as FormatError {
            findings.fail(.openings, BundleFileError(path, error))
        } catch let error as BundleFileError {
            findings.fail(.openings, error)
        } catch {
            findings.fail(.openings, zh: "\(error)", en: "\(error)")
        }
        return nil
    }

    private mutating func take(_ leaves: [[UInt8]], _ openings: [Opening?]?, from first: Int) {
        let openings = openings.map { fill($0, leaves, from: first) }
        let commitments = openings.map(LeafReader.commitments)
        for (offset, bytes) in leaves.enumerated() {
            let index = first + offset
            let leaf: Leaf
            do throws(FormatError) {
                leaf = try Leaf(parsing: bytes)
            } catch {
                findings.fail(
                    .records, zh: "第 \(index) 片叶格式不对（\(error.words.zh)）", en: "leaf \(index) is malformed (\(error))")
                continue
            }
            if case .entry(let entry) = leaf {
                entryCount += 1
                guard let openings, let commitments else { continue }
                takeEntry(entry, openings[offset], commitments[offset], index: index)
            } else if case .event(let event) = leaf {
                records.append((index, leaf))
                guard let openings, let commitments else { continue }
                takeEvent(event, openings[offset], commitments[offset], index: index)
            } else {
                takeRecord(leaf, index: index, hasOpening: (openings?[offset] ?? nil) != nil)
            }
        }
    }

    /// Takes note of the entries without an opening, and opens those that an earlier bundle has.
    private mutating func fill(_ openings: [Opening?], _ leaves: [[UInt8]], from first: Int) -> [Opening?] {
        var filled = openings
        for (offset, leaf) in leaves.enumerated() where openings[offset] == nil && leaf.starts(with: Self.entryType) {
            gaps.indices.insert(first + offset)
            filled[offset] = files.earlier?.opening(first + offset)
        }
        return filled
    }

    private static let entryType = Array("\(EntryLeaf.type) ".utf8)

    private mutating func takeRecord(_ leaf: Leaf, index: Int, hasOpening: Bool) {
        records.append((index, leaf))
        if case .closing = leaf, !isClosed {
            closings += 1
            if isClosed { judge?.finish(into: &findings) }
        }
        let at: Int64? =
            switch leaf {
            case .charter(let record): record.announces
            case .activation(let record): record.at
            case .amendment(let record): record.at
            case .closing(let record): record.at
            case .value(let record): record.at
            case .draw(let record): record.at
            case .void(let record): record.at
            case .withheld(let record): record.at
            case .final(let record): record.at
            default: nil
            }
        if let at { pass(to: at, index: index) }
        if case .activation(let record) = leaf { judge?.activate(InstantWin.activation(record.value)) }
        if hasOpening {
            findings.fail(.openings, at: index, zh: "这条记录不应有内容", en: "is a record, which has no opening")
        }
    }

    /// Times never go back, entries and events included.
    private mutating func pass(to at: Int64, index: Int) {
        guard let judge else { return }
        findings.require(
            at >= judge.lastAt, .records, zh: "记录第 \(index) 条：时间早于前一条记录",
            en: "leaf \(index): is earlier than the leaf before it")
        self.judge?.passed(at: at)
    }

    /// The opening of a leaf, where there is one that it commits to.
    private mutating func opened(
        _ leaf: some CommittedLeaf, _ opening: Opening?, _ commitment: Digest, index: Int
    ) -> Opening? {
        guard let opening else {
            findings.fail(.openings, at: index, zh: "没有公开内容", en: "has no opening")
            return nil
        }
        guard commitment == leaf.commitment else {
            findings.fail(.openings, at: index, zh: "内容与记录中的承诺不符", en: "is not what its leaf commits to")
            return nil
        }
        return opening
    }

    private mutating func takeEvent(_ event: EventLeaf, _ opening: Opening?, _ commitment: Digest, index: Int) {
        guard let opening = opened(event, opening, commitment, index: index) else { return }
        guard let body = EventBody(reading: opening.body, isOfPlaces: files.rules?.campaign.places != nil) else {
            findings.fail(.openings, at: index, zh: "内容不是本活动的事件", en: "is no event of such a campaign")
            return
        }
        pass(to: body.at, index: index)
        events.append((index, body))
    }

    private mutating func takeEntry(_ entry: EntryLeaf, _ opening: Opening?, _ commitment: Digest, index: Int) {
        guard !isClosed else {
            findings.fail(.afterClosing, at: index, zh: "是截止之后的提交", en: "is an entry after the closing")
            return
        }
        guard opening != nil else {
            gaps.unopened.insert(index)
            judge?.takeWithheld()
            return
        }
        guard let opening = opened(entry, opening, commitment, index: index) else { return }
        do throws(SubmissionBody.Malformed) {
            let body: SubmissionBody = try parse(opening.body)
            let isWithheld = gaps.indices.contains(index)
            if phases.prefix(closings).contains(body.phase) {
                findings.fail(
                    .afterClosing, at: index, zh: "是 \(body.phase) 截止之后的提交",
                    en: "is an entry of \(body.phase) after its closing")
            }
            judge?.take(body, index: index, isWithheld: isWithheld, into: &findings)
            if !isWithheld { secondCount?.take(body, index: index) }
        } catch {
            findings.fail(.openings, at: index, zh: error.text.zh, en: error.text.en ?? "")
        }
    }

    private mutating func parse(_ body: [UInt8]) throws(SubmissionBody.Malformed) -> SubmissionBody {
        let result = body.withUnsafeBufferPointer { bytes -> Result<SubmissionBody, SubmissionBody.Malformed> in
            do throws(SubmissionBody.Malformed) {
                return .success(try SubmissionBody(bytes, tape: &tape))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Many lanes at a time; of a missing opening a digest that nothing is compared with.
    private static func commitments(_ openings: [Opening?]) -> [Digest] {
        var arena: [UInt8] = []
        var offsets: [Int64] = [0]
        for opening in openings {
            if let opening { Opening.appendCommitted(nonce: opening.nonce, body: opening.body, to: &arena) }
            offsets.append(Int64(arena.count))
        }
        return [Digest](unsafeUninitializedCapacity: openings.count) { digests, count in
            count = openings.count
            guard let first = digests.baseAddress else { return }
            arena.withUnsafeBufferPointer { arena in
                offsets.withUnsafeBufferPointer {
                    SHA256.hashMany(arena: arena.baseAddress, offsets: $0, into: first)
                }
            }
        }
    }
}
