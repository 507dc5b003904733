import Foundation
import JSON

extension CampaignBuilder {
    struct Times {
        var zoneName: String
        var zone: TimeZone
        var announces: Int64
        var opens: Int64
        var closes: Int64
        var review: Int64
        var disputes: Int64
    }

    /// Before `opens`, where the file has no `announces`.
    private static let defaultNotice: Int64 = 10 * 60_000
    /// What witnesses need to follow the registry and sign leaf 0.
    private static let witnessNotice: Int64 = 3_600_000
    private static let shortestDisputes: Int64 = 86_400_000
    static let defaultDisputes: Int64 = 168 * 3_600_000
    /// A longer campaign is a slip of the pen; its days would be counted one by one.
    private static let longestDays: Int64 = 3660

    /// The times, where they are all readable and in order.
    mutating func times() -> Times? {
        guard let (zoneName, zone) = zone, let opens = root["opens"]?.time, let closesPlace = root["closes"],
            let closes = closesPlace.time
        else { return nil }
        let announces = root["announces"].map(\.time) ?? max(0, opens - CampaignBuilder.defaultNotice)
        let review = root["review"].map(\.duration) ?? 0
        let disputes = root["disputes"].map(\.duration) ?? CampaignBuilder.defaultDisputes
        if let place = root["announces"], let announces, announces > opens {
            problems.error(
                place, zh: "公布时间（announces）不能晚于开始时间（opens）", en: "\"announces\" must not be later than \"opens\"")
        }
        guard opens < closes else {
            problems.error(
                closesPlace, zh: "截止时间（closes）须晚于开始时间（opens）", en: "\"closes\" must be later than \"opens\"")
            return nil
        }
        guard closes - opens <= CampaignBuilder.longestDays * 86_400_000 else {
            problems.error(
                closesPlace, zh: "活动最长 \(CampaignBuilder.longestDays) 天",
                en: "a campaign is open for at most \(CampaignBuilder.longestDays) days")
            return nil
        }
        guard let announces, let review, let disputes else { return nil }
        warnOfHaste(announces: announces, opens: opens, disputes: disputes)
        return Times(
            zoneName: zoneName, zone: zone, announces: announces, opens: opens, closes: closes, review: review,
            disputes: disputes)
    }

    /// Times that are allowed and that somebody will rue.
    private mutating func warnOfHaste(announces: Int64, opens: Int64, disputes: Int64) {
        if root["witnesses"]?.value.string == "required",
            (0..<CampaignBuilder.witnessNotice).contains(opens - announces)
        {
            problems.warning(
                root["announces"] ?? root["witnesses"] ?? root, zh: "公布（announces）到开始不足一小时，见证人可能来不及签名",
                en: "less than an hour from \"announces\" to \"opens\": witnesses may not sign in time")
        }
        if let place = root["disputes"], disputes < CampaignBuilder.shortestDisputes {
            problems.warning(
                place, zh: "异议期短于一天：抹去个人内容后，异议无从查证",
                en: "less than a day for disputes: once somebody is erased, nothing of theirs can be looked up")
        }
    }

    private var zone: (name: String, zone: TimeZone)? {
        let name = root["zone"].map { $0.string(.zone) } ?? DayStarts.defaultZoneName
        guard let name, let zone = DayStarts.zone(named: name) else { return nil }
        return (name, zone)
    }
}
