import Books
import Campaigns
import Proofs

/// What somebody registers for, where there is money or are vouchers; who it is stands with the submission.
package struct FundWish: Hashable, Sendable {
    /// The item's place; nil exactly where the rules have no funds.
    package var item: Int?
    package var asked: FundClaim.Asked
    /// The place of the merchant where it is to be used; nil: at any.
    package var merchant: Int?

    package init(item: Int? = nil, asked: FundClaim.Asked = .most, merchant: Int? = nil) {
        self.item = item
        self.asked = asked
        self.merchant = merchant
    }
}

/// Vouchers and money: claiming, and the events that follow.
///
/// Whoever calls takes what is due first (``takeDueExpiry(at:)``), until it gives nil.
extension CampaignState {
    func refusal(of wish: FundWish, by person: Int, at tick: Int64) -> Refusal? {
        guard let funds, rules.campaign.kind.claimsByRegistering else { return Refusal(.actAbsent) }
        do throws(FundRefusal) {
            _ = try funds.book.grant(for: claim(wish, of: person), at: tick)
            return nil
        } catch {
            return Refusal(fund: error)
        }
    }

    /// Takes the claim of the latest entry, which nothing forbids.
    func claim(_ wish: FundWish, _ place: Int, at tick: Int64) {
        let person = Int(entries[place].person)
        funds!.enter(
            claim(wish, of: person), household: cast.households[person], unit: cast.units[person],
            leaf: Int(entries[place].leaf), at: tick)
    }

    /// Issues the vouchers that come with what an entry won at once: one a piece, and one for the fallback prize.
    func issueWon(_ place: Int, at tick: Int64) {
        let (person, leaf) = (Int(entries[place].person), Int(entries[place].leaf))
        let won = (pieces?.rows(of: leaf) ?? []).count { $0.outcome.isWin || $0.outcome == .fallback }
        for rank in 0..<won { issueWon(by: person, leaf: leaf, rank: rank, at: tick) }
    }

    /// Issues the voucher of a prize that was claimed.
    func issueWon(by person: Int, leaf: Int, rank: Int = 0, at tick: Int64) {
        guard funds != nil, rules.campaign.kind == .raffle else { return }
        funds!.issue(
            claim(FundWish(), of: person), household: cast.households[person], unit: cast.units[person], leaf: leaf,
            rank: rank, at: tick)
    }

    private func claim(_ wish: FundWish, of person: Int) -> FundClaim {
        FundClaim(
            person: person, household: cast.households[person].map { funds!.households.place(of: $0) },
            unit: cast.units[person].map { funds!.units.place(of: $0) }, item: wish.item, asked: wish.asked,
            merchant: wish.merchant)
    }

    /// What the claim that a leaf is was granted; nil where it is none, or vouchers have no worth in money.
    func granted(leaf: Int) -> Int64? {
        guard let book = funds?.book, book.rules.hasMoney, let place = book.place(of: VoucherName(leaf: leaf)) else {
            return nil
        }
        return book.vouchers[place].granted
    }

    /// The vouchers that a person has in hand or claimed, as places in the book, ascending.
    package func vouchers(of person: Int) -> [Int] { funds?.book.vouchers(of: person) ?? [] }

    /// ledger.csv as things stand; nil where there are no vouchers and no money.
    package var ledgerFile: [UInt8]? {
        funds.map { funds in
            let (rules, units) = (funds.book.rules, funds.units.pseudonyms)
            return funds.book.ledger.file(
                Ledger.Names(categories: rules.categories, merchants: rules.merchants.map(\.id)) { units[$0].hex })
        }
    }

    /// The refusal of an act with vouchers or money at a time that is not for it; nil where it is.
    func outsideHours(of act: FundAct, at tick: Int64) -> Refusal? {
        if tick < rules.campaign.opens {
            return Refusal(.phaseBefore, retryAfterMilliseconds: rules.campaign.opens - tick)
        }
        if isFinal { return Refusal(.phaseClosed) }
        if case .decide(let name, let verdict) = act, isEnding(name, verdict, at: tick) { return nil }
        return act.activity.flatMap { outsidePhases(for: $0, at: tick) }
    }

    /// Whether a decision may come though the phases for it are over.
    private func isEnding(_ name: VoucherName, _ verdict: FundBook.Verdict, at tick: Int64) -> Bool {
        let isAppealed = funds?.book.place(of: name).map { funds!.book.vouchers[$0].isAppealed } ?? false
        return rules.campaign.schedule.allowsDecision(
            isRefusal: verdict != .approve, isAppealed: isAppealed, at: tick)
    }
}

extension FundAct {
    /// What the phases are about that it must come in; nil for one that needs none.
    fileprivate var activity: Campaign.Phase.Activity? {
        switch self {
        case .decide: .review
        case .reserve, .redeem: .redeem
        case .claim, .appeal, .release, .refund, .transfer, .void, .settle: nil
        }
    }
}

extension Refusal {
    /// Of a claim.
    package init(fund refusal: FundRefusal) {
        guard let reason = Reason(rawValue: refusal.rawValue) else {
            preconditionFailure("no claim is refused for \(refusal.rawValue)")
        }
        self.init(reason)
    }
}
