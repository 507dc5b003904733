import Campaigns
import JSON
import Proofs

/// The records of a campaign, or of one of its phases, that has been drawn or was voided, each with the index of its leaf.
struct Timeline {
    /// Which phase it is, from 0; nil in a campaign of one phase.
    var day: Int?
    /// Leaf 0 as it was logged.
    var declared: Charter
    /// With the end of intake and the randomness that are in force at the closing; of a day, with its sources alone.
    var charter: Charter
    var activation: (index: Int, record: Activation)?
    var amendments: [(index: Int, record: Amendment)] = []
    var closing: (index: Int, record: Closing)
    var values: [(index: Int, record: Value)] = []
    var outcome: Outcome
    var withheld: [(index: Int, record: Withheld)] = []
    /// What happened to places, prizes, vouchers and money.
    var events: [(index: Int, body: EventBody)] = []
    var final: (index: Int, record: Final)?

    var closingSize: Int { closing.index + 1 }

    var prizeEvents: [(index: Int, body: PrizeEventBody)] {
        events.compactMap { index, event in
            if case .prize(let body) = event { (index, body) } else { nil }
        }
    }

    var fundEvents: [(index: Int, body: FundEventBody)] {
        events.compactMap { index, event in
            if case .fund(let body) = event { (index, body) } else { nil }
        }
    }

    var placeEvents: [(index: Int, body: PlaceEventBody)] {
        events.compactMap { index, event in
            if case .place(let body) = event { (index, body) } else { nil }
        }
    }

    /// The name of the phase, as the rules have it.
    var name: String { day.map(DrawPhase.name(ofDay:)) ?? DrawPhase.wholeName }

    var paths: DrawPaths { DrawPaths(phase: day == nil ? nil : name) }

    /// Those before the closing.
    var amendmentsInTime: [(index: Int, record: Amendment)] { amendments.filter { $0.index < closing.index } }

    /// The roll in force after so many leaves.
    func roll(size: Int) -> CountedDigest? {
        declared.amended(by: amendmentsInTime.filter { $0.index < size }.map(\.record)).roll
    }

    /// The values as they count, with the places of what fallbacks stand in for, as the rules have them.
    func randomness(_ fallbacks: [Int?], _ times: QuorumTimes) -> RandomnessFacts {
        RandomnessFacts(
            charter, activation: activation?.record, fallbacks: fallbacks, closing: closing.record,
            closingSize: closingSize, values: values, extensions: extensions, times: times)
    }
}

extension Charter {
    /// With the sources of one day alone, as a campaign of one phase has them.
    func ofDay(_ name: String) -> Charter {
        var charter = self
        charter.sources = sources.filter { $0.phase == name }.map { DeclaredSource(source: $0.source) }
        return charter
    }
}

/// What a log has of closings and what follows them, phase by phase.
struct PhaseRecords {
    /// The phases' names in their order.
    let names: [String]
    var closings: [(index: Int, record: Closing)] = []
    var values: [[(index: Int, record: Value)]]
    var outcomes: [Outcome?]

    init(_ names: [String]) {
        self.names = names
        values = names.map { _ in [] }
        outcomes = names.map { _ in nil }
    }

    /// The place of a phase; of a name that there is not, the first one.
    func place(of name: String) -> Int { names.firstIndex(of: name) ?? 0 }

    var isDaily: Bool { names != [DrawPhase.wholeName] }
    var isClosed: Bool { closings.count == names.count }
    var isDecided: Bool { outcomes.allSatisfy { $0 != nil } }
    var hasDraw: Bool { outcomes.contains { $0?.draw != nil } }

    /// A timeline for each phase.
    ///
    /// - Parameter whole: What is not of one phase; closing and outcome of the first one stand for none.
    func timelines(_ whole: Timeline) -> [Timeline] {
        zip(names.indices, zip(closings, outcomes)).compactMap { place, records in
            guard let outcome = records.1 else { return nil }
            var timeline = whole
            timeline.day = isDaily ? place : nil
            timeline.closing = records.0
            timeline.outcome = outcome
            timeline.values = values[place]
            let charter = whole.declared.amended(
                by: whole.amendments.filter { $0.index < closings[closings.count - 1].index }.map(\.record))
            timeline.charter = isDaily ? charter.ofDay(names[place]) : charter
            timeline.events = whole.events.filter { $0.body.phase == names[place] }
            return timeline
        }
    }
}
