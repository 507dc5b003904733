import Campaigns
import JSON

/// What happens to prizes after the draw, in the demo.
extension DemoAct {
    /// Almost all winners claim, one declines, one lets the time run out; two alternates follow and claim, the log ends,
    /// and the bundle is exported again.
    ///
    /// - Returns: Whether prizes are claimed here at all.
    func settle(_ winners: [JSONValue]) throws -> Bool {
        guard let within = campaign.prizes.claimWithin, winners.count > 2 else { return false }
        let holders = try winners.map { try person(ofEntry: $0.count("index")) }
        var claimedAt = 0
        for person in holders.dropLast(2) { claimedAt = try claim(person).count("at_ms") }
        try stage.require("a claim asked again", try claim(holders[0])["replayed"]?.bool ?? false, is: true)
        try stage.requireRefusal("claim.claimed", "claim", params(holders[0], key: "another"))
        try stage.control("decline", params(holders[holders.count - 2]))
        stage.tell(
            "领奖：\(holders.count - 2) 人领取，1 人放弃，候补第 1 名随即递补",
            "\(holders.count - 2) winners claim, one declines: the first alternate follows at once")
        try claim(try holderOfOpenPrize(besides: holders))
        try stage.moveClock(to: Int64(claimedAt) + within)
        try stage.requireRefusal("claim.late", "claim", params(holders[holders.count - 1]))
        let second = try holderOfOpenPrize(besides: holders)
        let lastClaim = try claim(second).count("at_ms")
        stage.tell("一人逾期未领：候补第 2 名递补并领取", "one lets the time run out: the second alternate follows and claims")
        // The clock goes on while it is being asked to.
        let minute: Int64 = 60_000
        try stage.moveClock(to: max(Int64(lastClaim), Int64(claimedAt) + campaign.disputes) + minute)
        try stage.require("the phase", try stage.phase(of: campaign.id), is: "final")
        return true
    }

    @discardableResult
    private func claim(_ person: String) throws -> JSONValue {
        try stage.control("claim", params(person))
    }

    private func params(_ person: String, key: String = "prize") -> JSON {
        stage.campaignParams(
            campaign.id, [.init("participant", .string(person)), .init("key", .string(key))])
    }

    /// The alternate who has just followed: nobody else has a prize to claim.
    private func holderOfOpenPrize(besides holders: [String]) throws -> String {
        for person in Set(acknowledged.map(\.participant)).subtracting(holders).sorted() {
            let params = stage.campaignParams(campaign.id, [.init("participant", .string(person))])
            if try stage.control("result", params)["outcome"]?.text("prize") == "open" { return person }
        }
        throw CommandFailure(
            both("没有人递补", "nobody has followed as an alternate"), at: stage.directory)
    }

    private func person(ofEntry index: Int) throws -> String {
        guard let entry = acknowledged.first(where: { $0.index == index }) else {
            throw CommandFailure(
                both("第 \(index) 条中了奖，却没有人收到过它", "entry \(index) has won, and nobody was told of it"),
                at: stage.directory)
        }
        return entry.participant
    }
}
