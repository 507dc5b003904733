import Auditing
import Durability
import Engine
import JSON
import Platform
import Proofs

extension Daemon {
    /// `retire`: lets go of all that a campaign left, once its bundle is out.
    ///
    /// The bundle that is named is verified first, in the background: what is let go of can be worked out from nothing
    /// else any more.
    func retire(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let campaign = try campaign(parameters)
        let bundle = try parameters.string("bundle")
        let earlier = try parameters.optionalString("earlier")
        try requireRetirable(campaign)
        guard !Self.isInside(bundle, of: store.disk.root) else {
            throw .params(
                "bundle 应在数据目录之外：数据目录里的审计包会一并删除",
                "the bundle lies in the data directory, whose bundles are removed: name one that is kept elsewhere")
        }
        address.wait()
        let number = exportCount
        exportCount += 1
        retirements[number] = RetireCall(
            campaign: campaign.number, address: address,
            id: parameters.call.id == nil ? nil : parameters.call.idBytes, language: parameters.call.language)
        let vkey = campaign.announced.keys.verificationKey.text
        background {
            let check = RetiredBundle(path: bundle, earlier: earlier, vkey: vkey)
            return { daemon in daemon.retire(number, check) }
        }
    }

    private static func isInside(_ path: String, of root: String) -> Bool {
        let (path, root) = (BundleRemoval.resolved(path), BundleRemoval.resolved(root))
        return path == root || path.hasPrefix(root + "/")
    }

    private func requireRetirable(_ campaign: RunningCampaign) throws(CallError) {
        guard !isExporting else { throw .exporting }
        guard let end = campaign.state.disputesEnd else { throw CallError(Untimely.undrawn) }
        guard tick >= end else {
            var error = CallError(Untimely.eraseEarly)
            error.retryAfterMilliseconds = end - tick
            throw error
        }
        if let refusal = barred { throw CallError(refusal) }
    }

    /// Goes on when the bundle was verified; meanwhile the campaign may have changed, or be gone.
    private func retire(_ number: Int, _ bundle: RetiredBundle) {
        guard let call = retirements.removeValue(forKey: number) else { return }
        do throws(CallError) {
            guard let campaign = campaigns.first(where: { $0.number == call.campaign }) else { throw .retired }
            try requireRetirable(campaign)
            guard pendingErasures.isEmpty else { throw .exporting }
            guard let head = campaign.head, bundle.isWhole, bundle.head == head.root, head.size == campaign.log.count
            else {
                throw CallError(
                    .notNow, "retire.bundle", zh: "这不是核验通过、且包含全部记录的审计包：\(bundle.said)",
                    en: "this is no bundle that verifies and has the whole log: \(bundle.said)")
            }
            stageRetirement(of: campaign, head, call)
        } catch {
            defer { call.address.arrived() }
            guard let id = call.id, call.address.peer.isOpen else { return }
            touch(call.address.peer)
            call.address.write(error: error, id: id, language: call.language)
        }
    }

    /// From here on no method finds the campaign.
    private func stageRetirement(
        of campaign: RunningCampaign, _ head: Head, _ call: RetireCall
    ) {
        let retired = RetiredCampaign(
            number: campaign.number, id: campaign.id, origin: campaign.announced.origin, title: campaign.rules.title,
            opens: campaign.rules.opens, closes: campaign.state.intakeEnds, entries: campaign.state.tally.entries,
            people: campaign.state.tally.people, size: head.size, root: head.root,
            checkpoint: campaign.cosignedHead(size: head.size).note.bytes, at: tick)
        let frame = journal.nextIndex
        _ = journal.stage(kind: FrameKind.retired.rawValue, payload: RetiredPayload(retired).bytes)
        pendingRetirements.append(PendingRetirement(of: campaign, frame: frame, call: call))
        self.retired.append(retired)
        letGo(of: campaign)
    }

    /// Takes a campaign out of everything that runs.
    func letGo(of campaign: RunningCampaign) {
        campaigns.removeAll { $0 === campaign }
        campaignNames = TextColumn()
        for campaign in campaigns { campaignNames.append(campaign.id.utf8) }
        for watcher in watchers { watcher.watched[campaign.number] = nil }
        publication?.logs[campaign.id] = nil
        guard let file = campaign.file else { return }
        fileSights[file] = nil
        files[file]?.reject(FileReport.retired(campaign.id), at: tick)
    }
}

/// What the verifier says of a bundle that is to stay when all else goes.
struct RetiredBundle: Sendable {
    /// Whether nothing in it fails.
    let isWhole: Bool
    /// The root of its checkpoint; nil where it has none that can be read.
    let head: Digest?
    let said: String

    /// - Parameter earlier: A bundle from before something was erased.
    init(path: String, earlier: String?, vkey: String) {
        let report = Verifier(bundle: path, vkey: vkey, earlier: earlier).run()
        isWhole = report.unreadable == nil && report.exitCode != 1
        said = report.summary.text(.zh)
        head = BundleRemoval.checkpoint(of: path)?.root
    }
}

extension CallError {
    static let retired = CallError(
        .notNow, "retired", zh: "活动已经归档，数据已抹去", en: "the campaign is retired, and its data are gone")
    static let exporting = CallError(
        .notNow, "erase.busy", zh: "正在写审计包或抹去数据，请稍后再试",
        en: "a bundle is being written, or something erased: try again when that is done", retryAfterMilliseconds: 1000)
}

extension FileReport {
    static func retired(_ id: String) -> BilingualText {
        BilingualText(
            zh: "活动 \(id) 已经归档，编号不会再用", en: "the campaign \(id) is retired, and its id is never used again")
    }
}

// MARK: After the batch

extension Daemon {
    /// Goes on with what was retired: a stretch of its log at a time, the announcement first, the secret last.
    ///
    /// A restart that finds the announcement overwritten passes over the campaign's other frames, whatever they hold; one
    /// that finds the secret goes over all of them again.
    func finishRetirements() throws(ErasureError) {
        guard var retirement = pendingRetirements.first, retirement.frame < journal.durableIndex,
            publication?.isWriting != true
        else { return }
        if retirement.done == 0 { retirement.bundlesRemoved = try removeBundles(of: retirement.origin) }
        let end = min(retirement.leftovers.count, retirement.done + settings.mostFramesOverwritten)
        var edits: [PayloadEdit] = []
        for index in retirement.done..<end {
            let leftover = retirement.leftovers[index]
            edits.append(index == 0 ? try announcementEdit(leftover.location) : filling(leftover))
        }
        do throws(JournalError) { try journal.overwrite(edits) } catch { throw .journal(error) }
        retirement.done = end
        pendingRetirements[0] = retirement
        guard end == retirement.leftovers.count else { return }
        do throws(StoreError) { try store.removeSecret(of: retirement.id) } catch { throw .payload("\(error)") }
        pendingRetirements.removeFirst()
        answer(retirement)
    }

    /// After a restart: goes on with all that was begun. A secret that is still there says that not all was overwritten.
    func finishRetiring() throws(ErasureError) {
        for campaign in campaigns where retired.contains(where: { $0.number == campaign.number }) {
            letGo(of: campaign)
        }
        while !pendingRetirements.isEmpty { try finishRetirements() }
    }

    /// Fills up the campaign file and the roll; who it was, its charter and its policy stay.
    private func announcementEdit(_ location: FrameLocation) throws(ErasureError) -> PayloadEdit {
        let payload: [UInt8]
        do throws(JournalError) { payload = try journal.payload(at: location) } catch { throw .journal(error) }
        do throws(PayloadError) {
            return PayloadEdit(location: location, replacements: try AnnouncedPayload.retirement(of: payload))
        } catch {
            throw .payload(error.what)
        }
    }

    /// Leaves of a frame the number of its campaign, and of an entry that it is erased.
    private func filling(_ leftover: PendingRetirement.Leftover) -> PayloadEdit {
        let room = Int(leftover.location.length) - PayloadEdit.givenUpBytes - MemoryLayout<UInt32>.size
        var bytes = [UInt8](repeating: ErasedEntry.filling, count: room)
        // The highest bit of the person.
        if leftover.isEntry { bytes[3] = 0x80 }
        return PayloadEdit(location: leftover.location, replacements: [.init(offset: 4, bytes: bytes)])
    }

    private func answer(_ retirement: PendingRetirement) {
        let (id, removed) = (retirement.id, retirement.bundlesRemoved)
        log(
            BilingualText(
                zh: "retire：\(id) 已退役，并移除了它的 \(removed) 个审计包",
                en: "retire: \(id) was retired; \(removed) bundles of it were removed"))
        guard let call = retirement.call else { return }
        if let id = call.id, call.address.peer.isOpen {
            touch(call.address.peer)
            call.address.write(
                result: [
                    "retired": .string(retirement.id), "size": .integer(Int64(retirement.size)),
                    "bundles_removed": .integer(Int64(retirement.bundlesRemoved)),
                ], id: id)
        }
        call.address.arrived()
    }
}
