import Campaigns
import Engine
import JSON
import Proofs

extension Daemon {
    /// Takes an edited file of an announced campaign: what is favourable or neutral is applied and logged, one amendment a
    /// sort; where anything else is different, nothing is.
    func edit(
        _ name: String, of id: String, _ bytes: [UInt8], _ document: JSON, _ warnings: [BilingualText]
    ) -> FileReport {
        // Retired while it was being read.
        guard let campaign = campaign(id) else { return rejection(of: name, id, [FileReport.retired(id)]) }
        if let rejection = rejectionOfSecond(name, id) { return rejection }
        let edit = FileEdit(
            from: campaign.acceptedDocument, to: document, inForce: campaign.rulesInForce.document)
        do throws(AmendmentRefusal) {
            guard edit.adverse.isEmpty else { throw .adverse(edit.adverse) }
            for step in try steps(of: edit, document, in: campaign) { _ = try make(step, in: campaign) }
        } catch {
            // Nobody sends a file again: it is looked at once more by itself.
            if case .busy = error { fileSights[name] = nil }
            return rejection(of: name, id, [FileReport.refused(error)])
        }
        campaign.acceptedFile = bytes
        campaign.file = name
        return FileReport(
            file: name, state: .inForce, campaign: id, since: campaign.acceptedAt, problems: warnings)
    }

    /// The amendments that an edit comes to. What could refuse a later one is asked before the first is made: together
    /// they make valid rules, nothing but intake changes where prizes are won at once, and the first meets whatever else the
    /// stage does not allow.
    private func steps(
        of edit: FileEdit, _ document: JSON, in campaign: RunningCampaign
    ) throws(AmendmentRefusal) -> [AmendmentStep] {
        if campaign.rules.prizes.isInstant, !(edit.favourable + edit.neutral).isEmpty { throw .untimely(.instantWins) }
        var steps: [AmendmentStep] = []
        if !edit.extending.isEmpty { steps.append(try extensionStep(edit.extending, document, in: campaign)) }
        for (sort, changes) in [(RulesAmendment.Sort.favourable, edit.favourable), (.neutral, edit.neutral)]
        where !changes.isEmpty {
            let step = ChangeStep(sort: sort, changes: changes, isFromFile: true, nonce: amendmentNonce(of: campaign))
            guard JSON.array(changes.map(\.json)).canonicalBytes().count <= Opening.mostBodyBytes - 64 else {
                throw .tooLarge
            }
            steps.append(.change(step))
        }
        guard steps.isEmpty || journal.canAccept else { throw .invalid(FileReport.noRoomYet) }
        do throws(RulesInForce.Refusal) {
            _ = try campaign.rulesInForce.changed(edit.favourable + edit.neutral)
        } catch {
            if case .invalid(let problem) = error { throw .invalid(problem) }
            throw .adverse(edit.favourable.map(\.pointer))
        }
        return steps
    }

    private func extensionStep(
        _ changes: [RulesChange], _ document: JSON, in campaign: RunningCampaign
    ) throws(AmendmentRefusal) -> AmendmentStep {
        guard changes.contains(where: { $0.pointer == "/closes" }) else { throw .untimely(.extendEarlier) }
        guard case .success(let loaded) = loadCampaign(bytes: document.canonicalBytes(), organiser: nil) else {
            preconditionFailure("an edited file was loaded before")
        }
        return .extend(
            closes: loaded.campaign.closes,
            sources: campaign.announced.sources(of: loaded.campaign).map(\.source.text), edit: changes)
    }
}
