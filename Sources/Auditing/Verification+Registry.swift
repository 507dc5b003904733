import Campaigns
import JSON
import Proofs

/// The registry as its tiles have it.
struct RegistryFiles {
    var checkpoint: Checkpoint
    /// The smaller heads, ascending, and the checkpoint.
    var heads: [SignedNote]
    /// Of the smaller heads.
    var headSizes: [Int]
    var records: [Registered]
    var book: RegistryBook
}

extension Verification {
    /// Reads the registry that leaf 0 names and checks it by itself: signed, one tree, records that follow each other.
    mutating func readRegistry() {
        guard let timeline else { return }
        guard let key = timeline.charter.registry else {
            if registryKey != nil {
                findings.fail(.registry, zh: "记录第 0 条没有写明登记簿", en: "leaf 0 names no registry")
            }
            findings.notUsed(.registry, zh: "本活动没有登记簿", en: "the campaign has no registry")
            return
        }
        guard key.name.utf8.elementsEqual(timeline.charter.origin.registry.utf8) else {
            findings.fail(
                .registry, zh: "记录第 0 条的登记簿 \(key.name) 不是 \(timeline.charter.origin.registry)",
                en: "leaf 0 names the registry \(key.name), not \(timeline.charter.origin.registry)")
            return
        }
        if let registryKey {
            findings.require(
                registryKey.utf8.elementsEqual(key.text.utf8), .registry,
                zh: "记录第 0 条的登记簿公钥 \(key.text) 不是给出的公钥",
                en: "leaf 0 names the registry \(key.text), not the one given")
        }
        do {
            registry = try readRegistryFiles(key)
        } catch let error as BundleFileError {
            findings.fail(.registry, error)
        } catch {
            findings.fail(
                .registry, BundleFileError(BundlePaths.registryCheckpoint, zh: "签名无效", en: "the signature is not valid")
            )
        }
    }

    private mutating func readRegistryFiles(_ key: VerificationKey) throws -> RegistryFiles {
        let path = BundlePaths.registryCheckpoint
        let (note, head) = try readRegistryHead(path, key)
        // Before anything is laid out for a size that a hostile checkpoint claims.
        guard head.size > 0, head.size <= 256 * directory.sizes.count else {
            throw BundleFileError(path, zh: "条数不对", en: "is of a size that the bundle doesn't hold")
        }
        let leaves = try readRegistryLeaves(size: head.size)
        let tree = MerkleTree(MerkleTree.leafHashes(leaves))
        try checkRegistryTree(tree, head)
        let sizes = BundlePaths.headSizes(in: directory.paths, BundlePaths.registryHead)
        let smaller = try sizes.map { try readRegistryHead(of: $0, key, tree) }
        var records: [Registered] = []
        for (index, leaf) in leaves.enumerated() {
            records.append(
                try BundleFileError.of("registry, \(index)") { () throws(FormatError) in try Registered(parsing: leaf) }
            )
        }
        do {
            return RegistryFiles(
                checkpoint: head, heads: smaller + [note], headSizes: sizes, records: records,
                book: try RegistryBook(records))
        } catch {
            throw BundleFileError(
                "registry", zh: "第 \(error.index) 条：\(error.reason.zh)",
                en: "leaf \(error.index): \(error.reason.text(.en))")
        }
    }

    private func readRegistryHead(_ path: String, _ key: VerificationKey) throws -> (SignedNote, Checkpoint) {
        let bytes = try directory.read(path, atMost: 1 << 20)
        let (note, head) = try BundleFileError.of(path) { () throws(FormatError) in
            let note = try SignedNote(parsing: bytes)
            return (note, try Checkpoint(parsing: note.text))
        }
        guard head.origin.utf8.elementsEqual(key.name.utf8) else {
            throw BundleFileError(path, zh: "来源不是 \(key.name)", en: "is not of origin \(key.name)")
        }
        guard (try? note.verify([key]).isEmpty) == false else {
            throw BundleFileError(path, zh: "没有登记簿公钥的签名", en: "is not signed by the registry's key")
        }
        return (note, head)
    }

    /// A head whose cosignatures tell when witnesses saw an earlier part of the registry.
    private func readRegistryHead(of size: Int, _ key: VerificationKey, _ tree: MerkleTree) throws -> SignedNote {
        let path = BundlePaths.registryHead(size)
        let (note, head) = try readRegistryHead(path, key)
        guard head.size == size, size <= tree.count, tree.root(size: size) == head.root else {
            throw BundleFileError(path, zh: "不是登记簿到此处的前缀", en: "is not the registry's prefix of this size")
        }
        return note
    }

    private func readRegistryLeaves(size: Int) throws(BundleFileError) -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        for tile in Tile.tiles(size: size) where tile.kind == .entries {
            let path = BundlePaths.registryPath(of: tile)
            let bytes = try directory.read(path, atMost: 256 * 65_537)
            leaves += try BundleFileError.of(path) { () throws(FormatError) in
                try EntryBundle.decode(bytes, width: tile.width)
            }
        }
        return leaves
    }

    private func checkRegistryTree(_ tree: MerkleTree, _ head: Checkpoint) throws(BundleFileError) {
        guard tree.root == head.root else {
            throw BundleFileError(
                BundlePaths.registryCheckpoint, zh: "根与 \(head.size) 条登记算出的不同",
                en: "the root is not that of the \(head.size) records")
        }
        for tile in Tile.tiles(size: head.size) where tile.kind != .entries {
            let path = BundlePaths.registryPath(of: tile)
            guard try directory.read(path) != tile.bytes(of: tree) else { continue }
            throw BundleFileError(path, zh: "与登记算出的树不同", en: "is not the tree over the records")
        }
    }

    /// Check `registry`: what it says of this campaign is what the log says, and no other campaign of the time is past
    /// its date without a draw.
    mutating func checkRegistry() {
        guard let log, let timeline, let registry else { return }
        let origin = timeline.charter.origin
        let own = registry.records.filter { $0.origin == origin }
        checkEvents(own, log)
        checkFigures(own, timeline)
        checkLines(registry)
        let siblings = registry.book.siblings(of: origin)
        for sibling in siblings where registry.book.isOverdue(sibling) {
            findings.fail(
                .registry, zh: "\(sibling.origin)：早已到期，既没有开奖也没有公开作废",
                en: "\(sibling.origin): is long past its date, neither drawn nor publicly void")
        }
        let chosen =
            registryKey == nil
            ? BilingualText(zh: "；登记簿由主办方选定", en: "; registry chosen by the organiser")
            : BilingualText(zh: "；就是给出的登记簿", en: "; it is the registry that was given")
        let others = Verification.listed(siblings)
        let seen = registrySeen(timeline)
        findings.pass(
            .registry, zh: "登记簿 \(registry.checkpoint.size) 条，与记录一致；\(others.zh)\(chosen.zh)\(seen.zh)",
            en: "\(registry.checkpoint.size) records, as the log has it; "
                + "\(others.text(.en))\(chosen.text(.en))\(seen.text(.en))")
    }

    /// A line under a head of the registry that bears a witness's name is that witness's.
    private mutating func checkLines(_ registry: RegistryFiles) {
        for policy in [ownCosignatures?.policy, auditorPolicy].compactMap(\.self) {
            for note in registry.heads {
                var lines = Cosignatures(policy: policy)
                guard (try? lines.take(note, size: 1)) == nil else { continue }
                findings.fail(
                    .registry, zh: "登记簿的一个检查点上，见证签名无效", en: "a witness's signature under a head of it is not valid")
            }
        }
    }

    /// Whether its witnesses saw the registry; nothing where the campaign has none.
    private func registrySeen(_ timeline: Timeline) -> BilingualText {
        guard let policy = auditorPolicy ?? ownCosignatures?.policy, policy.quorum != nil else {
            return BilingualText(zh: "", en: "")
        }
        return registryCosignatures(policy)?.areInTime(for: timeline.declared) == true
            ? BilingualText(
                zh: "；见证方在开始前见证了公告，之后见证了\(timeline.outcome.draw == nil ? "作废" : "开奖")",
                en: "; the witnesses had seen the announcement before it opened, "
                    + "and the \(timeline.outcome.draw == nil ? "void" : "draw")")
            : BilingualText(
                zh: "；见证方没有在开始前见证公告，或没有见证\(timeline.outcome.draw == nil ? "作废" : "开奖")",
                en: "; the witnesses had not seen the announcement before it opened, "
                    + "or not the \(timeline.outcome.draw == nil ? "void" : "draw")")
    }

    /// Every leaf that belongs into the registry stands there, in order; later ones than the log's head are not looked at.
    private mutating func checkEvents(_ own: [Registered], _ log: LogFiles) {
        let expected = log.records.compactMap { index, leaf in
            leaf.registryEvent.map { Verification.name($0, size: index + 1) }
        }
        let found = own.filter { $0.size <= log.tree.count }
        for record in found {
            let isOfLog =
                log.tree.root(size: record.size) == record.root
                && log.tree.hash(level: 0, index: record.size - 1) == record.leaf
            findings.require(
                isOfLog, .registry, zh: "登记的 \(record.event.rawValue) 不是这份记录前 \(record.size) 条的根",
                en: "what is registered as \(record.event.rawValue) is not of the first \(record.size) leaves")
        }
        let names = found.map { Verification.name($0.event, size: $0.size) }
        findings.require(
            names == expected, .registry,
            zh: "登记的是 \(names.joined(separator: " "))，应为 \(expected.joined(separator: " "))",
            en: "has \(names.joined(separator: " ")), should have \(expected.joined(separator: " "))")
    }

    private static func name(_ event: Registered.Event, size: Int) -> String { "\(event.rawValue)@\(size)" }

    /// Keys, times, roll and prizes of this campaign's records.
    private mutating func checkFigures(_ own: [Registered], _ timeline: Timeline) {
        let charter = timeline.declared
        for record in own {
            let prizes = rules.flatMap { PublicRules.prizes(in: $0.publicRules) }.map { SHA256.hash($0) }
            var holds =
                record.key == charter.key && record.opens == charter.opens && (rules == nil || record.prizes == prizes)
                && record.roll == timeline.roll(size: record.size)
            switch record.event {
            case .announced:
                holds = holds && record.closes == charter.closes
                findings.require(
                    record.at >= charter.announces && record.at <= judge?.firstAt ?? .max, .registry,
                    zh: "公告没有在第一次提交之前登记", en: "was not announced there before the first entry")
            case .closed, .drawn, .void: holds = holds && record.closes == intakeEnd(timeline, size: record.size)
            case .amended, .final: break
            }
            findings.require(
                holds, .registry, zh: "登记的 \(record.event.rawValue) 与章程或截止记录不合",
                en: "what is registered as \(record.event.rawValue) is not as charter and closing have it")
        }
    }

    /// When intake ends, or ended, by the log's first leaves: at a closing that is the last one, as that has it.
    private func intakeEnd(_ timeline: Timeline, size: Int) -> Int64 {
        guard timeline.day != nil, size < timeline.closingSize else { return timeline.closing.record.intakeEnded }
        let early = timeline.amendments.first { $0.index < size && $0.record.class == "close" }
        return early?.record.at ?? timeline.declared.closes
    }

    private static func listed(_ siblings: [RegistryBook.Entry]) -> BilingualText {
        guard !siblings.isEmpty else { return BilingualText(zh: "同期没有其他活动", en: "no other campaign at the time") }
        return BilingualText(
            zh: "同期的其他活动：" + siblings.map { "\($0.origin)（\($0.state.label.zh)）" }.joined(separator: "、"),
            en: "others at the time: "
                + siblings.map { "\($0.origin) (\($0.state.label.text(.en)))" }.joined(separator: ", "))
    }
}

extension Leaf {
    /// Under which event a registry must have the leaf.
    var registryEvent: Registered.Event? {
        switch self {
        case .charter: .announced
        case .amendment: .amended
        case .closing: .closed
        case .draw: .drawn
        case .final: .final
        case .void: .void
        case .activation, .entry, .value, .event, .withheld, .registered: nil
        }
    }
}

extension Registered.Event {
    /// What became of a campaign, for a person.
    var label: BilingualText {
        switch self {
        case .announced, .amended: BilingualText(zh: "已公告", en: "announced")
        case .closed: BilingualText(zh: "已截止，未开奖", en: "closed, not drawn")
        case .drawn: BilingualText(zh: "已开奖", en: "drawn")
        case .final: BilingualText(zh: "已结束", en: "final")
        case .void: BilingualText(zh: "已作废", en: "void")
        }
    }
}

extension BundleFileError {
    /// What reads a file's bytes, with the file named where they are malformed.
    static func of<Value>(
        _ path: String, _ read: () throws(FormatError) -> Value
    ) throws(BundleFileError) -> Value {
        do throws(FormatError) {
            return try read()
        } catch {
            throw BundleFileError(path, error)
        }
    }
}
