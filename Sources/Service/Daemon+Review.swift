import Campaigns
import Engine
import JSON

extension Daemon {
    /// Near misses that are told of each question, where none is named.
    static let mostNearMissesTold = 50

    /// `answers.review`: wrong typed answers that came close to a right one, as folded, with how often they came.
    func answersReview(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let id = try parameters.optionalString("question")
        let questions = campaign.rules.paper.questions
        let asked = questions.indices.filter { id == nil || questions[$0].id == id }
        guard id == nil || !asked.isEmpty else { throw .params("没有这道题", "there is no such question") }
        let told = asked.compactMap { question -> JSON? in
            guard let review = campaign.review else { return nil }
            let near = review.nearMisses(of: question, campaign.state.rules)
            guard !near.isEmpty else { return nil }
            let shown = id == nil ? near.prefix(Self.mostNearMissesTold) : near[...]
            return questions[question].nearMisses(Array(shown), of: near.count)
        }
        return ["questions": .array(told), "unread": .integer(Int64(campaign.review?.unread ?? 0))]
    }
}

extension Campaign.Question {
    fileprivate func nearMisses(_ near: [(text: String, gap: Int, count: Int)], of all: Int) -> JSON {
        var hasGaps = false
        if case .blanks = answer { hasGaps = true }
        let described = near.map { text, gap, count -> JSON in
            var members = [JSON.Member("text", .string(text))]
            if hasGaps { members.append(JSON.Member("gap", .integer(Int64(gap + 1)))) }
            members.append(JSON.Member("count", .integer(Int64(count))))
            return .object(members)
        }
        return ["id": .string(id), "different": .integer(Int64(all)), "near": .array(described)]
    }
}
