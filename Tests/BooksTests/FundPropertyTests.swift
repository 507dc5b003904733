import Testing

@testable import Books

/// A hundred thousand random operations on small campaigns; after every one the books are balanced.
@Suite struct FundPropertyTests {
    static let campaigns: [(parts: String, kind: String)] = [
        (FundTrial.subsidy, "subsidy"), (FundTrial.reviewed, "subsidy"), (FundTrial.faced, "offer"),
        (FundTrial.bare, "offer"), (FundTrial.paidOut, "subsidy"),
    ]

    @Test(arguments: campaigns.indices)
    func `random operations keep the books`(_ number: Int) {
        let (parts, kind) = Self.campaigns[number]
        var crowd = FundCrowd(FundTrial(parts, kind: kind), seed: UInt64(number))
        var watch = Watch(crowd.trial.book)
        var refusals: [FundRefusal: Int] = [:]
        for operation in 0..<20_000 {
            let act = crowd.next()
            watch.seeExpiries(crowd.trial)
            // Keeping a copy makes the book copy itself, which would take long at every operation.
            let before = operation % 64 == 0 ? crowd.trial.book : nil
            if let refusal = crowd.attempt(act) {
                refusals[refusal, default: 0] += 1
                if let before { #expect(crowd.trial.book == before) }
            } else {
                watch.see(crowd.trial)
            }
            let ledger = crowd.trial.book.ledger
            if let problem = watch.problem(in: ledger) {
                Issue.record("operation \(operation), \(act): \(problem)")
                return
            }
            if operation % 1_000 == 999, let problem = WholeBook(crowd.trial.book).problem {
                Issue.record("operation \(operation), \(act): \(problem)")
                return
            }
        }
        #expect(crowd.trial.log.count > 500)
        #expect(refusals.count > 10, "refusals of many kinds were met")
        #expect(crowd.trial.book == crowd.trial.replayed())
    }

    @Test(arguments: campaigns.indices)
    func `a book that stops anywhere goes on as the one that did not`(_ number: Int) {
        let (parts, kind) = Self.campaigns[number]
        var crowd = FundCrowd(FundTrial(parts, kind: kind), seed: UInt64(100 + number))
        for _ in 0..<400 {
            let act = crowd.next()
            _ = crowd.attempt(act)
            // A restart goes on with what the log gives.
            crowd.trial.book = crowd.trial.replayed()
        }
        var straight = FundCrowd(FundTrial(parts, kind: kind), seed: UInt64(100 + number))
        for _ in 0..<400 {
            let act = straight.next()
            _ = straight.attempt(act)
        }
        #expect(crowd.trial.log == straight.trial.log)
        #expect(crowd.trial.book == straight.trial.book)
    }
}

/// The sums of a book, kept a second time from what its calls returned.
private struct Watch {
    private var (free, pending, reserved, redeemed, issued) = (Int64(0), Int64(0), Int64(0), Int64(0), Int64(0))
    private var seen = 0
    /// What a voucher has left, and how often it has ended.
    private var left: [VoucherName: Int64] = [:]
    private var ends: [VoucherName: Int] = [:]
    private var returned: [Int: Int64] = [:]
    private let hasFunds: Bool
    private let budget: Int64
    private let isReviewed: Bool

    init(_ book: FundBook) {
        hasFunds = book.rules.funds != nil
        isReviewed = book.rules.funds?.review != nil
        budget = book.ledger.budget
        free = budget
    }

    mutating func seeExpiries(_ trial: FundTrial) {
        while seen < trial.log.count, case .expiry(let expiry) = trial.log[seen].step {
            seen += 1
            let name = trial.book.vouchers[expiry.voucher].name
            free += expiry.amount
            switch expiry.kind {
            case .hold: precondition(expiry.amount == 0)
            case .voucher:
                reserved -= expiry.amount
                end(name, expiry.amount)
            case .appeal:
                pending -= expiry.amount
                end(name, expiry.amount)
            }
        }
    }

    private mutating func end(_ name: VoucherName, _ amount: Int64) {
        precondition(left[name] == amount, "what is given back is what was left")
        left[name] = 0
        ends[name, default: 0] += 1
        precondition(ends[name] == 1, "nothing ends twice")
    }

    mutating func see(_ trial: FundTrial) {
        guard case .act(let act, let outcome) = trial.log[seen].step else { preconditionFailure("an act was taken") }
        let leaf = trial.log[seen].leaf
        seen += 1
        switch (act, outcome) {
        case (.claim, .claimed(let amount)):
            left[VoucherName(leaf: leaf)] = amount
            if hasFunds { free -= amount } else { free = max(0, free - amount) }
            if isReviewed { pending += amount } else { reserved += amount }
            if !isReviewed { issued += amount }
        case (.decide(let name, .approve), _):
            pending -= left[name]!
            reserved += left[name]!
            issued += left[name]!
        case (.decide(let name, .refuse), _):
            guard trial.voucher(name).state == .rejected else { break }
            pending -= left[name]!
            free += left[name]!
            end(name, left[name]!)
        case (.void(let name), _):
            reserved -= left[name]!
            free += left[name]!
            end(name, left[name]!)
        case (.redeem(let redeeming), .redeemed(let came)):
            reserved -= came.amount + came.unspent
            redeemed += came.amount
            free += came.unspent
            left[redeeming.voucher]! -= came.amount + came.unspent
            precondition(left[redeeming.voucher] == came.left && came.left >= 0)
        case (.refund(let redeem, _), .refunded(let came)):
            returned[redeem, default: 0] += came.amount
            let redemption = trial.book.redemptions[trial.book.redemption(leaf: redeem)!]
            precondition(returned[redeem]! <= redemption.amount, "no more comes back than was paid")
            redeemed -= came.amount
            if came.isRestored {
                reserved += came.amount
                left[trial.book.vouchers[redemption.voucher].name]! += came.amount
            } else {
                free += came.amount
            }
        default: break
        }
    }

    func problem(in ledger: Ledger) -> String? {
        if let problem = ledger.problem { return problem }
        if hasFunds, ledger.budget != budget { return "the budget is another one" }
        let (own, found) = (
            [free, pending, reserved, redeemed, issued],
            [ledger[.free], ledger[.pending], ledger[.reserved], ledger.redeemed, ledger[.issued]]
        )
        return own == found ? nil : "free, pending, reserved, redeemed and issued are \(found), and should be \(own)"
    }
}

/// Everything about a book, worked out again from its vouchers.
private struct WholeBook {
    let book: FundBook

    init(_ book: FundBook) { self.book = book }

    var problem: String? {
        let vouchers = book.vouchers
        for voucher in vouchers {
            if voucher.left > 0, !voucher.isOpen { return "\(voucher.name) has ended with money" }
            if voucher.hold != nil, voucher.state != .active { return "\(voucher.name) is held and not good" }
            let kept = voucher.redemptions.reduce(0) { $0 + book.redemptions[$1].kept }
            if kept != voucher.redeemed { return "\(voucher.name) has redeemed something else" }
            if voucher.left + voucher.redeemed > voucher.granted { return "\(voucher.name) is worth more than granted" }
            if voucher.usesDone > book.rules.uses { return "\(voucher.name) is used too often" }
        }
        let sum = { (isCounted: (Voucher) -> Bool) in vouchers.reduce(0) { isCounted($1) ? $0 + $1.left : $0 } }
        if sum({ $0.state == .active }) != book.ledger[.reserved] { return "vouchers and reserved differ" }
        if sum({ $0.state == .pending || $0.state == .refused }) != book.ledger[.pending] {
            return "claims and pending differ"
        }
        if vouchers.filter({ $0.state != .rejected }).count != book.takenCount { return "the count is another" }
        let states = Dictionary(grouping: vouchers, by: \.state).mapValues(\.count)
        if states != book.stateCounts.filter({ $0.value != 0 }) { return "the states are others" }
        if vouchers.count(where: { $0.hold != nil }) != book.heldCount { return "others are held" }
        for merchant in book.rules.merchants.indices.map(Int?.some) + [nil] {
            let taken = book.redemptions.count { $0.merchant == merchant && !$0.isReturned }
            if taken != book.uses(merchant) { return "a merchant took others" }
        }
        return limitProblem ?? merchantProblem
    }

    private var limitProblem: String? {
        let standing = book.vouchers.indices.filter { book.standing($0, at: nil).taken.count > 0 }
        guard let funds = book.rules.funds else { return nil }
        for person in 0..<14 {
            let own = standing.filter { book.vouchers[$0].person == person }
            let amount = own.reduce(0) { $0 + book.vouchers[$1].left + book.vouchers[$1].redeemed }
            if book.people[person, default: .init()] != .init(count: own.count, amount: amount) {
                return "person \(person) has other grants"
            }
            if own.count > funds.person?.count ?? .max || amount > funds.person?.amount ?? .max {
                return "person \(person) has too much"
            }
        }
        for household in 0..<6 {
            let own = standing.filter { book.vouchers[$0].household == household }
            let amount = own.reduce(0) { $0 + book.vouchers[$1].left + book.vouchers[$1].redeemed }
            if own.count > funds.household?.count ?? .max || amount > funds.household?.amount ?? .max {
                return "household \(household) has too much"
            }
        }
        return nil
    }

    private var merchantProblem: String? {
        for merchant in book.rules.merchants.indices {
            let count = book.vouchers.indices.filter { book.standing($0, at: merchant).isMerchants }.count
            if count != book.accounts[merchant].vouchers { return "merchant \(merchant) has other vouchers" }
            let caps = book.rules.merchants[merchant]
            if count > caps.count ?? .max { return "merchant \(merchant) has too many vouchers" }
            if book.ledger.committed(to: merchant) > caps.amount ?? .max { return "merchant \(merchant) has too much" }
            if book.outstanding(merchant) < 0 { return "merchant \(merchant) has more than it was paid" }
        }
        return nil
    }
}
