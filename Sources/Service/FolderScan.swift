import Campaigns
import JSON
import Platform
import Proofs

/// One look at the campaigns folder. Campaigns mostly share a roll, so a roll is read and parsed once a look.
struct FolderScan {
    let folder: CampaignFolder
    let known: CampaignFolder.Known
    private var rolls: [String: RollSight] = [:]

    init(folder: CampaignFolder, known: CampaignFolder.Known) {
        self.folder = folder
        self.known = known
    }

    /// What a file came to; nil where it is known not to have changed.
    ///
    /// - Throws: ``FileFault/missing`` alone.
    mutating func look(at name: String) throws(FileFault) -> ScannedFile? {
        let before = known.sights[name]
        let stamp = FileStamp(path: path(of: name))
        if let signature = before?.signature, signature.file == stamp,
            signature.roll == before?.version?.rollPath.map({ FileStamp(path: path(of: $0)) })
        {
            return nil
        }
        let reading: FileReading
        do throws(FileFault) {
            reading = try FileReading(path: path(of: name), atMost: FileLimits.campaign)
        } catch {
            if error == .missing { throw error }
            let problem = error.text(of: name)
            guard error != .beingWritten else { return unsettled(name, problem) }
            // A file that could not be read may be readable without any sign of it.
            let signature = error.isSettled ? FileSignature(file: stamp, roll: nil) : nil
            return ScannedFile(
                name: name, sight: FileSight(signature: signature, version: nil),
                outcome: .rejected(campaign: nil, [problem]))
        }
        return scanned(name, reading, before?.version)
    }

    private mutating func scanned(_ name: String, _ reading: FileReading, _ before: FileVersion?) -> ScannedFile {
        let digest = SHA256.hash(reading.bytes)
        let isKnown = before?.file == digest
        let content = isKnown ? nil : FileContent(reading.bytes, name, known, organiser: folder.settings.organiser)
        guard let rollPath = isKnown ? before?.rollPath : content?.rollPath else {
            let sight = sight(reading, FileVersion(file: digest, rollPath: nil, roll: nil), nil)
            guard let content else { return ScannedFile(name: name, sight: sight, outcome: .unchanged) }
            return ScannedFile(name: name, sight: sight, outcome: outcome(content))
        }
        let roll = roll(at: rollPath)
        if case .failure(.beingWritten) = roll.reading {
            return unsettled(name, FileFault.beingWritten.text(of: rollPath))
        }
        var version = FileVersion(file: digest, rollPath: rollPath, roll: roll.digest)
        version.listPaths = (isKnown ? before?.listPaths : content?.listPaths) ?? []
        version.lists = version.listPaths.map { folder.list(at: $0).map { SHA256.hash($0) } }
        var sight = sight(reading, version, roll)
        // Nothing but its bytes tells whether a list changed.
        if !version.listPaths.isEmpty { sight.signature = nil }
        guard version != before else { return ScannedFile(name: name, sight: sight, outcome: .unchanged) }
        // The same file with another roll is read from its beginning.
        let read = content ?? FileContent(reading.bytes, name, known, organiser: folder.settings.organiser)
        let outcome = outcome(read)
        // The winners that it waits for come without any sign of it.
        if case .early = outcome { sight = FileSight() }
        return ScannedFile(name: name, sight: sight, outcome: outcome)
    }

    /// A file that is not to be judged yet; whatever was known of it is void.
    private func unsettled(_ name: String, _ problem: BilingualText) -> ScannedFile {
        ScannedFile(name: name, sight: FileSight(), outcome: .unsettled(problem))
    }

    private func sight(_ reading: FileReading, _ version: FileVersion, _ roll: RollSight?) -> FileSight {
        let isFirm = reading.isFirm && roll?.isFirm ?? true
        return FileSight(
            signature: isFirm ? FileSignature(file: reading.stamp, roll: roll?.stamp) : nil, version: version)
    }

    private func path(of name: String) -> String { "\(folder.path)/\(name)" }

    private mutating func roll(at path: String) -> RollSight {
        if let known = rolls[path] { return known }
        let sight = RollSight(path, in: folder)
        rolls[path] = sight
        return sight
    }

    private mutating func parsedRoll(at path: String, _ bytes: [UInt8]) -> Result<Roll, RollProblems> {
        if let parsed = rolls[path]?.parsed { return parsed }
        let parsed = loadRoll(bytes: bytes)
        rolls[path]?.parsed = parsed
        return parsed
    }
}

/// A roll as one look at the folder finds it.
private struct RollSight {
    let stamp: FileStamp
    let reading: Result<[UInt8], FileFault>
    let digest: Result<Digest, FileFault>
    let isFirm: Bool
    /// Made when a campaign needs it.
    var parsed: Result<Roll, RollProblems>?

    init(_ path: String, in folder: CampaignFolder) {
        // Taken before it is read: what stands there by then is the same, or found by the next look.
        let stamp = FileStamp(path: "\(folder.path)/\(path)")
        do throws(FileFault) {
            let reading = try folder.roll(at: path)
            self.stamp = reading.stamp
            self.reading = .success(reading.bytes)
            digest = .success(SHA256.hash(reading.bytes))
            isFirm = reading.isFirm
        } catch {
            self.stamp = stamp
            reading = .failure(error)
            digest = .failure(error)
            isFirm = error.isSettled
        }
    }
}

/// What the bytes of a campaign file say.
private struct FileContent {
    enum Meaning {
        /// The file of an announced campaign, byte for byte.
        case accepted(String)
        case loaded(LoadedCampaign)
        case retired(String)
        /// No campaign, or one that can't be announced; with the id that it says, where that can be read.
        case flawed(String?, [BilingualText])
    }

    let name: String
    let bytes: [UInt8]
    let meaning: Meaning
    /// The roll that matters: of a campaign that may be announced, or of one that runs.
    let rollPath: String?
    /// The lists of ids that matter, of a campaign that may be announced.
    private(set) var listPaths: [String] = []

    init(_ bytes: [UInt8], _ name: String, _ known: CampaignFolder.Known, organiser: String) {
        self.bytes = bytes
        self.name = name
        if let (id, accepted) = known.accepted.first(where: { $0.value.file == bytes }) {
            meaning = .accepted(id)
            rollPath = accepted.rollParts == nil ? nil : accepted.rollPath
            return
        }
        guard !bytes.isEmpty else {
            meaning = .flawed(
                nil, [BilingualText(zh: "\(name):1:1: error: 文件是空的", en: "\(name):1:1: error: the file is empty")])
            rollPath = nil
            return
        }
        switch loadCampaign(bytes: bytes, organiser: organiser) {
        case .failure(let problems):
            meaning = .flawed(FileContent.id(in: bytes), problems.texts(file: name, source: bytes))
            rollPath = nil
        case .success(let loaded) where known.retired.contains(loaded.campaign.id):
            meaning = .retired(loaded.campaign.id)
            rollPath = nil
        case .success(let loaded):
            meaning = .loaded(loaded)
            let accepted = known.accepted[loaded.campaign.id]
            rollPath = accepted != nil && accepted?.rollParts == nil ? nil : loaded.campaign.rollPath
            let lists = [loaded.campaign.audience.exclusion?.listPath, loaded.campaign.works?.authorsPath]
            listPaths = accepted == nil ? lists.compactMap(\.self) : []
        }
    }

    /// The id of a file that is JSON at least.
    private static func id(in bytes: [UInt8]) -> String? {
        guard let id = (try? JSONDocument(bytes: bytes))?.root["id"]?.string, id.utf8.count <= 64 else { return nil }
        return id
    }
}

extension FolderScan {
    private mutating func outcome(_ content: FileContent) -> ScannedFile.Outcome {
        switch content.meaning {
        case .accepted(let id): return .inForce(campaign: id, warnings: rollNote(id, content.rollPath))
        case .retired(let id): return .rejected(campaign: id, [FileReport.retired(id)])
        case .flawed(let id, let problems): return .rejected(campaign: id, problems)
        case .loaded(let loaded):
            let id = loaded.campaign.id
            guard known.accepted[id] != nil else {
                return prepare(content, loaded)
            }
            guard let document = try? JSONDocument(bytes: content.bytes), let value = JSON(document.root) else {
                preconditionFailure("a valid campaign file is JSON")
            }
            let warnings = loaded.warnings.map { $0.text(file: content.name, source: content.bytes) }
            return .edited(
                campaign: id, file: content.bytes, document: value, warnings: warnings + rollNote(id, content.rollPath))
        }
    }

    /// Says where the roll of a running campaign is not the one in the folder any more.
    private mutating func rollNote(_ id: String, _ path: String?) -> [BilingualText] {
        guard let accepted = known.accepted[id], let parts = accepted.rollParts, let path,
            let bytes = try? roll(at: path).reading.get(), parts != [bytes]
        else { return [] }
        guard case .success(let listed) = parsedRoll(at: path, bytes) else { return [FileReport.badRoll(path)] }
        let edited = accepted.filter?.applied(to: listed) ?? listed
        let inForce = parts.compactMap { try? loadRoll(bytes: $0).get() }.flatMap(\.people)
        let edit = RollEdit(from: inForce, to: edited, masking: accepted.masking)
        return edit.isEmpty ? [] : [FileReport.otherRoll(path, edit)]
    }

    private mutating func prepare(_ content: FileContent, _ loaded: LoadedCampaign) -> ScannedFile.Outcome {
        let campaign = loaded.campaign
        func rejected(_ problems: [BilingualText]) -> ScannedFile.Outcome {
            .rejected(campaign: campaign.id, problems)
        }
        guard !campaign.needsWitnesses || folder.settings.policy?.policy.quorum != nil else {
            return rejected([
                BilingualText(
                    zh: "\(content.name)：witnesses 为 \"required\"，而守护进程没有要求见证的 --policy",
                    en:
                        "\(content.name): \"witnesses\" is \"required\", but the daemon has no --policy that asks for any"
                )
            ])
        }
        let (roll, rollFile, texts): (Roll, [UInt8], [BilingualText])
        switch listed(loaded, content) {
        case .failure(let flaws): return rejected(flaws.texts)
        case .success(let found): (roll, rollFile, texts) = (found.roll, found.file, found.warnings)
        }
        guard let origin = folder.store.origin(campaign: campaign.id, settings: folder.settings) else {
            let organiser = folder.settings.organiser
            return rejected([BilingualText(zh: "主办方 \(organiser) 不是域名", en: "\(organiser) is no domain name")])
        }
        let flaws = RevealSource.problems(campaign, source: content.bytes, origins: [origin])
        guard flaws.isEmpty else { return rejected(flaws.map { $0.text(file: content.name, source: content.bytes) }) }
        let listed: [String]
        let winners: [String]
        switch (excluded(loaded, content), earlierWinners(loaded, content)) {
        case (.failure(let problem), _): return rejected([problem.text])
        case (_, .failure(let problem)): return .early(campaign: campaign.id, [problem.text])
        case (.success(let ids), .success(let others)): (listed, winners) = (ids, others)
        }
        let authors: [AuthorList.Row]
        switch self.authors(campaign, source: content.bytes, name: content.name, roll: roll) {
        case .failure(let fault): return rejected(fault.texts)
        case .success(let rows): authors = rows
        }
        do throws(StoreError) {
            let secret = try folder.store.makeSecret(
                of: campaign.id, origin: origin.text, seed: folder.settings.rehearsalSeed)
            let keys = CampaignKeys(secret: secret, origin: origin)
            let further = RollFilter.files(listed: listed, winners: winners, authors: authors, keys: keys)
            let filter = RollFilter(campaign, keys: keys, further: further)
            let kept = filter?.applied(to: roll) ?? roll
            guard !kept.people.isEmpty || campaign.audience.isOpen else {
                return rejected([
                    BilingualText(
                        zh: "\(content.name)：名册上没有人可以参加", en: "\(content.name): nobody on the roll takes part")
                ])
            }
            var prepared = Announced(
                loaded: loaded, file: content.bytes, roll: kept, rollFile: filter == nil ? rollFile : kept.file,
                origin: origin, secret: secret, registry: folder.registry, further: further, tableSeed: folder.tableSeed
            )
            prepared.policy = folder.settings.policy
            if let problem = unlisted(prepared.keys.verificationKey, content.name) { return rejected([problem]) }
            return .valid(
                Candidate(
                    file: content.name, prepared: prepared, announcesAt: campaign.announces,
                    warnings: loaded.warnings.map { $0.text(file: content.name, source: content.bytes) } + texts))
        } catch {
            return rejected([BilingualText(zh: "\(error)", en: "\(error)")])
        }
    }

    /// Everybody on the campaign's roll; nobody where there is none.
    private mutating func listed(_ loaded: LoadedCampaign, _ content: FileContent) -> Result<ListedPeople, RollFlaws> {
        guard let path = loaded.campaign.rollPath else { return .success(ListedPeople(roll: Roll(people: []))) }
        let file: [UInt8]
        switch self.roll(at: path).reading {
        case .success(let bytes): file = bytes
        case .failure(let fault):
            let problem = Problem(at: ["audience", "roll"], in: content.bytes, fault.ofRoll(path))
            return .failure(RollFlaws(texts: [problem.text(file: content.name, source: content.bytes)]))
        }
        let roll: Roll
        switch parsedRoll(at: path, file) {
        case .success(let parsed): roll = parsed
        case .failure(let problems): return .failure(RollFlaws(texts: problems.texts(file: path)))
        }
        let references = Campaigns.problems(ofFile: content.bytes, withRoll: roll)
        let texts = references.map { $0.text(file: content.name, source: content.bytes) }
        guard !references.contains(where: { $0.severity == .error }) else {
            return .failure(RollFlaws(texts: texts))
        }
        return .success(ListedPeople(roll: roll, file: file, warnings: texts))
    }

    /// The ids of the list of whom the campaign excludes.
    private func excluded(_ loaded: LoadedCampaign, _ content: FileContent) -> Result<[String], AudienceFault> {
        guard let path = loaded.campaign.audience.exclusion?.listPath else { return .success([]) }
        func failure(_ message: BilingualText) -> Result<[String], AudienceFault> {
            let problem = Problem(at: ["audience", "exclude", "list"], in: content.bytes, message)
            return .failure(AudienceFault(text: problem.text(file: content.name, source: content.bytes)))
        }
        switch folder.list(at: path) {
        case .failure(let fault): return failure(fault.text(of: path))
        case .success(let bytes):
            do throws(IDList.Malformed) {
                return .success(try IDList.ids(in: bytes))
            } catch {
                let words = error.message
                return failure(BilingualText(zh: "\(path)：\(words.zh)", en: "\(path): \(words.text(.en))"))
            }
        }
    }

    /// The ids of those who won in the campaigns whose winners win nothing here.
    private func earlierWinners(_ loaded: LoadedCampaign, _ content: FileContent) -> Result<[String], AudienceFault> {
        var ids: [String] = []
        for (place, earlier) in loaded.campaign.audience.earlierWinners.enumerated() {
            guard let drawn = known.winners[earlier.campaign] else {
                let why =
                    known.retired.contains(earlier.campaign)
                    ? BilingualText(
                        zh: "活动 \(earlier.campaign) 已销毁，不知道谁中过奖",
                        en: "\(earlier.campaign) is retired: nobody knows any more who won")
                    : BilingualText(
                        zh: "活动 \(earlier.campaign) 还没有开奖，或不在这里：开奖之后才能公布本活动",
                        en: "\(earlier.campaign) is not drawn yet, or not known here: this is announced after its draw")
                let problem = Problem(
                    at: ["audience", "winners", String(place), "campaign"], in: content.bytes, why)
                return .failure(AudienceFault(text: problem.text(file: content.name, source: content.bytes)))
            }
            ids += drawn.ids(ofTiers: earlier.tiers)
        }
        return .success(ids)
    }

    /// What is wrong where the policy lists logs, and this one is none of them.
    private func unlisted(_ key: VerificationKey, _ name: String) -> BilingualText? {
        guard let policy = folder.settings.policy?.policy, !policy.accepts(key) else { return nil }
        return BilingualText(
            zh: "\(name)：见证规则列出了日志，但没有这一行：log \(key.text)",
            en: "\(name): the policy lists logs and has no line: log \(key.text)")
    }
}

/// A roll as its file has it.
private struct ListedPeople {
    let roll: Roll
    var file: [UInt8] = []
    var warnings: [BilingualText] = []
}

/// What is wrong with a roll.
private struct RollFlaws: Error {
    let texts: [BilingualText]
}

/// Why nobody can tell yet who takes part and wins.
private struct AudienceFault: Error {
    let text: BilingualText
}
