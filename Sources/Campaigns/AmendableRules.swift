import JSON

/// What of a campaign file may change after announcing: the one table of it, which the documents print.
///
/// Whatever no row names is adverse, and never changes.
package enum AmendableRules {
    package enum Sort: String, Sendable {
        /// Nobody is worse off.
        case favourable
        /// Nothing is decided by it.
        case neutral
        /// Part of a longer intake, which is an amendment of its own class.
        case extend
    }

    /// What the new value must be, beside the one in force.
    package enum Condition: String, Sendable {
        /// Any text of the member's form.
        case text
        /// A larger number.
        case more
        /// A larger number than the one in force, where there is one: without it there was no bound.
        case raised
        /// A larger amount of money than the one in force, where there is one.
        case dearer
        /// A longer duration.
        case longer
        /// The values in force, in their order, and then new ones.
        case added
        /// A later instant.
        case later
    }

    package struct Row: Sendable {
        /// A JSON pointer with `*` for any place of an array.
        package let pattern: String
        package let sort: Sort
        package let condition: Condition
    }

    package static let rows = [
        Row(pattern: "/title", sort: .neutral, condition: .text),
        Row(pattern: "/contact", sort: .neutral, condition: .text),
        Row(pattern: "/about", sort: .neutral, condition: .text),
        Row(pattern: "/closes", sort: .extend, condition: .later),
        Row(pattern: "/disputes", sort: .favourable, condition: .longer),
        Row(pattern: "/paper/questions/*/text", sort: .neutral, condition: .text),
        Row(pattern: "/paper/questions/*/also", sort: .favourable, condition: .added),
        Row(pattern: "/paper/questions/*/hidden", sort: .favourable, condition: .added),
        Row(pattern: "/paper/questions/*/blanks/*/also", sort: .favourable, condition: .added),
        Row(pattern: "/places/slots/*/title", sort: .neutral, condition: .text),
        Row(pattern: "/places/slots/*/about", sort: .neutral, condition: .text),
        Row(pattern: "/places/slots/*/where", sort: .neutral, condition: .text),
        Row(pattern: "/places/slots/*/capacity", sort: .favourable, condition: .more),
        Row(pattern: "/prizes/tiers/*/title", sort: .neutral, condition: .text),
        Row(pattern: "/prizes/tiers/*/value", sort: .favourable, condition: .dearer),
        Row(pattern: "/prizes/tiers/*/count", sort: .favourable, condition: .more),
        Row(pattern: "/prizes/alternates", sort: .favourable, condition: .more),
        Row(pattern: "/prizes/claims/how", sort: .neutral, condition: .text),
        Row(pattern: "/randomness/*/at", sort: .extend, condition: .later),
        // More money and more vouchers.
        Row(pattern: "/funds/budget", sort: .favourable, condition: .dearer),
        Row(pattern: "/vouchers/count", sort: .favourable, condition: .raised),
        Row(pattern: "/merchants/*/count", sort: .favourable, condition: .raised),
        Row(pattern: "/merchants/*/amount", sort: .favourable, condition: .dearer),
    ]

    /// What a re-grade may change: what is right, and what it is worth.
    package static let regradable = [
        "/paper/questions/*/answer", "/paper/questions/*/also", "/paper/questions/*/hidden",
        "/paper/questions/*/forbidden", "/paper/questions/*/tolerance", "/paper/questions/*/blanks/*/answer",
        "/paper/questions/*/blanks/*/also", "/paper/questions/*/points",
    ]

    /// The row that a pointer belongs to.
    package static func row(of pointer: String) -> Row? {
        rows.first { matches(pointer, $0.pattern) }
    }

    package static func isRegradable(_ pointer: String) -> Bool {
        regradable.contains { matches(pointer, $0) }
    }

    /// Whether nobody may read the value before the bundle.
    package static func isSecret(_ pointer: String) -> Bool {
        PublicRules.secretPaths.contains { matches(pointer, $0) }
    }

    /// Whether a change is one of its sort and keeps the condition, beside the rules in force.
    package static func allows(_ change: RulesChange, as sort: Sort, inForce: JSON) -> Bool {
        guard let row = row(of: change.pointer), row.sort == sort, let parts = change.parts else { return false }
        return row.condition.holds(from: inForce.value(at: parts[...]), to: change.value)
    }

    /// Whether the rules have the value already; an instant in whatever way it is written.
    static func isInForce(_ change: RulesChange, _ inForce: JSON) -> Bool {
        guard let parts = change.parts, let value = inForce.value(at: parts[...]) else { return false }
        if case .string(let old) = value, case .string(let new) = change.value,
            let old = Instant.parse(old).value, let new = Instant.parse(new).value
        {
            return old == new
        }
        return value.canonicalBytes() == change.value.canonicalBytes()
    }

    private static func matches(_ pointer: String, _ pattern: String) -> Bool {
        let parts = pointer.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
        let wanted = pattern.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
        return parts.count == wanted.count
            && zip(parts, wanted).allSatisfy { part, wanted in
                wanted.elementsEqual("*".utf8)
                    ? !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } : part.elementsEqual(wanted)
            }
    }
}

extension AmendableRules.Condition {
    /// Absent numbers are those that the file's defaults stand for.
    func holds(from old: JSON?, to new: JSON) -> Bool {
        switch (self, old, new) {
        case (.text, .some, .string), (.text, .some, .object): true
        case (.more, .integer(let old), .integer(let new)), (.raised, .integer(let old), .integer(let new)): new > old
        case (.more, nil, .integer(let new)): new > 0
        case (.added, .array(let old), .array(let new)): new.count > old.count && Array(new.prefix(old.count)) == old
        case (.added, nil, .array): true
        case (.dearer, .string(let old), .string(let new)):
            AmendableRules.Condition.isMore(MoneyText.parse(old).value, MoneyText.parse(new).value)
        case (.longer, .string(let old), .string(let new)):
            AmendableRules.Condition.isMore(DurationText.parse(old).value, DurationText.parse(new).value)
        case (.longer, nil, .string(let new)):
            AmendableRules.Condition.isMore(CampaignBuilder.defaultDisputes, DurationText.parse(new).value)
        case (.later, .string(let old), .string(let new)):
            AmendableRules.Condition.isMore(Instant.parse(old).value, Instant.parse(new).value)
        default: false
        }
    }

    private static func isMore(_ old: Int64?, _ new: Int64?) -> Bool {
        guard let old, let new else { return false }
        return new > old
    }
}
