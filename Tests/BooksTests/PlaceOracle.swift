@testable import Books
@testable import Campaigns

/// What a book should say, worked out again from nothing but who has which choice: slowly, and without its counts and queues.
struct PlaceOracle {
    let book: PlaceBook
    private let rules: PlaceRules
    private let standing: [Int]
    /// What is held in each slot.
    private var held: [Held]

    private struct Held {
        var taken = 0
        var offered = 0
        var under: [Int]
        var outside = 0
        var balance: [Int]
    }

    init(_ book: PlaceBook) {
        self.book = book
        rules = book.rules
        standing = book.standing.filter { $0 >= 0 }.map { Int($0) }
        held = book.rules.shares.map { Held(under: $0.map { _ in 0 }, balance: book.rules.balanced.map { _ in 0 }) }
        for row in book.rows where row.state == .standing || row.taken > 0 {
            for choice in book.choices[row.choices] {
                guard let hold = choice.hold else { continue }
                if hold == .taken { held[choice.slot].taken += row.size } else { held[choice.slot].offered += row.size }
                if let share = choice.seat.share {
                    held[choice.slot].under[share] += row.size
                } else {
                    held[choice.slot].outside += row.size
                }
                if let own = book.memberships[row.membership].balanced { held[choice.slot].balance[own] += row.size }
            }
        }
    }

    /// The first thing that is wrong.
    var problem: String? {
        for slot in rules.places.slots.indices {
            let room = book.rooms[slot]
            let (taken, offered) = (held[slot].taken, held[slot].offered)
            if room.taken != taken { return "slot \(slot): \(room.taken) taken, really \(taken)" }
            if room.offered != offered { return "slot \(slot): \(room.offered) offered, really \(offered)" }
            if taken + offered + room.free != room.capacity { return "slot \(slot): \(room.free) free" }
            if openHeld(slot) > open(slot) { return "slot \(slot): places of a share given away" }
            if room.openHeld != openHeld(slot) { return "slot \(slot): \(room.openHeld) of the open ones held" }
            if room.balance != balance(slot) { return "slot \(slot): balance \(room.balance)" }
        }
        for row in standing.map({ book.rows[$0] }) {
            let own = book.choices[row.choices]
            let taken = own.count { $0.standing == .taken }
            let offered = own.count { $0.standing == .offered }
            if row.state != .standing { return "an enrolment that is over stands" }
            if taken != row.taken || offered != row.offered { return "leaf \(row.leaf) miscounted" }
            if taken + offered > rules.places.person - kept(row.person) { return "leaf \(row.leaf) has too many slots" }
            if taken + offered == 0, row.number == nil { return "leaf \(row.leaf) stands with nothing" }
            let waits = own.contains { $0.standing == .waiting }
            if (row.number != nil) != waits { return "leaf \(row.leaf) waits: \(waits)" }
        }
        for row in book.rows where row.state == .over && row.taken > 0 {
            let kept = book.choices[row.choices].filter { $0.standing == .taken }
            if kept.count != row.taken { return "leaf \(row.leaf) keeps \(kept.count)" }
            if kept.contains(where: { rules.places.slots[$0.slot].starts == nil }) {
                return "leaf \(row.leaf) keeps too much"
            }
        }
        let waiting = standing.filter { book.rows[$0].number != nil }
        if waiting.count != book.waitingCount { return "\(book.waitingCount) wait, really \(waiting.count)" }
        if let most = rules.places.waiting?.most, waiting.count > most { return "\(waiting.count) wait" }
        return positionsProblem(waiting) ?? book.problem
    }

    /// How many slots somebody has of enrolments that are over: such as have started.
    private func kept(_ person: Int) -> Int {
        book.rows.filter { $0.person == person && $0.state == .over }.reduce(0) { count, row in
            count + book.choices[row.choices].count { $0.standing == .taken }
        }
    }

    private func positionsProblem(_ waiting: [Int]) -> String? {
        let ordered = waiting.sorted { book.rows[$0].number! < book.rows[$1].number! }
        for slot in rules.places.slots.indices {
            let line = ordered.filter { row in
                book.choices[book.rows[row].choices].contains { $0.slot == slot && $0.standing == .waiting }
            }
            for (place, row) in line.enumerated() {
                let told = book.enrolled(leaf: book.rows[row].leaf)!.waiting.first { $0.slot == slot }
                if told?.position != place + 1 { return "leaf \(book.rows[row].leaf) is not told \(place + 1)" }
            }
        }
        return nil
    }

    /// Who gets places next, as pairs of row and choice.
    func next(at instant: Int64) -> [[Int]] {
        let idle = standing.filter { place in
            let row = book.rows[place]
            let most = min(rules.places.person - kept(row.person), row.choices.count)
            return row.number != nil && row.taken + row.offered < most
        }
        let ordered = idle.sorted { book.rows[$0].number! < book.rows[$1].number! }
        func waits(_ row: Int, for slot: Int) -> Int? {
            book.rows[row].choices.first { book.choices[$0].slot == slot && book.choices[$0].standing == .waiting }
        }
        func isOpen(_ slot: Int) -> Bool { !rules.hasStarted(slot, at: instant) }
        for row in ordered {
            for choice in book.rows[row].choices where book.choices[choice].standing == .waiting {
                if isOpen(book.choices[choice].slot), fits(row, book.choices[choice].slot) { return [[row, choice]] }
            }
        }
        guard !rules.balanced.isEmpty else { return [] }
        for row in ordered {
            for choice in book.rows[row].choices where book.choices[choice].standing == .waiting {
                let slot = book.choices[choice].slot
                let firsts = rules.balanced.indices.map { group in
                    ordered.first {
                        membership($0).balanced == group && book.rows[$0].size == book.rows[row].size
                            && waits($0, for: slot) != nil
                    }
                }
                guard isOpen(slot), !firsts.contains(nil), firsts.contains(row) else { continue }
                let members = firsts.map { $0! }.sorted { book.rows[$0].number! < book.rows[$1].number! }
                if fit(members, slot) { return members.map { [$0, waits($0, for: slot)!] } }
            }
        }
        return []
    }

    // MARK: - Rooms

    private func membership(_ row: Int) -> Membership { book.memberships[book.rows[row].membership] }

    private func open(_ slot: Int) -> Int {
        rules.places.slots[slot].capacity - rules.shares[slot].map(\.count).reduce(0, +)
    }

    private func openHeld(_ slot: Int) -> Int {
        zip(held[slot].under, rules.shares[slot]).reduce(held[slot].outside) { $0 + max(0, $1.0 - $1.1.count) }
    }

    func balance(_ slot: Int) -> [Int] { held[slot].balance }

    /// Whether a row's people could sit in the slot: some of its shares, or none, takes them with what is open.
    private func fits(_ row: Int, _ slot: Int) -> Bool {
        let size = book.rows[row].size
        if let own = membership(row).balanced {
            var after = balance(slot)
            after[own] += size
            let others = after.indices.filter { $0 != own }.map { after[$0] }
            if after[own] > others.min()! + rules.places.balance!.difference { return false }
        }
        return fit([row], slot)
    }

    private func fit(_ rows: [Int], _ slot: Int) -> Bool {
        var under = held[slot].under
        var left = open(slot) - openHeld(slot)
        for row in rows {
            let size = book.rows[row].size
            let own = under.indices.filter { membership(row).isIn[rules.shares[slot][$0].group] }
            func inside(_ share: Int) -> Int { max(0, rules.shares[slot][share].count - under[share]) }
            if let share = own.first(where: { inside($0) >= size }) ?? own.first(where: { inside($0) + left >= size }) {
                left -= max(0, size - inside(share))
                under[share] += size
            } else if size <= left {
                left -= size
            } else {
                return false
            }
        }
        return true
    }
}
