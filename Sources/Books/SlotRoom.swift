/// The places of one slot: how many are taken, offered and free, and who may have the free ones.
///
/// People of a group with a share count under it, and use its places before the others: so what is left to everybody
/// is as much as it can be, whoever came first. What they hold beyond the share is of the places open to all.
struct SlotRoom: Sendable, Hashable {
    /// Under which share somebody's places count; nil: none of theirs.
    struct Seat: Sendable, Hashable {
        var share: Int?
    }

    enum Hold: Sendable { case taken, offered }

    private(set) var capacity: Int
    private let shares: [PlaceRules.Share]
    private(set) var taken = 0
    private(set) var offered = 0
    private(set) var free: Int
    /// Held, taken or offered, under each share.
    private(set) var under: [Int]
    /// Places that are in no share.
    private var open: Int
    /// Those of them that are held.
    private(set) var openHeld = 0
    /// Held by the people of each group of the balance.
    private(set) var balance: [Int]
    private let difference: Int

    init(_ rules: PlaceRules, slot: Int) {
        capacity = rules.places.slots[slot].capacity
        shares = rules.shares[slot]
        free = capacity
        under = shares.map { _ in 0 }
        open = capacity - shares.reduce(0) { $0 + $1.count }
        balance = rules.balanced.map { _ in 0 }
        difference = rules.places.balance?.difference ?? 0
    }

    /// Where so many places for somebody would count, the first share with room for all of them before any other;
    /// nil where there is no room.
    func seat(_ person: Membership, _ size: Int) -> Seat? {
        allows(person, size) ? seatUnbalanced(person, size) : nil
    }

    /// The same without a look at the balance.
    func seatUnbalanced(_ person: Membership, _ size: Int) -> Seat? {
        guard size <= free else { return nil }
        let own = shares.indices.filter { person.isIn[shares[$0].group] }
        if let share = own.first(where: { left($0) >= size }) { return Seat(share: share) }
        if let share = own.first(where: { left($0) + open - openHeld >= size }) { return Seat(share: share) }
        return size <= open - openHeld ? Seat(share: nil) : nil
    }

    /// Whether an empty slot would have room.
    func couldSeat(_ person: Membership, _ size: Int) -> Bool {
        let own = shares.filter { person.isIn[$0.group] }.map(\.count).max() ?? 0
        return size <= open + own
    }

    /// Whether the balance lets somebody have so many: then their group has no more than the smallest other and the
    /// difference. A group that has fewest can always go on by that much, so a cancellation never blocks a slot.
    func allows(_ person: Membership, _ size: Int) -> Bool {
        guard let own = person.balanced else { return true }
        let least = balance.indices.lazy.filter { $0 != own }.map { balance[$0] }.min() ?? 0
        return balance[own] + size <= least + difference
    }

    mutating func add(_ seat: Seat, _ person: Membership, _ size: Int, as hold: Hold) {
        change(seat, person, by: size, hold)
    }

    mutating func remove(_ seat: Seat, _ person: Membership, _ size: Int, from hold: Hold) {
        change(seat, person, by: -size, hold)
    }

    /// There are more places, open to all.
    mutating func widen(to capacity: Int) {
        let more = capacity - self.capacity
        self.capacity = capacity
        open += more
        free += more
        assertBalanced(nil)
    }

    mutating func accept(_ size: Int) {
        offered -= size
        taken += size
        assertBalanced(nil)
    }

    private mutating func change(_ seat: Seat, _ person: Membership, by size: Int, _ hold: Hold) {
        switch hold {
        case .taken: taken += size
        case .offered: offered += size
        }
        free -= size
        if let own = person.balanced { balance[own] += size }
        if let share = seat.share {
            let before = beyond(share)
            under[share] += size
            openHeld += beyond(share) - before
        } else {
            openHeld += size
        }
        assertBalanced(seat.share)
    }

    private func left(_ share: Int) -> Int { max(0, shares[share].count - under[share]) }
    private func beyond(_ share: Int) -> Int { max(0, under[share] - shares[share].count) }

    /// taken + offered + free = capacity, of the slot and of the share that has changed.
    private func assertBalanced(_ share: Int?) {
        precondition(taken >= 0 && offered >= 0 && free >= 0, "no count is below nothing")
        precondition(taken + offered + free == capacity, "taken, offered and free are all the places")
        precondition(0...open ~= openHeld, "no more than the places in no share are held of them")
        guard let share else { return }
        precondition(under[share] >= 0 && shares[share].count - left(share) + beyond(share) == under[share])
    }

    /// What does not add up, looked at as a whole; nil where everything does.
    var problem: String? {
        let inShares = shares.indices.reduce(0) { $0 + left($1) }
        let outside = shares.indices.reduce(0) { $0 + beyond($1) }
        if taken + offered + free != capacity { return "\(taken) + \(offered) + \(free) places of \(capacity)" }
        if inShares + open - openHeld != free {
            return "\(inShares) in shares and \(open - openHeld) for all, but \(free) free"
        }
        if openHeld < outside { return "\(openHeld) held for all, \(outside) of them beyond shares" }
        if min(taken, offered, free, openHeld) < 0 { return "a count below nothing" }
        return under.contains { $0 < 0 } ? "a share below nothing" : nil
    }
}
