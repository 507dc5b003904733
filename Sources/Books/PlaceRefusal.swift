/// Why an operation on places is refused; nothing has changed.
package enum PlaceRefusal: String, Error, Sendable, CaseIterable {
    /// The choices are none, too many, unknown, or one twice.
    case choices = "place.choices"
    /// More dependants than the rules allow, or none where they take the person's place.
    case dependants = "place.dependants"
    /// Every choice has so few places for people of these groups that so many could never have them.
    case never = "place.never"
    /// Every choice has started.
    case started = "place.started"
    /// No choice has room, and there is no waiting list, or it is full.
    case full = "place.full"
    /// No choice of the new enrolment has room, or the person has as many slots as one may in such that have started; what
    /// the earlier one has stays.
    case kept = "place.kept"
    /// The time to give places back is over, or all that there is to give back has started.
    case late = "place.late"
    /// The places have been allotted.
    case allotted = "place.allotted"
    /// There is nothing to cancel or to decide: no such enrolment, or it is over.
    case nothing = "place.nothing"
    /// No such offer was made.
    case unknown = "offer.unknown"
    /// The offer's time ran out.
    case expired = "offer.expired"
    /// The offer was accepted before.
    case accepted = "offer.accepted"
    /// The offer was declined, or went with its enrolment.
    case over = "offer.over"
    /// The same key came with something else; known to the engine, which keeps the keys.
    case keyConflict = "key.conflict"
    /// The log has ended, or the lottery is about to be drawn; known to the engine.
    case closed = "phase.closed"
    /// The campaign has no places; known to the engine.
    case absent = "act.absent"
    /// It is not the time in which staff decide; known to the engine.
    case outside = "phase.act"
    /// Before the closing an enrolment is voided as an entry; known to the engine.
    case open = "place.open"
}

/// Somebody wants places.
package struct Enrolment: Sendable, Hashable {
    /// Of the log; ascending from one enrolment to the next.
    package var leaf: Int
    package var person: Int
    /// From ``PlaceRules/groups(of:)``.
    package var groups: [Int]
    /// Places of slots in the rules, the best liked first.
    package var choices: [Int]
    package var dependants: Int

    package init(leaf: Int, person: Int, groups: [Int] = [], choices: [Int], dependants: Int = 0) {
        self.leaf = leaf
        self.person = person
        self.groups = groups
        self.choices = choices
        self.dependants = dependants
    }
}

/// What has become of an enrolment.
package struct Enrolled: Sendable, Hashable {
    package struct Position: Sendable, Hashable {
        package var slot: Int
        /// From 1.
        package var position: Int
    }

    package struct Offer: Sendable, Hashable {
        package var slot: Int
        /// The leaf that made it; what an answer to it refers to.
        package var leaf: Int
        package var until: Int64
    }

    package enum State: String, Sendable {
        /// Nobody has decided yet: a lottery or a review is to come.
        case entered
        /// It has places, an offer or a place on the waiting list.
        case standing
        /// Cancelled, replaced, voided, refused or left with nothing but places in slots that had started.
        case over
    }

    package var state: State
    /// How many places it takes in each slot.
    package var size: Int
    /// Slots in which it has places, the best liked first.
    package var taken: [Int]
    package var offers: [Offer]
    /// The slots that it waits for, the best liked first.
    package var waiting: [Position]
}

/// One event that follows from the rules alone.
package struct PlaceEvent: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// Places in a slot are offered; they can be accepted before `until`.
        case offer(until: Int64)
        /// The offer that this leaf made ran out.
        case expire(offer: Int)
    }

    package var kind: Kind
    package var person: Int
    /// The leaf of the enrolment.
    package var enrolment: Int
    package var slot: Int
    /// The leaf of the event itself.
    package var leaf: Int
    package var at: Int64
}
