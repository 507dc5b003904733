import JSON

/// The right answers of questions that have neither options to choose from nor one text.
extension CampaignBuilder {
    mutating func number(_ place: CampaignPlace, _ tolerance: CampaignPlace?) -> Campaign.Question.Answer? {
        guard let value = place.decimal else { return nil }
        guard let tolerance else { return .number(value, tolerance: 0) }
        guard let within = tolerance.decimal else { return nil }
        if within < 0 { problems.error(tolerance, zh: "误差不能为负", en: "a tolerance is not negative") }
        return .number(value, tolerance: within)
    }

    /// Every option stands in the order once.
    mutating func order(_ place: CampaignPlace, _ options: [String]?) -> Campaign.Question.Answer? {
        checkUnique(place.elements, .itemID)
        guard let options, place.value.kind == .array else { return nil }
        let ids = place.strings(.itemID)
        for element in place.elements { checkOption(element, options) }
        let missing = options.filter { !ids.contains($0) }
        if !missing.isEmpty, !problems.hasErrors(under: place.pointer) {
            let listed = missing.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
            problems.error(place, zh: "顺序里缺少 \(listed)", en: "the order leaves out \(listed)")
        }
        return .order(ids)
    }

    /// Every option has one partner, and no partner two.
    mutating func match(
        _ place: CampaignPlace, _ options: [String]?, _ partners: [String]?
    ) -> Campaign.Question.Answer? {
        guard place.value.kind == .array else { return nil }
        checkUnique(place.elements.map { $0["left"] }, .itemID)
        checkUnique(place.elements.map { $0["right"] }, .itemID)
        guard let options, let partners else { return nil }
        var pairs: [Campaign.Question.Pair] = []
        for element in place.elements {
            guard let left = element["left"], let right = element["right"], let leftID = left.string(.itemID),
                let rightID = right.string(.itemID)
            else { return nil }
            checkOption(left, options)
            checkOption(right, partners, in: "with")
            pairs.append(Campaign.Question.Pair(left: leftID, right: rightID))
        }
        let missing = options.filter { id in !pairs.contains { $0.left == id } }
        if !missing.isEmpty, !problems.hasErrors(under: place.pointer) {
            let listed = missing.prefix(3).map { "\"\($0)\"" }.joined(separator: ", ")
            problems.error(place, zh: "没有给 \(listed) 配对", en: "no pair has \(listed)")
        }
        return .match(pairs)
    }

    /// There are as many answers as gaps in the text.
    mutating func blanks(_ question: CampaignPlace, _ folding: Folding) -> Campaign.Question.Answer? {
        guard let place = question["blanks"], let text = question["text"]?.text else { return nil }
        for words in [text.zh, text.en ?? text.zh] {
            let gaps = CampaignBuilder.gaps(in: words)
            guard gaps != place.elements.count else { continue }
            problems.error(
                place, zh: "题面有 \(gaps) 个空（____），答案有 \(place.elements.count) 个",
                en: "gaps (____) in the text: \(gaps); answers: \(place.elements.count)")
            break
        }
        return .blanks(
            place.elements.map { blank in
                accepted([blank["answer"]].compactMap(\.self) + (blank["also"]?.elements ?? []), folding)
            }, folding: folding)
    }

    /// Runs of four underscores and more.
    private static func gaps(in text: String) -> Int {
        text.split(whereSeparator: { $0 != "_" }).count { $0.count >= 4 }
    }

    mutating func survey(_ question: CampaignPlace, _ options: [Campaign.Option]?) -> Campaign.Question.Answer? {
        guard let options else { return nil }
        if let points = question["points"] {
            problems.error(points, zh: "问卷不评分", en: "a survey has no points")
        }
        let most = question["most"]?.integer ?? 1
        if let place = question["most"], most > options.count {
            problems.error(
                place, zh: "只有 \(options.count) 个选项", en: "there are only \(options.count) options")
        }
        return .survey(most: most)
    }

    mutating func hints(_ place: CampaignPlace?, worth points: Int?) -> [Campaign.Question.Hint] {
        let hints = (place?.elements ?? []).compactMap { hint -> Campaign.Question.Hint? in
            guard let text = hint["text"]?.text, let cost = hint["cost"]?.integer else { return nil }
            return Campaign.Question.Hint(text: text, cost: cost)
        }
        let cost = hints.reduce(0) { $0 + $1.cost }
        if let place, let points, cost > points {
            problems.error(
                place, zh: "提示共扣 \(cost) 分，题目只有 \(points) 分",
                en: "the hints cost \(cost) together, more than the question's \(points)")
        }
        return hints
    }

    /// Answers that are wrong can't be right.
    mutating func forbidden(_ place: CampaignPlace?, _ answer: Campaign.Question.Answer) -> [String] {
        guard let place, case .text(let accepted, let folding) = answer else { return [] }
        return place.elements.compactMap { element in
            guard let text = element.string(.answer) else { return nil }
            let folded = folding.fold(text)
            if accepted.contains(where: { $0.utf8.elementsEqual(folded.utf8) }) {
                problems.error(element, zh: "归并后与对的答案相同", en: "after folding, this is the same as a right answer")
            }
            return folded
        }
    }
    /// What is well formed, and tells more or gives less than its organiser may think.
    mutating func warn(of question: Campaign.Question, at place: CampaignPlace) {
        if let scoring = place["scoring"], question.scoring != .all, question.points < question.parts {
            problems.warning(
                scoring, zh: "\(question.parts) 处共 \(question.points) 分，对一处不到一分，舍去不计",
                en: "one right of \(question.parts) is less than a point of \(question.points), and counts nothing")
        }
        guard question.isShownInOrder, let answer = place["answer"] else { return }
        problems.warning(
            answer, zh: "选项在文件里就是正确顺序，而文件里选项的顺序人人可见",
            en: "the options stand in the right order in the file, and everybody may see the order they stand in")
    }
}

extension Campaign.Question {
    /// What is right or wrong by itself.
    fileprivate var parts: Int {
        switch answer {
        case .multi(let ids), .order(let ids): ids.count
        case .match(let pairs): pairs.count
        case .blanks(let accepted, _): accepted.count
        case .single, .text, .trueFalse, .number, .survey: 1
        }
    }

    /// Whether the public rules, which have all options in file order, give the answer away.
    fileprivate var isShownInOrder: Bool {
        switch answer {
        case .order(let ids): ids == options.map(\.id)
        case .match(let pairs):
            zip(options, partners).allSatisfy { option, partner in
                pairs.contains(Campaign.Question.Pair(left: option.id, right: partner.id))
            }
        default: false
        }
    }
}
