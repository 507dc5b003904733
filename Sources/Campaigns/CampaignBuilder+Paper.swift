import JSON

extension CampaignBuilder {
    /// The paper, where every question of it is readable; without questions in a campaign that has none.
    mutating func paper() -> Campaign.Paper? {
        guard let place = root["paper"] else {
            return Campaign.Paper(questions: [], draw: [], shufflesOptions: false, pass: nil)
        }
        guard place.value.kind == .object else { return nil }
        let questionPlaces = place["questions"]?.elements ?? []
        let defaultFolding = place["fold"].map { folding($0) } ?? Folding(steps: [])
        checkUnique(questionPlaces.map { $0["id"] }, .itemID)
        var questions: [Campaign.Question] = []
        for question in questionPlaces {
            checkType(of: question)
            if let question = self.question(question, defaultFolding) { questions.append(question) }
        }
        let draw = draw(place["draw"], questionPlaces)
        let time = timeLimit(place)
        guard questions.count == questionPlaces.count, let draw else { return nil }
        var paper = Campaign.Paper(
            questions: questions, draw: draw, shufflesOptions: place["shuffle"]?.bool ?? false,
            pass: place["pass"]?.integer)
        paper.time = time
        paper.attempts = place["attempts"]?.choice(Campaign.Attempts.self)
        if let attempts = place["attempts"], root["prizes"]?["draw"]?.value.string == "instant" {
            problems.error(
                attempts, zh: "即开的每次作答各自抽取，不能合并计分",
                en: "each attempt at a prize won at once counts for itself, and none are scored together")
        }
        paper.overrides = (place["overrides"]?.elements ?? []).map { override($0) }
        return paper
    }

    private mutating func timeLimit(_ paper: CampaignPlace) -> Campaign.TimeLimit? {
        guard let place = paper["time"] else {
            for key in ["grace", "late"] {
                guard let place = paper[key] else { continue }
                problems.error(place, zh: "没有 time（答题时限）", en: "there is no \"time\" limit")
            }
            return nil
        }
        guard let limit = place.duration else { return nil }
        if root["prizes"]?["draw"]?.value.string == "instant" {
            problems.error(
                place, zh: "即开的活动不能限时：到时代交的答卷没有人在场抽取",
                en: "prizes won at once need no time limit: "
                    + "nobody is there when a paper is handed in for somebody")
        }
        if limit < 1000 { problems.error(place, zh: "答题时限至少一秒", en: "a time limit is at least a second") }
        return Campaign.TimeLimit(
            limit: limit, grace: paper["grace"]?.duration ?? 0, isHandedIn: paper["late"]?.value.string != "abandon")
    }

    private mutating func override(_ place: CampaignPlace) -> Campaign.Override {
        if let limit = place["time"], let time = limit.duration, time < 1000 {
            problems.error(limit, zh: "答题时限至少一秒", en: "a time limit is at least a second")
        }
        return Campaign.Override(
            groups: place["groups"]?.strings(.sourceName) ?? [], time: place["time"]?.duration,
            pass: place["pass"]?.integer, total: place["total"]?.integer)
    }

    /// Riddles are typed.
    private mutating func checkType(of question: CampaignPlace) {
        guard let type = question["type"], let written = type.value.string else { return }
        let known = ["single", "multi", "true-false", "number", "order", "match", "blanks", "survey"]
        if kind == .riddle, known.contains(written) {
            problems.error(
                type, zh: "猜灯谜的题目都是 \"text\"", en: "the questions of a \"riddle\" campaign are of type \"text\"")
        }
    }

    private mutating func question(_ place: CampaignPlace, _ defaultFolding: Folding?) -> Campaign.Question? {
        let options = options(place["options"])
        let partners = self.options(place["with"])
        guard let folding = place["fold"].map({ folding($0) }) ?? defaultFolding else { return nil }
        let answer = answer(of: place, options, partners, folding)
        guard let answer, let options, let partners, let id = place["id"]?.string(.itemID),
            let text = place["text"]?.text
        else { return nil }
        var question = Campaign.Question(
            id: id, stratum: place["stratum"]?.string(.stratum), text: text, options: options,
            answer: answer, points: points(of: place) ?? 0)
        question.unit = place["unit"]?.value.string
        question.partners = partners
        question.scoring = place["scoring"]?.choice(Campaign.Question.Scoring.self) ?? .all
        question.tags = place["tags"]?.strings(.stratum) ?? []
        question.solution = place["solution"]?.text
        question.hints = hints(place["hints"], worth: points(of: place))
        question.forbidden = forbidden(place["forbidden"], answer)
        warn(of: question, at: place)
        return question
    }

    /// Nil where they are malformed.
    private func points(of question: CampaignPlace) -> Int? {
        if question["type"]?.value.string == "survey" { return 0 }
        guard let place = question["points"] else { return 1 }
        return problems.hasErrors(under: place.pointer) ? nil : place.integer
    }

    private mutating func answer(
        of question: CampaignPlace, _ options: [Campaign.Option]?, _ partners: [Campaign.Option]?, _ folding: Folding
    ) -> Campaign.Question.Answer? {
        if question["type"]?.value.string == "survey" { return survey(question, options) }
        if question["type"]?.value.string == "blanks" { return blanks(question, folding) }
        guard let place = question["answer"] else { return nil }
        let ids = options?.map(\.id)
        switch question["type"]?.value.string {
        case "single":
            guard let id = place.string(.itemID) else { return nil }
            if let ids { checkOption(place, ids) }
            return .single(id)
        case "multi":
            checkUnique(place.elements, .itemID)
            if let ids { for element in place.elements { checkOption(element, ids) } }
            return .multi(place.strings(.itemID).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        case "text":
            let others = (question["also"]?.elements ?? []) + (question["hidden"]?.elements ?? [])
            return .text(accepted: accepted([place] + others, folding), folding: folding)
        case "true-false": return place.bool.map(Campaign.Question.Answer.trueFalse)
        case "number": return number(place, question["tolerance"])
        case "order": return order(place, ids)
        case "match": return match(place, ids, partners?.map(\.id))
        default: return nil
        }
    }

    mutating func checkOption(_ place: CampaignPlace, _ options: [String], in list: String = "options") {
        guard let id = place.string(.itemID), !options.contains(id) else { return }
        problems.error(
            place, zh: "\(list) 里没有编号为 \"\(id)\" 的选项", en: "nothing in \"\(list)\" has the id \"\(id)\"")
    }

    /// The accepted texts, folded, where something is left of each and no two are the same.
    mutating func accepted(_ places: [CampaignPlace], _ folding: Folding) -> [String] {
        var accepted: [String] = []
        for place in places {
            guard let text = place.string(.answer) else { continue }
            let folded = folding.fold(text)
            if folded.isEmpty {
                problems.error(place, zh: "归并后没有剩下任何字", en: "nothing is left of this answer after folding")
            } else if folding.matches(text, accepted: accepted) {
                problems.error(
                    place, zh: "归并后与前面的答案相同：\"\(folded)\"",
                    en: "after folding, this is the same as an earlier answer: \"\(folded)\"")
            }
            accepted.append(folded)
        }
        return accepted
    }

    /// Nil where a step is not readable.
    private mutating func folding(_ place: CampaignPlace) -> Folding? {
        guard place.value.kind == .array else { return nil }
        checkOnce(place.elements)
        var steps: [Folding.Step] = []
        for element in place.elements {
            guard let step = element.choice(Folding.Step.self) else { return nil }
            steps.append(step)
        }
        return Folding(steps: steps)
    }
}

// MARK: - Strata

extension CampaignBuilder {
    /// What a paper takes of each stratum; nil where that is not readable.
    private mutating func draw(_ place: CampaignPlace?, _ questions: [CampaignPlace]) -> [Campaign.Stratum]? {
        guard let place else { return [] }
        if kind == .riddle {
            problems.error(place, zh: "猜灯谜不抽试卷", en: "a \"riddle\" campaign draws no papers")
            return nil
        }
        let sizes = stratumSizes(questions)
        checkUnique(place.elements.map { $0["stratum"] }, .stratum)
        let strata = place.elements.map { element -> Campaign.Stratum? in
            guard let namePlace = element["stratum"], let name = namePlace.string(.stratum) else { return nil }
            guard let takePlace = element["take"], let take = takePlace.integer else { return nil }
            guard let sizes else { return nil }
            checkStratum(name, at: namePlace, take, at: takePlace, sizes)
            return Campaign.Stratum(name: name, take: take)
        }
        guard !strata.contains(nil), let sizes else { return nil }
        let drawn = Set(strata.compactMap(\.self?.name))
        for (name, unused) in sizes.firstPlaces where !drawn.contains(name) && !problems.hasErrors(under: place.pointer)
        {
            problems.warning(
                unused, zh: "没有试卷会抽到分层 \"\(name)\" 的题目", en: "no paper takes questions of the stratum \"\(name)\"")
        }
        return strata.compactMap(\.self)
    }

    private struct StratumSizes {
        var counts: [String: Int] = [:]
        /// In file order.
        var firstPlaces: [(name: String, place: CampaignPlace)] = []
    }

    /// How many questions each stratum has; nil where a question's stratum is missing or not readable.
    private mutating func stratumSizes(_ questions: [CampaignPlace]) -> StratumSizes? {
        var sizes = StratumSizes()
        var isComplete = !questions.isEmpty
        for question in questions where question.value.kind == .object {
            guard let place = question["stratum"] else {
                problems.error(
                    question, zh: "缺少 \"stratum\"：试卷按分层抽题", en: "\"stratum\" is missing: papers are drawn by stratum",
                    expected: Format.stratum.expectation)
                isComplete = false
                continue
            }
            guard let name = place.string(.stratum) else {
                isComplete = false
                continue
            }
            if sizes.counts[name] == nil { sizes.firstPlaces.append((name, place)) }
            sizes.counts[name, default: 0] += 1
        }
        return isComplete ? sizes : nil
    }

    private mutating func checkStratum(
        _ name: String, at namePlace: CampaignPlace, _ take: Int, at takePlace: CampaignPlace, _ sizes: StratumSizes
    ) {
        guard let size = sizes.counts[name] else {
            let suggestion = nearest(to: name, among: sizes.firstPlaces.map(\.name))
            let hint = suggestion.map { ("；是否想写 \"\($0)\"？", "; did you mean \"\($0)\"?") } ?? ("", "")
            return problems.error(
                namePlace, zh: "没有题目属于分层 \"\(name)\"\(hint.0)",
                en: "no question is in the stratum \"\(name)\"\(hint.1)", suggestion: suggestion)
        }
        guard take > size else { return }
        problems.error(
            takePlace, zh: "要抽 \(take) 题，分层 \"\(name)\" 只有 \(size) 题",
            en: "it takes \(take), but the stratum \"\(name)\" has \(size)")
    }
}

// MARK: - Pass mark

extension CampaignBuilder {
    /// The pass mark is there where chances need it, and nobody gets a paper that can't reach it.
    mutating func checkPass(of paper: Campaign.Paper?, for chances: Campaign.Prizes.ChancesFor?) {
        guard let place = root["paper"], place.value.kind == .object else { return }
        guard let passPlace = place["pass"] else {
            guard chances == .passing else { return }
            return problems.error(
                place, zh: "缺少 \"pass\"（及格分）：抽奖机会凭及格获得",
                en: "\"pass\" (points to pass) is missing: chances are for passing")
        }
        guard let paper, let pass = paper.pass, !problems.hasErrors(under: place.pointer) else { return }
        let reachable = paper.pointsOfEveryPaper
        guard pass > reachable else { return }
        if paper.draw.isEmpty {
            problems.error(
                passPlace, zh: "全部题目只有 \(reachable) 分，达不到 \(pass) 分",
                en: "all questions together have \(reachable) points, not \(pass)")
        } else {
            problems.error(
                passPlace, zh: "有的试卷只有 \(reachable) 分，达不到 \(pass) 分",
                en: "some papers have no more than \(reachable) points, not \(pass)")
        }
    }
}

extension Campaign.Paper {
    /// The points that everybody can reach: those of the poorest paper that can be drawn, or of all questions.
    fileprivate var pointsOfEveryPaper: Int {
        guard !draw.isEmpty else { return questions.reduce(0) { $0 + $1.points } }
        return draw.reduce(0) { sum, stratum in
            let points = questions.filter { $0.stratum == stratum.name }.map(\.points).sorted()
            return sum + points.prefix(stratum.take).reduce(0, +)
        }
    }
}
