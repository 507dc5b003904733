import Campaigns

@testable import Books

/// A book of one campaign, with a log of what was taken.
struct FundTrial {
    static let opens: Int64 = 1_809_219_600_000  // 2027-05-01T09:00:00+08:00
    static let minute: Int64 = 60_000

    enum Step: Hashable {
        case act(FundAct, FundOutcome)
        case expiry(FundExpiry)
    }

    struct Logged: Hashable {
        var leaf: Int
        var at: Int64
        var step: Step
    }

    let rules: FundRules
    var book: FundBook
    var log: [Logged] = []
    var at = FundTrial.opens
    /// Leaf 0 is the charter.
    var leaf = 1

    init(_ parts: String, kind: String = "subsidy") {
        rules = FundTrial.rules(parts, kind: kind)
        book = FundBook(rules)
    }

    /// A campaign that has the parts.
    static func text(_ parts: String, kind: String = "subsidy") -> String {
        """
        {"id": "trial", "kind": "\(kind)", "title": "补贴", "organiser": "jimo-union.example", "contact": "工会",
         "opens": "2027-05-01T09:00:00+08:00", "closes": "2027-05-08T21:00:00+08:00",
         "audience": {"roll": "rolls/sample.csv"}, \(parts)}
        """
    }

    static func rules(_ parts: String, kind: String = "subsidy") -> FundRules {
        let text = text(parts, kind: kind)
        switch loadCampaign(bytes: Array(text.utf8), organiser: nil) {
        case .success(let loaded): return FundRules(loaded.campaign)!
        case .failure(let problems):
            preconditionFailure(problems.rendered(file: "trial", source: Array(text.utf8), language: .en))
        }
    }

    /// Takes what is due by now.
    mutating func takeDue() {
        while let expiry = book.takeDue(leaf: leaf, at: at) {
            log.append(Logged(leaf: leaf, at: at, step: .expiry(expiry)))
            leaf += 1
        }
    }

    /// Does something now, after what is due.
    @discardableResult
    mutating func take(_ act: FundAct, after milliseconds: Int64 = 0) throws(FundRefusal) -> FundOutcome {
        at += milliseconds
        takeDue()
        let outcome = try book.take(act, leaf: leaf, at: at)
        log.append(Logged(leaf: leaf, at: at, step: .act(act, outcome)))
        leaf += 1
        return outcome
    }

    /// The refusal of something that is done now; nil where it is taken.
    mutating func refusal(_ act: FundAct, after milliseconds: Int64 = 0) -> FundRefusal? {
        do throws(FundRefusal) {
            try take(act, after: milliseconds)
            return nil
        } catch {
            return error
        }
    }

    /// Claims a voucher; its name.
    mutating func claim(
        _ person: Int = 0, household: Int? = nil, unit: Int? = nil, item: Int? = 0, _ asked: FundClaim.Asked = .most,
        merchant: Int? = nil
    ) throws(FundRefusal) -> VoucherName {
        takeDue()
        let name = VoucherName(leaf: leaf)
        try take(
            .claim(
                FundClaim(
                    person: person, household: household, unit: unit, item: item, asked: asked, merchant: merchant)))
        return name
    }

    mutating func redeem(
        _ name: VoucherName, merchant: Int? = 0, shop: Int? = nil, price: Int64? = nil, amount: Int64? = nil,
        invoice: Redeeming.Invoice = .none
    ) throws(FundRefusal) -> FundBook.Redeemed {
        let redeeming = Redeeming(
            name, merchant: merchant, shop: shop, price: price, amount: amount, invoice: invoice)
        guard case .redeemed(let redeemed) = try take(.redeem(redeeming)) else {
            preconditionFailure("a redemption comes to one")
        }
        return redeemed
    }

    func voucher(_ name: VoucherName) -> Voucher { book.vouchers[book.place(of: name)!] }

    /// A book that goes through the log again.
    func replayed(upTo count: Int? = nil) -> FundBook {
        var book = FundBook(rules)
        for logged in log.prefix(count ?? log.count) {
            switch logged.step {
            case .act(let act, let outcome):
                guard (try? book.take(act, leaf: logged.leaf, at: logged.at)) == outcome else {
                    preconditionFailure("leaf \(logged.leaf) came to something else")
                }
            case .expiry(let expiry):
                guard book.takeDue(leaf: logged.leaf, at: logged.at) == expiry else {
                    preconditionFailure("leaf \(logged.leaf): something else was due")
                }
            }
        }
        return book
    }
}

extension FundTrial {
    static let merchants = """
        "merchants": [
          {"id": "east", "name": "城东", "shops": [{"id": "e1", "name": "一店"}, {"id": "e2", "name": "二店"}],
           "count": 6, "amount": "2500.00"},
          {"id": "west", "name": "城西"}, {"id": "south", "name": "城南", "amount": "1500.00"}]
        """

    /// Bands, shares and fixed amounts, with every limit.
    static let subsidy = """
        "funds": {"budget": "6000.00", "items": [
            {"id": "fridge", "title": "冰箱", "category": "large", "gives": "bands", "bands": [
              {"from": "500.00", "below": "1000.00", "amount": "200.00"},
              {"from": "1000.00", "below": "2000.00", "amount": "400.00"}, {"from": "2000.00", "amount": "800.00"}]},
            {"id": "lamp", "title": "灯", "category": "small", "gives": "share",
             "share": {"num": 1, "den": 3}, "cap": "150.00"},
            {"id": "kettle", "title": "水壶", "gives": "fixed", "amount": "50.00"}],
          "rounding": "half-up", "person": {"count": 3, "amount": "1200.00"},
          "household": {"count": 5, "amount": "2000.00"}, "category": {"count": 2}, "last": "partial",
          "purchase": {"from": "2027-05-01T09:00:00+08:00", "to": "2027-07-01T00:00:00+08:00", "invoice": true}},
        \(merchants),
        "vouchers": {"hold": "30m", "valid": "48h", "refund": "free", "transfer": true}
        """

    /// With review and appeals, and vouchers used in parts, which are good again after a refund.
    static let reviewed = """
        "funds": {"budget": "3000.00", "items": [
            {"id": "tuition", "title": "学费", "gives": "share", "share": {"num": 1, "den": 2}, "cap": "900.00"},
            {"id": "books", "title": "书", "gives": "fixed", "amount": "120.00"}],
          "person": {"count": 4}, "last": "partial", "review": {"reasons": ["不符", "材料不全"], "appeal": "12h"}},
        \(merchants),
        "vouchers": {"hold": "2h", "valid": "72h", "part": true, "uses": 3, "refund": "reserved"}
        """

    /// Vouchers with a face and no budget behind them.
    static let faced = """
        \(merchants), "vouchers": {"count": 40000, "face": "100.00", "uses": 3, "hold": "30m", "valid": "24h",
          "refund": "reserved", "transfer": true}
        """

    /// Vouchers without a worth in money.
    static let bare = """
        \(merchants), "vouchers": {"count": 40000, "uses": 2, "hold": "30m", "valid": "24h", "refund": "free"}
        """

    /// Grants that are paid out without vouchers.
    static let paidOut = """
        "funds": {"budget": "9000.00", "items": [
            {"id": "degree", "title": "本科", "category": "tuition", "gives": "fixed", "amount": "300.00"}],
          "person": {"count": 2}, "last": "refuse", "review": {"reasons": ["不符"]},
          "purchase": {"from": "2027-05-01T09:00:00+08:00", "to": "2027-09-01T00:00:00+08:00", "invoice": true}}
        """
}
