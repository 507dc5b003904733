import Campaigns
import Engine
import JSON

/// What in a campaign waits for a person.
extension RunningCampaign {
    /// The member of `status` that says it; nil where nothing waits.
    func awaited(at tick: Int64) -> JSON.Member? {
        var members: [JSON.Member] = []
        let reviews = reviewsAwaited
        if reviews > 0 { members.append(JSON.Member("review", .integer(Int64(reviews)))) }
        if let owed = state.funds?.book.ledger[.owed], owed > 0 { members.append(JSON.Member("settle", .money(owed))) }
        if let wait = state.phases.indices.lazy.compactMap({ self.state.drawWait(ofPhase: $0, at: tick) }).first {
            members.append(JSON.Member("draw", .string(wait.rawValue)))
        }
        return members.isEmpty ? nil : JSON.Member("awaits", .object(members))
    }

    /// Claims, enrolments and works that staff have not decided yet.
    private var reviewsAwaited: Int {
        let claims = state.funds?.book.stateCounts[.pending] ?? 0
        let enrolments = rules.places?.by == .review ? state.places?.undecided.count ?? 0 : 0
        let works = state.collected?.works.lazy.filter { $0.state == .pending }.count ?? 0
        return claims + enrolments + works
    }
}
