import JSON

extension CampaignBuilder {
    mutating func works() -> Campaign.Works? {
        guard let place = root["works"], place.value.kind == .object else { return nil }
        let entryPlaces = place["entries"]?.elements ?? []
        checkUnique(entryPlaces.map { $0["id"] }, .itemID)
        let collects = place["collect"]?.bool ?? false
        if entryPlaces.isEmpty, !collects, !problems.hasErrors(under: place.pointer) {
            problems.error(
                place, zh: "没有作品：须有 entries，或 \"collect\": true",
                en: "no works: it needs \"entries\" or \"collect\": true")
        }
        if collects, let written = place["collect"] { checkCollecting(written, entryPlaces) }
        if !collects, let most = place["most"] {
            problems.error(
                most, zh: "只有征集作品（\"collect\": true）才有 most",
                en: "\"most\" is about works that people hand in: it needs \"collect\": true")
        }
        return Campaign.Works(
            entries: entryPlaces.compactMap { work($0) }, areCollected: collects,
            mostOfPerson: place["most"]?.integer ?? 1, authorsPath: place["authors"]?.string(.listPath),
            isShuffled: place["order"]?.value.string != "file", countsViews: place["views"]?.bool ?? false)
    }

    /// Works come in phases for it, all before anybody votes or scores, with a form that has their names.
    private mutating func checkCollecting(_ written: CampaignPlace, _ entries: [CampaignPlace]) {
        let phases = root["schedule"]?["phases"]?.elements ?? []
        func times(_ activities: [String], _ member: String) -> [(place: CampaignPlace, time: Int64)] {
            phases.filter { activities.contains($0["does"]?.value.string ?? "") }.compactMap { phase in
                phase[member].flatMap { place in place.time.map { (place, $0) } }
            }
        }
        let ends = times(["collect"], "closes")
        if ends.isEmpty, !phases.contains(where: { $0["does"]?.value.string == "collect" }) {
            problems.error(written, zh: "征集作品须有 \"collect\" 阶段", en: "works are collected in a phase \"collect\"")
        }
        if let first = times(["vote", "score"], "opens").map(\.time).min() {
            for end in ends where end.time > first {
                problems.error(
                    end.place, zh: "征集须在投票和打分开始之前结束",
                    en: "works come in before anybody votes or scores: it ends after the first of these begins")
            }
        }
        for entry in entries {
            guard let id = entry["id"], let text = id.string(.itemID), Campaign.isCollectedID(text) else { continue }
            problems.error(
                id, zh: "“\(text)”是征集来的作品的编号形式，文件里的作品不能用",
                en: "“\(text)” is how works are called that people hand in: no work of the file may be")
        }
        checkTitleField(written)
    }

    private mutating func checkTitleField(_ written: CampaignPlace) {
        guard let form = root["form"], form.value.kind == .object else {
            return problems.error(
                written, zh: "征集作品须有登记表（form），其中有作品名称 \"title\"",
                en: "a work that is handed in needs a form, with a field \"title\"")
        }
        if let asked = form["asked"], asked.value.string != "each" {
            problems.error(
                asked, zh: "征集作品时登记表随每件作品填写（\"each\"）",
                en: "where works are collected the form comes with each of them (\"each\")")
        }
        let fields = form["fields"]?.elements ?? []
        let title = fields.first { $0["id"]?.value.string == Campaign.titleField }
        guard let title, title["type"]?.value.string == "text", title["optional"]?.bool != true,
            title["private"]?.bool != true
        else {
            return problems.error(
                title ?? form["fields"] ?? form, zh: "登记表须有必填、公开的文字项 \"title\"：作品名称",
                en: "the form has a field \"title\", a text that is neither optional nor private: the work's name")
        }
    }

    /// Whether it is known of every work who made it: those that are handed in have an author.
    var knowsAuthors: Bool {
        let works = root["works"]
        return works?["authors"] != nil
            || works?["collect"]?.bool == true && (works?["entries"]?.elements ?? []).isEmpty
    }

    private func work(_ place: CampaignPlace) -> Campaign.Work? {
        guard let id = place["id"]?.string(.itemID), let title = place["title"]?.text else { return nil }
        return Campaign.Work(
            id: id, title: title, author: place["author"]?.text, unit: place["unit"]?.text,
            link: place["link"]?.string(.link), about: place["about"]?.text)
    }

    /// How many works there are to choose from; nil where more may come.
    private var workCount: Int? {
        guard let works = root["works"], works["collect"]?.bool != true else { return nil }
        return works["entries"]?.elements.count
    }

    mutating func votes() -> Campaign.Votes? {
        guard let place = root["votes"], let per = place["per"]?.choice(Campaign.Votes.Per.self),
            let mostPlace = place["most"], let most = mostPlace.integer
        else { return nil }
        checkPhase(of: .vote, for: place)
        checkRanked(.votes, place)
        if per == .campaign, let work = place["work"]?.integer, work > 1, let written = place["work"] {
            problems.error(
                written, zh: "全程只有一张选票，一件作品只得一票", en: "there is one ballot only, so a work gets one vote of a person")
        }
        let least = place["least"]?.integer ?? 0
        if least > most, let written = place["least"] {
            problems.error(
                written, zh: "至少 \(least) 件，多于至多 \(most) 件", en: "at least \(least) is more than at most \(most)")
        }
        if let workCount, most > workCount {
            problems.error(mostPlace, zh: "只有 \(workCount) 件作品", en: "there are only \(workCount) works")
        }
        if place["self"]?.bool == false, !knowsAuthors, let written = place["self"] {
            problems.error(
                written, zh: "不许投自己的作品，须有 works.authors（作者名单）",
                en: "to refuse votes for one's own work, works.authors must say whose they are")
        }
        return Campaign.Votes(
            per: per, least: least, most: most, points: place["points"]?.integer ?? 1, work: place["work"]?.integer,
            allowsOwn: place["self"]?.bool ?? true)
    }

    /// Where there are phases, one of them is for this.
    private mutating func checkPhase(of activity: Campaign.Phase.Activity, for part: CampaignPlace) {
        guard let schedule = root["schedule"], !problems.hasErrors(under: schedule.pointer),
            let phases = schedule["phases"]?.elements, !phases.isEmpty,
            !phases.contains(where: { $0["does"]?.value.string == activity.rawValue })
        else { return }
        problems.error(
            part, zh: "schedule.phases 里没有 \"\(activity.rawValue)\" 阶段",
            en: "no phase of the schedule is for \"\(activity.rawValue)\"")
    }

    /// What people do for nothing is a slip of the pen.
    private mutating func checkRanked(_ measure: Campaign.Ranking.Measure, _ place: CampaignPlace) {
        guard let ranking = root["ranking"], ranking.value.kind == .object else { return }
        let shares = (ranking["by"]?.elements ?? []).map { $0["measure"] }
        let places = shares + [ranking["funnel"]?["by"]] + (ranking["ties"]?.elements ?? [])
        guard !places.contains(where: { $0?.value.string == measure.rawValue }) else { return }
        problems.warning(
            place, zh: "名次（ranking）里没有用到 \"\(measure.rawValue)\"",
            en: "the ranking makes no use of \"\(measure.rawValue)\"")
    }

    mutating func jury() -> Campaign.Jury? {
        guard let place = root["jury"], let mostPlace = place["most"], let most = mostPlace.integer else { return nil }
        checkPhase(of: .score, for: place)
        checkRanked(.jury, place)
        let memberPlaces = place["members"]?.elements ?? []
        checkUnique(memberPlaces.map { $0["id"] }, .sourceName)
        let least = place["least"]?.integer ?? 0
        if least >= most {
            problems.error(
                mostPlace, zh: "最高分须高于最低分 \(least)", en: "the highest score must be above the lowest, \(least)")
        }
        let trim = place["trim"]
        let trimmed = (trim?["highest"]?.integer ?? 0) + (trim?["lowest"]?.integer ?? 0)
        if let trim, trimmed >= memberPlaces.count, !memberPlaces.isEmpty {
            problems.error(
                trim, zh: "去掉 \(trimmed) 个分数，而评委只有 \(memberPlaces.count) 人",
                en: "\(trimmed) scores are left out, but there are \(memberPlaces.count) jurors")
        }
        let criteria = criteria(place["criteria"])
        guard least < most else { return nil }
        let jury = Campaign.Jury(
            members: memberPlaces.compactMap { member -> Campaign.Jury.Member? in
                guard let id = member["id"]?.string(.sourceName), let name = member["name"]?.text else { return nil }
                return Campaign.Jury.Member(id: id, name: name)
            }, scores: least...most, trimHighest: trim?["highest"]?.integer ?? 0,
            trimLowest: trim?["lowest"]?.integer ?? 0, criteria: criteria)
        if let written = place["criteria"], !problems.hasErrors(under: written.pointer), !JuryBook.isExact(jury) {
            problems.error(
                written, zh: "权重的公分母太大：与最高分、评委人数的乘积须小于 2^62",
                en: "the weights' common denominator times the highest score and the jurors must be below 2^62")
        }
        return jury
    }

    private mutating func criteria(_ place: CampaignPlace?) -> [Campaign.Jury.Criterion] {
        guard let place else { return [] }
        checkUnique(place.elements.map { $0["id"] }, .tierID)
        checkWeights(place.elements.compactMap { $0["weight"] }, in: place)
        return place.elements.compactMap { element -> Campaign.Jury.Criterion? in
            guard let id = element["id"]?.string(.tierID), let title = element["title"]?.text,
                let weight = element["weight"]?.fraction
            else { return nil }
            return Campaign.Jury.Criterion(id: id, title: title, weight: weight)
        }
    }
}

// MARK: - Ranking

extension CampaignBuilder {
    mutating func ranking() -> Campaign.Ranking? {
        guard let place = root["ranking"], place.value.kind == .object else { return nil }
        let by = place["by"]
        let shares = (by?.elements ?? []).compactMap { element -> Campaign.Ranking.Share? in
            guard let measure = measure(element["measure"]), let weight = element["weight"]?.fraction else {
                return nil
            }
            return Campaign.Ranking.Share(measure: measure, weight: weight)
        }
        if let by {
            checkWeights(by.elements.compactMap { $0["weight"] }, in: by)
            checkOnce(by.elements.compactMap { $0["measure"] })
        }
        let ties = (place["ties"]?.elements ?? []).compactMap { measure($0) }
        checkOnce(place["ties"]?.elements ?? [])
        return Campaign.Ranking(
            shares: shares, funnel: funnel(place["funnel"]), ties: ties, shown: place["shown"]?.integer)
    }

    private mutating func funnel(_ place: CampaignPlace?) -> Campaign.Ranking.Funnel? {
        guard let place, let measure = measure(place["by"]), let written = place["top"], let top = written.integer
        else {
            return nil
        }
        if let workCount, top > workCount {
            problems.error(written, zh: "只有 \(workCount) 件作品", en: "there are only \(workCount) works")
        }
        if let shownPlace = root["ranking"]?["shown"], let shown = shownPlace.integer, shown > top {
            problems.error(shownPlace, zh: "只有前 \(top) 名有名次", en: "only \(top) have a rank")
        }
        return Campaign.Ranking.Funnel(measure: measure, top: top)
    }

    /// A measure that the campaign takes.
    private mutating func measure(_ place: CampaignPlace?) -> Campaign.Ranking.Measure? {
        guard let place, let measure = place.choice(Campaign.Ranking.Measure.self) else { return nil }
        let part: Part? =
            switch measure {
            case .votes: .votes
            case .jury: .jury
            case .score, .time: .paper
            case .early: nil
            }
        if let part, lacks(part) {
            problems.error(
                place, zh: "\"\(measure.rawValue)\" 须有 \"\(part.rawValue)\" 部分",
                en: "\"\(measure.rawValue)\" needs a part \"\(part.rawValue)\"")
        } else if measure == .time, let paper = self.part(.paper), paper["time"] == nil {
            problems.error(
                place, zh: "\"time\" 须有限时的答卷（paper.time）：用时从开卷算起",
                en: "\"time\" needs a time limit (\"paper\".\"time\"): it is counted from the start of the paper")
        }
        return measure
    }

    /// Reports every text that an earlier one equals.
    mutating func checkOnce(_ places: [CampaignPlace]) {
        var seen: Set<String> = []
        for place in places {
            guard let text = place.value.string, !seen.insert(text).inserted else { continue }
            problems.error(place, zh: "\"\(text)\" 已经用过", en: "\"\(text)\" is there already")
        }
    }
}
