import Auditing
import Engine

extension CallError {
    /// What is too early says from when on it is not, in the campaign's zone; other reasons are told as they are.
    ///
    /// - Parameters:
    ///   - phase: The phase that the call is about.
    ///   - source: The source of that phase's randomness that it is about.
    init(_ untimely: Untimely, of campaign: RunningCampaign, phase: Int = 0, source: Int? = nil, at tick: Int64) {
        self.init(untimely)
        let state = campaign.state
        let due: Int64? =
            switch untimely {
            case .open: state.end(ofPhase: phase) + campaign.rules.review
            case .voidEarly: state.voidDue(ofPhase: phase)
            case .valueEarly: source.flatMap { state.sources(ofPhase: phase)[$0].availableAt }
            default: nil
            }
        guard let due else { return }
        let time = LocalTime(zone: campaign.rules.zone).text(due)
        message.zh += "；最早 \(time)"
        message.en? += "; from \(time) on"
        retryAfterMilliseconds = max(0, due - tick)
    }
}
