import Campaigns
import Engine
import JSON

/// Reads `choice`: an array of work ids, or an object of work ids and points; and writes its canonical form, the object.
struct BallotReader {
    /// The works' places in the file, by id.
    let places: [String: Int]

    init(_ campaign: Campaign) {
        places = Dictionary(
            uniqueKeysWithValues: (campaign.works?.entries ?? []).enumerated().map { ($1.id, $0) })
    }

    /// - Throws: A refusal where a work is not there or stands twice, or points are no whole number.
    func read(_ line: Line, at node: Int, canonical: ByteSink) throws(Refusal) -> [Vote] {
        var votes: [(id: String, vote: Vote)] = []
        var element = node + 1
        for _ in 0..<line.nodes[node].count {
            let isObject = line.nodes[node].kind == .object
            guard isObject || line.nodes[element].kind == .string else { throw Refusal(.voteUnknown) }
            let id = line.text(element)
            guard let place = places[id], id.utf8.allSatisfy({ $0 < 0x80 }) else { throw Refusal(.voteUnknown) }
            var points = 1
            if isObject {
                guard let given = line.integer(element + 1).flatMap({ Int(exactly: $0) }), (1...100).contains(given)
                else { throw Refusal(.votePoints) }
                points = given
            }
            votes.append((id, Vote(work: place, points: points)))
            element = Int(line.nodes[isObject ? element + 1 : element].next)
        }
        votes.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        append(votes, to: canonical)
        return votes.map(\.vote)
    }

    private func append(_ votes: [(id: String, vote: Vote)], to out: ByteSink) {
        out.append("{")
        for (place, vote) in votes.enumerated() {
            out.append(place == 0 ? "\"" : ",\"")
            out.append(text: vote.id)
            out.append("\":")
            out.append(decimal: Int64(vote.vote.points))
        }
        out.append("}")
    }
}
