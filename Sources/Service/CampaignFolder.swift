import Campaigns
import Foundation
import JSON
import Platform
import Proofs

/// A valid file, with everything made ready that announcing it needs.
struct Candidate: Sendable {
    let file: String
    let prepared: Announced
    /// As declared, or when the file was first seen if that was later.
    var announcesAt: Int64
    let warnings: [BilingualText]

    var id: String { prepared.campaign.id }

    /// What announcing it writes to the journal, at most.
    var byteCount: Int { prepared.file.count + prepared.rollFile.count + (prepared.policy?.file.count ?? 0) + 8192 }
}

/// What one file of the folder was found to be.
struct ScannedFile: Sendable {
    enum Outcome: Sendable {
        case valid(Candidate)
        /// The bytes of the campaign that is in force already.
        case inForce(campaign: String)
        /// A valid file of a campaign that is announced, with other bytes.
        case edited(campaign: String, file: [UInt8], document: JSON, warnings: [BilingualText])
        case rejected(campaign: String?, [BilingualText])
    }

    let name: String
    let signature: FileSignature
    let outcome: Outcome
}

/// Tells whether a file or its roll may have changed, without reading either.
struct FileSignature: Sendable, Hashable {
    /// Size, time of change and inode of the file.
    let file: String
    /// The roll that the file names, and the same of it.
    let rollPath: String?
    let roll: String?
}

/// Reads the campaigns folder. Runs in the background: it holds no state and touches none.
struct CampaignFolder: Sendable {
    /// What the daemon knows when a scan starts.
    struct Known: Sendable {
        /// Signatures of files whose outcome still holds.
        var signatures: [String: FileSignature] = [:]
        /// The file bytes of announced campaigns as they were accepted last, by id.
        var announced: [String: [UInt8]] = [:]
        /// Ids of campaigns that are retired.
        var retired: Set<String> = []
    }

    let path: String
    let store: Store
    let settings: Settings
    /// The key of the registry that charters name.
    let registry: VerificationKey
    let tableSeed: UInt64

    /// The names of all campaign files, and the outcome of those that are new or changed.
    func scan(_ known: Known) -> (names: [String], changed: [ScannedFile]) {
        let names = campaignNames()
        var changed: [ScannedFile] = []
        for name in names {
            // Taken before the file is read: an edit that comes in between is found by the next scan.
            let stamp = stamp(name)
            if let before = known.signatures[name], before.file == stamp, before.roll == before.rollPath.map(self.stamp)
            {
                continue
            }
            changed.append(read(name, stamp, known))
        }
        return (names, changed)
    }

    /// A campaign is a `*.json` directly in the folder, but for schemas and the names of hidden and temporary files.
    private func campaignNames() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { name in
            name.hasSuffix(".json") && !name.hasSuffix(".schema.json") && !name.hasPrefix(".") && !name.hasPrefix("~")
        }.sorted()
    }

    private func stamp(_ name: String) -> String {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(name)) else { return "-" }
        let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return "\(attributes[.size] ?? 0) \(changed) \(attributes[.systemFileNumber] ?? 0)"
    }

    private func resolved(_ name: String) -> String {
        URL(fileURLWithPath: path).appendingPathComponent(name).resolvingSymlinksInPath().path
    }

    /// The bytes of a file, and of nothing else: reading a pipe would wait for ever.
    func regularFile(_ name: String, atMost limit: Int) -> [UInt8]? {
        let path = resolved(name)
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? Int,
            size <= limit, let data = FileManager.default.contents(atPath: path), data.count <= limit
        else { return nil }
        return [UInt8](data)
    }

    private func read(_ name: String, _ stamp: String, _ known: Known) -> ScannedFile {
        func scanned(_ outcome: ScannedFile.Outcome, rollPath: String? = nil, roll: String? = nil) -> ScannedFile {
            ScannedFile(
                name: name, signature: FileSignature(file: stamp, rollPath: rollPath, roll: roll), outcome: outcome)
        }
        guard let bytes = regularFile(name, atMost: FileLimits.campaign) else {
            return scanned(
                .rejected(
                    campaign: nil,
                    [
                        BilingualText(
                            zh: "\(name)：不是可读的普通文件，或超过 16 MiB",
                            en: "\(name): not a regular file that can be read, or larger than 16 MiB")
                    ]))
        }
        if let id = known.announced.first(where: { $0.value == bytes })?.key {
            return scanned(.inForce(campaign: id))
        }
        switch loadCampaign(bytes: bytes, organiser: settings.organiser) {
        case .failure(let problems):
            return scanned(
                .rejected(campaign: nil, problems.list.prefix(50).map { $0.text(file: name, source: bytes) }))
        case .success(let loaded):
            let warnings = loaded.warnings.map { $0.text(file: name, source: bytes) }
            if known.announced[loaded.campaign.id] != nil, let document = try? JSONDocument(bytes: bytes),
                let value = JSON(document.root)
            {
                return scanned(
                    .edited(campaign: loaded.campaign.id, file: bytes, document: value, warnings: warnings))
            }
            if known.retired.contains(loaded.campaign.id) {
                return scanned(
                    .rejected(campaign: loaded.campaign.id, [FileReport.retired(loaded.campaign.id)]))
            }
            guard let rollPath = loaded.campaign.rollPath, loaded.unsupported.isEmpty else {
                return scanned(
                    .rejected(
                        campaign: loaded.campaign.id,
                        loaded.unsupported.map { $0.problem.text(file: name, source: bytes) }))
            }
            let roll = self.stamp(rollPath)
            return scanned(prepare(name, bytes, loaded, rollPath: rollPath), rollPath: rollPath, roll: roll)
        }
    }

    private func prepare(
        _ name: String, _ bytes: [UInt8], _ loaded: LoadedCampaign, rollPath: String
    ) -> ScannedFile.Outcome {
        let campaign = loaded.campaign
        guard !campaign.needsWitnesses || settings.policy != nil else {
            return .rejected(
                campaign: campaign.id,
                [
                    BilingualText(
                        zh: "\(name)：witnesses 为 \"required\"，而守护进程没有 --policy",
                        en: "\(name): \"witnesses\" is \"required\", but the daemon has no --policy")
                ])
        }
        guard let rollFile = regularFile(rollPath, atMost: FileLimits.roll) else {
            return .rejected(
                campaign: campaign.id,
                [
                    BilingualText(
                        zh: "\(name)：名册 \(rollPath) 不存在、不可读或超过 512 MiB",
                        en: "\(name): the roll \(rollPath) is missing, unreadable or larger than 512 MiB")
                ])
        }
        let roll: Roll
        switch loadRoll(bytes: rollFile) {
        case .success(let read): roll = read
        case .failure(let problems):
            return .rejected(
                campaign: campaign.id,
                [
                    BilingualText(
                        zh: problems.rendered(file: rollPath, language: .zh),
                        en: problems.rendered(file: rollPath, language: .en))
                ])
        }
        guard let origin = store.origin(campaign: campaign.id, settings: settings) else {
            return .rejected(
                campaign: campaign.id,
                [BilingualText(zh: "主办方 \(settings.organiser) 不是域名", en: "\(settings.organiser) is no domain name")])
        }
        let flaws = RevealSource.problems(campaign, source: bytes, origins: [origin])
        guard flaws.isEmpty else {
            return .rejected(campaign: campaign.id, flaws.map { $0.text(file: name, source: bytes) })
        }
        do throws(StoreError) {
            let secret = try store.makeSecret(of: campaign.id, origin: origin.text, seed: settings.rehearsalSeed)
            var prepared = Announced(
                loaded: loaded, file: bytes, roll: roll, rollFile: rollFile, origin: origin, secret: secret,
                registry: registry, tableSeed: tableSeed)
            prepared.policy = settings.policy
            if let problem = unlisted(prepared.keys.verificationKey, name) {
                return .rejected(campaign: campaign.id, [problem])
            }
            return .valid(
                Candidate(
                    file: name, prepared: prepared, announcesAt: campaign.announces,
                    warnings: loaded.warnings.map { $0.text(file: name, source: bytes) }))
        } catch {
            return .rejected(campaign: campaign.id, [BilingualText(zh: "\(error)", en: "\(error)")])
        }
    }
}

extension CampaignFolder {
    /// What is wrong where the policy lists logs, and this one is none of them.
    private func unlisted(_ key: VerificationKey, _ name: String) -> BilingualText? {
        guard let policy = settings.policy?.policy, !policy.accepts(key) else { return nil }
        return BilingualText(
            zh: "\(name)：见证规则列出了日志，但没有这一行：log \(key.text)",
            en: "\(name): the policy lists logs and has no line: log \(key.text)")
    }
}

extension Problem {
    /// The problem as `check` prints it, in both languages.
    func text(file: String, source: [UInt8]) -> BilingualText {
        BilingualText(
            zh: rendered(file: file, source: source, language: .zh),
            en: rendered(file: file, source: source, language: .en))
    }
}
