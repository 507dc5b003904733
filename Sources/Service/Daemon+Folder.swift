import Campaigns
import JSON

extension Daemon {
    /// What a scan of the folder has to know.
    func knownFiles(_ signatures: [String: String]) -> CampaignFolder.Known {
        var known = CampaignFolder.Known()
        known.signatures = signatures
        for campaign in campaigns { known.announced[campaign.id] = campaign.announced.file }
        return known
    }

    /// Looks at the folder in the background, and takes what is new.
    package func scan(_ folder: String) {
        guard !isScanning else {
            scanAgain = true
            return
        }
        isScanning = true
        let reader = CampaignFolder(path: folder, store: store, settings: settings, tableSeed: tableSeed)
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
            for candidate in waiting.values where candidate.file == name { waiting[candidate.id] = nil }
        }
        for file in changed {
            fileSignatures[file.name] = file.signature
            take(file)
        }
    }

    private func take(_ file: ScannedFile) {
        // Whatever this file said before is void: a bad edit of a waiting file must not announce the old one.
        for candidate in waiting.values where candidate.file == file.name { waiting[candidate.id] = nil }
        var report = FileReport(file: file.name, state: .rejected, since: tick)
        switch file.outcome {
        case .rejected(let campaign, let problems):
            report = FileReport(
                file: file.name, state: .rejected, campaign: campaign, since: tick, problems: problems)
        case .inForce(let id):
            report = FileReport(file: file.name, state: .inForce, campaign: id, since: tick)
            campaign(id)?.file = file.name
        case .valid(var candidate):
            report = FileReport(
                file: file.name, state: .waiting, campaign: candidate.id, since: tick, problems: candidate.warnings)
            if let other = waiting[candidate.id] {
                report.reject(FileReport.taken(candidate.id, by: other.file), at: tick)
            } else if campaign(candidate.id) != nil {
                report.reject(FileReport.frozen, at: tick)
            } else {
                // Rules that come late bind from when they were seen, not from the time they declare.
                candidate.announcesAt = max(candidate.prepared.campaign.announces, tick)
                waiting[candidate.id] = candidate
            }
        }
        if files[file.name] != report { log(report.line) }
        files[file.name] = report
    }
}
