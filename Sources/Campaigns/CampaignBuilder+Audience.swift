import JSON

extension CampaignBuilder {
    /// Either a roll or everybody: who may take part is never left open by mistake.
    mutating func audience() -> Campaign.Audience {
        var audience = Campaign.Audience()
        guard let place = root["audience"], place.value.kind == .object else { return audience }
        audience.isOpen = place["open"]?.bool ?? false
        audience.most = place["most"]?.integer ?? Campaign.Audience.usualMost
        audience.units = place["units"]?.strings(.sourceName) ?? []
        audience.groups = place["groups"]?.strings(.sourceName) ?? []
        audience.exclusion = exclusion(place["exclude"])
        audience.earlierWinners = (place["winners"]?.elements ?? []).compactMap { earlierWinners($0) }
        checkUnique(place["winners"]?.elements.map { $0["campaign"] } ?? [], .campaignID)
        checkRoll(place, isOpen: audience.isOpen)
        if audience.isOpen { checkOpen(place) }
        if let most = place["most"], !audience.isOpen {
            problems.error(
                most, zh: "有名册时人数由名册定；只有 \"open\": true 才有 most",
                en: "there is a \"most\" only with \"open\": true: else the roll says how many take part")
        }
        return audience
    }

    /// Without a roll nothing about people is fixed beforehand, and their ids are all that is known of them.
    private mutating func checkOpen(_ place: CampaignPlace) {
        guard let open = place["open"], place["roll"] == nil else { return }
        let draw = root["prizes"]?["draw"]?.value.string
        if draw == "instant" {
            problems.error(
                open, zh: "即开须有名册：公布之后才定的编号，可以挑着会中的来定",
                en: "instant wins need a roll: ids that are made up afterwards could be chosen to win")
        }
        // Of a contest the ranking is of works.
        let arePeopleShown = draw == "final" || kind != .contest && root["ranking"] != nil
        if let masking = root["disclosure"]?["masking"], masking.value.string == "none", arePeopleShown {
            problems.error(
                masking, zh: "没有名册，中奖名单上是参加者的编号，不能不遮盖",
                en: "without a roll winners are shown by their ids, which must be masked")
        }
        if root["limits"]?["device"] == nil, root["limits"]?["ip"] == nil {
            problems.warning(
                open, zh: "人人可参加，而设备和网络地址都没有限制：换一个编号就能再来",
                en: "anybody may take part, and neither devices nor network addresses are limited: "
                    + "whoever takes another id comes again")
        }
    }

    private mutating func checkRoll(_ place: CampaignPlace, isOpen: Bool) {
        guard let roll = place["roll"] else {
            guard !isOpen, !problems.hasErrors(under: place.pointer) else {
                guard isOpen else { return }
                let inside = ["units", "groups", "exclude", "winners"].map { place[$0] }
                let beside = [
                    root["limits"]?["household"], root["limits"]?["unit"], root["prizes"]?["caps"]?["household"],
                    root["prizes"]?["caps"]?["unit"], root["places"]?["shares"], root["places"]?["balance"],
                    root["paper"]?["overrides"], root["funds"]?["household"],
                ]
                for needing in (inside + beside).compactMap(\.self) {
                    problems.error(needing, zh: "没有名册，就不知道谁属于哪里", en: "without a roll nobody knows who belongs where")
                }
                return
            }
            return problems.error(
                place, zh: "缺少 \"roll\"（名册文件）；人人可参加的活动写 \"open\": true",
                en: "\"roll\" (the roll's file) is missing; where anybody may take part, write \"open\": true",
                expected: Format.listPath.expectation)
        }
        if isOpen {
            problems.error(roll, zh: "有名册就不能 \"open\": true", en: "there is no roll where \"open\" is true")
        }
    }

    private mutating func exclusion(_ place: CampaignPlace?) -> Campaign.Exclusion? {
        guard let place, let from = place["from"]?.choice(Campaign.Exclusion.From.self) else { return nil }
        let keys = ["units", "groups", "list"]
        if keys.allSatisfy({ place[$0] == nil }) {
            problems.error(
                place, zh: "须有 units、groups 或 list，否则没有排除任何人",
                en: "it needs \"units\", \"groups\" or \"list\", or nobody is excluded")
        }
        return Campaign.Exclusion(
            from: from, units: place["units"]?.strings(.sourceName) ?? [],
            groups: place["groups"]?.strings(.sourceName) ?? [], listPath: place["list"]?.string(.listPath))
    }

    private mutating func earlierWinners(_ place: CampaignPlace) -> Campaign.EarlierWinners? {
        guard let written = place["campaign"], let campaign = written.string(.campaignID) else { return nil }
        if campaign == root["id"]?.string(.campaignID) {
            problems.error(written, zh: "这是本活动自己，应为此前的活动", en: "this is the campaign itself, not an earlier one")
        }
        return Campaign.EarlierWinners(campaign: campaign, tiers: place["tiers"]?.strings(.tierID) ?? [])
    }
}

// MARK: - Phases and quiet hours

extension CampaignBuilder {
    mutating func schedule(_ times: Times?) -> Campaign.Schedule {
        guard let place = root["schedule"] else { return Campaign.Schedule() }
        let phasePlaces = place["phases"]?.elements ?? []
        checkUnique(phasePlaces.map { $0["id"] }, .tierID)
        var phases: [Campaign.Phase] = []
        for phase in phasePlaces {
            guard let read = self.phase(phase, times, after: phases) else { continue }
            phases.append(read)
        }
        let quiet = (place["quiet"]?.elements ?? []).compactMap { quietHours($0) }
        let spans = times.map { QuietSpans.between($0.opens, $0.closes, hours: quiet, zone: $0.zone) } ?? []
        if let times, spans == [times.opens..<times.closes], let written = place["quiet"],
            !problems.hasErrors(under: written.pointer)
        {
            problems.error(written, zh: "安静时段占满了整个活动", en: "the whole campaign is quiet hours")
        }
        return Campaign.Schedule(
            phases: phases, quiet: quiet, quietSpans: spans, isDaily: place["daily"]?.bool ?? false)
    }

    /// Phases lie inside the campaign, and two of a sort are not at once.
    private mutating func phase(
        _ place: CampaignPlace, _ times: Times?, after others: [Campaign.Phase]
    ) -> Campaign.Phase? {
        guard let id = place["id"]?.string(.tierID), let doesPlace = place["does"],
            let does = doesPlace.choice(Campaign.Phase.Activity.self), let opensPlace = place["opens"],
            let opens = opensPlace.time, let closesPlace = place["closes"], let closes = closesPlace.time
        else { return nil }
        if opens >= closes {
            problems.error(closesPlace, zh: "阶段须先开始后结束", en: "a phase ends after it starts")
        }
        if let times, does.isBeforeClosing, opens < times.opens || closes > times.closes {
            problems.error(
                opens < times.opens ? opensPlace : closesPlace, zh: "阶段须在 opens 与 closes 之间",
                en: "a phase lies between \"opens\" and \"closes\"")
        }
        if let other = others.first(where: { $0.does == does && $0.opens < closes && opens < $0.closes }) {
            problems.error(
                opensPlace, zh: "与同样做 \"\(does.rawValue)\" 的阶段 \"\(other.id)\" 重叠",
                en: "it overlaps the phase \"\(other.id)\", which is for \"\(does.rawValue)\" too")
        }
        if !does.parts.isEmpty, does.parts.allSatisfy(lacks) {
            let parts = does.parts.map { "\"\($0.rawValue)\"" }
            problems.error(
                doesPlace, zh: "\"\(does.rawValue)\" 阶段须有 \(parts.joined(separator: "、")) 之一",
                en: "a phase \"\(does.rawValue)\" needs \(parts.joined(separator: " or "))")
        }
        return Campaign.Phase(id: id, title: place["title"]?.text, does: does, opens: opens, closes: closes)
    }

    private mutating func quietHours(_ place: CampaignPlace) -> Campaign.QuietHours? {
        guard let from = place["from"]?.clock, let to = place["to"], let until = to.clock else { return nil }
        if from == until {
            problems.error(to, zh: "安静时段不能占满一天", en: "quiet hours can't be the whole day")
        }
        return Campaign.QuietHours(from: from, to: until)
    }
}

extension Campaign.Phase.Activity {
    /// The parts that the activity can be about; any will do, or none where there are none.
    fileprivate var parts: [Part] {
        switch self {
        case .register: [.form, .places, .vouchers, .funds]
        case .collect: [.works]
        case .submit: [.paper]
        case .vote: [.votes]
        case .score: [.jury]
        case .redeem: [.vouchers]
        case .review: []
        }
    }

    /// What people send in ends with intake; a jury and shops go on.
    fileprivate var isBeforeClosing: Bool { [.register, .collect, .submit, .vote].contains(self) }
}

// MARK: - Forms

extension CampaignBuilder {
    mutating func form() -> Campaign.Form? {
        guard let place = root["form"], place.value.kind == .object else { return nil }
        let asked = place["asked"]
        if asked?.value.string == "claim", root["prizes"]?["claims"] == nil, let asked {
            problems.error(asked, zh: "没有 prizes.claims（领奖）", en: "nothing is claimed: there is no prizes.claims")
        }
        if kind == .contest, asked?.value.string != "claim", root["votes"] == nil,
            root["works"]?["collect"]?.bool != true
        {
            problems.error(
                place, zh: "没有人会填：既不投票（votes），也不征集作品（works.collect）",
                en: "nobody would fill it in: there are neither votes nor works.collect")
        }
        // Who enrols anew replaces what they said before, as whoever hands in another work says what that is.
        let isEach = kind == .enrolment || root["works"]?["collect"]?.bool == true
        return Campaign.Form(
            asked: asked?.choice(Campaign.Form.Asked.self) ?? (isEach ? .each : .once), fields: fields(place["fields"]))
    }

    mutating func fields(_ place: CampaignPlace?) -> [Campaign.Field] {
        let places = place?.elements ?? []
        checkUnique(places.map { $0["id"] }, .itemID)
        return places.compactMap { field($0) }
    }

    private mutating func field(_ place: CampaignPlace) -> Campaign.Field? {
        guard let id = place["id"]?.string(.itemID), let title = place["title"]?.text, let kind = fieldKind(place)
        else {
            return nil
        }
        return Campaign.Field(
            id: id, title: title, kind: kind, isOptional: place["optional"]?.bool ?? false,
            isPrivate: place["private"]?.bool ?? false)
    }

    private mutating func fieldKind(_ place: CampaignPlace) -> Campaign.Field.Kind? {
        switch place["type"]?.value.string {
        case "text": return .text(most: place["most"]?.integer ?? 200)
        case "number":
            let least = place["least"]?.integer ?? 0
            let most = place["most"]?.integer ?? 1_000_000_000
            if least > most, let written = place["most"] ?? place["least"] {
                problems.error(written, zh: "最大值小于最小值", en: "the most is less than the least")
            }
            return .number(least: least, most: most)
        case "money": return .money
        case "date": return .date
        case "phone":
            if place["private"]?.bool != true {
                problems.warning(
                    place["private"] ?? place, zh: "电话不是 private，会随活动全套公布",
                    en: "a telephone number that is not private is published with the bundle")
            }
            return .phone
        case "choice": return options(place["options"]).map(Campaign.Field.Kind.choice)
        default: return nil
        }
    }

    /// Options with ids of their own; nil where one is not readable.
    mutating func options(_ place: CampaignPlace?) -> [Campaign.Option]? {
        let places = place?.elements ?? []
        checkUnique(places.map { $0["id"] }, .itemID)
        let options = places.compactMap { option -> Campaign.Option? in
            guard let id = option["id"]?.string(.itemID), let text = option["text"]?.text else { return nil }
            return Campaign.Option(id: id, text: text)
        }
        return options.count == places.count ? options : nil
    }
}
