import JSON

extension CampaignBuilder {
    /// Tiers for the first to solve a question.
    mutating func firsts(
        _ place: CampaignPlace?, of tiers: [Campaign.Tier], _ drawing: Campaign.Prizes.Drawing
    ) -> [Campaign.First] {
        guard let place else { return [] }
        guard let paper = part(.paper), drawing != .ranking else {
            problems.error(
                place, zh: "首答奖须有题目（paper），且不能按名次发奖",
                en: "prizes for the first to solve a question need a \"paper\", and are not given by rank")
            return []
        }
        // What nothing is right or wrong of, nobody is first to solve.
        let questions = (paper["questions"]?.elements ?? []).filter { $0["type"]?.value.string != "survey" }
        return place.elements.compactMap { first($0, questions.compactMap { $0["id"]?.value.string }, tiers) }
    }

    private mutating func first(
        _ place: CampaignPlace, _ questions: [String], _ tiers: [Campaign.Tier]
    ) -> Campaign.First? {
        guard let tierPlace = place["tier"], let id = tierPlace.string(.tierID) else { return nil }
        checkReference(tierPlace, id, among: tiers.map(\.id), zh: "奖级", en: "tier")
        let places = place["questions"]?.elements ?? []
        // Where the questions are not right, what they lack has been said.
        for question in problems.hasErrors(under: "/paper") ? [] : places {
            guard let id = question.string(.itemID) else { continue }
            checkReference(question, id, among: questions, zh: "可判对错的题", en: "question that can be right")
        }
        checkUnique(places, .itemID)
        let first = Campaign.First(
            tier: id, questions: place["questions"].map { $0.strings(.itemID) }, people: place["people"]?.integer ?? 1)
        let needed = (first.questions?.count ?? questions.count) * first.people
        if let tier = tiers.first(where: { $0.id == id }), tier.count < needed {
            problems.warning(
                tierPlace, zh: "首答奖至多要 \(needed) 份，而这一级只有 \(tier.count) 份：先到先得",
                en: "\(needed) people can be first, but the tier has \(tier.count): the earlier ones get it")
        }
        return first
    }
}
