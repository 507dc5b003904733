/// A row of draw/stock.csv: a tier that somebody hit, earned or was the first to solve a question for, and what came of
/// it; or a fallback prize.
package struct StockRow: Hashable, Sendable {
    package enum Outcome: String, Sendable, CaseIterable {
        /// A piece of the tier, by its odds.
        case win
        /// A piece, because the attempt wins for certain.
        case guarantee
        /// A piece, for being among the first to solve a question.
        case first
        /// Nothing else was won: the fallback prize, which is of no tier.
        case fallback
        /// The tier had none left, or none released yet.
        case gone
        /// The person has as many prizes as one may have.
        case capped
        /// The roll says that this person doesn't win.
        case barred

        /// Whether a piece of a tier was given.
        package var isWin: Bool {
            switch self {
            case .win, .guarantee, .first: true
            case .fallback, .gone, .capped, .barred: false
            }
        }
    }

    /// The leaf index of the entry.
    package var index: Int
    package var pseudonym: Pseudonym
    package var attempt: Int
    /// The position of the tier in the rules; nil for a fallback prize.
    package var tier: Int?
    package var outcome: Outcome

    package init(index: Int, pseudonym: Pseudonym, attempt: Int, tier: Int?, outcome: Outcome) {
        self.index = index
        self.pseudonym = pseudonym
        self.attempt = attempt
        self.tier = tier
        self.outcome = outcome
    }
}

extension DrawFiles {
    /// stock.csv: `index,pseudonym,attempt,tier,outcome,display`, ascending by index.
    ///
    /// - Parameter display: Gives the masked name of a person who won a piece; in other rows it is `-`.
    package static func stock(
        _ rows: [StockRow], tiers: [String], display: (Pseudonym) -> String
    ) -> [UInt8] {
        var file = RowFile(header: "index,pseudonym,attempt,tier,outcome,display\n", capacity: rows.count * 72)
        for row in rows {
            file.append { line in
                line.decimal(row.index)
                line.comma()
                line.hex(row.pseudonym)
                line.comma()
                line.decimal(row.attempt)
                line.comma()
                line.text(row.tier.map { tiers[$0] } ?? "-")
                line.comma()
                line.text(row.outcome.rawValue)
                line.comma()
                line.text(row.outcome.isWin ? name(of: row.pseudonym, display) : "-")
            }
        }
        return file.bytes
    }

    private static func name(of pseudonym: Pseudonym, _ display: (Pseudonym) -> String) -> String {
        let name = display(pseudonym)
        precondition(isField(name), "a masked name can't stand in a CSV file")
        return name
    }
}

extension [StockRow] {
    /// Who has won a piece at once, each once, in leaf order.
    package var winners: [Pseudonym] {
        var seen: Set<Pseudonym> = []
        return filter { $0.outcome.isWin && seen.insert($0.pseudonym).inserted }.map(\.pseudonym)
    }

    /// How many pieces each of them has won.
    package var wins: [Pseudonym: Int] {
        var wins: [Pseudonym: Int] = [:]
        for row in self where row.outcome.isWin { wins[row.pseudonym, default: 0] += 1 }
        return wins
    }
}

extension DrawWalk {
    /// Everyone who won, each once: in the draw, in its order, then at once, in leaf order, then the alternates who followed
    /// since.
    package func everyWinner(atOnce: [StockRow]?, followed: [Pseudonym] = []) -> [Pseudonym] {
        var seen: Set<Pseudonym> = []
        return (winners.flatMap { people(of: $0.rank - 1) } + (atOnce ?? []).winners + followed).filter {
            seen.insert($0).inserted
        }
    }
}
