import JSON
import Terminal

/// Below the campaigns: how their places and money stand, and what waits for a person.
extension StatusPage {
    /// A line for each campaign that has places or money.
    func standings(width: Int?) -> [String] {
        (status["campaigns"]?.elements ?? []).flatMap { campaign -> [String] in
            var words: [String] = []
            if let places = campaign["places"] { words += TallySnapshot.Places(places).words(language) }
            if let funds = campaign["funds"] { words += TallySnapshot.Funds(funds).words(language) }
            guard !words.isEmpty else { return [] }
            return flowed([printable(campaign.text("id"))] + words, width: width ?? Self.noWidth, gap: 2)
        }
    }

    /// A line for each campaign in which somebody has to do something.
    func tasks(width: Int?) -> [String] {
        (status["campaigns"]?.elements ?? []).flatMap { campaign -> [String] in
            guard let awaits = campaign["awaits"] else { return [] }
            let words = words(of: awaits, in: printable(campaign.text("id")))
            return flowed(words, width: width ?? Self.noWidth, gap: 2).map(style.yellow)
        }
    }

    private static let noWidth = 1 << 20

    private func words(of awaits: JSONValue, in id: String) -> [String] {
        var words = [say("\(id) 待办：", "\(id) waits for you:")]
        let reviews = awaits.count("review")
        if reviews > 0 { words.append(say("审核 \(grouped(reviews)) 份", "\(grouped(reviews)) to review")) }
        let owed = awaits.money("settle")
        if owed > 0 { words.append(say("对账 \(yuan(owed)) 元", "\(yuan(owed)) yuan to settle")) }
        switch awaits.text("draw") {
        case "values": words.append(say("已截止，等随机数（randomness）", "closed: random numbers (randomness)"))
        case "draw": words.append(say("已截止，可以开奖（draw）", "closed: to be drawn (draw)"))
        case "void": words.append(say("已截止，不能再开奖，应作废（void）", "closed: can't be drawn any more (void)"))
        default: break
        }
        return words
    }
}
