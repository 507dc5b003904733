import Campaigns

extension PlaceBook {
    /// Allots all places in the order of tickets: each person gets the first of their ranked choices that has room.
    ///
    /// Where people may have several slots, everybody gets one before anybody gets two, again in the tickets' order. Whom
    /// the balance holds back gets theirs as soon as others' places make room, before the next ticket. Those with fewer
    /// slots than they may have are the waiting list: who has none before who has one, in the tickets' order, and no
    /// longer than the rules say.
    ///
    /// - Parameter order: Leaves of enrolments by their tickets. One that is not among them gets nothing.
    package mutating func allot(order: [Int], at instant: Int64) {
        begin(instant)
        precondition(rules.places.by == .lottery && !isAllotted, "places are allotted once, and by lottery")
        isAllotted = true
        now = instant
        let order = order.map { row(leaf: $0)! }
        for place in order {
            precondition(rows[place].state == .entered, "each enrolment has one ticket, and one that is over has none")
            rows[place].state = .standing
            Self.set(place, of: rows[place].person, in: &standing)
        }
        for place in rows.indices where rows[place].state == .entered { rows[place].state = .over }
        entered = []
        for each in 1...max(1, order.map { most(rows[$0]) }.max() ?? 1) {
            round = each
            for place in order where rows[place].number == nil && rows[place].taken < min(most(rows[place]), each) {
                enter(place, at: instant)
            }
        }
        round = .max
        repeat { lineUp(order) } while fill(at: instant)
        shorten(order)
    }

    /// Puts the list in its order again: who has fewer slots first, then by ticket. Whom the balance held back for a while
    /// joined it late.
    private mutating func lineUp(_ order: [Int]) {
        let listed = order.enumerated().filter { rows[$1].number != nil }
            .sorted { (rows[$0.element].taken, $0.offset) < (rows[$1.element].taken, $1.offset) }.map(\.element)
        for place in listed { leave(place) }
        for place in listed { join(place) }
    }

    /// Gives somebody their next slot, or a place on the list; then what others may have because of it.
    private mutating func enter(_ place: Int, at instant: Int64) {
        if let (choice, seat) = firstRoom(rows[place], at: instant) {
            let row = rows[place]
            rooms[choices[choice].slot].add(seat, memberships[row.membership], row.size, as: .taken)
            choices[choice].seat = seat
            choices[choice].standing = .taken
            rows[place].taken += 1
            stir(choices[choice].slot)
        } else {
            join(place)
        }
        _ = fill(at: instant)
    }

    /// Gives who waits what the balance lets them have now.
    ///
    /// - Returns: Whether anybody got anything.
    private mutating func fill(at instant: Int64) -> Bool {
        var isAnything = false
        while case let turns = next(at: instant), !turns.isEmpty {
            isAnything = true
            for turn in turns {
                hold(turn, as: .taken)
                leave(turn.row)
                if rows[turn.row].taken < min(most(rows[turn.row]), round) { join(turn.row) }
            }
        }
        return isAnything
    }

    private func firstRoom(_ row: Row, at instant: Int64) -> (choice: Int, seat: SlotRoom.Seat)? {
        for choice in row.choices where choices[choice].standing == .wanted {
            let slot = choices[choice].slot
            guard !rules.hasStarted(slot, at: instant) else { continue }
            if let seat = rooms[slot].seat(memberships[row.membership], row.size) { return (choice, seat) }
        }
        return nil
    }

    /// Takes off the list whom it has no place for.
    private mutating func shorten(_ order: [Int]) {
        let most = rules.places.waiting.map { $0.most ?? .max } ?? 0
        let listed = order.filter { rows[$0].number != nil }.sorted { rows[$0].number! < rows[$1].number! }
        for place in listed.dropFirst(most) { leave(place) }
        for place in order { endIfEmpty(place) }
    }
}
