import Proofs

/// The names of the files in a bundle, and which of them a bundle has.
enum BundlePaths {
    static let policy = "policy.txt"
    static let paperKey = "paper-key"
    static let campaign = "rules/campaign.json"
    static let salt = "rules/salt"
    static let publicRules = "rules/public.json"
    static let days = "rules/days.csv"
    static let roll = "roll/roll.txt"
    static let checkpoint = "log/checkpoint"
    static let registryCheckpoint = "registry/checkpoint"
    static let eligible = "draw/eligible.csv"
    static let tickets = "draw/tickets.csv"
    static let stock = "draw/stock.csv"
    static let winners = "draw/winners.csv"
    static let displays = "draw/displays.csv"
    static let refusals = "draw/refusals.csv"
    static let tally = "draw/tally.csv"
    static let ranking = "draw/ranking.csv"
    static let seedInput = "draw/seed-input.txt"
    static let page = "report.html"
    static let report = "report.json"
    static let sums = "SHA256SUMS"

    static func head(_ size: Int) -> String {
        "log/heads/\(size)"
    }

    /// The note by which a second party fixed its number; by the number of the source.
    static func note(_ source: Int) -> String {
        "randomness/reveal-\(source).note"
    }

    /// The same of the number that instant wins depend on.
    static let activationNote = "randomness/reveal-activation.note"

    /// A beacon's round with its signature.
    static func beacon(_ round: Int64) -> String {
        "randomness/drand-\(round).json"
    }

    /// What a bundle keeps of the source of an activation.
    static func activation(_ source: RandomnessSource) -> [String] {
        switch source {
        case .commit, .publicNumber: []
        case .reveal: [activationNote]
        case .drand(let round): [beacon(round)]
        }
    }

    /// What a bundle keeps of the charter's sources; of a beacon's round only where `hasValue` says, by the source's
    /// number, that it came.
    static func randomness(_ sources: [RandomnessSource], hasValue: (Int) -> Bool) -> [String] {
        sources.enumerated().compactMap { position, source in
            switch source {
            case .commit, .publicNumber: nil
            case .reveal: note(position + 1)
            case .drand(let round): hasValue(position + 1) ? beacon(round) : nil
            }
        }
    }

    /// What an amendment kept secret.
    static func amendment(_ leaf: Int) -> String {
        "rules/amendment-\(leaf).json"
    }

    /// What an amendment added to the roll.
    static func added(_ leaf: Int) -> String {
        "roll/added-\(leaf).txt"
    }

    /// Of a tile of hashes or leaves, below `log/`; of openings, at the top.
    static func path(of tile: Tile) -> String {
        tile.kind == .openings ? tile.path : "log/" + tile.path
    }

    /// Of a tile of the registry.
    static func registryPath(of tile: Tile) -> String {
        "registry/" + tile.path
    }

    /// Of a head of the registry below its checkpoint.
    static func registryHead(_ size: Int) -> String {
        "registry/heads/\(size)"
    }

    /// The sizes of the heads that lie in a folder, ascending.
    static func headSizes(in paths: some Sequence<String>, _ path: (Int) -> String) -> [Int] {
        let folder = path(0).dropLast()
        return paths.compactMap { name in
            guard name.hasPrefix(folder), let size = Int(name.dropFirst(folder.count)), size > 0, path(size) == name
            else { return nil }
            return size
        }.sorted()
    }

    /// The files of a registry of a size; none where there is no registry.
    private static func registry(size: Int?, heads: [Int]) -> [String] {
        size.map { [registryCheckpoint] + heads.map(registryHead) + Tile.tiles(size: $0).map(registryPath) } ?? []
    }

    /// Every file of a bundle: those of fixed name, the heads, what sources of randomness left, the opened amendments,
    /// and the tiles that the size has. Without a draw there are no files of it, and names only of who won at once.
    static func all(
        size: Int, heads: [Int], hasRoll: Bool, hasPolicy: Bool, hasDays: Bool, hasStock: Bool, isDrawn: Bool,
        hasTickets: Bool, hasTally: Bool, randomness: [String],
        secretAmendments: [Int], rollAdditions: [Int], registrySize: Int?, registryHeads: [Int]
    ) -> [String] {
        let fixed = [
            paperKey, campaign, salt, publicRules, checkpoint, refusals, page, report, sums,
        ]
        let ofTickets = hasTickets ? [eligible] + (isDrawn ? [tickets] : []) : []
        let ofRanks = hasTally ? [tally] + (isDrawn ? [ranking] : []) : []
        let draw = (isDrawn ? [winners, seedInput] : []) + (isDrawn || hasStock ? [displays] : [])
        let optional = [(hasRoll, roll), (hasPolicy, policy), (hasDays, days), (hasStock, stock)].filter(\.0).map(\.1)
        return fixed + ofTickets + ofRanks + draw + randomness + optional + heads.map(head)
            + secretAmendments.map(amendment) + rollAdditions.map(added)
            + registry(size: registrySize, heads: registryHeads)
            + (Tile.tiles(size: size) + Tile.openings(size: size)).map(path)
    }
}

extension Timeline {
    /// What a bundle keeps of the sources in force; a draw had every round.
    var randomnessFiles: [String] {
        let ofSeed = BundlePaths.randomness(charter.seedSources.map(\.source)) { number in
            outcome.draw != nil || values.contains { $0.record.source == number }
        }
        return ofSeed + (charter.activationSource.map { BundlePaths.activation($0) } ?? [])
    }
}
