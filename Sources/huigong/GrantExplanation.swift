import Books
import Campaigns
import JSON
import Service
import Terminal

/// What somebody would be granted for a purchase, on the first day and by the same books as the daemon's.
struct GrantExplanation {
    private let campaign: Campaign
    private let funds: Campaign.Funds
    private let item: Campaign.Funds.Item
    /// In fen; nil where none was told.
    private let price: Int64?
    /// Of one person asking for the same again and again, in fen.
    private var grants: [Int64] = []
    /// Why there is no further one; nil where nothing stood in the way so soon.
    private var refusal: FundRefusal?

    private static let mostClaims = 100

    /// - Parameter words: `item=ID`, and `price=YUAN` where the item goes by the price.
    init(_ words: [String], of campaign: Campaign, in path: String) throws {
        guard let funds = campaign.funds, let rules = FundRules(campaign) else {
            throw CommandFailure(
                both("\(path) 没有补贴项目 funds", "\(path) has no \"funds\""), exitCode: .usage)
        }
        (self.campaign, self.funds) = (campaign, funds)
        let given = try Self.values(words)
        guard let place = funds.items.firstIndex(where: { $0.id == given.item }) else {
            let ids = funds.items.map(\.id).joined(separator: " ")
            throw CommandFailure(
                both("\(path) 没有这个项目", "\(path) has no such item"), at: given.item,
                hint: both("它的项目有 \(ids)", "its items are \(ids)"), exitCode: .usage)
        }
        (item, price) = (funds.items[place], given.price)
        ask(rules, place)
    }

    private mutating func ask(_ rules: FundRules, _ place: Int) {
        var book = FundBook(rules)
        let window = funds.purchase
        let at = max(campaign.opens, window?.from ?? .min)
        do throws(FundRefusal) {
            let asked = try rules.asked(item: place, price: price, isPriceHidden: false, amount: nil)
            while grants.count < Self.mostClaims {
                let claim = FundClaim(person: 0, household: 0, item: place, asked: asked)
                grants.append(try book.claim(claim, leaf: grants.count + 1, at: at))
            }
        } catch {
            refusal = error
        }
    }

    private static func values(_ words: [String]) throws -> (item: String, price: Int64?) {
        var (item, price): (String?, Int64?) = (nil, nil)
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch parts[0] {
            case "item" where parts.count == 2 && item == nil: item = parts[1]
            case "price" where parts.count == 2 && price == nil:
                guard let fen = MoneyText.fen(parts[1]) else {
                    throw CommandFailure(
                        both("price 应为元，两位小数，如 1200.00", "price is yuan with two decimals, like 1200.00"), at: word,
                        exitCode: .usage)
                }
                price = fen
            default:
                throw CommandFailure(
                    both("应为 item=项目 和 price=元，各一次", "item=ID and price=YUAN are expected, each once"), at: word,
                    exitCode: .usage)
            }
        }
        guard let item else {
            throw CommandFailure(both("缺少 item=项目", "item=ID is missing"), exitCode: .usage)
        }
        return (item, price)
    }

    /// Whether anything is granted.
    var isGranted: Bool { !grants.isEmpty }
}

// MARK: - Shown

extension GrantExplanation {
    func text(_ language: Language, _ style: Style) -> String {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        let category = item.category.map { say("（\($0)）", " (\($0))") } ?? ""
        var rows = [(say("项目", "item"), item.title.text(language) + category)]
        if let price { rows.append((say("价格", "price"), yuan(price))) }
        rows.append((say("规则", "rule"), rule(say)))
        rows += limits(say)
        rows.append((say("预算", "budget"), yuan(funds.budget) + covered(say)))
        rows += further(language, say)
        let width = rows.map { displayWidth($0.0) }.max() ?? 0
        let lines = rows.map { "  " + style.dim(padded($0.0, to: width)) + "  " + printable($0.1) }
        return (lines + [verdict(language, style, say)]).joined(separator: "\n")
    }

    private func verdict(_ language: Language, _ style: Style, _ say: (String, String) -> String) -> String {
        guard let first = grants.first else {
            let why = refusal?.message.text(language) ?? ""
            return style.red(say("不给：", "nothing: ") + why)
        }
        let review = funds.review == nil ? "" : say("（须经审核）", " (once staff approve)")
        return style.green(say("给 \(yuan(first)) 元", "grants \(yuan(first)) yuan")) + review
    }

    /// How the item comes to an amount.
    private func rule(_ say: (String, String) -> String) -> String {
        switch item.gives {
        case .fixed(let amount): return say("固定 \(yuan(amount))，不超过价格", "\(yuan(amount)), never more than the price")
        case .bands(let bands):
            guard let price else { return say("按价格分 \(bands.count) 档", "\(bands.count) bands by the price") }
            guard let band = bands.last(where: { $0.from <= price && price < $0.below ?? .max }) else {
                let (least, most) = (bands.first?.from ?? 0, bands.last?.below)
                return say("不在任何一档：从 ", "in no band: from ") + yuan(least)
                    + (most.map { say(" 到不足 ", " to below ") + yuan($0) } ?? say(" 起", " on"))
            }
            let end = band.below.map { say(" 到不足 ", " to below ") + yuan($0) } ?? say(" 起", " on")
            return say("档：从 ", "band: from ") + yuan(band.from) + end + say("，给 ", " gives ") + yuan(band.amount)
        case .share(let share, let cap):
            let part = "\(share.numerator)/\(share.denominator)"
            let most = cap.map { say("，最多 ", ", at most ") + yuan($0) } ?? ""
            guard let price else { return say("价格的 ", "") + part + say("", " of the price") + most }
            return "\(yuan(price)) × \(part) = \(exact(price, times: share))" + rounding(say) + most
        }
    }

    /// What comes before rounding, to the hundredth of a fen.
    private func exact(_ price: Int64, times share: Campaign.Fraction) -> String {
        let product = Int128(price) * Int128(share.numerator) * 100
        let (hundredths, rest) = product.quotientAndRemainder(dividingBy: Int128(share.denominator))
        let digits = String(Int(hundredths % 10_000) + 10_000).dropFirst()
        return "\(grouped(Int(hundredths / 10_000))).\(digits)" + (rest == 0 ? "" : "…")
    }

    private func rounding(_ say: (String, String) -> String) -> String {
        switch funds.rounding {
        case .down: say("，舍到分", ", down to the fen")
        case .halfUp: say("，四舍五入到分", ", to the nearest fen, half up")
        case .yuanDown: say("，舍到元", ", down to the yuan")
        }
    }

    private func limits(_ say: (String, String) -> String) -> [(String, String)] {
        let named: [(String, Campaign.GrantLimit?)] = [
            (say("每人", "person"), funds.person), (say("每户", "household"), funds.household),
            (say("每类", "category"), item.category == nil ? nil : funds.category),
        ]
        var rows = named.compactMap { name, limit -> (String, String)? in
            guard let limit else { return nil }
            let count = limit.count.map { say("最多 \(grouped($0)) 份", "at most \(grouped($0))") }
            let amount = limit.amount.map { say("合计不超过 \(yuan($0)) 元", "\(yuan($0)) yuan in all at most") }
            return (name, [count, amount].compactMap(\.self).joined(separator: say("，", ", ")))
        }
        if let face = campaign.vouchers?.face {
            rows.append((say("面值", "face"), say("每张不超过 \(yuan(face))", "a voucher is worth \(yuan(face)) at most")))
        }
        return rows
    }

    /// How many such grants the budget has.
    private func covered(_ say: (String, String) -> String) -> String {
        guard let first = grants.first, first > 0 else { return "" }
        let (count, rest) = funds.budget.quotientAndRemainder(dividingBy: first)
        let whole = say("，够 \(grouped(Int(count))) 份", ", enough for \(grouped(Int(count)))")
        guard rest > 0 else { return whole }
        return whole
            + (funds.last == .partial
                ? say("，最后一份 \(yuan(rest))", ", and \(yuan(rest)) for the last one")
                : say("，余 \(yuan(rest)) 不够一份，不给", ", and \(yuan(rest)) that is not enough for one"))
    }

    /// What the same person gets for the same again.
    private func further(_ language: Language, _ say: (String, String) -> String) -> [(String, String)] {
        guard let first = grants.first else { return [] }
        let like = grants.prefix { $0 == first }.count
        var text = say("同样的 \(grouped(like)) 份", "\(grouped(like)) of these")
        if like < grants.count { text += say("，再给 \(yuan(grants[like]))", ", then \(yuan(grants[like]))") }
        if let refusal { text += say("；再要：", "; one more: ") + refusal.message.text(language) }
        return [(say("同一人", "one person"), text)]
    }

    var json: JSON {
        .object([
            JSON.Member("item", .string(item.id)),
            JSON.Member("price", price.map { .string(MoneyText.text($0)) } ?? .null),
            JSON.Member("granted", grants.first.map { .string(MoneyText.text($0)) } ?? .null),
            JSON.Member("review", .bool(funds.review != nil)),
            JSON.Member("person", .array(grants.map { .string(MoneyText.text($0)) })),
            JSON.Member("refusal", refusal.map { .string($0.rawValue) } ?? .null),
        ])
    }
}
