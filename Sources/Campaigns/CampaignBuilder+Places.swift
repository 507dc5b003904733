import JSON

extension CampaignBuilder {
    mutating func places(_ times: Times?, quiet: [Range<Int64>]) -> Campaign.Places? {
        guard let place = root["places"], let by = place["by"]?.choice(Campaign.Places.By.self) else { return nil }
        let slotPlaces = place["slots"]?.elements ?? []
        checkUnique(slotPlaces.map { $0["id"] }, .itemID)
        let slots = slotPlaces.compactMap { slot($0, times) }
        checkCancels(place["cancels"], slots, times)
        guard slots.count == slotPlaces.count else { return nil }
        return Campaign.Places(
            by: by, slots: slots, choices: choices(place["choices"], among: slots),
            person: place["person"]?.integer ?? 1,
            shares: shares(place["shares"], of: problems.hasErrors(under: place.pointer + "/slots") ? nil : slots),
            balance: balance(place["balance"], of: place),
            waiting: waiting(place["waiting"], slots: slots.count, quiet: quiet),
            dependants: dependants(place["dependants"]), areEnrolledByUnits: place["units"]?.bool ?? false,
            cancels: place["cancels"]?.time)
    }

    private mutating func slot(_ place: CampaignPlace, _ times: Times?) -> Campaign.Slot? {
        guard let id = place["id"]?.string(.itemID), let title = place["title"]?.text,
            let capacity = place["capacity"]?.integer
        else { return nil }
        let (starts, ends) = (place["starts"]?.time, place["ends"]?.time)
        if let starts, let ends, starts >= ends, let written = place["ends"] {
            problems.error(written, zh: "须先开始后结束", en: "it ends after it starts")
        }
        if let starts, let times, starts < times.opens, let written = place["starts"] {
            problems.error(written, zh: "报名还没有开始，场次已经开始", en: "it starts before anybody can enrol")
        }
        return Campaign.Slot(
            id: id, title: title, about: place["about"]?.text, capacity: capacity, starts: starts, ends: ends,
            location: place["where"]?.text,
            price: place["price"]?.money)
    }

    private mutating func checkCancels(_ place: CampaignPlace?, _ slots: [Campaign.Slot], _ times: Times?) {
        guard let place, let cancels = place.time else { return }
        if let times, cancels <= times.opens {
            problems.error(place, zh: "报名还没有开始", en: "nobody has a place to give back by then")
        }
        let starts = slots.compactMap(\.starts)
        guard starts.count == slots.count, let last = starts.max(), cancels > last else { return }
        problems.warning(place, zh: "那时各场都已开始", en: "everything has started by then")
    }

    private mutating func choices(_ place: CampaignPlace?, among slots: [Campaign.Slot]) -> Int {
        guard let place, let choices = place.integer else { return 1 }
        if choices > slots.count {
            problems.error(place, zh: "只有 \(slots.count) 个场次", en: "there are only \(slots.count) slots")
        }
        return choices
    }

    /// One list for all slots, and offers that are made at any hour: two things that are easily thought otherwise.
    private mutating func waiting(
        _ place: CampaignPlace?, slots: Int, quiet: [Range<Int64>]
    ) -> Campaign.Places.Waiting? {
        guard let place, let written = place["offer"], let offer = lasting(written) else { return nil }
        if let list = place["most"], let most = list.integer, most < slots {
            problems.warning(
                list, zh: "\(slots) 个场次合计只能候补 \(most) 人，满了即拒绝：most 不按场次算",
                en: "no more than \(most) people wait for all \(slots) slots together: it is not \"most\" of each slot")
        }
        let longest = quiet.lazy.map { $0.upperBound - $0.lowerBound }.max() ?? 0
        if 0 < offer, offer < longest {
            problems.warning(
                written, zh: "短于安静时段：夜里到位的候补名额，天亮前就会过期",
                en: "it is shorter than the quiet hours: an offer made in the night is over before anybody is up")
        }
        return Campaign.Places.Waiting(most: place["most"]?.integer, offer: offer)
    }

    /// Places kept for groups are places that there are.
    private mutating func shares(_ place: CampaignPlace?, of slots: [Campaign.Slot]?) -> [Campaign.Places.Share] {
        guard let place, let slots else { return [] }
        var shares: [Campaign.Places.Share] = []
        var kept: [String: Int] = [:]
        for element in place.elements {
            guard let group = element["group"]?.string(.sourceName), let written = element["count"],
                let count = written.integer
            else { continue }
            if let slot = element["slot"], let id = slot.string(.itemID) {
                checkReference(slot, id, among: slots.map(\.id), zh: "场次", en: "slot")
            }
            let slot = element["slot"]?.string(.itemID)
            for other in slots where slot == nil || other.id == slot {
                let before = kept[other.id, default: 0]
                kept[other.id] = before + count
                guard before <= other.capacity, before + count > other.capacity else { continue }
                problems.error(
                    written, zh: "场次 \"\(other.id)\" 有 \(other.capacity) 个名额，预留了 \(before + count) 个",
                    en: "\(before + count) places are kept of the \(other.capacity) of the slot \"\(other.id)\"")
                break
            }
            shares.append(Campaign.Places.Share(group: group, slot: slot, count: count))
        }
        return shares
    }

    /// Where nobody waits, those of a group that is ahead are refused; the first of a slot are ahead by their own places.
    private mutating func balance(_ place: CampaignPlace?, of places: CampaignPlace) -> Campaign.Places.Balance? {
        guard let place, let written = place["difference"], let difference = written.integer else { return nil }
        checkUnique(place["groups"]?.elements ?? [], .sourceName)
        let dependants = places["dependants"]
        let isBeside = dependants?["places"]?.value.string == "beside"
        let most = (dependants?["most"]?.integer ?? 1) + (dependants != nil && isBeside ? 1 : 0)
        if places["by"]?.value.string != "lottery", places["waiting"] == nil {
            if difference == 0 {
                problems.error(
                    written, zh: "没有候补（waiting）时，差额为 0 就谁也报不上名：第一个人已经超出",
                    en: "without \"waiting\" nobody ever gets a place: the first one is ahead by one already")
            } else if difference < most {
                problems.warning(
                    written, zh: "没有候补（waiting）时，一次占 \(most) 个名额的报名要等别组先报",
                    en: "without \"waiting\", who takes \(most) places is refused until others are ahead")
            }
        }
        return Campaign.Places.Balance(groups: place["groups"]?.strings(.sourceName) ?? [], difference: difference)
    }

    private mutating func dependants(_ place: CampaignPlace?) -> Campaign.Places.Dependants? {
        guard let place, let most = place["most"]?.integer else { return nil }
        let fields = fields(place["fields"])
        if let written = place["fields"], most > 1, !fields.isEmpty, !fields.contains(where: \.tellsApart) {
            problems.warning(
                written, zh: "没有能分清每个人的登记项：填得完全相同的两人会被当作重复而拒绝",
                en: "nothing here tells one from another: two who are the same in every field are refused as one")
        }
        return Campaign.Places.Dependants(
            most: most, areBeside: place["places"]?.value.string == "beside", fields: fields)
    }
}

extension Campaign.Field {
    /// Whether people commonly differ in it.
    fileprivate var tellsApart: Bool {
        switch kind {
        case .text, .date, .phone: !isOptional
        case .number, .money, .choice: false
        }
    }
}
