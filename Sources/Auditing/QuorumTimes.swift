import Proofs

/// When the quorum of witnesses had cosigned a head of at least so many leaves, in Unix milliseconds; nil: never.
typealias QuorumTime = @Sendable (_ size: Int) -> Int64?

/// What witnesses vouched for, as it bears on the draw: heads that cover the draw itself show nothing of what came
/// before it, and are left out.
struct QuorumTimes: Sendable {
    /// By the campaign's own policy, by which values count and extensions hold; nil where it has none, or one that asks
    /// for nobody.
    var own: QuorumTime?
    /// By the policy that the grade is given by: the reader's own, else the campaign's.
    var trusted: QuorumTime?
    /// Whether that policy's quorum saw the registry name the campaign before intake, and the draw after it.
    var isRegistryWitnessed = false

    static let none = QuorumTimes()
}

extension Cosignatures {
    /// The times of heads below the draw; nil where the quorum is nobody.
    func times(before draw: Int) -> QuorumTime? {
        guard policy.quorum != nil else { return nil }
        return { firstSeen(covering: $0, upTo: draw) }
    }
}

/// What the witnesses of a policy said of the registry's heads.
struct RegistryCosignatures {
    var cosignatures: Cosignatures
    let records: [Registered]

    /// When the quorum had seen the registry up to the first record of an event of a campaign.
    private func seen(_ event: Registered.Event, of origin: Origin) -> Int64? {
        records.firstIndex { $0.origin == origin && $0.event == event }
            .flatMap { cosignatures.firstSeen(covering: $0 + 1) }
    }

    /// Whether the quorum saw the announcement before intake opened, and the draw or void at all.
    func areInTime(for charter: Charter) -> Bool {
        guard let announced = seen(.announced, of: charter.origin) else { return false }
        let ended = records.lastIndex { $0.origin == charter.origin && [.drawn, .void].contains($0.event) }
        return announced <= charter.opens && ended.flatMap { cosignatures.firstSeen(covering: $0 + 1) } != nil
    }
}

/// An amendment that moves intake's end and the randomness.
struct Extension: Sendable, Hashable {
    /// Its leaf.
    var index: Int
    /// When the first number was to exist before it; nil where there was no such time.
    var earliest: Int64?

    /// It comes so long before every time at which randomness was to exist.
    static let notice: Int64 = 10 * 60_000

    /// Whether the quorum saw it so long before.
    func isSeen(by quorumTime: QuorumTime?) -> Bool {
        guard let earliest else { return true }
        return quorumTime?(index + 1).map { $0 <= earliest - Extension.notice } ?? false
    }
}

extension Timeline {
    /// The extensions, in leaf order.
    var extensions: [Extension] {
        var charter = declared
        var found: [Extension] = []
        for (index, record) in amendments where record.class == "extend" {
            let times = charter.sources.filter { $0.phase == nil }.compactMap(\.source.available)
            found.append(Extension(index: index, earliest: times.min()))
            charter = charter.amended(by: [record])
        }
        return found
    }
}
