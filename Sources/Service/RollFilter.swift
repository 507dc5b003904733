import Campaigns
import Proofs

/// Makes the roll of a campaign out of its file: without those whom the audience leaves out, with those who may not win
/// marked so, and where nobody may vote for their own work, with each author in the groups of their works.
///
/// Ids of the exclusion's list, of earlier winners and of authors are kept as pseudonyms of this campaign alone: whoever is
/// erased from the roll leaves no id behind in them.
package struct RollFilter: Sendable {
    static let listPath = "audience/exclude"
    static let winnersPath = "audience/winners"
    static let authorsPath = "works/authors"

    private let audience: Campaign.Audience
    private let keys: CampaignKeys
    private let listed: Set<Pseudonym>
    private let winners: Set<Pseudonym>
    /// The groups that somebody is in as an author.
    private let authored: [Pseudonym: [String]]

    /// Nil where the roll stays as it is.
    ///
    /// - Parameter further: What ``files(listed:winners:authors:keys:)`` made when it was announced.
    init?(_ campaign: Campaign, keys: CampaignKeys, further: [FurtherFile]) {
        authored = Self.authored(in: further.bytes(of: Self.authorsPath), campaign)
        guard !campaign.audience.isWhole || !authored.isEmpty else { return nil }
        audience = campaign.audience
        self.keys = keys
        listed = Self.pseudonyms(in: further.bytes(of: Self.listPath))
        winners = Self.pseudonyms(in: further.bytes(of: Self.winnersPath))
    }

    /// What the journal keeps of the ids that the filter rests on: pseudonyms of 16 bytes, ascending; of authors each with
    /// the place of a work behind it, `u32`, big-endian.
    static func files(
        listed: [String], winners: [String], authors: [AuthorList.Row] = [], keys: CampaignKeys
    ) -> [FurtherFile] {
        var files = [(listPath, listed), (winnersPath, winners)].compactMap { path, ids -> FurtherFile? in
            guard !ids.isEmpty else { return nil }
            let names = Set(keys.pseudonyms(of: ids)).sorted()
            return FurtherFile(path: path, bytes: names.flatMap(\.bytes))
        }
        guard !authors.isEmpty else { return files }
        let rows = zip(keys.pseudonyms(of: authors.map(\.id)), authors.map(\.work)).sorted { $0 < $1 }
        let bytes = rows.flatMap { name, work in
            name.bytes + stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: work >> $0) }
        }
        files.append(FurtherFile(path: authorsPath, bytes: bytes))
        return files
    }

    func applied(to roll: Roll) -> Roll {
        guard !listed.isEmpty || !winners.isEmpty || !authored.isEmpty else {
            return audience.applied(to: roll, isListed: { _ in false }, hasWon: { _ in false })
        }
        let names = keys.pseudonyms(of: roll.people.map(\.id))
        var whole = roll
        if !authored.isEmpty {
            whole = Roll(people: zip(roll.people, names).map { person, name in person.joining(authored[name] ?? []) })
        }
        return audience.applied(
            to: whole, isListed: { listed.contains(names[$0]) }, hasWon: { winners.contains(names[$0]) })
    }

    private static func pseudonyms(in bytes: [UInt8]?) -> Set<Pseudonym> {
        guard let bytes else { return [] }
        return Set(stride(from: 0, to: bytes.count - 15, by: 16).compactMap { Pseudonym(bytes[$0..<$0 + 16]) })
    }

    private static func authored(in bytes: [UInt8]?, _ campaign: Campaign) -> [Pseudonym: [String]] {
        guard let bytes else { return [:] }
        let works = campaign.works?.entries.map(\.id) ?? []
        var authored: [Pseudonym: [String]] = [:]
        for start in stride(from: 0, to: bytes.count - 19, by: 20) {
            let work = bytes[start + 16..<start + 20].reduce(0) { $0 << 8 | Int($1) }
            guard let name = Pseudonym(bytes[start..<start + 16]), works.indices.contains(work) else { continue }
            authored[name, default: []].append(Campaign.authorPrefix + works[work])
        }
        return authored
    }
}
