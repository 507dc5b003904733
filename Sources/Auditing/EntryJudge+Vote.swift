import Campaigns
import JSON
import Proofs

/// Ballots: each must have been one that could be taken when it came.
extension EntryJudge {
    /// Takes the ballot of a leaf.
    mutating func takeVote(_ body: SubmissionBody, index: Int, into findings: inout Findings) {
        takeVoids(before: index)
        let works = campaign.works?.entries ?? []
        let ballot = body.choice.map { vote in
            Ballot.Vote(work: workPlaces[vote.work] ?? works.count, points: vote.points)
        }
        let voter = voters[body.pseudonym] ?? voters.count
        voters[body.pseudonym] = voter
        let day = campaign.day(of: body.at)
        let fault = ballots?.fault(ballot, of: voter, day: day) { [roll] work in
            works.indices.contains(work) && isOwn(works[work].id, of: body.pseudonym, roll)
        }
        if let fault {
            let text = fault.text
            return findings.fail(.tally, at: index, zh: text.zh, en: text.text(.en))
        }
        ballots?.take(ballot, of: voter, day: day, leaf: index)
    }

    /// Takes out what was void before a leaf: until then it counted, and what it allowed or forbade stands.
    mutating func takeVoids(before index: Int) {
        guard let voids = amendments?.voids, ballots != nil else { return }
        while voidsTaken < voids.count, voids[voidsTaken].leaf < index {
            ballots?.void(leaf: voids[voidsTaken].entry)
            voidsTaken += 1
        }
    }
}

/// Where each work stands among those of the campaign.
struct WorkPlaces: Sendable {
    private let places: [String: Int]

    init(_ campaign: Campaign) {
        let works = campaign.works?.entries ?? []
        places = Dictionary(works.enumerated().map { ($1.id, $0) }) { first, _ in first }
    }

    /// By bytes: ids are ASCII, and other characters can be equal to these in Swift.
    subscript(id: String) -> Int? { id.utf8.allSatisfy { $0 < 0x80 } ? places[id] : nil }
}

extension Ballot.Fault {
    /// What is wrong with a ballot that is in the log.
    fileprivate var text: BilingualText {
        switch self {
        case .unknown: BilingualText(zh: "选票上有不存在的作品", en: "votes for a work that is not there")
        case .twice: BilingualText(zh: "选票上有重复的作品", en: "votes for a work twice")
        case .most(let limit): BilingualText(zh: "选票多于 \(limit) 件作品", en: "votes for more than \(limit) works")
        case .least(let limit): BilingualText(zh: "选票少于 \(limit) 件作品", en: "votes for fewer than \(limit) works")
        case .points(let limit):
            BilingualText(zh: "给一件作品的分数不在 1–\(limit)", en: "gives a work points that are not 1–\(limit)")
        case .work(let limit):
            BilingualText(zh: "对一件作品投了 \(limit) 票以上", en: "votes for a work more than \(limit) times")
        case .own: BilingualText(zh: "投了自己的作品", en: "votes for the voter's own work")
        case .nothing: BilingualText(zh: "没有可以撤回的选票", en: "withdraws a ballot that is not there")
        }
    }
}
