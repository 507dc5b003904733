import JSON

extension CampaignBuilder {
    mutating func limits() -> Campaign.Limits {
        let place = root["limits"]
        let person = place?["person"]
        if person?["total"] == nil, kind?.isTakenRepeatedly == true {
            problems.warning(
                person ?? place ?? root, zh: "没有 limits.person.total：每人提交总次数不限",
                en: "there is no limits.person.total: a person may submit any number of times")
        }
        return Campaign.Limits(
            person: scope(person), household: scope(place?["household"]), unit: scope(place?["unit"]),
            device: scope(place?["device"]), address: scope(place?["ip"]), campaign: scope(place?["campaign"]))
    }

    private mutating func scope(_ place: CampaignPlace?) -> Campaign.ScopeLimits {
        guard let place else { return Campaign.ScopeLimits() }
        if let day = place["day"]?.integer, let written = place["total"], let total = written.integer, total < day {
            problems.error(
                written, zh: "总次数 \(total) 少于每日次数 \(day)", en: "\(total) in all is less than \(day) in a day")
        }
        return Campaign.ScopeLimits(
            day: place["day"]?.integer, total: place["total"]?.integer, rate: rate(place["rate"]),
            isShadow: place["shadow"]?.bool ?? false)
    }

    private mutating func rate(_ place: CampaignPlace?) -> Campaign.Rate? {
        guard let place, let count = place["count"]?.integer, let written = place["per"], let per = written.duration
        else { return nil }
        guard per > 0 else {
            problems.error(written, zh: "\"per\" 须长于 0", en: "\"per\" must be longer than 0")
            return nil
        }
        return Campaign.Rate(count: count, per: per, burst: place["burst"]?.integer ?? count)
    }

    /// Chances that nobody has attempts enough for are promised in vain.
    mutating func checkChanceLimits(_ prizes: Campaign.Prizes?, _ limits: Campaign.Limits) {
        guard let prizes, prizes.chancesFor == .passing || prizes.chancesFor == .entry,
            let total = limits.person.total, total < prizes.mostChances,
            let place = root["prizes"]?["chances"]?["most"],
            !problems.hasErrors(under: place.pointer)
        else { return }
        problems.warning(
            place, zh: "每人至多提交 \(total) 次，得不到 \(prizes.mostChances) 签",
            en: "a person submits at most \(total) times, and can't have \(prizes.mostChances) chances")
    }
}

extension Campaign.Kind {
    /// Whether each submission earns something, so that a missing limit matters.
    fileprivate var isTakenRepeatedly: Bool { self == .riddle || self == .quiz }
}
