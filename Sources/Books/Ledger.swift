/// A campaign's money in double entry: every posting takes from one account what it gives another.
///
/// All amounts are fen. At every posting
/// - budget = free + pending + reserved + owed + settled,
/// - issued = reserved + owed + settled + expired + voided + refunded + unspent,
/// - no account is below nothing,
/// - what is counted by category, merchant and unit adds up to the whole.
package struct Ledger: Hashable, Sendable {
    package enum Account: Int, Sendable, CaseIterable {
        // Where money is.
        case free, pending, reserved
        /// Redeemed and not settled with the merchant yet.
        case owed
        case settled
        // What has been done; these only grow, but for `issued`, which follows its money from merchant to merchant.
        case issued, expired, voided, refunded, unspent
        /// What settlements said is to be paid; more than ``settled`` by what the merchant has to give back.
        case paid

        static let count = allCases.count
    }

    /// What amounts are kept by.
    package enum Dimension: Int, Sendable, CaseIterable {
        case whole, category, merchant, unit
    }

    package private(set) var budget: Int64
    /// For each dimension one row of accounts a place, row 0 for what has no place; of the whole there is just row 0.
    var rows: [[Int64]]

    /// - Parameters:
    ///   - budget: In fen, all of it free.
    ///   - units: Grows with the units that are named.
    package init(budget: Int64, categories: Int, merchants: Int, units: Int = 0) {
        precondition(budget >= 0, "no budget is below nothing")
        self.budget = budget
        rows = [0, categories, merchants, units].map { Array(repeating: 0, count: ($0 + 1) * Account.count) }
        rows[0][Account.free.rawValue] = budget
    }

    /// What an account has.
    package subscript(account: Account) -> Int64 { rows[0][account.rawValue] }

    /// What an account has of one category, merchant or unit; nil: of what has none.
    package subscript(account: Account, dimension: Dimension, place: Int?) -> Int64 {
        let cell = Self.cell(account, place)
        return cell < rows[dimension.rawValue].count ? rows[dimension.rawValue][cell] : 0
    }

    /// So many places a dimension has rows for.
    func places(_ dimension: Dimension) -> Int { rows[dimension.rawValue].count / Account.count - 1 }

    private static func cell(_ account: Account, _ place: Int?) -> Int {
        ((place ?? -1) + 1) * Account.count + account.rawValue
    }

    /// What is redeemed, settled or not.
    package var redeemed: Int64 { self[.owed] + self[.settled] }

    /// What a merchant has or is promised: the money that counts for its cap.
    package func committed(to merchant: Int) -> Int64 {
        [Account.pending, .reserved, .owed, .settled].reduce(0) { $0 + self[$1, .merchant, merchant] }
    }
}

extension Ledger {
    /// Moves money; every sum holds when this returns.
    package mutating func post(_ posting: Posting) {
        precondition(posting.amount >= 0, "money moves forward")
        guard posting.amount > 0 else { return }
        let legs = posting.legs
        if let from = legs.from {
            add(-posting.amount, from, posting, posting.from)
        } else {
            budget += posting.amount
        }
        add(posting.amount, legs.to, posting, posting.to)
        if let counter = legs.counter { add(posting.amount, counter, posting, posting.from) }
        if posting.movesIssued {
            add(-posting.amount, .issued, at: posting.from, in: .merchant)
            add(posting.amount, .issued, at: posting.to, in: .merchant)
        }
        precondition(isWholeBalanced, "every posting keeps the sums")
    }

    /// Notes what a settlement says is to be paid to a merchant; less than nothing where it is to give back more.
    mutating func pay(_ amount: Int64, to merchant: Int?) {
        add(amount, .paid, at: nil, in: .whole)
        add(amount, .paid, at: merchant, in: .merchant)
    }

    /// Money that is free belongs to no category, merchant or unit.
    private mutating func add(_ amount: Int64, _ account: Account, _ posting: Posting, _ merchant: Int?) {
        add(amount, account, at: nil, in: .whole)
        guard account != .free else { return }
        add(amount, account, at: posting.category, in: .category)
        add(amount, account, at: merchant, in: .merchant)
        add(amount, account, at: posting.unit, in: .unit)
    }

    private mutating func add(_ amount: Int64, _ account: Account, at place: Int?, in dimension: Dimension) {
        let (cell, row) = (Self.cell(account, place), dimension.rawValue)
        while cell >= rows[row].count { rows[row] += Array(repeating: 0, count: Account.count) }
        rows[row][cell] += amount
        precondition(rows[row][cell] >= 0, "no account is below nothing")
    }

    private var isWholeBalanced: Bool {
        rows[0].withUnsafeBufferPointer { budget == Self.held($0, 0) && Self.isIssuedWhole($0, 0) }
    }

    /// Where the money of a row is.
    private static func held(_ row: UnsafeBufferPointer<Int64>, _ start: Int) -> Int64 {
        var sum: Int64 = 0
        for account in Account.free.rawValue...Account.settled.rawValue { sum += row[start + account] }
        return sum
    }

    private static func isIssuedWhole(_ row: UnsafeBufferPointer<Int64>, _ start: Int) -> Bool {
        var sum: Int64 = 0
        for account in Account.reserved.rawValue...Account.settled.rawValue { sum += row[start + account] }
        for account in Account.expired.rawValue...Account.unspent.rawValue { sum += row[start + account] }
        return row[start + Account.issued.rawValue] == sum
    }
}

extension Ledger {
    /// What does not add up, to the fen; nil in a book that is balanced.
    package var problem: String? {
        let held = rows[0][Account.free.rawValue...Account.settled.rawValue].reduce(0, +)
        if held != budget { return "the budget is \(budget) fen, and the accounts have \(held)" }
        for dimension in Dimension.allCases {
            let row = rows[dimension.rawValue]
            let found = row.withUnsafeBufferPointer { problem(in: $0, dimension) }
            if let found { return found }
        }
        return nil
    }

    private func problem(in row: UnsafeBufferPointer<Int64>, _ dimension: Dimension) -> String? {
        for start in stride(from: 0, to: row.count, by: Account.count) {
            let place = dimension == .whole ? "" : " of \(dimension) \(start / Account.count)"
            if !Self.isIssuedWhole(row, start) { return "what was issued\(place) is not what became of it" }
            for account in Account.allCases where row[start + account.rawValue] < 0 {
                return "\(account)\(place) is below nothing"
            }
            if dimension == .whole || dimension == .merchant,
                row[start + Account.paid.rawValue] < row[start + Account.settled.rawValue]
            {
                return "more is settled\(place) than settlements said"
            }
        }
        for account in Account.allCases where dimension != .whole {
            if account == .free || account == .paid && dimension != .merchant { continue }
            var sum: Int64 = 0
            for cell in stride(from: account.rawValue, to: row.count, by: Account.count) { sum += row[cell] }
            if sum != self[account] { return "\(account) is \(self[account]) fen, and by \(dimension) \(sum)" }
        }
        return nil
    }
}
