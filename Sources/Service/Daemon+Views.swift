import Durability
import Engine
import JSON

/// Views of works: counted in memory as they come, and journalled together at most once a second, so that a popular work
/// costs the disk no more than a quiet one.
extension Daemon {
    static let viewIntervalMilliseconds: Int64 = 1000

    /// `view`: neither keyed nor durable by itself; what came in the last second is lost where the power is.
    func view(_ parameters: Parameters) throws(CallError) -> JSON {
        let campaign = try campaign(parameters)
        let work = try parameters.work(in: campaign)
        guard campaign.state.contest?.views != nil else {
            throw CallError(.notFound, "views.missing", zh: "这个活动不统计浏览量", en: "the campaign counts no views")
        }
        guard tick >= campaign.rules.opens, case .running = campaign.state.stage,
            campaign.state.areWorksFixed(at: tick)
        else { return ["counted": false] }
        campaign.pendingViews[work, default: 0] += 1
        return ["counted": true]
    }

    /// Journals the views since the last time.
    func stageViews(of campaign: RunningCampaign) {
        guard !campaign.pendingViews.isEmpty else { return }
        let counts = campaign.pendingViews.sorted { $0.key < $1.key }
        campaign.pendingViews = [:]
        campaign.viewsTick = tick
        var payload = PayloadWriter()
        payload.integer(UInt32(campaign.number))
        payload.integer(tick)
        for (work, count) in counts {
            payload.integer(UInt32(work))
            payload.integer(UInt32(count))
        }
        _ = payload.bytes.withUnsafeBytes { journal.stage(kind: FrameKind.views.rawValue, payload: $0) }
        campaign.count(views: counts.map { ($0.key, $0.value) }, at: tick)
    }

    /// Journals views that have waited for a second, while there is room.
    func stageViewsDue() {
        guard journal.canAccept else { return }
        for campaign in campaigns where !campaign.pendingViews.isEmpty {
            guard tick - campaign.viewsTick >= Self.viewIntervalMilliseconds else { continue }
            stageViews(of: campaign)
        }
    }
}

extension RunningCampaign {
    /// Gives the engine views of works.
    func count(views: [(work: Int, count: Int)], at tick: Int64) {
        var counts = [Int](repeating: 0, count: state.contest?.views?.count ?? 0)
        for (work, count) in views where counts.indices.contains(work) { counts[work] += count }
        state.countViews(counts, at: tick)
        version += 1
    }
}
