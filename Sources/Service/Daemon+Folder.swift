import Campaigns
import JSON
import Platform
import Proofs

extension Daemon {
    /// Files that were never announced and are gone are remembered up to so many.
    private static let mostGone = 100

    /// After so long without a file, in milliseconds, its name is free for another campaign.
    private static let goneForGood: Int64 = 60_000

    /// What a scan of the folder has to know.
    private func knownFiles() -> CampaignFolder.Known {
        var known = CampaignFolder.Known()
        known.sights = fileSights
        for campaign in campaigns {
            var isRunning = false
            if case .running = campaign.state.stage { isRunning = true }
            // Where rows were erased, nobody can tell the roll from another one.
            let isWhole = campaign.erasures.places.isEmpty
            known.accepted[campaign.id] = .init(
                file: campaign.acceptedFile, rollPath: campaign.rules.rollPath ?? "",
                rollParts: isRunning && isWhole && !campaign.announced.isOpen
                    ? campaign.erasures.parts.map(\.file) : nil,
                filter: campaign.announced.filter, masking: campaign.announced.masking)
            known.winners[campaign.id] = campaign.knownWinners
        }
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
        let known = knownFiles()
        background {
            let found = reader.scan(known)
            return { daemon in
                daemon.isScanning = false
                daemon.take(found)
                if daemon.scanAgain {
                    daemon.scanAgain = false
                    daemon.scan(folder)
                }
            }
        }
    }

    private func take(_ found: CampaignFolder.Found) {
        if found.fault != folderFault { found.fault.map { log($0.words) } }
        folderFault = found.fault
        // A folder that can't be read says nothing of its files; one that is not there has none.
        if let fault = found.fault, fault.reason != .notFound { return }
        for file in found.changed { fileSights[file.name] = file.sight }
        let present = Set(found.names)
        for name in files.keys.sorted() where !present.contains(name) && files[name]?.state != .gone {
            files[name]?.disappear(at: tick)
            files[name].map { log($0.line) }
            fileSights[name] = nil
            release(name, but: nil)
        }
        forgetGone()
        // A file with the bytes of another announced campaign is that one's now, as after renaming.
        for file in found.changed {
            guard let id = file.announcedCampaign else { continue }
            for campaign in campaigns where campaign.file == file.name && campaign.id != id { campaign.file = nil }
        }
        for file in found.changed { take(file) }
    }

    private func forgetGone() {
        let gone = files.values.filter { report in
            report.state == .gone && !campaigns.contains { $0.file == report.file }
        }
        for report in gone.sorted(by: { ($0.since, $0.file) < ($1.since, $1.file) }).dropLast(Self.mostGone) {
            files[report.file] = nil
        }
    }

    private func take(_ file: ScannedFile) {
        if case .unchanged = file.outcome { return }
        // Whatever this file said before is void: a bad edit of a waiting file must not announce the old one.
        withdraw(file.name)
        var report: FileReport
        switch file.outcome {
        case .unchanged: return
        case .unsettled(let problem):
            // An edit of what is announced is not there yet.
            guard !campaigns.contains(where: { $0.file == file.name }) else { return }
            report = FileReport(
                file: file.name, state: .unsettled, campaign: files[file.name]?.campaign, since: tick,
                problems: [problem])
        case .early(let campaign, let problems):
            report = rejection(of: file.name, campaign, problems)
        case .rejected(let campaign, let problems):
            report = rejection(of: file.name, campaign, problems)
        case .inForce(let id, let warnings):
            report = copy(file.name, of: id, warnings)
        case .edited(let id, let bytes, let document, let warnings):
            report = edit(file.name, of: id, bytes, document, warnings)
        case .valid(let candidate):
            report = take(candidate)
        }
        report = report.following(files[file.name])
        report.readAt = tick
        if !report.saysTheSame(as: files[file.name]) { log(report.line) }
        files[file.name] = report
    }

    private func take(_ candidate: Candidate) -> FileReport {
        let (name, id) = (candidate.file, candidate.id)
        if retired.contains(where: { $0.id == id }) {
            // Retired while it was being read.
            return rejection(of: name, id, [FileReport.retired(id)])
        }
        if let campaign = campaign(id) {
            // Announced while it was being read.
            guard campaign.acceptedFile != candidate.prepared.file else {
                return copy(name, of: id, candidate.warnings)
            }
            let file = candidate.prepared.file
            guard let document = try? JSONDocument(bytes: file), let value = JSON(document.root) else {
                preconditionFailure("a valid campaign file is JSON")
            }
            return edit(name, of: id, file, value, candidate.warnings)
        }
        if let other = campaigns.first(where: { $0.file == name }) {
            // An edit that was meant for the one must not announce the other, which nothing could undo. Some editors
            // remove the file first.
            guard let report = files[name], report.state == .gone, tick - report.since >= Self.goneForGood else {
                return rejection(of: name, id, [FileReport.renamed(id, from: other.id)])
            }
            other.file = nil
        }
        if let rejection = rejectionOfSecond(name, id) { return rejection }
        release(name, but: id)
        holders[id] = name
        var candidate = candidate
        // Rules that come late bind from when they were seen, not from the time they declare.
        candidate.announcesAt = max(candidate.prepared.campaign.announces, tick)
        waiting[id] = candidate
        return FileReport(file: name, state: .waiting, campaign: id, since: tick, problems: candidate.warnings)
    }

    /// A file with the bytes of an announced campaign: the one in force, or one too many.
    private func copy(_ name: String, of id: String, _ warnings: [BilingualText]) -> FileReport {
        // Retired while it was being read.
        guard let campaign = campaign(id) else { return rejection(of: name, id, [FileReport.retired(id)]) }
        if let rejection = rejectionOfSecond(name, id) { return rejection }
        release(name, but: id)
        campaign.file = name
        return FileReport(
            file: name, state: .inForce, campaign: id, since: campaign.acceptedAt, problems: warnings)
    }

    func rejection(of name: String, _ campaign: String?, _ problems: [BilingualText]) -> FileReport {
        FileReport(file: name, state: .rejected, campaign: campaign, since: tick, problems: problems)
    }

    /// Why a file is not taken whose id another file has.
    func rejectionOfSecond(_ name: String, _ id: String) -> FileReport? {
        guard let first = holder(of: id), first != name else { return nil }
        return FileReport(
            file: name, state: .rejected, campaign: id, since: tick, problems: [FileReport.taken(id, by: first)],
            rival: first)
    }

    /// The file that speaks for a campaign: the first that did, good or bad by now, as long as it is there.
    private func holder(of id: String) -> String? {
        guard let file = campaign(id)?.file ?? holders[id], let report = files[file], report.state != .gone else {
            return nil
        }
        return file
    }

    /// What the file said waits no longer to be announced. Its id stays its own: a second file with it must not step in
    /// while the first is being mended.
    private func withdraw(_ name: String) {
        for (id, candidate) in waiting where candidate.file == name { waiting[id] = nil }
    }

    /// A file no longer speaks for any campaign, but perhaps for one. Files with those ids, which were refused for its
    /// sake, are looked at again.
    private func release(_ name: String, but kept: String?) {
        withdraw(name)
        for (id, holder) in holders where holder == name && id != kept {
            holders[id] = nil
            lookAgain(atRivalsOf: name, id)
        }
        for campaign in campaigns where campaign.file == name && campaign.id != kept {
            lookAgain(atRivalsOf: name, campaign.id)
        }
    }

    private func lookAgain(atRivalsOf name: String, _ id: String) {
        for (other, report) in files where report.rival == name && report.campaign == id {
            fileSights[other] = nil
            scanAgain = true
        }
    }

    /// A candidate will not be announced.
    func drop(_ candidate: Candidate) {
        withdraw(candidate.file)
    }
}
