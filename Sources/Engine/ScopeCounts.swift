import Campaigns
import Proofs

/// What the members of one scope have used: every household, unit, device or address by its place, or the campaign.
///
/// A household or unit has a row from the start; a device or an address gets one with its first accepted submission, so
/// that there are never more rows than entries whatever is sent.
final class ScopeCounts {
    let scope: LimitScope
    let limits: Campaign.ScopeLimits
    private(set) var rows: [Usage] = []
    /// The row of each person on the roll, or `nobody`; of households and units.
    private var memberships: [UInt32] = []
    private var places: [Pseudonym: UInt32] = [:]
    /// Finds the row of a device or address by its hash.
    private let index: KeyIndex?
    private(set) var hashes: [UInt64] = []

    private static let nobody = UInt32.max

    init(_ scope: LimitScope, _ limits: Campaign.ScopeLimits, cast: Cast) {
        self.scope = scope
        self.limits = limits
        index = scope == .device || scope == .address ? KeyIndex(seed: 0) : nil
        if scope == .campaign { rows = [Usage()] }
        append(cast)
    }

    /// Takes in people behind the others.
    func append(_ added: Cast) {
        switch scope {
        case .household: append(added.households)
        case .unit: append(added.units)
        case .person, .device, .address, .campaign: break
        }
    }

    private func append(_ names: [Pseudonym?]) {
        memberships.reserveCapacity(memberships.count + names.count)
        for name in names {
            guard let name else {
                memberships.append(Self.nobody)
                continue
            }
            let place = places[name] ?? UInt32(rows.count)
            if Int(place) == rows.count {
                places[name] = place
                rows.append(Usage())
            }
            memberships.append(place)
        }
    }

    /// Whether nobody can say whom to count, though the limit asks for it.
    func lacks(_ sender: Sender, isCounted: Bool) -> Reason? {
        guard isCounted, !limits.isShadow else { return nil }
        return switch scope {
        case .device: sender.device == 0 ? .deviceRequired : nil
        case .address: sender.address == 0 ? .addressRequired : nil
        case .person, .household, .unit, .campaign: nil
        }
    }

    /// What was used by whom the submission counts for; nil where it counts for none.
    func usage(_ person: Int, _ sender: Sender) -> Usage? {
        switch scope {
        case .household, .unit:
            let place = memberships[person]
            return place == Self.nobody ? nil : rows[Int(place)]
        case .device, .address:
            guard let hash = hash(sender) else { return nil }
            return place(of: hash).map { rows[$0] } ?? Usage()
        case .campaign: return rows[0]
        case .person: return nil
        }
    }

    /// Charges whom the submission counts for.
    func charge(_ person: Int, _ sender: Sender, at time: LimitTime, isCounted: Bool) {
        guard let place = chargedPlace(person, sender) else { return }
        limits.charge(&rows[place], at: time, isCounted: isCounted)
    }

    private func chargedPlace(_ person: Int, _ sender: Sender) -> Int? {
        switch scope {
        case .household, .unit: return memberships[person] == Self.nobody ? nil : Int(memberships[person])
        case .device, .address: return hash(sender).map { place(of: $0) ?? newPlace(of: $0) }
        case .campaign: return 0
        case .person: return nil
        }
    }

    private func hash(_ sender: Sender) -> UInt64? {
        let hash = scope == .device ? sender.device : sender.address
        return hash == 0 ? nil : hash
    }

    private func place(of hash: UInt64) -> Int? {
        index?.place(of: hash) { hashes[$0] == hash }
    }

    private func newPlace(of hash: UInt64) -> Int {
        index?.insert(hash, place: rows.count)
        hashes.append(hash)
        rows.append(Usage())
        return rows.count - 1
    }
}
