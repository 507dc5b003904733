@testable import Books

/// People, shops and staff who do at random what a campaign has, some of it nonsense.
struct FundCrowd {
    var trial: FundTrial
    var numbers: Numbers
    private var invoices: UInt128 = 0
    /// Leaves that redeemed or reserved, and vouchers: the latest ones, which something can still happen to.
    private var redeems: [Int] = []
    private var reserves: [Int] = []
    private var names: [VoucherName] = []
    let people = 14
    let households = 6
    let units = 4

    init(_ trial: FundTrial, seed: UInt64) {
        self.trial = trial
        numbers = Numbers(state: seed)
    }

    /// Something that somebody tries, at a later instant than the last one.
    mutating func next() -> FundAct {
        trial.at += Int64(numbers.below(4)) * Int64(numbers.below(40)) * FundTrial.minute
        trial.takeDue()
        return switch numbers.below(20) {
        case 0..<5: .claim(claim())
        case 5..<7: decide()
        case 7: appeal()
        case 8..<10: reserve()
        case 10: .release(reserve: reserves.isEmpty ? 1 : numbers.one(of: reserves))
        case 11..<15: .redeem(redeeming())
        case 15..<18:
            .refund(
                redeem: redemption(),
                amount: numbers.below(6) == 0 ? Int64(numbers.below(20_000)) : nil)
        case 18: numbers.below(2) == 0 ? transfer() : decide()
        default: numbers.below(2) == 0 ? .void(name()) : settle()
        }
    }

    /// Tries it; keeps what can be referred to.
    mutating func attempt(_ act: FundAct) -> FundRefusal? {
        let leaf = trial.leaf
        if let refusal = trial.refusal(act) { return refusal }
        switch act {
        case .claim: Self.keep(VoucherName(leaf: leaf), in: &names)
        case .reserve: Self.keep(leaf, in: &reserves)
        case .redeem: Self.keep(leaf, in: &redeems)
        default: break
        }
        return nil
    }

    private static func keep<Element>(_ element: Element, in latest: inout [Element]) {
        latest.append(element)
        if latest.count > 40 { latest.removeFirst(20) }
    }

    private mutating func name() -> VoucherName {
        if names.isEmpty || numbers.below(50) == 0 { return VoucherName(leaf: numbers.below(50)) }
        // Old ones, too, or money would stay with what nobody thinks of any more.
        return numbers.below(3) == 0
            ? trial.book.vouchers[numbers.below(trial.book.vouchers.count)].name
            : numbers.one(of: names)
    }

    private mutating func redemption() -> Int {
        guard !redeems.isEmpty else { return 1 }
        return numbers.below(2) == 0
            ? trial.book.redemptions[numbers.below(trial.book.redemptions.count)].leaf : numbers.one(of: redeems)
    }

    private mutating func merchant() -> Int? {
        trial.rules.merchants.isEmpty || numbers.below(30) == 0 ? nil : numbers.below(3)
    }

    private mutating func shop(of merchant: Int?) -> Int? {
        if numbers.below(30) == 0 { return numbers.below(4) }
        return merchant == 0 ? numbers.below(2) : nil
    }

    private mutating func claim() -> FundClaim {
        let items = trial.rules.funds?.items.count ?? 0
        let person = numbers.below(people)
        let asked: FundClaim.Asked =
            switch numbers.below(3) {
            case 0: .most
            case 1: .price(Int64(numbers.below(300_000)))
            default: .amount(numbers.one(of: [20_000, 40_000, 80_000, Int64(numbers.below(90_000))]))
            }
        return FundClaim(
            person: person, household: person % 3 == 0 ? nil : person % households,
            unit: person % 4 == 0 ? nil : person % units, item: items == 0 ? nil : numbers.below(items), asked: asked,
            merchant: numbers.below(3) == 0 ? merchant() : nil)
    }

    /// Mostly one of the latest that are in a state.
    private mutating func name(of state: Voucher.State) -> VoucherName {
        let fitting = trial.book.vouchers.suffix(80).filter { $0.state == state }
        return fitting.isEmpty || numbers.below(4) == 0 ? name() : numbers.one(of: fitting).name
    }

    private mutating func decide() -> FundAct {
        .decide(name(of: .pending), numbers.below(5) > 1 ? .approve : .refuse(reason: 1 + numbers.below(3)))
    }

    private mutating func appeal() -> FundAct {
        let name = name(of: .refused)
        let person = trial.book.place(of: name).map { trial.book.vouchers[$0].person } ?? 0
        return .appeal(name, person: numbers.below(10) == 0 ? 0 : person)
    }

    private mutating func reserve() -> FundAct {
        let merchant = merchant()
        return .reserve(name(), merchant: merchant, shop: shop(of: merchant))
    }

    private mutating func redeeming() -> Redeeming {
        var (name, merchant) = (name(), merchant())
        var shop = shop(of: merchant)
        if numbers.below(2) == 0, let place = trial.book.place(of: name), let hold = trial.book.vouchers[place].hold {
            (merchant, shop) = (hold.merchant, hold.shop)
        }
        if numbers.below(40) == 0 { name = VoucherName(leaf: 0) }
        invoices += numbers.below(10) == 0 ? 0 : 1
        return Redeeming(
            name, merchant: merchant, shop: shop,
            price: numbers.below(8) == 0 ? nil : Int64(numbers.below(300_000)),
            amount: numbers.below(3) == 0 ? Int64(numbers.below(30_000)) : nil,
            invoice: numbers.below(20) == 0 ? .none : .known(invoices))
    }

    private mutating func transfer() -> FundAct {
        let name = name()
        let holder = trial.book.place(of: name).map { trial.book.vouchers[$0].holder } ?? 0
        return .transfer(name, from: numbers.below(10) == 0 ? 0 : holder, to: numbers.below(people))
    }

    private mutating func settle() -> FundAct {
        let merchant = merchant()
        let through = max(0, trial.leaf - 1 - numbers.below(30))
        let period = FundTrial.opens..<trial.at + 1
        let total = trial.book.unsettled(merchant, through: through).reduce(0) { $0 + $1.amount }
        return .settle(
            merchant: merchant, through: through, period: period, amount: total + (numbers.below(9) == 0 ? 1 : 0))
    }
}
