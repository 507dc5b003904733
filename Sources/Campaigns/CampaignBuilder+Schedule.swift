import Foundation
import JSON

extension CampaignBuilder {
    struct Schedule {
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
    static let defaultDisputes: Int64 = 168 * 3_600_000
    /// A longer campaign is a slip of the pen; its days would be counted one by one.
    private static let longestDays: Int64 = 3660

    /// The times, where they are all readable and in order.
    mutating func schedule() -> Schedule? {
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
        return Schedule(
            zoneName: zoneName, zone: zone, announces: announces, opens: opens, closes: closes, review: review,
            disputes: disputes)
    }

    private var zone: (name: String, zone: TimeZone)? {
        let name = root["zone"].map { $0.string(.zone) } ?? DayStarts.defaultZoneName
        guard let name, let zone = DayStarts.zone(named: name) else { return nil }
        return (name, zone)
    }

    /// The sources in the file's order, or the daemon's own number where there are none.
    mutating func randomness(after schedule: Schedule?) -> [Campaign.RandomnessSource] {
        let places = root["randomness"]?.elements ?? []
        checkUnique(places.map { $0["name"] }, .sourceName)
        var sources: [Campaign.RandomnessSource] = []
        for place in places {
            switch place["source"]?.value.string {
            case "commit":
                if sources.contains(.commit) {
                    problems.error(place, zh: "已经有一个 \"commit\" 来源", en: "there is a source \"commit\" already")
                }
                sources.append(.commit)
            case "public":
                if let source = publicSource(place, after: schedule) { sources.append(source) }
            default:
                break
            }
        }
        if root["randomness"] == nil { sources = [.commit] }
        if sources.count == max(1, places.count) { warnOfGrade(sources) }
        return sources
    }

    private mutating func publicSource(
        _ place: CampaignPlace, after schedule: Schedule?
    ) -> Campaign.RandomnessSource? {
        guard let name = place["name"]?.string(.sourceName), let form = place["form"]?.publicForm, let at = place["at"],
            let availableAt = at.time
        else { return nil }
        if let schedule, availableAt <= schedule.closes + schedule.review {
            let closing = Instant.text(schedule.closes + schedule.review, zone: schedule.zone)
            problems.error(
                at, zh: "公开号码须晚于截止加复核期，即晚于 \(closing)",
                en: "a public number must be later than \"closes\" and \"review\", which is \(closing)")
        }
        return .public(name: name, form: form, availableAt: availableAt)
    }

    /// Says what the draw can prove at most, before anything can no longer be changed.
    private mutating func warnOfGrade(_ sources: [Campaign.RandomnessSource]) {
        let place = root["randomness"] ?? root
        let forms = sources.compactMap { source -> PublicForm? in
            guard case .public(_, let form, _) = source else { return nil }
            return form
        }
        if forms.isEmpty {
            problems.warning(
                place, zh: "随机数只来自主办方自己的机器：证据等级为 G0",
                en: "the only randomness is the daemon's own number: the evidence grade will be G0")
        } else if !OutcomeCount.product(of: forms).reaches64Bits {
            problems.warning(
                place, zh: "公开号码合计不足 2^64 种可能：证据等级最高为 G1",
                en: "the public numbers have fewer than 2^64 outcomes: the evidence grade will be G1 at most")
        }
    }
}
