import Campaigns
import JSON

extension Daemon {
    /// What a scan of the folder has to know.
    func knownFiles(_ signatures: [String: FileSignature]) -> CampaignFolder.Known {
        var known = CampaignFolder.Known()
        known.signatures = signatures
        for campaign in campaigns { known.announced[campaign.id] = campaign.acceptedFile }
        known.retired = Set(retired.map(\.id))
        return known
    }

    /// Looks at the folder in the background, and takes what is new.
    package func scan(_ folder: String) {
        let reader = CampaignFolder(
            path: folder, store: store, settings: settings, registry: registry.key, tableSeed: tableSeed)
        campaignsFolder = reader
        guard !isScanning else {
            scanAgain = true
            return
        }
        isScanning = true
        let known = knownFiles(fileSignatures)
        background {
            let found = reader.scan(known)
            return { daemon in
                daemon.isScanning = false
                daemon.take(found.names, found.changed)
                if daemon.scanAgain {
                    daemon.scanAgain = false
                    daemon.scan(folder)
                }
            }
        }
    }

    private func take(_ names: [String], _ changed: [ScannedFile]) {
        let present = Set(names)
        for name in files.keys.sorted() where !present.contains(name) && files[name]?.state != .gone {
            files[name]?.disappear(at: tick)
            fileSignatures[name] = nil
            letGo(of: name)
        }
        for file in changed {
            fileSignatures[file.name] = file.signature
            take(file)
        }
    }

    private func take(_ file: ScannedFile) {
        // Whatever this file said before is void: a bad edit of a waiting file must not announce the old one.
        letGo(of: file.name)
        let report: FileReport
        switch file.outcome {
        case .rejected(let campaign, let problems):
            report = rejection(of: file.name, campaign, problems)
        case .inForce(let id):
            report = copy(file.name, of: id)
        case .edited(let id, let bytes, let document, let warnings):
            report = edit(file.name, of: id, bytes, document, warnings)
        case .valid(let candidate):
            report = take(candidate)
        }
        if files[file.name] != report { log(report.line) }
        files[file.name] = report
    }

    private func take(_ candidate: Candidate) -> FileReport {
        if retired.contains(where: { $0.id == candidate.id }) {
            // Retired while it was being read.
            return rejection(of: candidate.file, candidate.id, [FileReport.retired(candidate.id)])
        }
        if let campaign = campaign(candidate.id) {
            // Announced while it was being read.
            guard campaign.acceptedFile != candidate.prepared.file else {
                return copy(candidate.file, of: candidate.id)
            }
            let file = candidate.prepared.file
            guard let document = try? JSONDocument(bytes: file), let value = JSON(document.root) else {
                preconditionFailure("a valid campaign file is JSON")
            }
            return edit(candidate.file, of: candidate.id, file, value, candidate.warnings)
        }
        if let other = waiting[candidate.id] {
            return rejection(of: candidate.file, candidate.id, [FileReport.taken(candidate.id, by: other.file)])
        }
        var candidate = candidate
        // Rules that come late bind from when they were seen, not from the time they declare.
        candidate.announcesAt = max(candidate.prepared.campaign.announces, tick)
        waiting[candidate.id] = candidate
        return FileReport(
            file: candidate.file, state: .waiting, campaign: candidate.id, since: tick, problems: candidate.warnings)
    }

    /// A file with the bytes of an announced campaign: the one in force, or one too many.
    private func copy(_ name: String, of id: String) -> FileReport {
        let campaign = campaign(id)
        if let first = fileInForce(id, beside: name) {
            return rejection(of: name, id, [FileReport.taken(id, by: first)])
        }
        campaign?.file = name
        return FileReport(file: name, state: .inForce, campaign: id, since: tick)
    }

    func rejection(of name: String, _ campaign: String?, _ problems: [BilingualText]) -> FileReport {
        FileReport(file: name, state: .rejected, campaign: campaign, since: tick, problems: problems)
    }

    /// The file of a campaign that is announced, when it is another one than `name` and still there.
    func fileInForce(_ id: String, beside name: String) -> String? {
        guard let file = campaign(id)?.file, file != name, files[file]?.state == .inForce else { return nil }
        return file
    }

    /// A file no longer speaks for its campaign, where it did. Others with that id, which were refused for its sake, are
    /// looked at again by the next scan.
    private func letGo(of name: String) {
        guard let id = files[name]?.campaign, waiting[id]?.file == name || campaign(id)?.file == name else { return }
        waiting[id] = nil
        for (other, report) in files where other != name && report.campaign == id && report.state == .rejected {
            fileSignatures[other] = nil
        }
    }

    /// A candidate will not be announced.
    func drop(_ candidate: Candidate) {
        letGo(of: candidate.file)
    }
}
