import JSON

/// From where on something is flagged. An ordinary drive stays far below: thousands of people in one minute, each from a
/// phone of their own, are flagged by nothing here.
package enum FlagRules {
    /// A burst: so many entries in a second, and so many times the mean of it and the seconds around it.
    package static let burstEntries = 100
    package static let burstRatio = 10
    /// Seconds before and after.
    package static let burstAround: Int64 = 30
    /// People wait for intake to begin: for so long nothing is a burst then.
    package static let beginning: Int64 = 60_000

    /// Lock-step: so many entries one after another, the gaps between them no shorter than `lockstepGap` and all the same
    /// but for `lockstepSlack` milliseconds, or for one part in `lockstepShare`.
    package static let lockstepEntries = 20
    package static let lockstepGap: Int64 = 250
    package static let lockstepSlack: Int64 = 20
    package static let lockstepShare: Int64 = 20

    /// Rows of the roll in their order, each so soon after the one before.
    package static let sequencePeople = 20
    package static let sequencePause: Int64 = 60_000

    /// People with one device: more than a family's.
    package static let devicePeople = 6

    /// People with one network address, and so many times the mean of the others, which are so many at least.
    package static let addressPeople = 100
    package static let addressRatio = 20
    package static let addressOthers = 20

    package static var json: JSON {
        [
            "address": [
                "others": .integer(Int64(addressOthers)), "people": .integer(Int64(addressPeople)),
                "ratio": .integer(Int64(addressRatio)),
            ],
            "burst": [
                "around_ms": .integer(burstAround * 1000), "beginning_ms": .integer(beginning),
                "entries": .integer(Int64(burstEntries)), "ratio": .integer(Int64(burstRatio)),
            ],
            "device": ["people": .integer(Int64(devicePeople))],
            "lockstep": [
                "entries": .integer(Int64(lockstepEntries)), "gap_ms": .integer(lockstepGap),
                "share": .integer(lockstepShare), "slack_ms": .integer(lockstepSlack),
            ],
            "sequence": ["pause_ms": .integer(sequencePause), "people": .integer(Int64(sequencePeople))],
        ]
    }
}

/// Looks for stuffing among the entries of a campaign: the same traces, the same flags.
package struct FlagSearch: Sendable {
    private let campaign: Campaign
    /// When intake rested; an open end is a pause that lasted.
    private let pauses: [(from: Int64, to: Int64?)]

    package init(_ campaign: Campaign, pauses: [(from: Int64, to: Int64?)]) {
        self.campaign = campaign
        self.pauses = pauses
    }

    /// What anybody can see in a bundle: bursts and lock-step, among all entries, of a unit, or of the ballots for a work.
    ///
    /// - Parameter traces: Ascending by leaf.
    package func published(_ traces: [Trace]) -> [Flag] {
        var groups: [Flag.Group: [Int]] = [:]
        for (place, trace) in traces.enumerated() {
            if let unit = trace.unit { groups[.unit(unit), default: []].append(place) }
            for work in trace.works { groups[.work(work), default: []].append(place) }
        }
        // Whoever reads the flags sorts them: the order of the groups is nobody's concern.
        var flags = among(traces, .everybody)
        for (group, places) in groups where places.count >= FlagRules.lockstepEntries {
            flags += among(places.map { traces[$0] }, group)
        }
        return flags
    }

    private func among(_ traces: [Trace], _ group: Flag.Group) -> [Flag] {
        bursts(traces, group) + locksteps(traces, group)
    }

    /// What only the operator can see: rows of the roll in their order, and many people with one device or address.
    ///
    /// - Parameter traces: Ascending by leaf; a person's number is the place in the roll. Without a roll it is the order of
    ///   arrival, which follows itself.
    package func unpublished(_ traces: [Trace]) -> [Flag] {
        let ordered = campaign.audience.isOpen ? [] : sequences(traces, step: 1) + sequences(traces, step: -1)
        return ordered + devices(traces) + addresses(traces)
    }
}

// MARK: Time

extension FlagSearch {
    private func bursts(_ traces: [Trace], _ group: Flag.Group) -> [Flag] {
        let seconds = Second.all(of: traces)
        var flags: [Flag] = []
        var run: Burst?
        var (first, next, around) = (0, 0, 0)
        for second in seconds {
            while next < seconds.count, seconds[next].number <= second.number + FlagRules.burstAround {
                around += seconds[next].places.count
                next += 1
            }
            while seconds[first].number < second.number - FlagRules.burstAround {
                around -= seconds[first].places.count
                first += 1
            }
            // Cheap first: only seconds that stand out are looked at entry by entry.
            guard isBurst(second.places.count, around: around) else { continue }
            let places = second.places.filter { !isAtBeginning(traces[$0]) }
            guard isBurst(places.count, around: around) else { continue }
            if run?.last != second.number - 1 {
                if let run { flags.append(run.flag(traces, group)) }
                run = Burst(last: second.number)
            }
            run?.add(places, around: around, at: second.number)
        }
        if let run { flags.append(run.flag(traces, group)) }
        return flags
    }

    private func isBurst(_ count: Int, around: Int) -> Bool {
        count >= FlagRules.burstEntries
            && count * Int(2 * FlagRules.burstAround + 1) >= FlagRules.burstRatio * around
    }

    /// Whether intake had not begun yet, or rested, a little before the entry.
    private func isAtBeginning(_ trace: Trace) -> Bool {
        let before = trace.at - FlagRules.beginning
        if before < campaign.opens || campaign.schedule.quietSpan(at: before) != nil { return true }
        if let activity = trace.activity, !campaign.schedule.allows(activity, at: before) { return true }
        return pauses.contains { $0.from <= before && before < $0.to ?? Int64.max }
    }

    private func locksteps(_ traces: [Trace], _ group: Flag.Group) -> [Flag] {
        var flags: [Flag] = []
        var start = 0
        while start + 1 < traces.count {
            let gap = traces[start + 1].at - traces[start].at
            let slack = max(FlagRules.lockstepSlack, gap / FlagRules.lockstepShare)
            var end = start + 1
            while gap >= FlagRules.lockstepGap, end + 1 < traces.count,
                abs(traces[end + 1].at - traces[end].at - gap) <= slack
            {
                end += 1
            }
            guard end - start + 1 >= FlagRules.lockstepEntries else {
                start += 1
                continue
            }
            flags.append(Flag(.lockstep(gap: gap), group, of: traces[start...end]))
            start = end
        }
        return flags
    }
}

/// The entries of one second, as a part of all.
private struct Second {
    let number: Int64
    var places: Range<Int>

    static func all(of traces: [Trace]) -> [Second] {
        var seconds: [Second] = []
        for (place, trace) in traces.enumerated() {
            let number = trace.at / 1000
            if seconds.last?.number == number {
                seconds[seconds.count - 1].places = seconds[seconds.count - 1].places.lowerBound..<place + 1
            } else {
                seconds.append(Second(number: number, places: place..<place + 1))
            }
        }
        return seconds
    }
}

/// Seconds in a row that stand out.
private struct Burst {
    var last: Int64
    private var places: [Int] = []
    private var peak = 0
    private var around = 0

    init(last: Int64) { self.last = last }

    mutating func add(_ more: [Int], around: Int, at second: Int64) {
        last = second
        places += more
        guard more.count > peak else { return }
        (peak, self.around) = (more.count, around)
    }

    func flag(_ traces: [Trace], _ group: Flag.Group) -> Flag {
        Flag(.burst(peak: peak, around: around), group, of: places.map { traces[$0] })
    }
}

// MARK: Rows, devices, addresses

extension FlagSearch {
    /// Runs of people, each in the row after the one before (or before it), whatever others did in between.
    private func sequences(_ traces: [Trace], step: Int) -> [Flag] {
        // By the row that comes next.
        var open: [Int: [Trace]] = [:]
        var runs: [[Trace]] = []
        func end(_ run: [Trace]?) {
            if let run, run.count >= FlagRules.sequencePeople { runs.append(run) }
        }
        for trace in traces {
            let next = trace.person + step
            var run = open.removeValue(forKey: trace.person) ?? []
            if let last = run.last, trace.at - last.at > FlagRules.sequencePause {
                end(run)
                run = []
            }
            // Somebody's second entry begins nothing anew where the first is waited on.
            let waiting = open[next]?.last
            if run.isEmpty, let waiting, trace.at - waiting.at <= FlagRules.sequencePause { continue }
            end(open.removeValue(forKey: next))
            run.append(trace)
            open[next] = run
        }
        // Each is sorted with the others in the end.
        for run in open.values { end(run) }
        return runs.map { Flag(.sequence, of: $0) }
    }

    private func devices(_ traces: [Trace]) -> [Flag] {
        Dictionary(grouping: traces.filter { $0.device != 0 }, by: \.device).values
            .map { Flag(.device, of: $0) }
            .filter { $0.people >= FlagRules.devicePeople }
    }

    private func addresses(_ traces: [Trace]) -> [Flag] {
        let all = Dictionary(grouping: traces.filter { $0.address != 0 }, by: \.address).values
            .map { Flag(.address(others: 0, othersPeople: 0), of: $0) }
        let people = all.reduce(0) { $0 + $1.people }
        let others = all.count - 1
        guard others >= FlagRules.addressOthers else { return [] }
        return all.filter { flag in
            flag.people >= FlagRules.addressPeople
                && flag.people * others >= FlagRules.addressRatio * (people - flag.people)
        }.map { flag in
            var flag = flag
            flag.pattern = .address(others: others, othersPeople: people - flag.people)
            return flag
        }
    }
}
