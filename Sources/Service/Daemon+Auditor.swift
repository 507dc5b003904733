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
        guard case .drawn(_, let drawing) = campaign.state.stage else {
            throw CallError(.notNow, "draw.missing", zh: "还没有开奖", en: "there is no draw yet")
        }
        let winners = drawing.walk.everyWinner(
            atOnce: campaign.state.hits, followed: campaign.state.claims?.followed ?? [])
        let file = campaign.auditorFile(of: winners, seed: drawing.walk.seed, sample: Int(sample))
        // Who may read it is decided by whoever holds the control socket; that it was read should be noticed.
        let count = file.winners.count + file.people.count
        log(
            BilingualText(
                zh: "auditor.file：交出了 \(campaign.id) 里 \(count) 人的编号",
                en: "auditor.file: ids of \(count) people of \(campaign.id) were handed out"))
        return [
            "file": .string(file.text), "sample": .integer(Int64(file.people.count)),
            "winners": .integer(Int64(file.winners.count)),
        ]
    }
}

extension RunningCampaign {
    /// Whoever was erased is in no sample: nobody has their id any more.
    fileprivate func auditorFile(of winners: [Pseudonym], seed: Digest, sample: Int) -> AuditorFile {
        let places = roll.places()
        let left = pseudonyms.indices.filter { !erasures.places.contains($0) }
        let chosen = Tickets(seed: seed).sample(sample, of: left.map { pseudonyms[$0] }).map { left[$0] }
        return AuditorFile(
            origin: announced.origin, seed: seed, sample: sample,
            winners: winners.compactMap { places[$0] }.map(opened), people: chosen.map(opened))
    }

    private func opened(_ place: Int) -> AuditorFile.Person {
        let id = roll.id(place)
        return AuditorFile.Person(
            pseudonym: pseudonyms[place], salt: announced.keys.identitySalt(of: id), id: id)
    }
}
