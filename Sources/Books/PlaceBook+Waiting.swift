import Campaigns

// MARK: - The waiting list

extension PlaceBook {
    /// Puts an enrolment at the end of the list, for every choice that it does not have, has not left and could ever have.
    mutating func join(_ place: Int) {
        let row = rows[place]
        let wanted = row.choices.filter {
            choices[$0].standing == .wanted
                && rooms[choices[$0].slot].couldSeat(memberships[row.membership], row.size)
        }
        guard !wanted.isEmpty else { return }
        rows[place].number = nextNumber
        nextNumber += 1
        waitingCount += 1
        for choice in wanted {
            choices[choice].standing = .waiting
            choices[choice].place = queues[choices[choice].slot].join(place)
        }
        queue(place)
    }

    mutating func leave(_ place: Int) {
        guard rows[place].number != nil else { return }
        for choice in rows[place].choices where choices[choice].standing == .waiting {
            queues[choices[choice].slot].leave(choices[choice].place)
            choices[choice].standing = .wanted
            if !rules.balanced.isEmpty { stir(choices[choice].slot) }
        }
        rows[place].number = nil
        waitingCount -= 1
    }

    /// Makes an enrolment on the list found again for all that it waits for.
    mutating func queue(_ place: Int) {
        let row = rows[place]
        let key = SlotQueue.Key(membership: row.membership, size: row.size)
        for choice in row.choices where choices[choice].standing == .waiting {
            let slot = choices[choice].slot
            queues[slot].insert(SlotQueue.Turn(number: row.number!, choice: choice, row: place), of: key)
            stir(slot)
        }
    }

    /// Notes that somebody who waits for a slot may have room in it now: places came back, the balance moved, or another
    /// one of a group is its first.
    mutating func stir(_ slot: Int) {
        guard !isStirred[slot], queues[slot].line.count > 0 else { return }
        isStirred[slot] = true
        stirred.append(slot)
    }

    private mutating func calm() {
        for slot in stirred { isStirred[slot] = false }
        stirred = []
    }

    private func isCurrent(_ turn: SlotQueue.Turn) -> Bool {
        let row = rows[turn.row]
        return row.number == turn.number && choices[turn.choice].standing == .waiting
            && row.taken + row.offered < min(most(row), round)
    }

    /// The first of a class who could take places now.
    private mutating func first(in slot: Int, _ place: Int) -> SlotQueue.Turn? {
        while let turn = queues[slot].classes[place].turns.first {
            if isCurrent(turn) { return turn }
            queues[slot].removeFirst(of: place)
        }
        return nil
    }

    /// The choices that get places next: one, or one of each group of the balance; empty: nobody may have any.
    mutating func next(at instant: Int64) -> [SlotQueue.Turn] {
        var firsts: [(slot: Int, key: SlotQueue.Key, turn: SlotQueue.Turn)] = []
        for slot in stirred where !rules.hasStarted(slot, at: instant) {
            for place in queues[slot].classes.indices {
                guard let turn = first(in: slot, place) else { continue }
                firsts.append((slot, queues[slot].classes[place].key, turn))
            }
        }
        let fitting = firsts.filter { rooms[$0.slot].seat(memberships[$0.key.membership], $0.key.size) != nil }
        if let least = fitting.map(\.turn).min() { return [least] }
        let found = rules.balanced.isEmpty ? [] : together(firsts)
        if found.isEmpty { calm() }
        return found
    }

    /// Where the balance holds everybody back: the first of each of its groups who want equally many places of a slot.
    private func together(
        _ firsts: [(slot: Int, key: SlotQueue.Key, turn: SlotQueue.Turn)]
    ) -> [SlotQueue.Turn] {
        var sets: [[SlotQueue.Turn]] = []
        for leader in firsts {
            var members: [SlotQueue.Turn] = []
            for group in rules.balanced.indices {
                let own = firsts.filter {
                    $0.slot == leader.slot && $0.key.size == leader.key.size
                        && memberships[$0.key.membership].balanced == group
                }
                guard let least = own.map(\.turn).min() else { break }
                members.append(least)
            }
            members.sort()
            guard members.count == rules.balanced.count, members[0] == leader.turn else { continue }
            if haveRoom(members) { sets.append(members) }
        }
        return sets.min { $0[0] < $1[0] } ?? []
    }

    private func haveRoom(_ members: [SlotQueue.Turn]) -> Bool {
        var room = rooms[choices[members[0].choice].slot]
        for member in members {
            let row = rows[member.row]
            let membership = memberships[row.membership]
            guard let seat = room.seatUnbalanced(membership, row.size) else { return false }
            room.add(seat, membership, row.size, as: .offered)
        }
        return true
    }

    /// Counts places in a slot for somebody who waits.
    mutating func hold(_ turn: SlotQueue.Turn, as hold: SlotRoom.Hold) {
        let row = rows[turn.row]
        let slot = choices[turn.choice].slot
        let seat = rooms[slot].seatUnbalanced(memberships[row.membership], row.size)!
        rooms[slot].add(seat, memberships[row.membership], row.size, as: hold)
        queues[slot].leave(choices[turn.choice].place)
        choices[turn.choice].seat = seat
        choices[turn.choice].standing = hold == .taken ? .taken : .offered
        switch hold {
        case .taken: rows[turn.row].taken += 1
        case .offered: rows[turn.row].offered += 1
        }
        let others = row.choices.filter { choices[$0].standing == .waiting }
        if others.isEmpty { leave(turn.row) }
        if !rules.balanced.isEmpty { for choice in others { stir(choices[choice].slot) } }
        stir(slot)
    }
}

// MARK: - More places

extension PlaceBook {
    /// Goes by the same rules with more places in some slots; what is free is offered to whoever waits.
    package mutating func widen(_ places: Campaign.Places, at instant: Int64) {
        begin(instant)
        for (slot, declared) in places.slots.enumerated() where declared.capacity > rooms[slot].capacity {
            rooms[slot].widen(to: declared.capacity)
            stir(slot)
        }
        rules = PlaceRules(places)
        now = instant
    }
}

// MARK: - Offers

extension PlaceBook {
    /// The next event that follows from the rules alone, taken as the leaf `leaf`; nil when nothing is due.
    ///
    /// First the offers of what is free, then the offer that runs out first; of those that run out together, the one made
    /// first. An offer stands from the instant at which it is taken here, so that one which follows another late, after a
    /// standstill, is as long as any.
    package mutating func takeDue(leaf: Int, at instant: Int64) -> PlaceEvent? {
        precondition(instant >= now, "instants never go back")
        if ready.isEmpty, !stirred.isEmpty {
            let turns = next(at: instant)
            for turn in turns { hold(turn, as: .offered) }
            ready = turns.reversed()
        }
        if let turn = ready.popLast() {
            now = instant
            return offer(turn, leaf: leaf, at: instant)
        }
        guard let deadline = deadlines.first, deadline.until <= instant else { return nil }
        now = instant
        return expire(deadline.offer, leaf: leaf, at: instant)
    }

    private mutating func offer(_ turn: SlotQueue.Turn, leaf: Int, at instant: Int64) -> PlaceEvent {
        precondition(offers.last.map { $0.leaf < leaf } ?? true, "leaves ascend")
        let slot = choices[turn.choice].slot
        let until = min(instant + rules.places.waiting!.offer, rules.places.slots[slot].starts ?? .max)
        choices[turn.choice].offer = offers.count
        deadlines.insert(Deadline(until: until, offer: offers.count))
        offers.append(Offer(leaf: leaf, row: turn.row, choice: turn.choice, until: until))
        return event(.offer(until: until), offers.count - 1, leaf: leaf, at: instant)
    }

    private mutating func expire(_ place: Int, leaf: Int, at instant: Int64) -> PlaceEvent {
        giveUp(place, .expired)
        return event(.expire(offer: offers[place].leaf), place, leaf: leaf, at: instant)
    }

    private func event(_ kind: PlaceEvent.Kind, _ offer: Int, leaf: Int, at instant: Int64) -> PlaceEvent {
        let row = rows[offers[offer].row]
        return PlaceEvent(
            kind: kind, person: row.person, enrolment: row.leaf, slot: choices[offers[offer].choice].slot, leaf: leaf,
            at: instant)
    }

    /// Turns the offer that a leaf made into places.
    package mutating func accept(offer leaf: Int, at instant: Int64) throws(PlaceRefusal) {
        let place = try open(leaf, at: instant)
        let (row, choice) = (offers[place].row, offers[place].choice)
        offers[place].state = .accepted
        rooms[choices[choice].slot].accept(rows[row].size)
        choices[choice].standing = .taken
        rows[row].offered -= 1
        rows[row].taken += 1
        if rows[row].number != nil {
            leave(row)
            if rows[row].taken < most(rows[row]) { join(row) }
        }
        passDeadlines()
        now = instant
    }

    /// Gives back the offer that a leaf made; the enrolment waits on for its other choices.
    package mutating func decline(offer leaf: Int, at instant: Int64) throws(PlaceRefusal) {
        giveUp(try open(leaf, at: instant), .over)
        now = instant
    }

    /// The place of an offer that can be answered.
    private func open(_ leaf: Int, at instant: Int64) throws(PlaceRefusal) -> Int {
        begin(instant)
        guard let place = Self.place(of: leaf, in: offers, by: \.leaf) else { throw .unknown }
        switch offers[place].state {
        case .open: return place
        case .accepted: throw .accepted
        case .expired: throw .expired
        case .over: throw .over
        }
    }

    private mutating func giveUp(_ place: Int, _ state: Offer.State) {
        let (row, choice) = (offers[place].row, offers[place].choice)
        let wasBusy = rows[row].taken + rows[row].offered == most(rows[row])
        let slot = choices[choice].slot
        offers[place].state = state
        rooms[slot].remove(choices[choice].seat, memberships[rows[row].membership], rows[row].size, from: .offered)
        choices[choice].standing = .left
        rows[row].offered -= 1
        stir(slot)
        if rows[row].number != nil {
            if wasBusy { queue(row) }
        } else {
            endIfEmpty(row)
        }
        passDeadlines()
    }

    /// Ends an enrolment that has nothing, and nothing to wait for.
    mutating func endIfEmpty(_ place: Int) {
        guard rows[place].number == nil, rows[place].taken + rows[place].offered == 0 else { return }
        rows[place].state = .over
        Self.set(nil, of: rows[place].person, in: &standing)
    }

    /// The first deadline is always that of an offer which stands.
    mutating func passDeadlines() {
        while let first = deadlines.first, offers[first.offer].state != .open { deadlines.removeFirst() }
    }
}
