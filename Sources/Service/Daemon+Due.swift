import Campaigns
import Engine
import JSON
import Platform
import Proofs

extension Daemon {
    /// Heads are at most this far behind the log, when nobody asks for a receipt.
    static let headIntervalMilliseconds: Int64 = 1000
    /// And at most one in this time when many ask.
    static let headPauseMilliseconds: Int64 = 20
    /// Refusals alone are journalled at most this often; with anything else, at once.
    static let refusalIntervalMilliseconds: Int64 = 1000

    /// Where there was no room to announce, it is tried again after this time.
    static let announcePauseMilliseconds: Int64 = 1000
    /// Campaigns that are due together are announced together, up to so many bytes of files and rolls.
    static let mostBytesAnnounced = 16 << 20

    /// Announces what is due: rules freeze, leaf 0 is logged.
    func announceDue() {
        // A roll may need a segment of its own, and room is made between batches: announcing waits for a pass in
        // which nothing else was staged yet.
        guard hasDueAnnouncements, !hasStaged else { return }
        var bytes = 0
        var candidates: [Candidate] = []
        for candidate in waiting.values.filter({ tick >= $0.announcesAt }).sorted(by: { $0.id < $1.id }) {
            guard tick < candidate.prepared.campaign.closes else {
                drop(candidate)
                files[candidate.file]?.reject(FileReport.over, at: tick)
                continue
            }
            guard candidates.isEmpty || bytes + candidate.byteCount <= Self.mostBytesAnnounced else { break }
            bytes += candidate.byteCount
            candidates.append(candidate)
        }
        guard !candidates.isEmpty else { return }
        do throws(DiskError) {
            try journal.prepare(bytes: bytes)
        } catch {
            announceAgain = tick + Self.announcePauseMilliseconds
            for candidate in candidates { files[candidate.file]?.reject(FileReport.noRoom(error), at: tick) }
            return
        }
        for candidate in candidates {
            waiting[candidate.id] = nil
            holders[candidate.id] = nil
            announce(candidate)
        }
        // Signed ahead of every entry of this pass: nobody takes part in a campaign that the registry does not name.
        stageRegistryHead()
    }

    /// Whether a campaign waits only for the next pass to be announced.
    package var hasDueAnnouncements: Bool {
        tick >= announceAgain && waiting.values.contains { tick >= $0.announcesAt }
    }

    private func announce(_ candidate: Candidate) {
        var announced = candidate.prepared
        announced.announcedAt = candidate.announcesAt
        let campaign = RunningCampaign(number: campaigns.count + retired.count, announced: announced)
        campaign.file = candidate.file
        campaigns.append(campaign)
        campaignNames.append(campaign.id.utf8)
        let readAt = files[candidate.file]?.readAt ?? tick
        var report = FileReport(
            file: candidate.file, state: .inForce, campaign: candidate.id, since: campaign.acceptedAt,
            problems: candidate.warnings)
        report.readAt = readAt
        files[candidate.file] = report
        let payload = AnnouncedPayload(
            announcedAt: announced.announcedAt, id: candidate.id, fileName: candidate.file, file: announced.file,
            rollFile: announced.rollFile, charter: announced.charter.bytes, policyFile: announced.policy?.file ?? [],
            further: announced.further)
        let location = payload.bytes.withUnsafeBytes {
            journal.stage(kind: FrameKind.announced.rawValue, payload: $0)
        }
        campaign.log.append(record: announced.charter.bytes, at: location)
        registry.declare(announced.policy)
        register(.announced, of: campaign)
    }

    /// Closes campaigns whose review window is over, and logs the values that are the daemon's own.
    func closeDue() {
        handInDue()
        for campaign in campaigns {
            while case .running = campaign.state.stage, tick >= campaign.state.closingDue, !isPaperDue(campaign),
                !campaign.keepsBooks || isSettled(campaign)
            {
                close(campaign)
            }
        }
    }

    /// Logs the closing that comes next.
    private func close(_ campaign: RunningCampaign) {
        stageRefusals(of: campaign)
        stageViews(of: campaign)
        let phase = campaign.state.nextToClose
        do throws(Untimely) {
            let closing = try campaign.close(at: tick)
            stage(step: .close, record: closing.bytes, of: campaign)
            takeOwn(of: campaign, phase: phase)
        } catch {
            preconditionFailure("a closing that is due was refused: \(error.rawValue)")
        }
    }

    /// Journals a step with the record that it made, which is the next leaf.
    func stage(step: Step, record: [UInt8], of campaign: RunningCampaign) {
        var payload = PayloadWriter()
        step.write(campaign: campaign.number, at: tick, record: record, to: &payload)
        let location = payload.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.step.rawValue, payload: $0) }
        campaign.log.append(record: record, at: location)
        step.registryEvent.map { register($0, of: campaign) }
        campaign.version += 1
    }

    /// Journals refusals since the last time, and what limits in shadow would have refused.
    func stageRefusals(of campaign: RunningCampaign) {
        let counts = campaign.state.refusals
        let shadows = campaign.state.shadows
        guard counts != campaign.journalledRefusals || shadows != campaign.journalledShadows else { return }
        var payload = PayloadWriter()
        payload.integer(UInt32(campaign.number))
        for reason in Reason.allCases where counts[reason.ordinal] != campaign.journalledRefusals[reason.ordinal] {
            payload.string(reason.rawValue)
            payload.integer(UInt64(counts[reason.ordinal]))
        }
        for reason in Reason.allCases where !shadows.isEmpty {
            guard shadows[reason.ordinal] != campaign.journalledShadows[reason.ordinal] else { continue }
            payload.string(CampaignState.shadowPrefix + reason.rawValue)
            payload.integer(UInt64(shadows[reason.ordinal]))
        }
        campaign.journalledRefusals = counts
        campaign.journalledShadows = shadows
        _ = payload.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.refusals.rawValue, payload: $0) }
    }

    /// Signs heads that are asked for or a second old, and journals them before anyone sees them.
    func stageHeadsDue() {
        // Its leaves are few, and bundles and followers wait for them.
        stageRegistryHead()
        for campaign in campaigns where campaign.log.count > campaign.heads.size {
            let age = tick - max(campaign.headTick, 0)
            guard
                campaign.wantsHead || age >= Self.headIntervalMilliseconds
                    || campaign.isHeadAskedFor && age >= Self.headPauseMilliseconds
            else { continue }
            stageHead(of: campaign)
        }
    }

    /// Signs the heads that somebody waits for, however young the last one is: there is no pass after this one.
    package func stageLastHeads() {
        stageRegistryHead()
        for campaign in campaigns where campaign.isHeadAskedFor { stageHead(of: campaign) }
    }

    private func stageHead(of campaign: RunningCampaign) {
        campaign.headTick = tick
        campaign.wantsHead = false
        let head = campaign.stageHead(frame: journal.nextIndex)
        keepBundles(of: campaign)
        var payload = PayloadWriter()
        payload.integer(UInt32(campaign.number))
        payload.integer(UInt64(head.size))
        payload.bytes.append(contentsOf: head.root.bytes)
        _ = payload.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.head.rawValue, payload: $0) }
    }

    /// In how many milliseconds something is due that no request brings; nil when nothing is.
    package var nextDueMilliseconds: Int64? {
        var due: [Int64] = waiting.values.map { max($0.announcesAt, announceAgain) - tick }
        for campaign in campaigns {
            if case .running = campaign.state.stage, !isPaperDue(campaign), !isEventDue(campaign) {
                due.append(campaign.state.closingDue - tick)
            }
            campaign.state.paperDueAt.map {
                due.append(max($0 - tick, journal.canAccept ? 0 : Self.announcePauseMilliseconds))
            }
            campaign.state.eventsDueAt.map {
                due.append(max($0 - tick, journal.canAccept ? 0 : Self.announcePauseMilliseconds))
            }
            if !campaign.pendingViews.isEmpty {
                due.append(max(0, campaign.viewsTick + Self.viewIntervalMilliseconds - tick))
            }
            if canActivate(campaign) { due.append(0) }
            if campaign.log.count > campaign.heads.size {
                let pause =
                    campaign.waitingForHead.isEmpty ? Self.headIntervalMilliseconds : Self.headPauseMilliseconds
                due.append(max(campaign.headTick, 0) + pause - tick)
            }
        }
        publicationDueMilliseconds.map { due.append($0) }
        if !pendingRetirements.isEmpty { due.append(0) }
        if !watchers.isEmpty { due.append(Self.tallyIntervalMilliseconds) }
        return due.min().map { max(0, $0) }
    }
}
