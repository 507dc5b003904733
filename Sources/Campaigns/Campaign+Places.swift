import JSON

extension Campaign {
    /// What people enrol for.
    package struct Places: Sendable, Hashable {
        package enum By: String, Sendable, CaseIterable {
            case firstCome = "first-come"
            case lottery, review
        }

        package var by: By
        package var slots: [Slot]
        /// How many slots a person may rank.
        package var choices: Int
        /// How many slots a person may have.
        package var person: Int
        package var shares: [Share]
        package var balance: Balance?
        package var waiting: Waiting?
        package var dependants: Dependants?
        package var areEnrolledByUnits: Bool
        package var cancels: Int64?
    }

    package struct Slot: Sendable, Hashable {
        package var id: String
        package var title: BilingualText
        package var about: BilingualText?
        package var capacity: Int
        package var starts: Int64?
        package var ends: Int64?
        package var location: BilingualText?
        /// In fen.
        package var price: Int64?
    }
}

extension Campaign {
    /// Whether its log has events from the start, and the closing and the last leaf fix a ledger: who has which place, and
    /// who has which money.
    package var hasLedger: Bool { places != nil || funds != nil || vouchers != nil }
}

extension Campaign.Places {
    /// Places that only people of a group can have.
    package struct Share: Sendable, Hashable {
        package var group: String
        /// Nil: of each slot.
        package var slot: String?
        package var count: Int
    }

    package struct Balance: Sendable, Hashable {
        package var groups: [String]
        package var difference: Int
    }

    package struct Waiting: Sendable, Hashable {
        package var most: Int?
        /// How long an offer stands, in milliseconds.
        package var offer: Int64
    }

    package struct Dependants: Sendable, Hashable {
        package var most: Int
        /// Whether they take places beside the person's, not instead.
        package var areBeside: Bool
        package var fields: [Campaign.Field]
    }
}
