import Campaigns

// Quiet hours, and phases with times of their own.
extension CampaignState {
    /// The refusal of what comes in quiet hours, or outside the phases that its activity has; nil where it may come.
    ///
    /// Intake has its own hours besides: ``outsidePhase(_:)``.
    package func outsideSchedule(_ activity: Campaign.Phase.Activity?, at tick: Int64) -> Refusal? {
        guard rules.hasSchedule else { return nil }
        return inQuietHours(at: tick) ?? activity.flatMap { outsidePhases(for: $0, at: tick) }
    }

    private func inQuietHours(at tick: Int64) -> Refusal? {
        guard let span = rules.campaign.schedule.quietSpan(at: tick) else { return nil }
        let end = span.upperBound
        return Refusal(.phaseQuiet, retryAfterMilliseconds: end < intakeEnds ? end - tick : nil)
    }

    /// The refusal of an activity outside its own phases, of the organiser's too; nil where it has none.
    package func outsidePhases(for activity: Campaign.Phase.Activity, at tick: Int64) -> Refusal? {
        let schedule = rules.campaign.schedule
        guard !schedule.allows(activity, at: tick), let phase = schedule.phase(for: activity, from: tick) else {
            return nil
        }
        return Refusal(
            .phaseAct, retryAfterMilliseconds: phase.opens > tick ? phase.opens - tick : nil,
            window: phase.opens..<phase.closes)
    }
}

extension ActKind {
    /// What the phases are about that it must come in; nil for one that needs none.
    var activity: Campaign.Phase.Activity? {
        switch self {
        case .submit, .start, .save, .hint: .submit
        case .register, .enrol: .register
        case .vote: .vote
        case .work: .collect
        case .signin: nil
        }
    }
}
