import Campaigns
import JSON
import Platform

extension FolderScan {
    /// Who made the works, where the campaign has a list of it. All that is wrong with the list is told, with its places.
    ///
    /// - Returns: The rows that the roll needs: none where everybody may vote for their own work and works win nothing.
    func authors(
        _ campaign: Campaign, source: [UInt8], name: String, roll: Roll
    ) -> Result<[AuthorList.Row], AuthorFault> {
        guard let works = campaign.works, let path = works.authorsPath else { return .success([]) }
        let bytes: [UInt8]
        switch folder.list(at: path) {
        case .success(let read): bytes = read
        case .failure(let fault):
            let problem = Problem(at: ["works", "authors"], in: source, fault.text(of: path))
            return .failure(AuthorFault(texts: [problem.text(file: name, source: source)]))
        }
        let ids = works.entries.map(\.id)
        switch loadAuthors(bytes: bytes, works: ids, roll: roll, areClaimed: campaign.areWorksClaimed) {
        case .success(let list): return .success(campaign.authorGroups.isEmpty ? [] : list.rows)
        case .failure(let problems): return .failure(AuthorFault(texts: problems.texts(file: path)))
        }
    }
}

/// Why nobody can tell yet who made the works.
struct AuthorFault: Error {
    let texts: [BilingualText]
}
