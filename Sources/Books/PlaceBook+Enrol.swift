import Campaigns

extension PlaceBook {
    /// Takes an enrolment: gives it places at once, or keeps it for the lottery or the review.
    ///
    /// A later enrolment of a person is judged as if the earlier one had given everything back, and replaces it if it gets
    /// a slot. If it gets none it is refused, and what the earlier one has, places or an offer, stays as it was. One
    /// that only waits is replaced by one that only waits, at the end of the list.
    package mutating func enrol(
        _ enrolment: Enrolment, at instant: Int64
    ) throws(PlaceRefusal) -> Enrolled {
        if let refusal = refusal(of: enrolment, at: instant) { throw refusal }
        let membership = Membership(enrolment.groups, rules)
        let size = rules.size(dependants: enrolment.dependants)!
        if rules.places.by == .firstCome {
            let seats = seats(for: enrolment.person, enrolment.choices, membership, size, at: instant)
            seat(append(enrolment, size: size, membership), seats)
        } else {
            if let earlier = pending(enrolment.person) { rows[earlier].state = .over }
            Self.set(append(enrolment, size: size, membership), of: enrolment.person, in: &entered)
        }
        now = instant
        return enrolled(leaf: enrolment.leaf)!
    }

    /// Why ``enrol(_:at:)`` would refuse an enrolment; nil where it would take it. Nothing has changed after it.
    package mutating func refusal(of enrolment: Enrolment, at instant: Int64) -> PlaceRefusal? {
        begin(instant)
        guard !isAllotted else { return .allotted }
        guard rules.allow(enrolment.choices) else { return .choices }
        guard let size = rules.size(dependants: enrolment.dependants) else { return .dependants }
        let membership = Membership(enrolment.groups, rules)
        let possible = enrolment.choices.filter { rooms[$0].couldSeat(membership, size) }
        guard !possible.isEmpty else { return .never }
        guard possible.contains(where: { !rules.hasStarted($0, at: instant) }) else { return .started }
        return rules.places.by == .firstCome
            ? refusal(of: enrolment.person, enrolment.choices, membership, size, at: instant) : nil
    }

    /// Takes the enrolments of a unit's people in their order, each for itself, and what follows from each before the next.
    ///
    /// - Parameter leaf: The next one of the log; every enrolment that is taken, and every event, gets one.
    package mutating func enrol(
        batch: [Enrolment], leaf: Int, at instant: Int64
    ) -> (rows: [Result<Enrolled, PlaceRefusal>], events: [PlaceEvent]) {
        var (rows, events): ([Result<Enrolled, PlaceRefusal>], [PlaceEvent]) = ([], [])
        var leaf = leaf
        for var enrolment in batch {
            enrolment.leaf = leaf
            do throws(PlaceRefusal) {
                rows.append(.success(try enrol(enrolment, at: instant)))
                leaf += 1
            } catch {
                rows.append(.failure(error))
            }
            while let event = takeDue(leaf: leaf, at: instant) {
                events.append(event)
                leaf += 1
            }
        }
        return (rows, events)
    }

    /// Takes what staff decided of an enrolment under review; an approved one is given places as if it came now.
    ///
    /// Where there is none for it the decision is refused, and the enrolment stays under review.
    package mutating func decide(
        leaf: Int, isApproved: Bool, at instant: Int64
    ) throws(PlaceRefusal) -> Enrolled {
        begin(instant)
        guard rules.places.by == .review, let place = row(leaf: leaf), rows[place].state == .entered else {
            throw .nothing
        }
        let row = rows[place]
        if isApproved {
            let slots = choices[row.choices].map(\.slot)
            let membership = memberships[row.membership]
            if let refusal = refusal(of: row.person, slots, membership, row.size, at: instant) { throw refusal }
            seat(place, seats(for: row.person, slots, membership, row.size, at: instant))
        } else {
            rows[place].state = .over
        }
        Self.set(nil, of: row.person, in: &entered)
        now = instant
        return enrolled(leaf: leaf)!
    }

    /// Gives back everything that an enrolment has, and ends it.
    ///
    /// - Parameter isVoid: Whether the organiser takes it out, for which it is never too late.
    package mutating func cancel(leaf: Int, isVoid: Bool = false, at instant: Int64) throws(PlaceRefusal) {
        begin(instant)
        guard let place = row(leaf: leaf), rows[place].state != .over else { throw .nothing }
        guard isVoid || rows[place].taken == 0 || !rules.isLate(instant) else { throw .late }
        if rows[place].state == .entered {
            Self.set(nil, of: rows[place].person, in: &entered)
            rows[place].state = .over
        } else {
            lift(place)
            end(place)
        }
        now = instant
    }
}

extension PlaceBook {
    /// What a choice gets.
    struct Granted: Sendable {
        /// Which of the person's choices.
        var rank: Int
        var seat: SlotRoom.Seat
    }

    /// Why somebody can neither have a place nor wait; nothing has changed after it.
    private mutating func refusal(
        of person: Int, _ slots: [Int], _ membership: Membership, _ size: Int, at instant: Int64
    ) -> PlaceRefusal? {
        let earlier = current(person)
        if let earlier, rows[earlier].taken > 0, rules.isLate(instant) { return .late }
        if let earlier { lift(earlier) }
        let hasRoom = slots.contains {
            !rules.hasStarted($0, at: instant) && rooms[$0].seat(membership, size) != nil
        }
        if let earlier { putBack(earlier) }
        if hasRoom { return nil }
        if let earlier, rows[earlier].taken + rows[earlier].offered > 0 { return .kept }
        return canWait(insteadOf: earlier) ? nil : .full
    }

    /// The places for somebody who is not refused, counted as taken already, and the earlier enrolment's given back.
    private mutating func seats(
        for person: Int, _ slots: [Int], _ membership: Membership, _ size: Int, at instant: Int64
    ) -> [Granted] {
        if let earlier = current(person) { lift(earlier) }
        var seats: [Granted] = []
        for (rank, slot) in slots.enumerated() where seats.count < min(rules.places.person, slots.count) {
            guard !rules.hasStarted(slot, at: instant), let seat = rooms[slot].seat(membership, size) else { continue }
            rooms[slot].add(seat, membership, size, as: .taken)
            seats.append(Granted(rank: rank, seat: seat))
        }
        return seats
    }

    /// Makes an enrolment the person's standing one, with places that are counted already.
    private mutating func seat(_ place: Int, _ seats: [Granted]) {
        let row = rows[place]
        if let earlier = current(row.person) { end(earlier) }
        for granted in seats {
            let choice = row.choices.lowerBound + granted.rank
            choices[choice].standing = .taken
            choices[choice].seat = granted.seat
            stir(choices[choice].slot)
        }
        rows[place].taken = seats.count
        rows[place].state = .standing
        Self.set(place, of: row.person, in: &standing)
        if seats.count < most(row), canWait(insteadOf: nil) { join(place) }
    }

    private func canWait(insteadOf earlier: Int?) -> Bool {
        guard let waiting = rules.places.waiting else { return false }
        let others = waitingCount - (earlier.flatMap { rows[$0].number } == nil ? 0 : 1)
        return others < waiting.most ?? .max
    }

    /// Gives back the places of an enrolment, in the rooms only.
    private mutating func lift(_ place: Int) {
        let row = rows[place]
        for choice in choices[row.choices] {
            guard let hold = choice.hold else { continue }
            rooms[choice.slot].remove(choice.seat, memberships[row.membership], row.size, from: hold)
        }
    }

    /// Takes back what ``lift(_:)`` gave.
    private mutating func putBack(_ place: Int) {
        let row = rows[place]
        for choice in choices[row.choices] {
            guard let hold = choice.hold else { continue }
            rooms[choice.slot].add(choice.seat, memberships[row.membership], row.size, as: hold)
        }
    }

    /// Ends an enrolment whose places are given back.
    private mutating func end(_ place: Int) {
        leave(place)
        for choice in rows[place].choices {
            if choices[choice].standing == .offered { offers[choices[choice].offer].state = .over }
            if choices[choice].hold != nil { stir(choices[choice].slot) }
            choices[choice].standing = .left
        }
        rows[place].taken = 0
        rows[place].offered = 0
        rows[place].state = .over
        Self.set(nil, of: rows[place].person, in: &standing)
        passDeadlines()
    }
}

extension PlaceBook.Choice {
    /// How its places count in the slot; nil: it has none.
    var hold: SlotRoom.Hold? {
        switch standing {
        case .taken: .taken
        case .offered: .offered
        case .wanted, .waiting, .left: nil
        }
    }
}
