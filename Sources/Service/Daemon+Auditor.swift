import Durability
import Engine
import JSON
import Proofs

extension Daemon {
    /// `auditor.file`: the ids of the winners and of the people whom the seed chose, for the auditor alone.
    func auditorFile(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let sample = try parameters.optionalInteger("sample") ?? Int64(AuditorFile.usualSample)
        let sizes = AuditorFile.sampleSizes
        guard sizes.contains(Int(sample)) else {
            throw .params(
                "sample 应为 \(sizes.lowerBound)–\(sizes.upperBound)",
                "sample is a number from \(sizes.lowerBound) to \(sizes.upperBound)")
        }
        let winners = try winners(of: campaign)
        let file = campaign.auditorFile(
            of: winners, seed: campaign.state.drawing?.walk.seed, sample: Int(sample))
        // Who may read it is decided by whoever holds the control socket; that it was read should be noticed.
        let count = file.winners.count + file.people.count
        log(
            BilingualText(
                zh: "auditor.file：交出了 \(campaign.id) 里 \(count) 人的编号",
                en: "auditor.file: ids of \(count) people of \(campaign.id) were handed out"))
        return [
            "file": .string(file.text), "private": .bool(!campaign.concealed.isEmpty),
            "sample": .integer(Int64(file.people.count)),
            "winners": .integer(Int64(file.winners.count)),
        ]
    }
}

extension Daemon {
    /// Leaves whose private fields one answer has at most.
    private static let mostLeavesOpened = 256

    /// `auditor.private`: what private fields of entries and claims hold, as lines of the auditor's file, some leaves at a
    /// time.
    func auditorPrivate(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let from = try parameters.optionalInteger("from") ?? 0
        guard campaign.state.outcome != nil else { throw CallError(Untimely.undrawn) }
        if from == 0 {
            log(
                BilingualText(
                    zh: "auditor.private：交出了 \(campaign.id) 的不公开登记项",
                    en: "auditor.private: private fields of \(campaign.id) were handed out"))
        }
        let frames = campaign.concealed.drop { $0.leaf < from }
        var lines = ""
        for frame in frames.prefix(Self.mostLeavesOpened) {
            for value in try concealed(at: frame.location) { lines += value.line(leaf: frame.leaf) + "\n" }
        }
        var members = [JSON.Member("lines", .string(lines))]
        if let next = frames.dropFirst(Self.mostLeavesOpened).first {
            members.append(JSON.Member("next", .integer(Int64(next.leaf))))
        }
        return .object(members)
    }

    private func concealed(at location: FrameLocation) throws(CallError) -> [PrivateValue] {
        do {
            let values = try PrivateFields(reading: try journal.payload(at: location)).values ?? []
            return values.sorted { $0.pointer.utf8.lexicographicallyPrecedes($1.pointer.utf8) }
        } catch {
            throw CallError(.internal, "journal", zh: "日志读不出来", en: "the journal can't be read")
        }
    }

    /// Everybody who won; without a draw those who won at once, of whom there must be some.
    private func winners(of campaign: RunningCampaign) throws(CallError) -> [Pseudonym] {
        let state = campaign.state
        guard state.outcome != nil else { throw CallError(Untimely.undrawn) }
        guard state.drawing == nil else {
            var winners: [Pseudonym] = []
            var seen: Set<Pseudonym> = []
            for (phase, drawing) in state.drawings {
                let followed = state.claims(ofPhase: phase)?.followed ?? []
                for winner in drawing.walk.everyWinner(atOnce: state.hits, followed: followed)
                where seen.insert(winner).inserted {
                    winners.append(winner)
                }
            }
            return winners
        }
        guard !state.hits.winners.isEmpty || !campaign.concealed.isEmpty else { throw CallError(Untimely.voided) }
        return state.hits.winners
    }
}

extension RunningCampaign {
    /// Whoever was erased is in no sample: nobody has their id any more.
    ///
    /// - Parameter seed: What chooses the sample; nil without a draw, and then there is none.
    fileprivate func auditorFile(of winners: [Pseudonym], seed: Digest?, sample: Int) -> AuditorFile {
        let places = roll.places()
        let left = pseudonyms.indices.filter { !erasures.places.contains($0) }
        let names = left.map { pseudonyms[$0] }
        let chosen = seed.map { Tickets(seed: $0).sample(sample, of: names) }?.map { left[$0] } ?? []
        return AuditorFile(
            origin: announced.origin, seed: seed, sample: seed == nil ? 0 : sample,
            winners: winners.compactMap { places[$0] }.map(opened), people: chosen.map(opened))
    }

    private func opened(_ place: Int) -> AuditorFile.Person {
        let id = roll.id(place)
        return AuditorFile.Person(
            pseudonym: pseudonyms[place], salt: announced.keys.identitySalt(of: id), id: id)
    }
}
