import JSON

extension Campaign {
    /// Money given for purchases; all amounts in fen.
    package struct Funds: Sendable, Hashable {
        package enum Rounding: String, Sendable, CaseIterable {
            case down
            case halfUp = "half-up"
            case yuanDown = "yuan-down"
        }

        package enum Last: String, Sendable, CaseIterable {
            case refuse, partial
        }

        package var budget: Int64
        package var items: [Item]
        package var rounding: Rounding
        package var person: GrantLimit?
        package var household: GrantLimit?
        package var category: GrantLimit?
        package var last: Last
        package var review: Review?
        package var purchase: Purchase?
        /// How long after a redemption the log stays open for its refund, in milliseconds.
        package var returns: Int64?
    }

    package struct GrantLimit: Sendable, Hashable {
        package var count: Int?
        package var amount: Int64?
    }

    package struct Merchant: Sendable, Hashable {
        package struct Shop: Sendable, Hashable {
            package var id: String
            package var name: BilingualText
        }

        package var id: String
        package var name: BilingualText
        package var shops: [Shop]
        /// The most vouchers that are for it.
        package var count: Int?
        /// The most money that goes to it, in fen.
        package var amount: Int64?
    }

    package struct Vouchers: Sendable, Hashable {
        package enum Refund: String, Sendable, CaseIterable {
            case free, reserved
        }

        package var count: Int?
        package var face: Int64?
        package var uses: Int
        /// How long a reservation stands, in milliseconds.
        package var hold: Int64?
        /// How long after issue one is good, in milliseconds.
        package var valid: Int64?
        package var until: Int64?
        package var isUsedInPart: Bool
        package var isTransferable: Bool
        package var refund: Refund
        /// How long after a redemption the log stays open for its refund, in milliseconds.
        package var returns: Int64?
    }
}

extension Campaign.Kind {
    /// Whether people get money or vouchers by registering; else they win them.
    package var claimsByRegistering: Bool { self == .offer || self == .subsidy }
}

extension Campaign.Form {
    /// The id of the field that says what something costs, where it is one of money.
    package static let priceField = "price"

    package var price: Campaign.Field? {
        fields.first { field in
            if case .money = field.kind { field.id == Self.priceField } else { false }
        }
    }
}

extension Campaign.Funds {
    package struct Item: Sendable, Hashable {
        package enum Gives: Sendable, Hashable {
            /// Ascending, without gaps inside.
            case bands([Band])
            case share(Campaign.Fraction, cap: Int64?)
            case fixed(Int64)
        }

        package var id: String
        package var title: BilingualText
        package var category: String?
        package var gives: Gives
    }

    /// Prices from `from` to below `below` give `amount`.
    package struct Band: Sendable, Hashable {
        package var from: Int64
        package var below: Int64?
        package var amount: Int64
    }

    package struct Review: Sendable, Hashable {
        package var reasons: [BilingualText]
        /// In milliseconds.
        package var appeal: Int64?
    }

    package struct Purchase: Sendable, Hashable {
        package var from: Int64
        package var to: Int64
        package var needsInvoice: Bool
    }
}
