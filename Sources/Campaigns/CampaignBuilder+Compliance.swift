import JSON

/// What Chinese rules on promotions with prizes ask to be told or kept to, as far as a campaign file shows it.
///
/// Source: 规范促销行为暂行规定, the interim provisions on promotions of 2020. It warns and is no legal advice: whether the
/// provisions apply at all is for others to say.
package enum PromotionRules {
    /// The most that a prize won by chance may be worth, in fen.
    static let mostByChance: Int64 = 5_000_000
    /// Instant wins above are shown as they are won, in fen.
    static let shownAtOnce: Int64 = 50_000
    /// How long records are kept.
    package static let recordYears = 2
}

extension CampaignBuilder {
    mutating func checkCompliance(_ prizes: Campaign.Prizes?) {
        let profiles = root["compliance"]?["profiles"]?.elements.compactMap(\.value.string) ?? []
        guard profiles.contains(Campaign.ComplianceProfile.cnPromotion.rawValue), let prizes,
            let place = root["prizes"]
        else { return }
        checkUnique(root["compliance"]?["profiles"]?.elements ?? [], .tierID)
        for (tier, written) in zip(prizes.tiers, place["tiers"]?.elements ?? []) {
            checkValue(of: tier, written["value"] ?? written, prizes.drawing)
        }
        guard let claims = place["claims"] else {
            return problems.warning(
                place, zh: "cn-promotion：没有 claims，未告知兑奖时间、条件和方式",
                en: "cn-promotion: without \"claims\" nobody is told when and how prizes are claimed")
        }
        if claims["how"] == nil {
            problems.warning(
                claims, zh: "cn-promotion：没有 claims.how，未告知兑奖条件、方式和奖品交付",
                en: "cn-promotion: without \"how\" nobody is told how prizes are claimed and handed over")
        }
    }

    private mutating func checkValue(
        of tier: Campaign.Tier, _ place: CampaignPlace, _ drawing: Campaign.Prizes.Drawing
    ) {
        guard drawing != .ranking else { return }
        if tier.value > PromotionRules.mostByChance {
            problems.warning(
                place, zh: "cn-promotion：抽奖的单个奖品超过 50,000 元",
                en: "cn-promotion: a prize won by chance is worth more than 50,000 yuan")
        }
        if drawing == .instant, tier.value > PromotionRules.shownAtOnce {
            problems.warning(
                place, zh: "cn-promotion：即开奖品超过 500 元，须随时公示中奖结果",
                en: "cn-promotion: instant wins of more than 500 yuan must be shown as they are won")
        }
    }
}
