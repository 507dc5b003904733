import JSON
import Proofs

/// What became of the prizes since the draw, worked out again from the events: each must be the one that follows.
///
/// A claim and a decline are somebody's own choice. A forfeit and the alternate who follows are nobody's: what was
/// declined, then what ran out in the order in which prizes were given, and after each forfeit the next alternate.
struct PrizeWalk {
    enum State: Sendable {
        case open, claimed, declined, forfeited
    }

    struct Holder: Sendable {
        /// The place in the tickets' order, and that of the tier in the rules.
        var row: Int
        var tier: Int
        /// The leaf that gave the prize.
        var given: Int
        var deadline: Int64
        var state = State.open
    }

    struct Forfeit: Sendable {
        var holder: Int
        var reason: PrizeEventBody.Reason
        var at: Int64
        /// Who followed, as a place among the holders; nil where no alternate was left.
        var follower: Int?
    }

    /// What the rules say comes next, whoever would like something else.
    private enum Next: Equatable {
        case forfeit(holder: Int, PrizeEventBody.Reason)
        case alternate(row: Int, tier: Int, forfeit: Int)
    }

    let walk: DrawWalk
    let within: Int64
    private(set) var holders: [Holder] = []
    private(set) var forfeits: [Forfeit] = []
    private(set) var events = 0
    /// The masked names of alternates who followed, as the events have them.
    private(set) var displays: [Pseudonym: String] = [:]
    private let alternates: [Int]
    private(set) var followers = 0
    private var places: [Pseudonym: [Int]] = [:]
    private var declined: Int?
    private var freed: (tier: Int, forfeit: Int)?
    /// All holders before it are settled; deadlines ascend as the holders do.
    private var settled = 0

    init(_ walk: DrawWalk, draw: (index: Int, record: Draw), within: Int64) {
        self.walk = walk
        self.within = within
        alternates = walk.rows.indices.filter { row in
            guard case .alternate = walk.rows[row].outcome else { return false }
            return true
        }
        for winner in walk.winners { give(row: winner.rank - 1, tier: winner.tier, by: draw.index, at: draw.record.at) }
    }

    /// Those who got a prize of somebody else, in order.
    var followed: [Pseudonym] { holders.dropFirst(holders.count - followers).flatMap { walk.people(of: $0.row) } }

    var claimed: Int { holders.count { $0.state == .claimed } }
    var open: Int { holders.count { $0.state == .open } }

    /// Who had or gets a prize, as events name them: of a work the first of those who made it.
    func pseudonym(of holder: Holder) -> Pseudonym { walk.rows[holder.row].pseudonym }

    /// What a person was given, as places among the holders, in order.
    func prizes(of pseudonym: Pseudonym) -> [Int] { places[pseudonym] ?? [] }

    /// The rank that an event of a prize has to name; nil where a person has one prize at most.
    private func rank(row: Int) -> Int? { walk.rules.personCap > 1 ? row + 1 : nil }

    private mutating func give(row: Int, tier: Int, by leaf: Int, at: Int64) {
        for person in walk.people(of: row) { places[person, default: []].append(holders.count) }
        holders.append(Holder(row: row, tier: tier, given: leaf, deadline: at + within))
    }
}

extension PrizeWalk {
    private func next(at: Int64) -> Next? {
        if let freed, followers < alternates.count {
            return .alternate(row: alternates[followers], tier: freed.tier, forfeit: freed.forfeit)
        }
        if let declined { return .forfeit(holder: declined, .declined) }
        guard settled < holders.count, holders[settled].deadline <= at else { return nil }
        return .forfeit(holder: settled, .unclaimed)
    }

    /// Whether something should have been logged by an instant that is not there.
    func isBehind(at: Int64) -> Bool { next(at: at) != nil }

    /// Takes the event of a leaf.
    ///
    /// - Returns: What is wrong with it; nil where it is the one that follows.
    mutating func take(_ body: PrizeEventBody, leaf: Int) -> BilingualText? {
        events += 1
        switch body.kind {
        case .claim, .decline: return takeWish(body)
        case .forfeit(let reason): return takeForfeit(body, reason, leaf: leaf)
        case .alternate(let display):
            return takeAlternate(body, [PrizeEventBody.Author(pseudonym: body.pseudonym, display: display)], leaf: leaf)
        case .work(let authors): return takeAlternate(body, authors, leaf: leaf)
        }
    }

    private mutating func takeWish(_ body: PrizeEventBody) -> BilingualText? {
        if isBehind(at: body.at) {
            return BilingualText(zh: "在它之前应先记录弃奖或递补", en: "comes where a forfeit or an alternate was due first")
        }
        let place = prizes(of: body.pseudonym).first { place in
            holders[place].state == .open && rank(row: holders[place].row) == body.rank
        }
        guard let place, holders[place].given == body.index else {
            return BilingualText(zh: "这个人此时没有这个奖可以领取或放弃", en: "is of somebody who has no such prize open then")
        }
        holders[place].state = body.kind == .claim ? .claimed : .declined
        if body.kind == .decline { declined = place }
        passSettled()
        return nil
    }

    private mutating func takeForfeit(_ body: PrizeEventBody, _ reason: PrizeEventBody.Reason, leaf: Int)
        -> BilingualText?
    {
        guard case .forfeit(let place, let due)? = next(at: body.at), due == reason,
            pseudonym(of: holders[place]) == body.pseudonym, holders[place].given == body.index,
            rank(row: holders[place].row) == body.rank
        else {
            return BilingualText(
                zh: "不该有这次弃奖：奖已领取、期限未到，或轮到的是别人",
                en: "is a forfeit that the rules do not have: "
                    + "the prize is claimed, its time is not over, or another one is due")
        }
        holders[place].state = .forfeited
        declined = nil
        freed = (holders[place].tier, leaf)
        forfeits.append(Forfeit(holder: place, reason: reason, at: body.at))
        passSettled()
        return nil
    }

    private mutating func takeAlternate(
        _ body: PrizeEventBody, _ names: [PrizeEventBody.Author], leaf: Int
    ) -> BilingualText? {
        guard case .alternate(let row, let tier, let forfeit)? = next(at: body.at),
            walk.rows[row].pseudonym == body.pseudonym, forfeit == body.index, rank(row: row) == body.rank,
            names.map(\.pseudonym) == walk.people(of: row), body.isOfWork == (walk.order == .works)
        else { return BilingualText(zh: "递补的不是下一名递补", en: "is not the alternate who follows") }
        freed = nil
        followers += 1
        give(row: row, tier: tier, by: leaf, at: body.at)
        for name in names { displays[name.pseudonym] = name.display }
        forfeits[forfeits.count - 1].follower = holders.count - 1
        return nil
    }

    private mutating func passSettled() {
        while settled < holders.count, holders[settled].state != .open { settled += 1 }
    }
}
