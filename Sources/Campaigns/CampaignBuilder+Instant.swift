import JSON

extension CampaignBuilder {
    /// A tier's odds of being won at once.
    func odds(_ tier: CampaignPlace) -> Campaign.Odds? {
        guard let place = tier["odds"], let numerator = place["num"]?.integer, let denominator = place["den"]?.integer
        else { return nil }
        return Campaign.Odds(numerator, denominator)
    }

    /// Every tier has odds, at most one another denominator than the rest can be added with, and all of them at most 1.
    mutating func checkOdds(_ tiers: [CampaignPlace], isInstant: Bool) {
        var sum = Fraction(numerator: 0, denominator: 1)
        for tier in tiers where tier.value.kind == .object {
            guard isInstant else {
                if let place = tier["odds"] {
                    problems.error(
                        place, zh: "只有即开（draw 为 \"instant\"）才有中奖率",
                        en: "only prizes with \"draw\": \"instant\" have odds")
                }
                continue
            }
            guard let place = tier["odds"] else {
                problems.error(
                    tier, zh: "即开奖级须有 odds（中奖率）", en: "a tier of instant wins has \"odds\"",
                    expected: BilingualText(zh: "{\"num\": 1, \"den\": 1000}", en: "{\"num\": 1, \"den\": 1000}"))
                continue
            }
            guard let odds = odds(tier) else { continue }
            guard let next = sum.adding(odds) else {
                problems.error(
                    place, zh: "各级中奖率的公分母须小于 2^53", en: "the odds have a common denominator of 2^53 or more")
                return
            }
            sum = next
            guard sum.numerator <= sum.denominator else {
                problems.error(place, zh: "各级中奖率之和大于 1", en: "the odds of all tiers add to more than 1")
                return
            }
        }
    }

    /// What instant wins are decided by. It must be known when intake begins and not when the rules freeze.
    mutating func activation(_ schedule: Schedule?) -> Campaign.RandomnessSource? {
        let isInstant = root["prizes"]?["draw"]?.value.string == "instant"
        guard let place = root["activation"] else {
            if isInstant, let draw = root["prizes"]?["draw"] {
                problems.error(
                    draw, zh: "即开须有 activation（随机数来源）", en: "instant wins need an \"activation\", what decides them")
            }
            return nil
        }
        if !isInstant {
            problems.error(place, zh: "只有即开才有 activation", en: "only instant wins have an \"activation\"")
        }
        if isInstant, root["disclosure"]?["result"]?.value.string == "after-closing" {
            problems.error(
                root["disclosure"]?["result"] ?? place, zh: "即开当场告知结果，得分也须立即告知",
                en: "an instant win tells the result at once, so the score is told at once too")
        }
        switch place["source"]?.value.string {
        case "commit":
            problems.warning(
                place, zh: "即开结果由主办方自己的随机数决定：即开部分的证据等级为 G0",
                en: "instant wins rest on the daemon's own number: their evidence grade will be G0")
            return .commit
        case "public":
            guard let name = place["name"]?.string(.sourceName), let form = place["form"]?.publicForm,
                let at = place["at"], let availableAt = at.time
            else { return nil }
            if let schedule, !(schedule.announces + 1...schedule.opens).contains(availableAt) {
                problems.error(
                    at, zh: "即开号码须晚于公布时间（announces），不晚于开始时间（opens）",
                    en: "the number that decides instant wins comes after \"announces\" and not after \"opens\"")
            }
            let others = (root["randomness"]?.elements ?? []).flatMap { [$0["name"], $0["fallback"]?["name"]] }
            if let other = place["name"], others.contains(where: { $0?.value.string == name }) {
                problems.error(
                    other, zh: "与 randomness 中的来源同名，两个号码无法分别确认",
                    en: "is the name of a source of \"randomness\" too: nobody could confirm the two numbers apart")
            }
            if !OutcomeCount.product(of: [form]).reaches64Bits {
                problems.warning(
                    place, zh: "启动号码不足 2^64 种可能：即开部分的证据等级为 G0",
                    en: "the activation has fewer than 2^64 outcomes: the evidence grade of instant wins will be G0")
            }
            return .public(name: name, form: form, availableAt: availableAt)
        default:
            return nil
        }
    }
}

/// A sum of odds, over the common denominator of all of them.
private struct Fraction {
    static let denominatorBound = 1 << 53

    var numerator: Int
    var denominator: Int

    /// Nil where the common denominator is too large.
    func adding(_ odds: Campaign.Odds) -> Fraction? {
        var (a, b) = (denominator, odds.denominator)
        while b != 0 { (a, b) = (b, a % b) }
        let (common, overflows) = (denominator / a).multipliedReportingOverflow(by: odds.denominator)
        guard !overflows, common < Self.denominatorBound else { return nil }
        let (share, isOver) = odds.numerator.multipliedReportingOverflow(by: common / odds.denominator)
        guard !isOver else { return Fraction(numerator: 2, denominator: 1) }
        return Fraction(numerator: numerator * (common / denominator) + share, denominator: common)
    }
}
