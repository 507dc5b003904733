import Campaigns
import Engine
import JSON
import Proofs

/// The control methods around a draw's randomness.
extension Daemon {
    /// `randomness`: takes the value of a source that somebody else has: drawn in public, revealed by a second party, or
    /// a beacon's round.
    func randomness(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let phase = try parameters.phase(of: campaign)
        try requireNotAhead(campaign)
        let sources = campaign.state.sources(ofPhase: phase)
        let place = try SourceName(parameters).place(in: sources)
        let value = try value(of: sources[place], parameters)
        let index = campaign.state.leafCount
        try take(value, source: place, phase: phase, of: campaign)
        return ["index": .integer(Int64(index)), "source": .integer(Int64(place + 1)), "value": .string(value.text)]
    }

    /// What a call gives as the value of a source that somebody else has, held against the source.
    func value(of source: Campaign.RandomnessSource, _ parameters: Parameters) throws(CallError) -> SourceValue {
        switch source {
        case .commit: throw CallError(.sourceOwn)
        case .public(_, let form, _): SourceValue(text: try publicValue(parameters, form))
        case .reveal(let reveal): SourceValue(text: try revealed(parameters, reveal))
        case .drand(let round): try beaconValue(parameters, round)
        }
    }

    /// `void`: says in the log that randomness never came, once its time is over.
    func void(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let phase = try parameters.phase(of: campaign)
        try requireNotAhead(campaign)
        let index = campaign.state.leafCount
        do throws(Untimely) {
            let record = try campaign.void(phase: phase, at: tick)
            stage(step: .void(phase: phase), record: record.bytes, of: campaign)
        } catch {
            throw CallError(error, of: campaign, phase: phase, at: tick)
        }
        return ["index": .integer(Int64(index)), "reason": .string(VoidRecord.missingRandomness)]
    }

    private func publicValue(_ parameters: Parameters, _ form: PublicForm) throws(CallError) -> String {
        switch form.normalise(try parameters.string("value")) {
        case .success(let canonical): return canonical
        case .failure(let problem):
            throw CallError(.params, "value.form", zh: problem.message.zh, en: problem.message.text(.en))
        }
    }

    /// A second party's number is the one that it committed to, or nothing.
    private func revealed(_ parameters: Parameters, _ reveal: Campaign.Reveal) throws(CallError) -> String {
        let number = try digest(parameters)
        guard SHA256.hash(number.bytes).hex == reveal.commitment else {
            throw CallError(
                .params, "value.preimage", zh: "\(reveal.party) 承诺的不是这个数：它的 SHA-256 不是 \(reveal.commitment)",
                en: "\(reveal.party) committed to another number: the SHA-256 of this one is not \(reveal.commitment)")
        }
        return number.hex
    }

    /// A round is that of the charter, its value the SHA-256 of the signature given with it, and the signature the
    /// beacon's. What comes before its time can't be genuine, and is told the time instead.
    private func beaconValue(_ parameters: Parameters, _ round: Int64) throws(CallError) -> SourceValue {
        if let given = try parameters.optionalInteger("round"), given != round {
            throw CallError(
                .params, "value.round", zh: "章程里的信标轮次是 \(round)，收到 \(given)",
                en: "the charter's round is \(round), got \(given)")
        }
        let number = try digest(parameters)
        let text = try parameters.string("signature")
        guard let signature = Hex.decode(text), let beacon = Beacon(round: round, signature: signature) else {
            throw CallError(
                .params, "value.form", zh: "signature 应为 96 位小写十六进制数字（48 字节）",
                en: "\"signature\" is 96 hex digits in lower case (48 bytes)")
        }
        guard beacon.value == number else {
            throw CallError(
                .params, "value.digest", zh: "value 不是 signature 的 SHA-256",
                en: "\"value\" is not the SHA-256 of \"signature\"")
        }
        if tick >= Quicknet.time(of: round) { try requireGenuine(beacon) }
        return SourceValue(text: number.hex, signature: text)
    }

    private func requireGenuine(_ beacon: Beacon) throws(CallError) {
        do throws(BeaconFlaw) {
            try settings.beaconKey.check(beacon)
        } catch {
            throw CallError(
                .params, "value.signature", zh: "第 \(beacon.round) 轮的 signature \(error.text.zh)",
                en: "\"signature\" of round \(beacon.round) \(error.text.en)")
        }
    }

    private func digest(_ parameters: Parameters) throws(CallError) -> Digest {
        guard let number = Digest(hex: try parameters.string("value")) else {
            throw CallError(
                .params, "value.form", zh: "value 应为 64 位小写十六进制数字", en: "\"value\" is 64 hex digits in lower case")
        }
        return number
    }

    /// Logs a value, and has a head signed over it without delay: it counts from when a head covers it.
    func take(_ value: SourceValue, source: Int, phase: Int, of campaign: RunningCampaign) throws(CallError) {
        do throws(Untimely) {
            let record = try campaign.state.take(
                value: value.text, signature: value.signature, source: source, phase: phase, at: tick)
            stage(
                step: .value(source: source, value: value.text, signature: value.signature ?? "", phase: phase),
                record: record.bytes, of: campaign)
            campaign.wantsHead = true
        } catch {
            throw CallError(error, of: campaign, phase: phase, source: source, at: tick)
        }
    }

    /// Logs the daemon's own number right after the closing; where the closing came too late, there is nothing to log.
    func takeOwn(of campaign: RunningCampaign, phase: Int) {
        let value = SourceValue(text: campaign.announced.ownValue(ofPhase: phase).hex)
        for (place, source) in campaign.state.sources(ofPhase: phase).enumerated() where source == .commit {
            try? take(value, source: place, phase: phase, of: campaign)
        }
    }
}

/// The value of a source of randomness in its canonical form.
struct SourceValue {
    let text: String
    /// Of a beacon's round: its signature in hex, whose SHA-256 the value is.
    var signature: String?
}

/// How a call names a source: by its number in the charter, by the name of who draws it, by the party, or by the round.
private struct SourceName {
    let number: Int64?
    let name: String?
    let party: String?
    let round: Int64?

    init(_ parameters: Parameters) throws(CallError) {
        party = try parameters.optionalString("party")
        round = try parameters.optionalInteger("round")
        guard let node = parameters.node("source") else {
            (number, name) = (nil, nil)
            guard party != nil || round != nil else {
                throw .params("缺少参数 source、party 或 round", "one of the parameters source, party and round is missing")
            }
            return
        }
        if parameters.call.line.nodes[node].kind == .string {
            (number, name) = (nil, try parameters.string("source"))
        } else {
            (number, name) = (try parameters.optionalInteger("source"), nil)
        }
    }

    func place(in sources: [Campaign.RandomnessSource]) throws(CallError) -> Int {
        if let number {
            guard sources.indices.contains(Int(number) - 1) else { throw CallError(.sourceUnknown) }
            return Int(number) - 1
        }
        let found = sources.firstIndex { source in
            switch source {
            case .commit: false
            case .public(let known, _, _): known == name
            case .reveal(let reveal): name == nil && reveal.party == party
            case .drand(let known): name == nil && party == nil && known == round
            }
        }
        if let found { return found }
        // A round that is none of the charter's is told as such, where there is but one to be.
        let beacons = sources.indices.filter { sources[$0].isDrand }
        guard name == nil, party == nil, beacons.count == 1 else { throw CallError(.sourceUnknown) }
        return beacons[0]
    }
}
