import Auditing
import Durability
import Engine
import JSON
import Platform
import Proofs

/// What was to be erased is still there, and it can't be told how much of it: the process must end, and a restart goes
/// on with it.
package enum ErasureError: Error, CustomStringConvertible, Sendable {
    case journal(JournalError)
    /// A bundle of the data directory could not be removed; names it.
    case bundle(String)
    /// A frame does not read as what was staged.
    case payload(String)

    package var description: String {
        switch self {
        case .journal(let error): error.description
        case .bundle(let what): "a bundle with data that are to be erased can't be removed: \(what)"
        case .payload(let what): "what is to be erased can't be read: \(what)"
        }
    }
}

extension Daemon {
    /// `erase`: takes what one person's entries said, and their row of the roll, out of the data directory.
    ///
    /// First it is logged, in one batch: a `withheld` leaf for each entry, and what must be known afterwards. Only when
    /// that is durable are the bytes overwritten, and only then comes the answer.
    func erase(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let campaign = try campaign(parameters)
        let person = try person(parameters, in: campaign, address.peer)
        let reason = try parameters.reasonLabel()
        guard !isExporting else {
            throw .exporting
        }
        if let refusal = barred { throw CallError(refusal) }
        do throws(Untimely) {
            try campaign.state.requireErasable(person, at: tick)
        } catch {
            throw early(error, campaign)
        }
        let leaves = stageErasure(of: person, in: campaign, reason: reason)
        var pending = PendingErasure(campaign: campaign, place: person, frame: journal.nextIndex - 1)
        if parameters.call.id != nil {
            address.wait()
            pending.request = PendingErasure.Request(
                address: address, id: parameters.call.idBytes, leaves: leaves, size: campaign.log.count)
        }
        pendingErasures.append(pending)
        campaign.wantsHead = true
    }

    /// Whether a bundle is on its way, or waits for a head, or entries are being looked at.
    var isExporting: Bool {
        !exports.isEmpty || campaigns.contains(where: \.isLooking)
            || campaigns.contains { campaign in
                campaign.waitingForHead.contains { request in
                    if case .export = request.wish { true } else { false }
                }
            }
    }

    private func early(_ untimely: Untimely, _ campaign: RunningCampaign) -> CallError {
        var error = CallError(untimely)
        if untimely == .eraseEarly, let end = campaign.state.disputesEnd { error.retryAfterMilliseconds = end - tick }
        return error
    }

    /// Stages all that a restart must know, and forgets the person in memory; gives the leaves that are withheld.
    private func stageErasure(of person: Int, in campaign: RunningCampaign, reason: String) -> [Int] {
        let leaves = campaign.state.acceptances(of: person).map(\.index)
        seal(campaign)
        for index in leaves {
            do throws(Untimely) {
                let record = try campaign.state.withhold(index: index, reason: reason, at: tick)
                stage(step: .withhold(index: index, reason: reason), record: record.bytes, of: campaign)
            } catch {
                preconditionFailure("an opening that may be erased was refused: \(error.rawValue)")
            }
        }
        let line = campaign.erasedLine(of: person)
        let payload = ErasedPayload(campaign: UInt32(campaign.number), place: person, line: line)
        _ = journal.stage(kind: FrameKind.erased.rawValue, payload: payload.bytes)
        campaign.erasures.add(line, for: person)
        campaign.erasures.forget(person)
        campaign.state.forget(person)
        return leaves
    }

    /// Says once what the campaign came to: what its entries said is not all there any more to count it again.
    private func seal(_ campaign: RunningCampaign) {
        guard !campaign.erasures.isSealed else { return }
        campaign.log.advance()
        let payload = SealedPayload(
            campaign: UInt32(campaign.number), size: campaign.log.count, root: campaign.log.tree.root,
            tally: campaign.state.tally)
        _ = journal.stage(kind: FrameKind.sealed.rawValue, payload: payload.bytes)
        campaign.erasures.isSealed = true
    }
}

// MARK: After the batch

extension Daemon {
    /// Removes what the journal says was erased, and answers who waits for it.
    ///
    /// Bundles go first: where the journal has nothing left of a person, no bundle of this folder has either. While
    /// tiles are being written from the journal it waits; so does everything that reads entries.
    func finishErasures() throws(ErasureError) {
        guard !pendingErasures.isEmpty, publication?.isWriting != true else { return }
        let ready = pendingErasures.prefix { $0.frame < journal.durableIndex }
        guard !ready.isEmpty else { return }
        var edits: [PayloadEdit] = []
        var removed: [Int: Int] = [:]
        for erasure in ready {
            let campaign = erasure.campaign
            if removed[campaign.number] == nil {
                removed[campaign.number] = try removeBundles(of: campaign.announced.origin)
            }
            edits += try entryEdits(erasure)
        }
        edits += try rollEdits(Array(ready))
        do throws(JournalError) { try journal.overwrite(edits) } catch { throw .journal(error) }
        pendingErasures.removeFirst(ready.count)
        for erasure in ready { answer(erasure, removed: removed[erasure.campaign.number] ?? 0) }
    }

    func removeBundles(of origin: Origin) throws(ErasureError) -> Int {
        do throws(BundleRemoval.Failure) {
            return try BundleRemoval.removeBundles(of: origin.text, below: store.disk.root)
        } catch {
            throw .bundle(error.description)
        }
    }

    /// Puts what stays of each entry over what was sent.
    private func entryEdits(_ erasure: PendingErasure) throws(ErasureError) -> [PayloadEdit] {
        let campaign = erasure.campaign
        var payloads: [Int: (commitment: Digest, at: Int64)] = [:]
        for acceptance in campaign.state.acceptances(of: erasure.place) {
            payloads[acceptance.index] = try committed(at: campaign.log.locations[acceptance.index])
        }
        return campaign.state.settled(erasure.place) { payloads[$0]?.at ?? 0 }.compactMap { index, settled in
            guard let commitment = payloads[index]?.commitment else { return nil }
            let location = campaign.log.locations[index]
            let bytes = ErasedEntry(campaign: UInt32(campaign.number), settled: settled, commitment: commitment)
                .bytes(over: Int(location.length))
            return PayloadEdit(location: location, replacements: [.init(offset: 0, bytes: bytes)])
        }
    }

    /// What an entry's leaf commits to, and when it was logged.
    private func committed(at location: FrameLocation) throws(ErasureError) -> (commitment: Digest, at: Int64) {
        let payload: [UInt8]
        do throws(JournalError) { payload = try journal.payload(at: location) } catch { throw .journal(error) }
        do throws(PayloadError) {
            let opening = try EntryPayload.opening(of: payload)
            guard let document = try? JSONDocument(bytes: opening.body), let at = document.root["at"]?.integer else {
                throw PayloadError(what: "has a body without a time")
            }
            return (opening.commitment, at)
        } catch {
            throw .payload(error.what)
        }
    }

    /// Fills up the rows of the roll, of each frame that has some in one edit.
    private func rollEdits(_ erasures: [PendingErasure]) throws(ErasureError) -> [PayloadEdit] {
        var edits: [PayloadEdit] = []
        for (_, erasures) in Dictionary(grouping: erasures, by: \.campaign.number).sorted(by: { $0.key < $1.key }) {
            let campaign = erasures[0].campaign
            let parts = Dictionary(grouping: erasures.map(\.place)) { campaign.erasures.part(of: $0).leaf }
            for (leaf, places) in parts.sorted(by: { $0.key < $1.key }) {
                edits.append(try rollEdit(of: places, in: campaign, leaf: leaf))
            }
        }
        return edits
    }

    /// Fills up rows that one leaf brought: the announcement, or an amendment of the roll.
    private func rollEdit(
        of places: [Int], in campaign: RunningCampaign, leaf: Int
    ) throws(ErasureError) -> PayloadEdit {
        let location = campaign.log.locations[leaf]
        let payload: [UInt8]
        do throws(JournalError) { payload = try journal.payload(at: location) } catch { throw .journal(error) }
        let rows = places.map { $0 - campaign.erasures.part(of: $0).firstPlace }
        do throws(PayloadError) {
            let replacements =
                leaf == 0
                ? try AnnouncedPayload.fillings(ofRows: rows, in: payload)
                : try RollStep.fillings(ofRows: rows, in: payload)
            return PayloadEdit(location: location, replacements: replacements)
        } catch {
            throw .payload(error.what)
        }
    }

    private func answer(_ erasure: PendingErasure, removed: Int) {
        let id = erasure.campaign.id
        log(
            BilingualText(
                zh: "erase：\(id) 的一人已抹去，并移除了它的 \(removed) 个审计包",
                en: "erase: one person of \(id) was erased; \(removed) bundles of it were removed"))
        guard let request = erasure.request else { return }
        if request.address.peer.isOpen {
            touch(request.address.peer)
            request.address.write(
                result: [
                    "withheld": .array(request.leaves.map { .integer(Int64($0)) }),
                    "size": .integer(Int64(request.size)), "bundles_removed": .integer(Int64(removed)),
                ], id: request.id)
        }
        request.address.arrived()
    }
}
