import JSON

extension CampaignBuilder {
    mutating func funds(_ times: Times?) -> Campaign.Funds? {
        guard let place = root["funds"], let budgetPlace = place["budget"], let budget = budgetPlace.money else {
            return nil
        }
        let itemPlaces = place["items"]?.elements ?? []
        checkUnique(itemPlaces.map { $0["id"] }, .tierID)
        let items = itemPlaces.compactMap { item($0) }
        guard items.count == itemPlaces.count else { return nil }
        if let least = items.map(\.leastGrant).min(), least > budget {
            problems.error(
                budgetPlace, zh: "预算不够一笔最小的补贴（\(MoneyText.text(least)) 元）",
                en: "the budget is less than the smallest grant, \(MoneyText.text(least)) yuan")
        }
        if let written = place["category"], items.allSatisfy({ $0.category == nil }) {
            problems.error(written, zh: "没有项目有类别", en: "no item has a category")
        }
        for key in ["person", "household", "category"] { checkLimit(place[key], items) }
        let limit = { (key: String) in place[key].map(CampaignBuilder.grantLimit) }
        return Campaign.Funds(
            budget: budget, items: items,
            rounding: place["rounding"]?.choice(Campaign.Funds.Rounding.self) ?? .down, person: limit("person"),
            household: limit("household"), category: limit("category"),
            last: place["last"]?.choice(Campaign.Funds.Last.self) ?? .refuse,
            review: place["review"].map { review in
                checkAppeal(review["appeal"])
                return Campaign.Funds.Review(
                    reasons: (review["reasons"]?.elements ?? []).compactMap(\.text), appeal: lasting(review["appeal"]))
            }, purchase: purchase(place["purchase"]), returns: lasting(place["returns"]))
    }

    /// An appeal of any refusal should be decided in a phase for that; those that come later are decided all the same.
    private mutating func checkAppeal(_ place: CampaignPlace?) {
        let phases = (root["schedule"]?["phases"]?.elements ?? []).filter {
            $0["does"]?.value.string == Campaign.Phase.Activity.review.rawValue
        }
        guard let place, let appeal = place.duration,
            let last = phases.max(by: { $0["closes"]?.time ?? 0 < $1["closes"]?.time ?? 0 }),
            let opens = last["opens"]?.time, let closes = last["closes"]?.time, appeal >= closes - opens
        else { return }
        problems.warning(
            place, zh: "申诉期不短于最后一个审核阶段：阶段里的申诉可能要在它结束之后审定",
            en: "it is no shorter than the last phase for review: appeals may be decided after the end of that")
    }

    /// A limit limits something, and leaves room for one grant.
    private mutating func checkLimit(_ place: CampaignPlace?, _ items: [Campaign.Funds.Item]) {
        guard let place, place.value.kind == .object else { return }
        if place["count"] == nil, place["amount"] == nil, !problems.hasErrors(under: place.pointer) {
            problems.error(place, zh: "须有 count（件数）或 amount（金额）", en: "it needs \"count\" or \"amount\"")
        }
        guard let written = place["amount"], let amount = written.money, let least = items.map(\.leastGrant).min(),
            amount < least
        else { return }
        problems.error(
            written, zh: "不够一笔最小的补贴（\(MoneyText.text(least)) 元）",
            en: "it is less than the smallest grant, \(MoneyText.text(least)) yuan")
    }

    private static func grantLimit(_ place: CampaignPlace) -> Campaign.GrantLimit {
        Campaign.GrantLimit(count: place["count"]?.integer, amount: place["amount"]?.money)
    }

    private mutating func purchase(_ place: CampaignPlace?) -> Campaign.Funds.Purchase? {
        guard let place, let from = place["from"]?.time, let written = place["to"], let to = written.time else {
            return nil
        }
        if let opens = root["opens"]?.time, to <= opens {
            problems.error(written, zh: "活动开始前已结束", en: "it ends before the campaign opens")
        }
        if from >= to { problems.error(written, zh: "须先开始后结束", en: "it ends after it starts") }
        return Campaign.Funds.Purchase(from: from, to: to, needsInvoice: place["invoice"]?.bool ?? false)
    }

    private mutating func item(_ place: CampaignPlace) -> Campaign.Funds.Item? {
        guard let id = place["id"]?.string(.tierID), let title = place["title"]?.text, let gives = gives(place) else {
            return nil
        }
        return Campaign.Funds.Item(id: id, title: title, category: place["category"]?.string(.tierID), gives: gives)
    }

    private mutating func gives(_ place: CampaignPlace) -> Campaign.Funds.Item.Gives? {
        switch place["gives"]?.value.string {
        case "bands": return bands(place["bands"]).map(Campaign.Funds.Item.Gives.bands)
        case "share":
            guard let written = place["share"], let share = written.fraction else { return nil }
            if !(1...share.denominator).contains(share.numerator) {
                problems.error(written, zh: "补贴比例须大于 0，不大于 1", en: "a share is more than 0 and at most 1")
            }
            if place["cap"] == nil { checkPrice(ofShare: place) }
            return .share(share, cap: place["cap"]?.money)
        case "fixed":
            guard let written = place["amount"], let amount = written.money else { return nil }
            if amount == 0 { problems.error(written, zh: "没有补贴", en: "nothing is given") }
            return .fixed(amount)
        default: return nil
        }
    }

    /// A share without a most is of a price that every claim tells: else one claim could ask for all there is.
    private mutating func checkPrice(ofShare place: CampaignPlace) {
        let form = root["form"]
        let price = form?["fields"]?.elements.first {
            $0["id"]?.value.string == Campaign.Form.priceField && $0["type"]?.value.string == "money"
        }
        let isAskedEach =
            form?["asked"]?.value.string == Campaign.Form.Asked.each.rawValue
            || root["limits"]?["person"]?["total"]?.integer == 1
        guard let price, price["optional"]?.bool != true, isAskedEach else {
            return problems.error(
                place, zh: "没有上限（cap）的比例，须有每次申请必填的价格（form 中 money 类的 price）",
                en: "a share without a \"cap\" needs a price with every claim: a field \"price\" of type \"money\"")
        }
        if price["private"]?.bool == true, let written = place["share"] {
            problems.warning(
                written, zh: "比例没有上限：由公布的金额可以算出不公开的价格",
                en: "without a \"cap\" the amounts in the log tell the private price")
        }
    }

    /// Bands ascend without overlap, only the last is open, and nobody gets more than the price.
    private mutating func bands(_ place: CampaignPlace?) -> [Campaign.Funds.Band]? {
        guard let place else { return nil }
        var bands: [Campaign.Funds.Band] = []
        for element in place.elements {
            guard let fromPlace = element["from"], let from = fromPlace.money, let amountPlace = element["amount"],
                let amount = amountPlace.money, element["below"] == nil || element["below"]?.money != nil
            else { return nil }
            let below = element["below"]?.money
            if let written = element["below"], let below, below <= from {
                problems.error(written, zh: "这一档是空的", en: "the band is empty")
            }
            if amount == 0 { problems.error(amountPlace, zh: "没有补贴", en: "nothing is given") }
            if amount > from {
                problems.error(
                    amountPlace, zh: "补贴高于最低价格 \(MoneyText.text(from)) 元",
                    en: "more is given than the lowest price, \(MoneyText.text(from)) yuan")
            }
            if !problems.hasErrors(under: place.pointer) { checkOrder(of: fromPlace, from, after: bands.last) }
            bands.append(Campaign.Funds.Band(from: from, below: below, amount: amount))
        }
        return bands
    }

    private mutating func checkOrder(of place: CampaignPlace, _ from: Int64, after last: Campaign.Funds.Band?) {
        guard let last else { return }
        guard let end = last.below else {
            return problems.error(place, zh: "前一档没有上限，后面不能再有一档", en: "the band before is open; only the last can be")
        }
        if from < end { problems.error(place, zh: "与前一档重叠", en: "it overlaps the band before") }
        if from > end {
            problems.warning(
                place, zh: "\(MoneyText.text(end)) 至 \(MoneyText.text(from)) 元之间没有补贴",
                en: "prices from \(MoneyText.text(end)) to below \(MoneyText.text(from)) yuan get nothing")
        }
    }
}

extension Campaign.Funds.Item {
    /// The smallest grant, in fen; a share may come to a single one.
    fileprivate var leastGrant: Int64 {
        switch gives {
        case .bands(let bands): bands.map(\.amount).min() ?? 0
        case .share: 1
        case .fixed(let amount): amount
        }
    }
}

// MARK: - Merchants and vouchers

extension CampaignBuilder {
    mutating func merchants() -> [Campaign.Merchant] {
        let places = root["merchants"]?.elements ?? []
        checkUnique(places.map { $0["id"] }, .sourceName)
        let merchants = places.compactMap { place -> Campaign.Merchant? in
            let shops = place["shops"]?.elements ?? []
            checkUnique(shops.map { $0["id"] }, .sourceName)
            guard let id = place["id"]?.string(.sourceName), let name = place["name"]?.text else { return nil }
            return Campaign.Merchant(
                id: id, name: name,
                shops: shops.compactMap { shop -> Campaign.Merchant.Shop? in
                    guard let id = shop["id"]?.string(.sourceName), let name = shop["name"]?.text else { return nil }
                    return Campaign.Merchant.Shop(id: id, name: name)
                }, count: place["count"]?.integer, amount: place["amount"]?.money)
        }
        if let place = root["merchants"], merchants.count == places.count { checkQuotas(of: merchants, place) }
        return merchants
    }

    /// Merchants' quotas that add up to less than there is leave money that nobody can use.
    private mutating func checkQuotas(of merchants: [Campaign.Merchant], _ place: CampaignPlace) {
        let amounts = merchants.compactMap(\.amount)
        // A file of too many merchants must not overflow; no budget comes near the bound.
        let sum = amounts.reduce(0) { min($0 + $1, 1 << 60) }
        if amounts.count == merchants.count, !merchants.isEmpty, let budget = root["funds"]?["budget"]?.money,
            sum < budget
        {
            let total = MoneyText.text(sum)
            problems.warning(
                place, zh: "各商户合计 \(total) 元，少于预算",
                en: "the merchants take \(total) yuan together, less than the budget")
        }
        let counts = merchants.compactMap(\.count)
        guard counts.count == merchants.count, !merchants.isEmpty,
            let vouchers = root["vouchers"]?["count"]?.integer
        else { return }
        let total = counts.reduce(0, +)
        guard total < vouchers else { return }
        problems.warning(
            place, zh: "各商户合计 \(total) 张，少于发放的 \(vouchers) 张",
            en: "the merchants take \(total) vouchers together, of \(vouchers) that are issued")
    }

    /// Of a raffle, where they are what people win: each is issued with a piece that is won at once, or with the claim of a
    /// prize, and is good from then on.
    private mutating func checkPrizes(_ place: CampaignPlace) {
        guard kind == .raffle, let prizes = root["prizes"], prizes.value.kind == .object, prizes["claims"] == nil,
            prizes["draw"]?.choice(Campaign.Prizes.Drawing.self) != .instant
        else { return }
        problems.error(
            prizes, zh: "抽中的券在领奖时发放：须有 claims（怎样领奖、多久内）",
            en: "whoever is drawn gets the voucher with the claim: \"claims\" (how, within what time) is missing")
    }

    /// Nobody wins a prize whose voucher there is not.
    private mutating func checkCount(_ place: CampaignPlace) {
        guard root["kind"]?.value.string == Campaign.Kind.raffle.rawValue, let written = place["count"],
            let count = written.integer, let prizes = root["prizes"]
        else { return }
        let tiers = (prizes["tiers"]?.elements ?? []).compactMap { $0["count"]?.integer }
        // A file of too many prizes must not overflow.
        let total = (tiers + [prizes["fallback"]?["count"]?.integer ?? 0]).reduce(0) { min($0 + $1, 1 << 60) }
        guard total > count else { return }
        problems.error(
            written, zh: "奖品共 \(total) 份，券只有 \(count) 张",
            en: "there are \(total) prizes, and \(count) vouchers for them")
    }

    mutating func vouchers(_ times: Times?) -> Campaign.Vouchers? {
        guard let place = root["vouchers"], place.value.kind == .object else { return nil }
        checkPrizes(place)
        checkCount(place)
        let (valid, until) = (place["valid"], place["until"])
        if let until, valid != nil {
            problems.error(
                until, zh: "valid（多久）和 until（何时）只能有一个",
                en: "there is a \"valid\" already: only one of them says until when")
        }
        if valid == nil, until == nil, !problems.hasErrors(under: place.pointer) {
            problems.error(
                place, zh: "缺少 valid（多久）或 until（何时）", en: "\"valid\" or \"until\" (how long it is good) is missing")
        }
        if let hold = place["hold"], let held = hold.duration, let good = valid?.duration, held > good {
            problems.error(hold, zh: "预留长过有效期", en: "a reservation stands longer than the voucher is good")
        }
        if let until, let end = until.time, let times, end <= times.opens {
            problems.error(until, zh: "活动开始前已过期", en: "vouchers are past use before anybody has one")
        }
        if place["part"]?.bool == true, place["face"] == nil, lacks(.funds), let written = place["part"] {
            problems.error(written, zh: "没有面值的券不能分次用", en: "a voucher without a \"face\" can't be used in part")
        }
        if let face = place["face"], face.money == 0 { problems.error(face, zh: "没有面值", en: "it is worth nothing") }
        return Campaign.Vouchers(
            count: place["count"]?.integer, face: place["face"]?.money, uses: place["uses"]?.integer ?? 1,
            hold: lasting(place["hold"]), valid: lasting(valid), until: until?.time,
            isUsedInPart: place["part"]?.bool ?? false, isTransferable: place["transfer"]?.bool ?? false,
            refund: place["refund"]?.choice(Campaign.Vouchers.Refund.self) ?? .free, returns: lasting(place["returns"]))
    }
}
