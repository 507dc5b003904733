import JSON

extension CampaignBuilder {
    /// With instant wins every tier has odds, and with those of no prize they add up to one; else there are none.
    mutating func checkOdds(_ tiers: [CampaignPlace], in prizes: CampaignPlace, isInstant: Bool) {
        let none = prizes["none"]
        guard isInstant else {
            for place in tiers.compactMap({ $0["odds"] }) + [none].compactMap(\.self) {
                problems.error(
                    place, zh: "只有即开（draw 为 \"instant\"）才有中奖率",
                    en: "only prizes with \"draw\": \"instant\" have odds")
            }
            return
        }
        for tier in tiers where tier.value.kind == .object && tier["odds"] == nil {
            problems.error(
                tier, zh: "即开奖级须有 odds（中奖率）", en: "a tier of instant wins has \"odds\"",
                expected: BilingualText(zh: "{\"num\": 1, \"den\": 1000}", en: "{\"num\": 1, \"den\": 1000}"))
        }
        let odds = tiers.compactMap { $0["odds"] }
        guard odds.count == tiers.count, let sum = sum(odds) else { return }
        guard !sum.isOverOne else {
            return problems.error(
                prizes["tiers"] ?? prizes, zh: "各级中奖率之和大于 1", en: "the odds of all tiers add up to more than 1")
        }
        checkNone(none, in: prizes, sum.rest)
    }

    /// The odds of winning nothing stand in the file, so that nobody has to work them out.
    private mutating func checkNone(_ place: CampaignPlace?, in prizes: CampaignPlace, _ rest: Campaign.Fraction) {
        let written = "{\"num\": \(rest.numerator), \"den\": \(rest.denominator)}"
        let expected = BilingualText(zh: written, en: written)
        guard let place else {
            return problems.error(
                prizes, zh: "缺少 \"none\"（不中的比率）：应为 \(written)",
                en: "\"none\" (the odds of winning nothing at once) is missing: expected \(written)",
                expected: expected,
                suggestion: written)
        }
        guard let none = place.fraction else { return }
        let isRest =
            none.numerator.multipliedFullWidth(by: rest.denominator)
            == rest.numerator.multipliedFullWidth(by: none.denominator)
        guard !isRest else { return }
        problems.error(
            place, zh: "各级中奖率与 none 之和须为 1：应为 \(written)",
            en: "the odds of all tiers and \"none\" must add up to 1: expected \(written)", expected: expected,
            suggestion: written)
    }

    /// What instant wins are decided by. It must be known when intake begins and not when the rules freeze.
    mutating func activation(_ schedule: Times?) -> Campaign.RandomnessSource? {
        let isInstant = root["prizes"]?["draw"]?.value.string == "instant"
        guard let place = part(.activation) else {
            if isInstant, let draw = root["prizes"]?["draw"] {
                problems.error(
                    draw, zh: "即开须有 activation（随机数来源）", en: "instant wins need an \"activation\", what decides them")
            }
            return nil
        }
        if !isInstant {
            problems.error(place, zh: "只有即开才有 activation", en: "only instant wins have an \"activation\"")
            return nil
        }
        if root["disclosure"]?["result"]?.value.string == "after-closing" {
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
            checkBetweenAnnouncingAndIntake(at, availableAt, schedule)
            let others = (root["randomness"]?.elements ?? []).flatMap { [$0["name"], $0["fallback"]?["name"]] }
            if let other = place["name"], others.contains(where: { $0?.value.string == name }) {
                problems.error(
                    other, zh: "\"\(name)\" 也是 randomness 中来源的名称，两个号码无法分别确认",
                    en:
                        "\"\(name)\" is the name of a source of \"randomness\" too: nobody could confirm the two numbers apart"
                )
            }
            if !OutcomeCount.product(of: [form]).reaches64Bits {
                problems.warning(
                    place, zh: "启动号码不足 2^64 种可能：即开部分的证据等级为 G0",
                    en: "the activation has fewer than 2^64 outcomes: the evidence grade of instant wins will be G0")
            }
            return .public(name: name, form: form, availableAt: availableAt)
        case "drand":
            return beaconActivation(place, schedule)
        case "reveal":
            return revealActivation(place)
        default:
            return nil
        }
    }

    private mutating func beaconActivation(_ place: CampaignPlace, _ schedule: Times?) -> Campaign.RandomnessSource? {
        guard let round = round(place) else { return nil }
        let written = place["round"] ?? place["at"] ?? place
        checkBetweenAnnouncingAndIntake(written, Quicknet.time(of: round), schedule)
        return .drand(round: round)
    }

    /// A second party's number; one that is also to feed the draw would be known before the closing.
    private mutating func revealActivation(_ place: CampaignPlace) -> Campaign.RandomnessSource? {
        guard let source = reveal(place)?.source, let commitment = place["commitment"] else { return nil }
        let others = (root["randomness"]?.elements ?? []).map { $0["commitment"] }
        if let other = others.first(where: { $0?.value.string == commitment.value.string }) ?? nil {
            problems.error(
                other, zh: "activation 用的也是这个数，它在截止之前就已公开",
                en: "the activation is the same number, which is known before the closing")
        }
        return source
    }

    private mutating func checkBetweenAnnouncingAndIntake(_ place: CampaignPlace, _ time: Int64, _ schedule: Times?) {
        guard let schedule, time <= schedule.announces || time > schedule.opens else { return }
        problems.error(
            place, zh: "即开号码须晚于公布时间（announces），不晚于开始时间（opens）",
            en: "the number that decides instant wins comes after \"announces\" and not after \"opens\"")
    }
}
