import Campaigns

extension PlaceBook {
    /// Takes an enrolment: gives it places at once, or keeps it for the lottery or the review.
    ///
    /// A later enrolment of a person is judged as if the earlier one had given everything back, and replaces it if it gets
    /// a slot. If it gets none it is refused, and what the earlier one has, places or an offer, stays as it was. One
    /// that only waits is replaced by one that only waits, at the end of the list. Places in slots that have started stay
    /// the person's in any case, and count among those that one may have.
    package mutating func enrol(
        _ enrolment: Enrolment, at instant: Int64
    ) throws(PlaceRefusal) -> Enrolled {
        if let refusal = refusal(of: enrolment, at: instant) { throw refusal }
        let membership = Membership(enrolment.groups, rules)
        let size = rules.size(dependants: enrolment.dependants)!
        if rules.places.by == .firstCome {
            let seats = seats(for: enrolment.person, enrolment.choices, membership, size, at: instant)
            seat(append(enrolment, size: size, membership), seats, at: instant)
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
            seat(place, seats(for: row.person, slots, membership, row.size, at: instant), at: instant)
        } else {
            rows[place].state = .over
        }
        Self.set(nil, of: row.person, in: &entered)
        now = instant
        return enrolled(leaf: leaf)!
    }

    /// Gives back everything that an enrolment has but places in slots that have started, and ends it.
    package mutating func cancel(leaf: Int, at instant: Int64) throws(PlaceRefusal) {
        begin(instant)
        guard let place = row(leaf: leaf), rows[place].state != .over else { throw .nothing }
        let (row, kept) = (rows[place], begun(rows[place], at: instant))
        guard row.taken == kept || !rules.isLate(instant) else { throw .late }
        guard kept == 0 || row.taken + row.offered > kept || row.number != nil else { throw .late }
        close(place, at: instant)
        now = instant
    }

    /// Takes out an enrolment with everything that it has, as the organiser may at any time: places in slots that have
    /// started, too, and those that it kept when it was over.
    package mutating func void(leaf: Int, at instant: Int64) throws(PlaceRefusal) {
        begin(instant)
        guard let place = row(leaf: leaf), rows[place].state != .over || rows[place].taken > 0 else { throw .nothing }
        if rows[place].state == .over { takeKept(place) } else { close(place, at: nil) }
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
        let begun = earlier.map { self.begun(rows[$0], at: instant) } ?? 0
        let back = (earlier.map { rows[$0].taken } ?? 0) - begun
        if back > 0, rules.isLate(instant) { return .late }
        guard kept(person) + begun < rules.places.person else { return .kept }
        if let earlier { lift(earlier, at: instant) }
        let hasRoom = slots.contains {
            !rules.hasStarted($0, at: instant) && rooms[$0].seat(membership, size) != nil
        }
        if let earlier { putBack(earlier, at: instant) }
        if hasRoom { return nil }
        if let earlier, back + rows[earlier].offered > 0 { return .kept }
        return canWait(insteadOf: earlier) ? nil : .full
    }

    /// The places for somebody who is not refused, counted as taken already, and the earlier enrolment's given back.
    private mutating func seats(
        for person: Int, _ slots: [Int], _ membership: Membership, _ size: Int, at instant: Int64
    ) -> [Granted] {
        var most = rules.places.person - kept(person)
        if let earlier = current(person) {
            most -= begun(rows[earlier], at: instant)
            lift(earlier, at: instant)
        }
        var seats: [Granted] = []
        for (rank, slot) in slots.enumerated() where seats.count < most {
            guard !rules.hasStarted(slot, at: instant), let seat = rooms[slot].seat(membership, size) else { continue }
            rooms[slot].add(seat, membership, size, as: .taken)
            seats.append(Granted(rank: rank, seat: seat))
        }
        return seats
    }

    /// Makes an enrolment the person's standing one, with places that are counted already.
    private mutating func seat(_ place: Int, _ seats: [Granted], at instant: Int64) {
        let row = rows[place]
        if let earlier = current(row.person) { end(earlier, at: instant) }
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

    /// Ends an enrolment that is not over yet.
    ///
    /// - Parameter instant: When, where it keeps its places in slots that have started by then; nil where it keeps none.
    private mutating func close(_ place: Int, at instant: Int64?) {
        if rows[place].state == .entered {
            Self.set(nil, of: rows[place].person, in: &entered)
            rows[place].state = .over
        } else {
            lift(place, at: instant)
            end(place, at: instant)
        }
    }

    /// Gives back the places of an enrolment, in the rooms only; not those that it keeps at an instant.
    private mutating func lift(_ place: Int, at instant: Int64?) {
        let row = rows[place]
        for choice in choices[row.choices] {
            guard let hold = choice.hold, !isKept(choice, instant) else { continue }
            rooms[choice.slot].remove(choice.seat, memberships[row.membership], row.size, from: hold)
        }
    }

    /// Takes back what ``lift(_:at:)`` gave.
    private mutating func putBack(_ place: Int, at instant: Int64) {
        let row = rows[place]
        for choice in choices[row.choices] {
            guard let hold = choice.hold, !isKept(choice, instant) else { continue }
            rooms[choice.slot].add(choice.seat, memberships[row.membership], row.size, as: hold)
        }
    }

    private func isKept(_ choice: Choice, _ instant: Int64?) -> Bool {
        instant.map { isKept(choice, at: $0) } ?? false
    }

    /// Ends an enrolment whose places are given back.
    private mutating func end(_ place: Int, at instant: Int64?) {
        leave(place)
        var kept = 0
        for choice in rows[place].choices {
            guard !isKept(choices[choice], instant) else {
                kept += 1
                continue
            }
            if choices[choice].standing == .offered { offers[choices[choice].offer].state = .over }
            if choices[choice].hold != nil { stir(choices[choice].slot) }
            choices[choice].standing = .left
        }
        if kept > 0 { keptRows[rows[place].person, default: []].append(place) }
        rows[place].taken = kept
        rows[place].offered = 0
        rows[place].state = .over
        Self.set(nil, of: rows[place].person, in: &standing)
        passDeadlines()
    }

    /// Takes from an enrolment what it kept when it was over; the one that stands may have so many slots more.
    private mutating func takeKept(_ place: Int) {
        let person = rows[place].person
        let busy = current(person).flatMap { rows[$0].taken + rows[$0].offered == most(rows[$0]) ? $0 : nil }
        lift(place, at: nil)
        for choice in rows[place].choices { choices[choice].standing = .left }
        rows[place].taken = 0
        keptRows[person]?.removeAll { $0 == place }
        if let busy, rows[busy].number != nil { queue(busy) }
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
