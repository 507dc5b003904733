import JSON

/// What an edit of an announced campaign's file comes to.
package struct FileEdit: Hashable, Sendable {
    /// By sort; the ones of an extension say when intake ends and when numbers are drawn.
    package var favourable: [RulesChange] = []
    package var neutral: [RulesChange] = []
    package var extending: [RulesChange] = []
    /// Pointers to what may not change, or not so.
    package var adverse: [String] = []

    package var isEmpty: Bool {
        favourable.isEmpty && neutral.isEmpty && extending.isEmpty && adverse.isEmpty
    }

    /// Tells what is different between the file accepted last and an edited one, value by value.
    ///
    /// Spaces, escapes and the order of members are no difference. Conditions are held against the rules in force, which
    /// an amendment may have changed beside the file.
    package init(from accepted: JSON, to edited: JSON, inForce: JSON) {
        compare(accepted, edited, at: "", inForce: inForce)
    }

    private mutating func compare(_ old: JSON?, _ new: JSON?, at pointer: String, inForce: JSON) {
        guard old?.canonicalBytes() != new?.canonicalBytes() else { return }
        if let row = AmendableRules.row(of: pointer), let new {
            let change = RulesChange(pointer: pointer, value: new)
            // The file says now what an amendment made so before.
            guard !AmendableRules.isInForce(change, inForce) else { return }
            guard AmendableRules.allows(change, as: row.sort, inForce: inForce) else { return adverse.append(pointer) }
            switch row.sort {
            case .favourable: favourable.append(change)
            case .neutral: neutral.append(change)
            case .extend: extending.append(change)
            }
            return
        }
        switch (old, new) {
        case (.object(let before), .object(let after)):
            for member in before {
                let same = after.first { $0.key == member.key }
                compare(member.value, same?.value, at: CampaignPlace.pointer(pointer, member.key), inForce: inForce)
            }
            for member in after where !before.contains(where: { $0.key == member.key }) {
                compare(nil, member.value, at: CampaignPlace.pointer(pointer, member.key), inForce: inForce)
            }
        case (.array(let before), .array(let after)) where before.count == after.count:
            for (place, pair) in zip(before, after).enumerated() {
                compare(pair.0, pair.1, at: "\(pointer)/\(place)", inForce: inForce)
            }
        default:
            adverse.append(pointer.isEmpty ? "/" : pointer)
        }
    }
}
