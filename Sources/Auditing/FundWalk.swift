import Books
import Campaigns
import JSON
import Proofs

/// A registration for money or a voucher, as its body has it.
struct LoggedClaim: Sendable {
    var leaf: Int
    /// Of several vouchers that one leaf issues.
    var rank = 0
    var at: Int64
    var pseudonym: Pseudonym
    var household: Pseudonym?
    var unit: Pseudonym?
    /// Whether it is a voucher that somebody won, and who gets none where there is none.
    var isWon = false
    var item: String?
    /// In fen.
    var amount: Int64?
    /// What the form says in the open, in fen.
    var price: Int64?
    var merchant: String?
}

extension LoggedClaim {
    init(
        _ body: SubmissionBody, leaf: Int, household: Pseudonym?, unit: Pseudonym?, _ form: Campaign.Form?
    ) {
        self.init(
            leaf: leaf, at: body.at, pseudonym: body.pseudonym, household: household, unit: unit, item: body.item,
            amount: body.amount, merchant: body.merchant)
        guard form?.price?.isPrivate == false else { return }
        let told = body.fields?.first { $0.id == Campaign.Form.priceField }
        if case .text(let text)? = told?.value { price = MoneyText.fen(text) }
    }
}

extension [LoggedClaim] {
    /// Vouchers that come with what is won in a raffle: with each piece given at once, and with each claim of a prize.
    static func won(
        atOnce rows: [StockRow], at times: [Int: Int64], claims: [(index: Int, body: PrizeEventBody)],
        _ people: [Pseudonym: RollPlace]
    ) -> [LoggedClaim] {
        var found: [LoggedClaim] = []
        for row in rows where row.outcome.isWin || row.outcome == .fallback {
            let rank = found.last?.leaf == row.index ? found.last!.rank + 1 : 0
            found.append(
                LoggedClaim(
                    leaf: row.index, rank: rank, at: times[row.index] ?? 0, pseudonym: row.pseudonym, isWon: true))
        }
        for (index, body) in claims where body.kind == .claim {
            found.append(LoggedClaim(leaf: index, at: body.at, pseudonym: body.pseudonym, isWon: true))
        }
        found.sort { ($0.leaf, $0.rank) < ($1.leaf, $1.rank) }
        for place in found.indices {
            found[place].household = people[found[place].pseudonym]?.household
            found[place].unit = people[found[place].pseudonym]?.unit
        }
        return found
    }
}

/// Vouchers and money gone through again: each leaf must be one that the rules allow then.
struct FundWalk {
    private(set) var book: FundBook
    /// How many leaves were gone through.
    private(set) var leaves = 0
    private var people = Numbers()
    private var households = Numbers()
    private var units = Numbers()
    private var latestAt = Int64.min
    /// What the auditor was given of a leaf's private members: the price that was paid, and the invoice.
    var opened: [Int: Opened] = [:]

    struct Opened {
        var price: Int64?
        var invoice: UInt128?
    }

    /// Numbers for pseudonyms, in the order in which they came.
    private struct Numbers {
        private(set) var pseudonyms: [Pseudonym] = []
        private var places: [Pseudonym: Int] = [:]

        mutating func number(_ pseudonym: Pseudonym) -> Int {
            if let place = places[pseudonym] { return place }
            places[pseudonym] = pseudonyms.count
            pseudonyms.append(pseudonym)
            return pseudonyms.count - 1
        }
    }

    /// What amendments put in the place of the rules, by their leaves, ascending.
    private var raises: ArraySlice<(leaf: Int, rules: FundRules)>

    /// - Parameters:
    ///   - rules: As they were announced.
    ///   - raises: As each amendment left them that changed them.
    init(_ rules: FundRules, raises: [(leaf: Int, rules: FundRules)] = []) {
        book = FundBook(rules)
        self.raises = raises[...]
    }

    private mutating func raise(before leaf: Int) {
        while let first = raises.first, first.leaf < leaf { book.raise(to: raises.removeFirst().rules) }
    }

    /// Who a person of the book is.
    func pseudonym(_ person: Int) -> Pseudonym { people.pseudonyms[person] }

    /// ledger.csv as things stand.
    var ledger: [UInt8] {
        let names = units.pseudonyms
        return book.ledger.file(
            Ledger.Names(categories: book.rules.categories, merchants: book.rules.merchants.map(\.id)) {
                names[$0].hex
            })
    }

    /// Takes claims and events up to a leaf, from where it is, and stops at the first that the rules do not allow.
    ///
    /// - Returns: Its leaf, and what is wrong with it.
    mutating func take(
        _ claims: inout ArraySlice<LoggedClaim>, _ events: inout ArraySlice<(index: Int, body: FundEventBody)>,
        before end: Int
    ) -> (leaf: Int, problem: BilingualText)? {
        while true {
            let (claim, event) = (claims.first?.leaf ?? .max, events.first?.index ?? .max)
            raise(before: min(claim, event, end))
            guard min(claim, event) < end else { return nil }
            let problem = claim < event ? take(claims.removeFirst()) : takeNext(&events)
            if let problem { return (min(claim, event), problem) }
        }
    }

    private mutating func takeNext(_ events: inout ArraySlice<(index: Int, body: FundEventBody)>) -> BilingualText? {
        let (index, body) = events.removeFirst()
        return take(body, leaf: index)
    }

    /// Whether something that ends by the clock had to be logged by an instant.
    func isBehind(at: Int64) -> Bool { book.dueAt.map { $0 <= at } ?? false }

    /// Takes the claim of an entry.
    ///
    /// - Returns: What is wrong with it; nil where the rules allow it.
    mutating func take(_ claim: LoggedClaim) -> BilingualText? {
        if let problem = begin(claim.leaf, claim.at) { return problem }
        if isBehind(at: claim.at) { return .due }
        let rules = book.rules
        let item = claim.item.flatMap { id in
            rules.funds?.items.firstIndex { $0.id.utf8.elementsEqual(id.utf8) }
        }
        let merchant = claim.merchant.flatMap { rules.place(ofMerchant: $0) }
        if claim.item != nil, item == nil { return .refused(.itemUnknown) }
        if claim.merchant != nil, merchant == nil { return .refused(.merchantUnknown) }
        do throws(FundRefusal) {
            _ = try book.claim(
                FundClaim(
                    person: people.number(claim.pseudonym), household: claim.household.map { households.number($0) },
                    unit: claim.unit.map { units.number($0) }, item: item,
                    asked: try rules.asked(
                        item: item, price: claim.price ?? opened[claim.leaf]?.price,
                        isPriceHidden: claim.price == nil, amount: claim.amount),
                    merchant: merchant), leaf: claim.leaf, rank: claim.rank, at: claim.at)
            return nil
        } catch {
            return claim.isWon ? nil : .refused(error)
        }
    }

    /// Takes an event.
    ///
    /// - Returns: What is wrong with it; nil where it is one that may come now.
    mutating func take(_ body: FundEventBody, leaf: Int) -> BilingualText? {
        if let problem = begin(leaf, body.at) { return problem }
        if isBehind(at: body.at) { return takeDue(body, leaf: leaf) }
        let opened = opened[leaf]
        let act = body.act(
            book.rules, person: { people.number($0) }, price: opened?.price, invoice: opened?.invoice)
        guard let act else {
            return body.kind == .expire
                ? BilingualText(zh: "此时没有到期的券或期限", en: "ends something whose time is not over")
                : BilingualText(zh: "写明的商户、门店不在规则里", en: "names a merchant or a shop that the rules do not have")
        }
        do throws(FundRefusal) {
            _ = try book.take(act, leaf: leaf, at: body.at)
            return nil
        } catch {
            return .refused(error)
        }
    }

    /// What ended by the clock comes first, the earliest of all.
    private mutating func takeDue(_ body: FundEventBody, leaf: Int) -> BilingualText? {
        guard let next = book.nextDue, next.refersTo == body.voucher,
            body.kind == (next.kind == .hold ? .release : .expire)
        else { return .due }
        return book.takeDue(leaf: leaf, at: body.at) == nil ? .due : nil
    }

    private mutating func begin(_ leaf: Int, _ at: Int64) -> BilingualText? {
        leaves += 1
        guard at >= latestAt else {
            return BilingualText(zh: "时间早于前一条", en: "is earlier than the one before it")
        }
        latestAt = at
        return nil
    }
}

extension BilingualText {
    fileprivate static let due = BilingualText(
        zh: "在它之前应先记录到期的券或期限", en: "comes where something that had ended was due first")

    /// Why the book would not have taken it.
    fileprivate static func refused(_ refusal: FundRefusal) -> BilingualText {
        BilingualText(zh: "按规则应拒绝（\(refusal.rawValue)）", en: "would have been refused (\(refusal.rawValue))")
    }
}
