import Campaigns
import JSON

/// What report.json and the page say of stuffing, and of what was voided because of it or for other reasons.
extension Report {
    /// What looks like stuffing, as far as the bundle shows it.
    package struct Flags: Sendable, Hashable {
        package var found: [Flag] = []
        package var names = FlagNames(works: [], units: [])
        /// Leaves of entries that were taken out of the count.
        package var voided: Set<Int> = []
    }

    /// What would have been counted had no entry been voided.
    package struct Voided: Sendable, Hashable {
        /// Of a work, without the voids and with them.
        package struct Votes: Sendable, Hashable {
            package var work: String
            package var before: Int
            package var after: Int
        }

        /// How many were.
        package var entries: Int
        /// Nil where no tickets are drawn.
        package var eligible: Eligible?
        /// Nil where nobody votes.
        package var votes: [Votes]?
    }
}

extension Report.Flags {
    var json: JSON {
        .array(
            found.map { flag in
                let times = [JSON.Member("from", .integer(flag.from)), JSON.Member("to", .integer(flag.to))]
                return .object(times + flag.members(names) { voided.contains($0) })
            })
    }
}

extension Report.Voided {
    var json: JSON {
        let votes = votes.map { votes -> JSON in
            .array(
                votes.map { work in
                    [
                        "after": .integer(Int64(work.after)), "before": .integer(Int64(work.before)),
                        "work": .string(work.work),
                    ]
                })
        }
        return ["eligible": eligible?.json ?? .null, "entries": .integer(Int64(entries)), "votes": votes ?? .null]
    }
}

extension Report.Eligible {
    var json: JSON {
        ["chances": .integer(Int64(chances)), "people": .integer(Int64(people)), "rows": .integer(Int64(rows))]
    }
}
