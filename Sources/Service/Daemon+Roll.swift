import Campaigns
import Engine
import JSON

/// A call of `roll.add` whose file is being read.
struct RollCall {
    /// The campaign's number.
    let campaign: Int
    /// How many people it had when the reading began.
    let people: Int
    let address: ReplyAddress
    /// Nil where nobody wants an answer.
    let id: [UInt8]?
    let language: Language
}

extension Daemon {
    /// `roll.add`: adds whoever is new in the campaign's roll file.
    ///
    /// The file is read in the background, where a city's roll takes its seconds; all that could be refused is asked before
    /// and again after it.
    func addToRoll(_ parameters: Parameters, _ address: ReplyAddress) throws(CallError) {
        let campaign = try campaign(parameters)
        try requireRollToGrow(campaign)
        guard let folder = campaignsFolder, let path = campaign.rules.rollPath else {
            preconditionFailure("campaigns came from a folder, and with a roll")
        }
        guard address.peer.waitingCount < Self.mostWaiting else { throw CallError(Refusal(.overloaded)) }
        address.wait()
        let number = exportCount
        exportCount += 1
        rollCalls[number] = RollCall(
            campaign: campaign.number, people: campaign.roll.count, address: address,
            id: parameters.call.id == nil ? nil : parameters.call.idBytes, language: parameters.call.language)
        let reading = RollReading(
            folder: folder, path: path, keys: campaign.announced.keys, masking: campaign.announced.masking,
            parts: campaign.erasures.parts.map(\.file), filter: campaign.announced.filter)
        background {
            let outcome = reading.read()
            return { daemon in daemon.addToRoll(number, outcome) }
        }
    }

    private func requireRollToGrow(_ campaign: RunningCampaign) throws(CallError) {
        if let refusal = barred { throw CallError(refusal) }
        do throws(Untimely) {
            try campaign.state.requireRollToGrow(at: tick)
        } catch {
            throw CallError(error)
        }
    }

    /// Goes on when the file was read; meanwhile the campaign may have changed, or be gone.
    private func addToRoll(_ number: Int, _ outcome: Result<RollStep, RollRefusal>) {
        guard let call = rollCalls.removeValue(forKey: number) else { return }
        defer { call.address.arrived() }
        let isOpen = call.address.peer.isOpen
        if isOpen { touch(call.address.peer) }
        do throws(CallError) {
            let result = try logAddition(call, outcome)
            guard let id = call.id, isOpen else { return }
            call.address.write(result: result, id: id)
        } catch {
            guard let id = call.id, isOpen else { return }
            call.address.write(error: error, id: id, language: call.language)
        }
    }

    private func logAddition(
        _ call: RollCall, _ outcome: Result<RollStep, RollRefusal>
    ) throws(CallError) -> JSON {
        guard let campaign = campaigns.first(where: { $0.number == call.campaign }) else { throw .retired }
        try requireRollToGrow(campaign)
        let step: RollStep
        do throws(RollRefusal) { step = try outcome.get() } catch { throw CallError(error) }
        // Two calls that read the same file: the second finds nothing new any more.
        guard campaign.roll.count == call.people else { throw CallError(RollRefusal.unchanged) }
        let index: Int
        do throws(AmendmentRefusal) { index = try make(.roll(step), in: campaign) } catch { throw CallError(error) }
        let added = campaign.roll.count - call.people
        // What the folder's roll is beside the one in force is another thing now.
        campaign.file.map { fileSights[$0] = nil }
        log(
            BilingualText(
                zh: "roll.add：\(campaign.id) 的名册增加了 \(added) 人，共 \(campaign.roll.count) 人",
                en: "roll.add: \(added) added to the roll of \(campaign.id), \(campaign.roll.count) in all"))
        return [
            "index": .integer(Int64(index)), "added": .integer(Int64(added)),
            "count": .integer(Int64(campaign.roll.count)), "root": .string(step.roll.digest.hex),
        ]
    }
}

extension CallError {
    init(_ refusal: RollRefusal) {
        switch refusal {
        case .missing(let text): self.init(.notNow, "roll.missing", zh: text.zh, en: text.text(.en))
        case .invalid(let text): self.init(.notNow, "roll.invalid", zh: text.zh, en: text.text(.en))
        case .adverse(let text): self.init(.notNow, "roll.adverse", zh: text.zh, en: text.text(.en))
        case .unchanged:
            self.init(
                .notNow, "roll.unchanged", zh: "名册已经生效，没有要增加的人",
                en: "the roll is already in force: nobody in it is new")
        case .tooLarge:
            self.init(
                .notNow, "roll.size", zh: "一次增加的名册行超过 1 MiB，请分几次",
                en: "more than 1 MiB of new rows in one amendment: add them in several calls")
        }
    }
}
