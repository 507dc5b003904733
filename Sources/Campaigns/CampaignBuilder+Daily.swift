import Foundation
import JSON

/// A closing and a draw for every day.
extension CampaignBuilder {
    /// Two days' review windows must not overlap, however the clocks are set between them.
    private static let longestReview: Int64 = 12 * 3_600_000

    /// The phases of a daily campaign; none where it is not daily, or where something is wrong.
    mutating func days(
        _ times: Times?, _ sources: [DeclaredRandomness], _ prizes: Campaign.Prizes?
    ) -> [DrawPhase] {
        guard let place = root["schedule"]?["daily"], place.bool == true else { return [] }
        checkDailyParts(place, prizes)
        guard let times else { return [] }
        if times.review > Self.longestReview, let review = root["review"] {
            problems.error(
                review, zh: "每日开奖时复核期最长 12 小时（\"12h\"）",
                en: "where every day has a draw, the review window is at most twelve hours (\"12h\")")
        }
        let starts = DayStarts.between(times.opens, times.closes, zone: times.zone)
        guard starts.count <= DrawPhase.mostDays else {
            problems.error(
                place, zh: "每日开奖的活动最多 \(DrawPhase.mostDays) 天，现有 \(starts.count) 天",
                en: "a campaign with a draw every day has at most \(DrawPhase.mostDays) days, and this one has "
                    + "\(starts.count)")
            return []
        }
        if let prizes { checkDailyBudget(prizes, days: starts.count) }
        for source in sources { checkDaily(source) }
        guard !problems.hasErrors else { return [] }
        return starts.indices.map { day in
            let end = day + 1 < starts.count ? starts[day + 1] : times.closes
            let found = sources.map { self.source($0, daysBefore: starts.count - 1 - day, endOfDay: end, times) }
            return DrawPhase(
                name: DrawPhase.name(ofDay: day), takes: max(starts[day], times.opens)..<end, randomness: found)
        }
    }

    /// What is won at once, by rank, or by being first knows no days.
    private mutating func checkDailyParts(_ place: CampaignPlace, _ prizes: Campaign.Prizes?) {
        if let kind, ![.riddle, .quiz, .raffle].contains(kind) {
            problems.error(
                place, zh: "只有竞猜、竞答和抽奖（riddle、quiz、raffle）可以每日开奖",
                en: "only a riddle, a quiz or a raffle has a draw every day")
        }
        guard let prizes else { return }
        if prizes.tiers.isEmpty || prizes.drawing != .final {
            problems.error(
                root["prizes"]?["draw"] ?? place, zh: "每日开奖须抽签发奖（\"draw\": \"final\"）",
                en: "where every day has a draw, prizes are drawn (\"draw\": \"final\")")
        }
        let parts = [
            root["prizes"]?["first"], root["ranking"], root["paper"]?["attempts"], root["vouchers"], root["merchants"],
        ]
        for part in parts.compactMap(\.self) {
            problems.error(part, zh: "每日开奖的活动没有这一项", en: "a campaign with a draw every day has no such part")
        }
    }

    /// Tiers are of each day.
    private mutating func checkDailyBudget(_ prizes: Campaign.Prizes, days: Int) {
        guard let budget = prizes.budget, let written = root["prizes"]?["budget"],
            !problems.hasErrors(under: written.pointer)
        else { return }
        var total: Int64 = 0
        for tier in prizes.tiers {
            let (worth, overflows) = tier.value.multipliedReportingOverflow(by: Int64(tier.count) * Int64(days))
            total = overflows || worth >= 1 << 53 ? 1 << 53 : total + worth
        }
        guard total > budget else { return }
        problems.error(
            written,
            zh: "\(days) 天的奖品总值 \(MoneyText.text(total)) 元，超过预算 \(MoneyText.text(budget)) 元",
            en: "the prizes of \(days) days are worth \(MoneyText.text(total)) yuan together, more than the budget of "
                + "\(MoneyText.text(budget))")
    }

    /// One number can't serve several days.
    private mutating func checkDaily(_ declared: DeclaredRandomness) {
        guard let place = declared.place else { return }
        switch declared.source {
        case .reveal:
            problems.error(
                place, zh: "每日开奖的活动不能有第二方的数：一个数不能用于几天",
                en: "a campaign with a draw every day has no second party's number: one number can't serve several days"
            )
        case .drand:
            guard let round = place["round"] else { return }
            problems.error(
                round, zh: "每日开奖须写 at（最后一天的时间），不能写轮次：一轮不能用于几天",
                en: "with a draw every day it is \"at\", the time on the last day: one round can't serve several days")
        case .commit, .public: break
        }
    }

    /// A source of an earlier day: at the same time of the clock so many days before the last one.
    private mutating func source(
        _ declared: DeclaredRandomness, daysBefore: Int, endOfDay end: Int64, _ times: Times
    ) -> Campaign.RandomnessSource {
        guard daysBefore > 0, let place = declared.place?["at"], let last = place.time else { return declared.source }
        guard let at = instant(daysBefore, before: last, times.zone) else {
            let name = Instant.text(last, zone: times.zone)
            guard !problems.hasErrors(under: place.pointer) else { return declared.source }
            problems.error(
                place, zh: "\(name) 这个钟点，在 \(daysBefore) 天之前不存在或有两次（时钟调整）",
                en:
                    "the time of day of \(name) is not there, or there twice, \(daysBefore) days before: the clocks change"
            )
            return declared.source
        }
        if at <= end + times.review, !problems.hasErrors(under: place.pointer) {
            let closing = Instant.text(end + times.review, zone: times.zone)
            problems.error(
                place, zh: "\(daysBefore) 天之前的号码须晚于当天的截止加复核期，即晚于 \(closing)",
                en:
                    "the number of \(daysBefore) days before must be later than that day's end and \"review\", which is "
                    + closing)
        }
        return switch declared.source {
        case .public(let name, let form, _): .public(name: name, form: form, availableAt: at)
        case .drand: .drand(round: Quicknet.firstRound(at: at))
        case .commit, .reveal: declared.source
        }
    }

    /// The instant at which a clock of the zone shows the same time so many days earlier; nil where none or two do.
    private func instant(_ days: Int, before last: Int64, _ zone: TimeZone) -> Int64? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        func clock(_ instant: Int64) -> DateComponents {
            calendar.dateComponents(
                [.hour, .minute, .second], from: Date(timeIntervalSince1970: Double(instant / 1000)))
        }
        let date = Date(timeIntervalSince1970: Double(last / 1000))
        guard let earlier = calendar.date(byAdding: .day, value: -days, to: date) else { return nil }
        let found = Int64(earlier.timeIntervalSince1970.rounded()) * 1000 + last % 1000
        let near = [-3_600_000, -1_800_000, 1_800_000, 3_600_000].map { found + $0 }
        guard clock(found) == clock(last), !near.contains(where: { clock($0) == clock(last) }) else { return nil }
        return found
    }
}
