import Auditing
import Durability
import Engine
import JSON
import Proofs

extension Daemon {
    /// `export`: writes the bundle of a campaign that was drawn or voided, in the background, once a head covers that.
    func export(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let campaign = try campaign(parameters)
        let folder = try parameters.optionalString("into")
        guard campaign.state.outcome != nil else { throw CallError(Untimely.undrawn) }
        guard parameters.call.id != nil else { return }
        address.wait()
        campaign.waitingForHead.append(
            HeadRequest(
                wish: .export(into: folder), index: campaign.log.count - 1, person: 0, address: address,
                id: parameters.call.idBytes, language: parameters.call.language))
        answerHeadRequests(of: campaign)
    }

    /// Keeps what bundles are made from that somebody waits for: between the head over the last leaf and the next leaf, and
    /// where all that was due is logged. Later, the campaign may have come to something else than that head is of.
    func keepBundles(of campaign: RunningCampaign) {
        guard campaign.heads.size == campaign.log.count, !isEventDue(campaign),
            campaign.waitingForHead.contains(where: \.lacksBundle)
        else { return }
        let source = bundleSource(of: campaign)
        for place in campaign.waitingForHead.indices where campaign.waitingForHead[place].lacksBundle {
            campaign.waitingForHead[place].bundle = source
        }
    }

    private func bundleSource(of campaign: RunningCampaign) -> BundleSource {
        campaign.log.advance()
        return BundleSource(
            announced: campaign.announced, roll: campaign.roll, erasures: campaign.erasures, rules: campaign.rules,
            secretAmendments: campaign.secretAmendments, tree: campaign.log.tree, locations: campaign.log.locations,
            records: campaign.log.records, phases: campaign.state.phases,
            activationSignature: campaign.state.activationSignature, followed: campaign.state.followed,
            stock: campaign.rules.prizes.givesBeforeDraw ? campaign.state.hits : nil,
            tally: campaign.state.contestTally, scores: campaign.state.peopleTally,
            places: campaign.state.placeFiles.map { PlacePublication(files: $0, tickets: campaign.state.placeTickets) },
            journal: journal.reader)
    }

    /// Writes the bundle, whose last head is durable.
    func startExport(of campaign: RunningCampaign, into folder: String?, for request: HeadRequest) {
        guard let source = request.bundle, let outcome = campaign.state.outcome?.index else {
            preconditionFailure("only what was kept of a campaign that was drawn or voided is exported")
        }
        let heads = bundleHeads(of: campaign, source, outcome: outcome)
        let path = folder ?? "\(store.disk.root)/bundles/\(campaign.id)"
        let number = exportCount
        exportCount += 1
        exports[number] = request
        background {
            let result = source.write(heads, to: path)
            return { $0.finishExport(number, path: path, result) }
        }
    }

    private func bundleHeads(of campaign: RunningCampaign, _ source: BundleSource, outcome: Int) -> BundleHeads {
        let closings = source.phases.compactMap { $0.closed.map { $0.index + 1 } }
        let sizes = campaign.witnessed.sizes(covering: source.records.map(\.index), outcome: outcome)
            .filter { !closings.contains($0) && $0 < source.size }
        return BundleHeads(
            last: campaign.bundledHead(size: source.size, outcome: outcome),
            closings: closings.map { campaign.bundledHead(size: $0, outcome: outcome) },
            cosigned: sizes.map { campaign.bundledHead(size: $0, outcome: outcome).note },
            registry: registryCopy(for: campaign))
    }

    /// The registry as it is shown: its head over a draw or void is durable no later than the campaign's. With it come the heads
    /// that show when the campaign's witnesses saw its announcement and its end.
    private func registryCopy(for campaign: RunningCampaign) -> RegistryCopy {
        guard let head = registry.heads.shown else {
            preconditionFailure("the registry has a head from the first campaign on")
        }
        let cosignatures = registry.witnessed.records.first { $0.policy == campaign.announced.policy?.policy }
        let sizes = campaign.registeredSizes.flatMap { cosignatures?.heads(covering: $0) ?? [] }
        func note(size: Int) -> SignedNote {
            var note = registry.heads.signed(registry.log.tree, size: size).note
            for signature in cosignatures?.signatures(size: size) ?? [] { note.add(signature) }
            return note
        }
        return RegistryCopy(
            leaves: registry.log.records.prefix(head.size).map(\.text), checkpoint: note(size: head.size),
            heads: Set(sizes).filter { $0 < head.size }.sorted().map(note))
    }

    private func finishExport(
        _ number: Int, path: String, _ result: Result<BundleWriter.Summary, BundleSource.Failure>
    ) {
        guard let request = exports.removeValue(forKey: number), request.address.peer.isOpen else { return }
        touch(request.address.peer)
        switch result {
        case .success(let summary):
            request.address.write(
                result: [
                    "path": .string(path), "files": .integer(Int64(summary.files)),
                    "bytes": .integer(Int64(summary.bytes)),
                ], id: request.id)
        case .failure(let failure):
            request.address.write(
                error: CallError(
                    .notNow, "export", zh: "审计包没有写成：\(failure.text.zh)",
                    en: "the bundle was not written: \(failure.text.text(.en))"),
                id: request.id, language: request.language)
        }
        request.address.arrived()
    }
}
