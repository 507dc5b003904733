import Campaigns

/// Who has which places: enrolments in the order of the log, their places, the waiting list and its offers.
///
/// One enrolment of a person stands at a time. It takes the first of its ranked choices that have room, as many slots as a
/// person may have; all its places in a slot, a person's and the dependants', come together or not at all. Who has fewer
/// slots than that stands on the waiting list for the other choices, in the order of joining it. **Whatever becomes free
/// is offered to the first on the list who may have it**, under the shares and the balance; where nobody may because of
/// the balance alone, to the first of each of its groups at once, with equally many places each. Who gets a slot goes to
/// the end of the list for the next. Who declines an offer, or lets it run out, waits for that slot no more.
///
/// Nobody has more offers than slots that are still missing, so that no place stands idle for somebody who will not take
/// it. A slot that has started takes nobody, and an offer ends there at the latest. **Who has a place then keeps it**: it is
/// not given back, stays with its enrolment when that is over, and is one of the slots that the person may have.
///
/// Nothing happens by itself: after each operation, and before one at a later instant, the caller takes what is due with
/// ``takeDue(leaf:at:)`` until there is nothing more, and logs it. A refused operation changes nothing.
package struct PlaceBook: Sendable, Hashable {
    package internal(set) var rules: PlaceRules
    var rooms: [SlotRoom]
    var queues: [SlotQueue]
    /// Every enrolment ever taken, by leaf.
    var rows: [Row] = []
    /// The choices of all rows, a row's together and in its ranking.
    var choices: [Choice] = []
    /// Every offer ever made, by leaf.
    var offers: [Offer] = []
    var memberships: [Membership] = []
    var foundMemberships: [Membership: Int] = [:]
    /// By person: the row that stands, and the one that waits for a decision. -1: none.
    var standing: [Int32] = []
    var entered: [Int32] = []
    /// By person: the rows that are over and have places still, in slots that had started.
    var keptRows: [Int: [Int]] = [:]
    /// How many enrolments stand on the waiting list.
    package internal(set) var waitingCount = 0
    var nextNumber = 0
    /// Slots in which somebody who waits may have room now.
    var stirred: [Int] = []
    var isStirred: [Bool]
    /// Whose offer is decided, and not made yet; the last is the next.
    var ready: [SlotQueue.Turn] = []
    var deadlines = LeastFirst<Deadline>()
    package internal(set) var isAllotted = false
    /// Of the latest operation.
    var now = Int64.min
    /// During an allotment, how many slots anybody has at most so far.
    var round = Int.max

    package init(_ rules: PlaceRules) {
        self.rules = rules
        rooms = rules.places.slots.indices.map { SlotRoom(rules, slot: $0) }
        queues = rules.places.slots.map { _ in SlotQueue() }
        isStirred = rules.places.slots.map { _ in false }
    }

    struct Row: Sendable, Hashable {
        let leaf: Int
        let person: Int
        let membership: Int
        let size: Int
        /// In ``PlaceBook/choices``.
        let choices: Range<Int>
        var state: Enrolled.State
        /// Of the waiting list; nil: not on it.
        var number: Int?
        var taken = 0
        var offered = 0
    }

    struct Choice: Sendable, Hashable {
        enum Standing: UInt8, Sendable { case wanted, waiting, offered, taken, left }

        let slot: Int
        var standing = Standing.wanted
        /// While it is offered or taken.
        var seat = SlotRoom.Seat(share: nil)
        /// While it waits: where in the slot's line.
        var place = 0
        /// While it is offered: the offer's place; -1 until it is made.
        var offer = -1
    }

    struct Offer: Sendable, Hashable {
        enum State: UInt8, Sendable { case open, accepted, expired, over }

        let leaf: Int
        let row: Int
        let choice: Int
        let until: Int64
        var state = State.open
    }

    struct Deadline: Sendable, Hashable, Comparable {
        var until: Int64
        /// In ``PlaceBook/offers``.
        var offer: Int

        static func < (left: Deadline, right: Deadline) -> Bool {
            (left.until, left.offer) < (right.until, right.offer)
        }
    }
}

// MARK: - What can be asked

extension PlaceBook {
    /// Places of a slot; they add up to its capacity.
    package func count(of slot: Int) -> (taken: Int, offered: Int, free: Int) {
        (rooms[slot].taken, rooms[slot].offered, rooms[slot].free)
    }

    /// How many enrolments wait for a slot.
    package func waiting(for slot: Int) -> Int { queues[slot].line.count }

    /// What has become of an enrolment; nil: there is none with that leaf.
    package func enrolled(leaf: Int) -> Enrolled? {
        guard let place = row(leaf: leaf) else { return nil }
        let row = rows[place]
        var enrolled = Enrolled(state: row.state, size: row.size, taken: [], offers: [], waiting: [])
        for choice in choices[row.choices] {
            switch choice.standing {
            case .taken: enrolled.taken.append(choice.slot)
            case .offered where choice.offer >= 0:
                let offer = offers[choice.offer]
                enrolled.offers.append(.init(slot: choice.slot, leaf: offer.leaf, until: offer.until))
            case .waiting:
                let position = queues[choice.slot].line.position(of: choice.place)
                enrolled.waiting.append(.init(slot: choice.slot, position: position))
            case .wanted, .left, .offered: break
            }
        }
        return enrolled
    }

    /// What an enrolment asked for; nil: there is none with that leaf.
    package func asked(leaf: Int) -> (choices: [Int], dependants: Int)? {
        row(leaf: leaf).map { place in
            let row = rows[place]
            return (choices[row.choices].map(\.slot), rules.dependants(size: row.size))
        }
    }

    /// The leaf of a person's enrolment that stands, else of the one that waits for a decision.
    package func enrolment(of person: Int) -> Int? {
        (current(person) ?? pending(person)).map { rows[$0].leaf }
    }

    /// What a person has of enrolments that are over: places in slots that had started by then.
    package func kept(of person: Int) -> [(leaf: Int, slots: [Int])] {
        (keptRows[person] ?? []).map { place in
            (rows[place].leaf, choices[rows[place].choices].filter { $0.standing == .taken }.map(\.slot))
        }
    }

    /// Whose enrolment stands at a leaf.
    package func person(enrolment leaf: Int) -> Int? { row(leaf: leaf).map { rows[$0].person } }

    /// To whom a leaf offered places.
    package func person(offer leaf: Int) -> Int? {
        Self.place(of: leaf, in: offers, by: \.leaf).map { rows[offers[$0].row].person }
    }

    /// The leaves of the enrolments that nobody has decided yet, ascending.
    package var undecided: [Int] { rows.lazy.filter { $0.state == .entered }.map(\.leaf) }

    /// The instant from which ``takeDue(leaf:at:)`` may have something to give; nil: never, as things are.
    package var dueAt: Int64? {
        ready.isEmpty && stirred.isEmpty ? deadlines.first?.until : now
    }

    /// What does not add up; nil where everything does.
    package var problem: String? { rooms.lazy.compactMap(\.problem).first }
}

// MARK: - Rows

extension PlaceBook {
    func row(leaf: Int) -> Int? { Self.place(of: leaf, in: rows, by: \.leaf) }

    static func place<Element>(of leaf: Int, in list: [Element], by key: (Element) -> Int) -> Int? {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if key(list[middle]) < leaf { low = middle + 1 } else { high = middle }
        }
        return low < list.count && key(list[low]) == leaf ? low : nil
    }

    func current(_ person: Int) -> Int? { Self.row(of: person, in: standing) }
    func pending(_ person: Int) -> Int? { Self.row(of: person, in: entered) }

    private static func row(of person: Int, in list: [Int32]) -> Int? {
        person < list.count && list[person] >= 0 ? Int(list[person]) : nil
    }

    static func set(_ row: Int?, of person: Int, in list: inout [Int32]) {
        if person >= list.count {
            list.append(contentsOf: repeatElement(-1, count: person + 1 - list.count))
        }
        list[person] = row.map { Int32($0) } ?? -1
    }

    /// Nothing is due before an operation.
    func begin(_ instant: Int64) {
        precondition(instant >= now, "instants never go back")
        let isDue = !ready.isEmpty || !stirred.isEmpty || deadlines.first.map { $0.until <= instant } ?? false
        precondition(!isDue, "what is due is taken before the next operation")
    }

    /// How many slots an enrolment may have.
    func most(_ row: Row) -> Int { min(rules.places.person - kept(row.person), row.choices.count) }

    /// How many slots somebody keeps of enrolments that are over.
    func kept(_ person: Int) -> Int { (keptRows[person] ?? []).reduce(0) { $0 + rows[$1].taken } }

    /// Whether a place stays whatever becomes of its enrolment: the slot has started.
    func isKept(_ choice: Choice, at instant: Int64) -> Bool {
        choice.standing == .taken && rules.hasStarted(choice.slot, at: instant)
    }

    /// How many slots of an enrolment have started with it.
    func begun(_ row: Row, at instant: Int64) -> Int {
        choices[row.choices].count { isKept($0, at: instant) }
    }

    mutating func append(_ enrolment: Enrolment, size: Int, _ membership: Membership) -> Int {
        precondition(rows.last.map { $0.leaf < enrolment.leaf } ?? true, "leaves ascend")
        let first = choices.count
        for slot in enrolment.choices { choices.append(Choice(slot: slot)) }
        rows.append(
            Row(
                leaf: enrolment.leaf, person: enrolment.person, membership: place(of: membership), size: size,
                choices: first..<choices.count, state: .entered))
        return rows.count - 1
    }

    private mutating func place(of membership: Membership) -> Int {
        if let known = foundMemberships[membership] { return known }
        foundMemberships[membership] = memberships.count
        memberships.append(membership)
        return memberships.count - 1
    }
}
