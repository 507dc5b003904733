import Campaigns
import Proofs

/// Makes the roll of a campaign out of its file: without those whom the audience leaves out, and with those who may not
/// win marked so.
///
/// Ids of the exclusion's list and of earlier winners are kept as pseudonyms of this campaign alone: whoever is erased
/// from the roll leaves no id behind in them.
package struct RollFilter: Sendable {
    static let listPath = "audience/exclude"
    static let winnersPath = "audience/winners"

    private let audience: Campaign.Audience
    private let keys: CampaignKeys
    private let listed: Set<Pseudonym>
    private let winners: Set<Pseudonym>

    /// Nil where the roll stays as it is.
    ///
    /// - Parameter further: What ``files(listed:winners:keys:)`` made when it was announced.
    init?(_ audience: Campaign.Audience, keys: CampaignKeys, further: [FurtherFile]) {
        guard !audience.isWhole else { return nil }
        self.audience = audience
        self.keys = keys
        listed = Self.pseudonyms(in: further.bytes(of: Self.listPath))
        winners = Self.pseudonyms(in: further.bytes(of: Self.winnersPath))
    }

    /// What the journal keeps of the ids that the filter rests on: pseudonyms of 16 bytes, ascending.
    static func files(listed: [String], winners: [String], keys: CampaignKeys) -> [FurtherFile] {
        [(listPath, listed), (winnersPath, winners)].compactMap { path, ids in
            guard !ids.isEmpty else { return nil }
            let names = Set(keys.pseudonyms(of: ids)).sorted()
            return FurtherFile(path: path, bytes: names.flatMap(\.bytes))
        }
    }

    func applied(to roll: Roll) -> Roll {
        guard !listed.isEmpty || !winners.isEmpty else {
            return audience.applied(to: roll, isListed: { _ in false }, hasWon: { _ in false })
        }
        let names = keys.pseudonyms(of: roll.people.map(\.id))
        return audience.applied(
            to: roll, isListed: { listed.contains(names[$0]) }, hasWon: { winners.contains(names[$0]) })
    }

    private static func pseudonyms(in bytes: [UInt8]?) -> Set<Pseudonym> {
        guard let bytes else { return [] }
        return Set(stride(from: 0, to: bytes.count - 15, by: 16).compactMap { Pseudonym(bytes[$0..<$0 + 16]) })
    }
}
