import Campaigns
import JSON
import Proofs

/// What report.json and the page say of a contest of works.
extension Report {
    package struct Contest: Sendable, Hashable {
        package struct Work: Sendable, Hashable {
            package var id: String
            package var title: BilingualText
            package var votes: Int?
            package var jury: String?
            package var total: String?
            /// The operator's word.
            package var views: Int?
        }

        package struct Collected: Sendable, Hashable {
            package var accepted: Int
            package var rejected: Int
        }

        package struct Place: Sendable, Hashable {
            package var work: String
            package var rank: Int
            package var ticket: String
            package var prize: String?
            /// Masked names of who made a work with a prize; nil without one, or where nobody is known.
            package var display: String?
        }

        /// Ballots that were cast, void and replaced ones, too.
        package var ballots: Int
        /// Works that people handed in and staff reviewed; nil where none are collected.
        package var collected: Collected?
        /// How often jurors scored a work, replaced scores, too.
        package var scores: Int
        /// In file order.
        package var works: [Work]
        /// By place; nil where the phase was voided.
        package var ranking: [Place]?
        /// How many places are shown.
        package var shown: Int?
    }
}

extension Report.Contest {
    /// - Parameter walk: Of prizes by rank; nil where none go to works.
    init(
        _ campaign: Campaign, _ tally: ContestTally, _ ranked: RankedWorks?, _ walk: DrawWalk?,
        displays: [Pseudonym: String], ballots: Int, scores: Int
    ) {
        self.ballots = ballots
        self.scores = scores
        works = zip(campaign.works?.entries ?? [], tally.rows).map { work, row in
            Work(
                id: work.id, title: work.title, votes: row.votes, jury: row.jury?.text, total: row.total?.text,
                views: row.views)
        }
        ranking = ranked.map { ranked in
            ranked.rows.enumerated().map { place, row in
                var given = Place(work: row.id, rank: row.rank, ticket: row.ticket)
                guard let walk, case .win(let tier) = walk.rows[place].outcome else { return given }
                given.prize = walk.rules.tiers[tier].id
                let people = walk.people(of: place)
                if !people.isEmpty {
                    given.display = people.map { displays[$0] ?? "" }.joined(separator: Report.nameSeparator)
                }
                return given
            }
        }
        shown = campaign.ranking?.shown
    }

    var json: JSON {
        var members = [JSON.Member("ballots", .integer(Int64(ballots)))]
        if let collected {
            members.append(
                JSON.Member(
                    "collected",
                    [
                        "accepted": .integer(Int64(collected.accepted)),
                        "rejected": .integer(Int64(collected.rejected)),
                    ]))
        }
        return .object(
            members + [
                JSON.Member(
                    "ranking", ranking.map { .array($0.enumerated().map { $1.json(place: $0 + 1) }) } ?? .null),
                JSON.Member("scores", .integer(Int64(scores))), JSON.Member("works", .array(works.map(\.json))),
            ])
    }
}

extension Report {
    /// Between the names of several people who made one work.
    static let nameSeparator = "、"
}

extension Report.Contest.Work {
    fileprivate var json: JSON {
        [
            "jury": jury.map { .string($0) } ?? .null, "title": JSON(title),
            "total": total.map { .string($0) } ?? .null, "views": views.map { .integer(Int64($0)) } ?? .null,
            "votes": votes.map { .integer(Int64($0)) } ?? .null, "work": .string(id),
        ]
    }
}

extension Report.Contest.Place {
    fileprivate func json(place: Int) -> JSON {
        [
            "display": display.map { .string($0) } ?? .null, "place": .integer(Int64(place)),
            "prize": prize.map { .string($0) } ?? .null,
            "rank": .integer(Int64(rank)), "ticket": .string(ticket), "work": .string(work),
        ]
    }
}
