import Campaigns
import Proofs

/// A source of the charter with its value as it counts in the seed.
struct CountedSource: Sendable, Hashable {
    var source: RandomnessSource
    /// The place of the public source that this one stands in for.
    var fallbackOf: Int?
    /// Nil where no value counts: it is missing, or came too late.
    var value: String?
}

/// How the logged values of a phase make a seed and a grade.
struct RandomnessFacts {
    /// How long before the randomness witnesses must have cosigned what has to stand by then.
    static let cosigningMargin: Int64 = 60_000

    var sources: [CountedSource]
    /// Whether the closing came before every public time.
    var closedInTime: Bool
    var closedAt: Int64
    /// Whether the campaign was announced after it had opened.
    var announcedLate: Bool
    /// Whether the quorum cosigned the closing, and every commit, reveal and public value that has a deadline, a minute
    /// before the randomness existed; and the registry.
    var isWitnessed: Bool
    /// Whether the randomness was moved to a later time by an extension that no witness shows to have come in time.
    var isExtended: Bool
    /// What instant wins are decided by, with its value; nil where nothing is won at once.
    var activation: CountedSource?
    /// Whether the activation was public only after leaf 0 was announced.
    var activatedAfterAnnouncing = false
    /// Extensions that don't hold, by their leaves: the campaign has witnesses, and they did not see these in time.
    var extensionsNotHeld: [Int]

    /// - Parameters:
    ///   - charter: With the times now in force.
    ///   - fallbacks: For each source of the charter the place of the one that it stands in for, as the rules have it.
    init(
        _ charter: Charter, activation record: Activation? = nil, fallbacks: [Int?], closing: Closing, closingSize: Int,
        values: [(index: Int, record: Value)], extensions: [Extension] = [], times: QuorumTimes = .none
    ) {
        isExtended = extensions.contains { !$0.isSeen(by: times.trusted) }
        extensionsNotHeld =
            times.own.map { own in
                extensions.filter { !$0.isSeen(by: own) }.map(\.index)
            } ?? []
        activation = charter.activationSource.map { CountedSource(source: $0, value: record?.value) }
        activatedAfterAnnouncing = charter.activationSource?.available.map { charter.announces < $0 } ?? false
        let declared = charter.seedSources.map(\.source)
        let fallbacks = fallbacks.count == declared.count ? fallbacks : declared.map { _ in nil }
        let firstPublic = declared.compactMap(\.available).min()
        let beacon = declared.filter { $0.kind == "drand" }.compactMap(\.available).min()
        var counted: [CountedSource] = []
        var wereCosigned = true
        for (place, source) in declared.enumerated() {
            let value = values.first { $0.record.source == place + 1 }
            let standIn = fallbacks.firstIndex(of: place).flatMap { declared[$0].available }
            let deadline: Int64? =
                switch source {
                case .commit, .reveal: firstPublic
                case .drand: nil
                case .publicNumber: [standIn, beacon].compactMap(\.self).min()
                }
            var isInTime = value != nil
            if let value, let deadline {
                isInTime =
                    value.record.at < deadline
                    && times.own.map { Self.isSeen(value.index + 1, by: $0, before: deadline) } ?? true
                wereCosigned =
                    wereCosigned && Self.isSeen(value.index + 1, by: times.trusted, before: deadline)
            }
            if let primary = fallbacks[place], counted.indices.contains(primary), counted[primary].value != nil {
                isInTime = false
            }
            counted.append(
                CountedSource(
                    source: source, fallbackOf: fallbacks[place], value: isInTime ? value?.record.value : nil))
        }
        self.sources = counted
        closedInTime = firstPublic.map { closing.at < $0 } ?? true
        closedAt = closing.at
        announcedLate = charter.announces > charter.opens
        isWitnessed =
            wereCosigned && times.isRegistryWitnessed
            && firstPublic.map { Self.isSeen(closingSize, by: times.trusted, before: $0) } ?? false
    }

    private static func isSeen(_ size: Int, by quorumTime: QuorumTime?, before deadline: Int64) -> Bool {
        quorumTime?(size).map { $0 <= deadline - cosigningMargin } ?? false
    }

    /// The places of sources without which there should have been no draw.
    var awaited: [Int] {
        let hasBeacon = sources.contains { $0.source.kind == "drand" }
        let hasPublic = sources.contains { $0.source.available != nil }
        return sources.indices.filter { place in
            let counted = sources[place]
            guard counted.value == nil else { return false }
            switch counted.source {
            case .drand: return true
            case .commit, .reveal: return !hasPublic
            case .publicNumber:
                if hasBeacon { return false }
                let others = sources.indices.filter {
                    sources[$0].fallbackOf == place || counted.fallbackOf == $0
                }
                return !others.contains { sources[$0].value != nil }
            }
        }
    }

    /// The lines of seed-input.txt; nil where a value is not one of its source.
    var lines: [SeedInput.Line]? {
        var lines: [SeedInput.Line] = []
        for (position, counted) in sources.enumerated() {
            guard let value = counted.value else {
                lines.append(.missing(position + 1))
                continue
            }
            guard let line = SeedInput.Line(counted.source, value: value) else { return nil }
            lines.append(line)
        }
        return lines
    }

    /// The sources as report.json shows them.
    var reported: [Report.Randomness] { sources.map(\.reported) }
}

extension CountedSource {
    /// As report.json shows it.
    var reported: Report.Randomness {
        switch source {
        case .commit: .commit(value: value)
        case .reveal(let party, let key, _): .reveal(party: party, key: key.text, value: value)
        case .drand(let round): .drand(round: round, availableAt: source.available ?? 0, value: value)
        case .publicNumber(let name, let form, let available):
            .public(
                name: name, form: form, availableAt: available, fallbackOf: fallbackOf.map { $0 + 1 }, value: value)
        }
    }
}
