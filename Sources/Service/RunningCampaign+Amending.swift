import Campaigns
import Durability
import Engine
import JSON
import Proofs

/// Why an amendment is not made; nothing has changed.
enum AmendmentRefusal: Error, Equatable {
    /// The campaign's stage does not allow it.
    case untimely(Untimely)
    /// Values that may not change, or not so, by their pointers.
    case adverse([String])
    /// With it the rules would not be valid any more.
    case invalid(BilingualText)
    /// Its record or its secret would be larger than a leaf may be.
    case tooLarge
    /// What is due is not logged yet.
    case busy(Refusal)

    var message: BilingualText {
        switch self {
        case .untimely(let untimely): return untimely.message
        case .adverse(let pointers):
            let listed = pointers.prefix(10).joined(separator: " ") + (pointers.count > 10 ? " …" : "")
            return BilingualText(
                zh: "公布之后不能这样改：\(listed)；仍按原规则进行",
                en: "may not change so after announcing: \(listed); the rules in force stay")
        case .invalid(let problem):
            return BilingualText(
                zh: "改后的规则无效：\(problem.zh)", en: "the changed rules are not valid: \(problem.text(.en))")
        case .busy(let refusal): return refusal.reason.message
        case .tooLarge:
            return BilingualText(zh: "一次变更超过 32 KiB，请分几次", en: "more than 32 KiB in one amendment: make several")
        }
    }
}

/// Gives the payload of a frame by its place.
typealias PayloadSource = (FrameLocation) throws -> [UInt8]

extension RunningCampaign {
    /// Makes an amendment, the same at a restart.
    func amend(
        _ step: AmendmentStep, at tick: Int64, reading: PayloadSource
    ) throws(AmendmentRefusal) -> Amendment {
        switch step {
        case .pause(let reason): return try timely { () throws(Untimely) in try state.pause(reason: reason, at: tick) }
        case .resume(let reason):
            return try timely { () throws(Untimely) in try state.resume(reason: reason, at: tick) }
        case .voidEntry(let index, let reason):
            return try withoutActuallyEscaping(reading) { reading throws(AmendmentRefusal) in
                try timely { () throws(Untimely) in
                    try state.voidEntry(index: index, reason: reason, at: tick) { act(of: $0, reading) }
                }
            }
        case .extend(let closes, let sources, let edit):
            return try extend(closes: closes, sources: sources, edit: edit, at: tick)
        case .change(let step): return try change(step, at: tick, reading: reading)
        case .roll(let step): return try add(step, at: tick)
        case .score(let step): return try score(step, at: tick)
        case .review(let work, let isAccepted, let reason):
            let record = try timely { () throws(Untimely) in
                try state.review(work: work, isAccepted: isAccepted, reason: reason, at: tick)
            }
            noteWorks()
            return record
        }
    }

    private func timely(_ body: () throws(Untimely) -> Amendment) throws(AmendmentRefusal) -> Amendment {
        do throws(Untimely) { return try body() } catch { throw .untimely(error) }
    }

    private func extend(
        closes: Int64, sources: [String], edit: [RulesChange], at tick: Int64
    ) throws(AmendmentRefusal) -> Amendment {
        guard rules.days.isEmpty else { throw .untimely(.extendDaily) }
        let times = sources.map { RandomnessSource($0).map(RulesInForce.SourceTime.init) ?? .none }
        guard closes > state.intakeEnds else { throw .untimely(.extendEarlier) }
        // The engine asks for this too; asked here, the loader does not refuse it in its own words.
        guard times.allSatisfy({ $0.instant.map { $0 > closes + rules.review } ?? true }) else {
            throw .untimely(.extendSources)
        }
        let changed = try changed(rulesInForce.extensionChanges(closes: closes, times: times))
        let record = try timely { () throws(Untimely) in
            try state.extend(to: changed.campaign, sources: sources, at: tick)
        }
        rulesInForce = changed
        accept(edit, at: tick)
        return record
    }

    private func change(
        _ step: ChangeStep, at tick: Int64, reading: PayloadSource
    ) throws(AmendmentRefusal) -> Amendment {
        let adverse = step.changes.filter { !allows($0, step.sort) }
        guard adverse.isEmpty else { throw .adverse(adverse.map(\.pointer)) }
        let changed = try changed(step.changes)
        let opening = step.secretOpening
        guard JSON.array(step.open.map(\.json)).canonicalBytes().count <= Opening.mostBodyBytes,
            opening?.body.count ?? 0 <= Opening.mostBodyBytes
        else { throw .tooLarge }
        let amendment = RulesAmendment(
            sort: step.sort, changes: step.open, secret: opening?.commitment, reason: step.reason,
            campaign: changed.campaign)
        let index = state.leafCount
        let record = try withoutActuallyEscaping(reading) { reading throws(AmendmentRefusal) in
            try timely { () throws(Untimely) in
                try state.change(amendment, at: tick) { act(of: $0, reading) }
            }
        }
        rulesInForce = changed
        if step.isFromFile { accept(step.changes, at: tick) }
        if let opening { secretAmendments.append((index, opening)) }
        return record
    }

    /// The file was edited, too; its bytes are known to whoever read it.
    private func accept(_ edit: [RulesChange], at tick: Int64) {
        guard !edit.isEmpty else { return }
        acceptedAt = tick
        acceptedDocument = RulesChange.put(edit, into: acceptedDocument)
        acceptedFile = acceptedDocument.canonicalBytes()
    }

    private func allows(_ change: RulesChange, _ sort: RulesAmendment.Sort) -> Bool {
        switch sort {
        case .regrade: AmendableRules.isRegradable(change.pointer)
        case .favourable: AmendableRules.allows(change, as: .favourable, inForce: rulesInForce.document)
        case .neutral: AmendableRules.allows(change, as: .neutral, inForce: rulesInForce.document)
        }
    }

    private func changed(_ changes: [RulesChange]) throws(AmendmentRefusal) -> RulesInForce {
        do throws(RulesInForce.Refusal) {
            return try rulesInForce.changed(changes)
        } catch {
            switch error {
            case .nowhere(let pointer): throw .adverse([pointer])
            case .invalid(let problem): throw .invalid(problem)
            }
        }
    }

    /// What an entry was, read back from its frame. An accepted entry that can't be read again is damage to the
    /// journal, which nothing may be decided on.
    private func act(of leaf: Int, _ reading: PayloadSource) -> Act {
        do {
            return try act(in: try reading(log.locations[leaf]))
        } catch {
            preconditionFailure("entry \(leaf) of \(id) can't be read back: \(error)")
        }
    }

    private func act(in payload: [UInt8]) throws -> Act {
        var tape = JSONTape()
        return try payload.withUnsafeBytes { bytes in
            let opening = try EntryPayload(reading: bytes).opening
            let body = UnsafeRawBufferPointer(rebasing: opening[EntryPayload.nonceSize...])
                .assumingMemoryBound(to: UInt8.self)
            try tape.read(body)
            knowWorks()
            guard let act = tape.withUnsafeNodes({ actReader.read(Line(bytes: body, nodes: $0)) }) else {
                throw PayloadError(what: "has a body that does not fit \(id)")
            }
            return act
        }
    }
}

extension RulesInForce.SourceTime {
    init(_ source: RandomnessSource) {
        switch source {
        case .commit, .reveal: self = .none
        case .publicNumber(_, _, let available): self = .at(available)
        case .drand(let round): self = .round(round)
        }
    }

    /// When the value can first be known.
    var instant: Int64? {
        switch self {
        case .none: nil
        case .at(let instant): instant
        case .round(let round): RandomnessSource.drand(round: round).available
        }
    }
}

extension RulesInForce {
    /// The public rules as a value.
    var publicRulesJSON: JSON {
        guard let document = try? JSONDocument(bytes: publicRules), let rules = JSON(document.root) else {
            preconditionFailure("the public rules are canonical JSON")
        }
        return rules
    }
}
