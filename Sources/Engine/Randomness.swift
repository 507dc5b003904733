import Campaigns
import Proofs

/// The value of a source as it was logged.
package struct LoggedValue: Sendable {
    /// Its leaf.
    package let index: Int
    package let at: Int64
    package let text: String
    /// Of a beacon's round: its signature in hex, whose SHA-256 the value is.
    package let signature: String?
}

/// A phase that ended without a draw.
package struct Voiding: Sendable {
    package let index: Int
    package let at: Int64
}

/// What is to come next, once a phase is closed.
package enum DrawWait: String, Sendable {
    /// A value of a source of randomness that somebody else has.
    case values
    /// Nothing but the call to draw.
    case draw
    /// Nothing but the call that says there is no draw.
    case void
}

/// When the quorum of witnesses had cosigned a head of at least so many leaves, in Unix milliseconds; nil: never.
package typealias CosigningTime = (_ size: Int) -> Int64?

extension CampaignState {
    /// How long before the randomness witnesses must have cosigned what has to stand by then.
    package static let cosigningMargin: Int64 = 60_000

    /// The charter's sources as of the last phase, or the only one.
    package var sources: [Campaign.RandomnessSource] { rules.campaign.randomness }

    /// The charter's sources of a phase's randomness, with the times now in force.
    package func sources(ofPhase phase: Int) -> [Campaign.RandomnessSource] { rules.phases[phase].randomness }

    /// The first time at which something becomes known that nobody keeps; nil where there are kept numbers only.
    func firstPublicTime(ofPhase phase: Int = 0) -> Int64? { sources(ofPhase: phase).compactMap(\.availableAt).min() }

    /// The first round of a beacon.
    private func beaconTime(ofPhase phase: Int) -> Int64? {
        sources(ofPhase: phase).filter(\.isDrand).compactMap(\.availableAt).min()
    }

    /// Before when a source's value must be in a signed head to count; nil: at any time.
    ///
    /// Kept numbers come before anything that is known to all, or withholding one would be a choice; likewise a public
    /// number before the beacon, or before what stands in for it.
    package func deadline(ofSource place: Int, phase: Int = 0) -> Int64? {
        let sources = sources(ofPhase: phase)
        return switch sources[place] {
        case .commit, .reveal: firstPublicTime(ofPhase: phase)
        case .drand: nil
        case .public:
            [fallback(of: place).flatMap { sources[$0].availableAt }, beaconTime(ofPhase: phase)].compactMap(\.self)
                .min()
        }
    }

    /// Takes the value of one source of randomness.
    ///
    /// - Parameters:
    ///   - value: In its canonical form, and one of that source: who has the keys has checked it.
    ///   - source: Its place in the charter, from 0, among the phase's.
    ///   - signature: Of a beacon's round.
    package func take(
        value: String, signature: String? = nil, source: Int, phase: Int = 0, at tick: Int64
    ) throws(Untimely) -> Value {
        guard sources(ofPhase: phase).indices.contains(source) else { throw .sourceUnknown }
        var closed = try requireClosed(phase)
        guard closed.values[source] == nil else { throw .valueTwice }
        try requireInTime(source: source, of: closed, at: tick)
        closed.values[source] = LoggedValue(index: leafCount, at: tick, text: value, signature: signature)
        phases[phase] = .closed(closed)
        leafCount += 1
        return Value(phase: rules.phases[phase].name, source: source + 1, value: value, at: tick)
    }

    private func requireInTime(source: Int, of closed: ClosedPhase, at tick: Int64) throws(Untimely) {
        if let first = firstPublicTime(ofPhase: closed.phase), closed.at >= first { throw .closingLate }
        if let available = sources(ofPhase: closed.phase)[source].availableAt, tick < available { throw .valueEarly }
        if let deadline = deadline(ofSource: source, phase: closed.phase), tick >= deadline - margin {
            throw .valueLate
        }
        if let primary = terms[source].fallbackOf, counts(primary, in: closed) { throw .valueUnneeded }
        if let due = valuesDue(closed), tick >= due { throw .voidDue }
    }

    /// Where there are witnesses, a value that comes later can't be cosigned in time.
    private var margin: Int64 { hasWitnesses ? Self.cosigningMargin : 0 }

    /// Whether the witnesses, where there are any, saw every extension in time.
    package var doExtensionsHold: Bool {
        !hasWitnesses
            || extensions.allSatisfy { promised in
                cosigned(promised.index + 1).map { $0 <= promised.seenBy } ?? false
            }
    }

    func requireClosed(_ phase: Int) throws(Untimely) -> ClosedPhase {
        switch phases[phase] {
        case .running: throw .open
        case .closed(let closed): return closed
        case .drawn: throw .drawn
        case .void: throw .voided
        }
    }

    /// Phases are drawn or voided in their order.
    func requireDecided(before phase: Int) throws(Untimely) {
        guard phases[..<phase].allSatisfy({ $0.outcome != nil }) else { throw .drawOrder }
    }

    /// Ends a phase whose randomness never came. There is no draw after it.
    package func void(phase: Int = 0, at tick: Int64) throws(Untimely) -> VoidRecord {
        let closed = try requireClosed(phase)
        try requireDecided(before: phase)
        guard let due = voidDue(ofPhase: phase), tick >= due else { throw .voidEarly }
        phases[phase] = .void(closed, Voiding(index: leafCount, at: tick))
        leafCount += 1
        return VoidRecord(phase: rules.phases[phase].name, at: tick)
    }

    /// The same of the only phase, or the first.
    package var voidDue: Int64? { voidDue(ofPhase: 0) }

    /// From when on a phase's draw may be voided: for want of a value, or because the closing is too late; nil while there is
    /// no closing, or nothing is wrong.
    package func voidDue(ofPhase phase: Int) -> Int64? {
        guard case .closed(let closed) = phases[phase] else { return nil }
        if let first = firstPublicTime(ofPhase: phase), closed.at >= first { return closed.at }
        return doExtensionsHold ? valuesDue(closed) : closed.at
    }

    /// Until when values are waited for; nil where nothing is wanting.
    private func valuesDue(_ closed: ClosedPhase) -> Int64? {
        let sources = sources(ofPhase: closed.phase)
        return sources.indices.filter { isAwaited($0, in: closed) }
            .map { (sources[$0].availableAt ?? closed.at) + terms[$0].wait }.min()
    }

    /// Whether the draw waits for a value: it is not there, and neither a deadline nor another source makes up for it.
    package func isAwaited(_ place: Int, in closed: ClosedPhase) -> Bool {
        guard closed.values[place] == nil else { return false }
        switch sources(ofPhase: closed.phase)[place] {
        case .drand: return true
        case .commit, .reveal: return firstPublicTime(ofPhase: closed.phase) == nil
        case .public:
            if beaconTime(ofPhase: closed.phase) != nil || fallback(of: place) != nil { return false }
            return terms[place].fallbackOf.map { !counts($0, in: closed) } ?? true
        }
    }

    private func fallback(of place: Int) -> Int? { terms.firstIndex { $0.fallbackOf == place } }

    /// What a phase that is closed waits for; nil where it is not closed, or decided.
    package func drawWait(ofPhase phase: Int, at tick: Int64) -> DrawWait? {
        guard case .closed(let closed) = phases[phase] else { return nil }
        if let due = voidDue(ofPhase: phase), tick >= due { return .void }
        do throws(Untimely) {
            _ = try seedLines(closed, at: tick)
            return .draw
        } catch {
            return error == .drawWaiting ? .values : .void
        }
    }

    /// What the seed is made of, once every value is there that must be.
    func seedInput(
        _ closed: ClosedPhase, origin: Origin, closingRoot: Digest, at tick: Int64
    ) throws(Untimely) -> SeedInput {
        SeedInput(
            origin: origin, phase: rules.phases[closed.phase].name, size: closed.index + 1, root: closingRoot,
            sources: try seedLines(closed, at: tick))
    }

    /// A line a source, once every value is there that must be.
    private func seedLines(_ closed: ClosedPhase, at tick: Int64) throws(Untimely) -> [SeedInput.Line] {
        if let first = firstPublicTime(ofPhase: closed.phase), closed.at >= first { throw .closingLate }
        guard doExtensionsHold else { throw .extendUnwitnessed }
        let sources = sources(ofPhase: closed.phase)
        guard !sources.indices.contains(where: { isAwaited($0, in: closed) }) else {
            throw valuesDue(closed).map { tick >= $0 } == true ? .voidDue : .drawWaiting
        }
        var lines: [SeedInput.Line] = []
        for place in sources.indices {
            guard let value = closed.values[place], counts(place, in: closed) else {
                // Until everything is known that nobody keeps, the value can still come.
                if let deadline = deadline(ofSource: place, phase: closed.phase), tick < deadline { throw .drawWaiting }
                lines.append(.missing(place + 1))
                continue
            }
            lines.append(line(of: sources[place], value.text))
        }
        return lines
    }

    /// Whether a source's value came in time: logged before its deadline, and where there are witnesses cosigned well
    /// before; and whether it is wanted, where it only stands in for another.
    private func counts(_ place: Int, in closed: ClosedPhase) -> Bool {
        guard let value = closed.values[place] else { return false }
        if let primary = terms[place].fallbackOf, counts(primary, in: closed) { return false }
        guard let deadline = deadline(ofSource: place, phase: closed.phase) else { return true }
        guard hasWitnesses else { return value.at < deadline }
        return cosigned(value.index + 1).map { $0 <= deadline - Self.cosigningMargin } ?? false
    }

    private func line(of source: Campaign.RandomnessSource, _ value: String) -> SeedInput.Line {
        func number() -> Digest {
            guard let number = Digest(hex: value) else { preconditionFailure("the value was checked when it came") }
            return number
        }
        return switch source {
        case .commit: .commit(number())
        case .reveal(let reveal): .reveal(party: reveal.party, value: number())
        case .drand(let round): .drand(round: round, value: number())
        case .public(let name, _, _): .publicNumber(name: name, value: value)
        }
    }

    private var terms: [Campaign.RandomnessTerms] { rules.campaign.randomnessTerms }
}
