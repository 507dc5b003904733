import Campaigns
import Engine
import JSON

extension Daemon {
    /// `works`: the works in the order in which this viewer sees them, with the person's ballot of today.
    func works(_ parameters: Parameters, _ peer: Peer) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        guard let works = campaign.rules.works else { throw .worksMissing }
        let person = try viewer(parameters, in: campaign, peer)
        var members = [
            JSON.Member(
                "works", .array(campaign.state.worksShown(to: person).map { workJSON(works.entries[$0]) }))
        ]
        if let ballots = campaign.state.contest?.ballots {
            let choice = ballots.choice(of: person, day: campaign.state.rules.day(of: tick))
            members.append(
                JSON.Member(
                    "ballot",
                    .object(choice.map { JSON.Member(works.entries[$0.work].id, .integer(Int64($0.points))) })))
        }
        if let own = campaign.state.collected?.works(of: person) {
            members.append(JSON.Member("own", .array(own.map(\.json))))
        }
        return .object(members)
    }

    private func workJSON(_ work: Campaign.Work) -> JSON {
        var members = [JSON.Member("id", .string(work.id)), JSON.Member("title", JSON(work.title))]
        work.author.map { members.append(JSON.Member("author", JSON($0))) }
        work.unit.map { members.append(JSON.Member("unit", JSON($0))) }
        work.link.map { members.append(JSON.Member("link", .string($0))) }
        work.about.map { members.append(JSON.Member("about", JSON($0))) }
        return .object(members)
    }
}

extension Parameters {
    /// The place of the work that a call names.
    func work(in campaign: RunningCampaign) throws(CallError) -> Int {
        guard let works = campaign.rules.works else { throw .worksMissing }
        let name = try name("work")
        guard let place = campaign.workPlaces[String(decoding: name, as: UTF8.self)] else {
            throw CallError(
                .notFound, "work.unknown", zh: "没有这件作品：\(String(decoding: name, as: UTF8.self))",
                en: "there is no such work: \(String(decoding: name, as: UTF8.self))")
        }
        precondition(works.entries.indices.contains(place), "a work of the file")
        return place
    }
}

extension CallError {
    static var worksMissing: CallError {
        CallError(.notFound, "works.missing", zh: "这个活动没有作品", en: "the campaign has no works")
    }
}
