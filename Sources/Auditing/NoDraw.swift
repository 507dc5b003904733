import Campaigns
import JSON
import Proofs

/// Why a phase has no draw: what a report and a verifier say first, in the place of a grade.
///
/// The texts are those of `tools/verify.py`, letter for letter: they stand in report.json, which both compare.
package struct NoDraw: Sendable, Hashable {
    /// What the rules take for a reason.
    package enum Cause: String, Sendable {
        case missingValue = "missing-value"
        case closingLate = "closing-late"
        case extensionUnwitnessed = "extension-unwitnessed"
    }

    package var at: Int64
    /// The leaf of the void.
    package var index: Int
    /// Nil where nothing in the log is a reason.
    package var cause: Cause?
    /// Until when values were waited for; nil unless one is missing.
    package var due: Int64?
    /// Numbers of the sources whose values never came, ascending.
    package var missing: [Int]
    /// Who gave nothing, in one sentence.
    package var text: BilingualText

    var json: JSON {
        [
            "at": .integer(at), "cause": cause.map { .string($0.rawValue) } ?? .null,
            "due": due.map(JSON.integer) ?? .null, "index": .integer(Int64(index)),
            "missing": .array(missing.map { .integer(Int64($0)) }), "reason": .string(VoidRecord.missingRandomness),
            "sentence": JSON(text),
        ]
    }

    /// The sentence with the time until which values were waited for.
    func line(_ time: LocalTime) -> BilingualText {
        guard let due = due.map(time.text) else { return text }
        return BilingualText(zh: "\(text.zh)（等到 \(due)）", en: "\(text.text(.en)) (waited for until \(due))")
    }
}

/// What lets an organiser log a void, and from when on.
struct VoidGround: Equatable {
    var cause: NoDraw.Cause
    var from: Int64
    /// Places of the sources whose values never came, ascending.
    var missing: [Int] = []
}

extension RandomnessFacts {
    /// - Parameters:
    ///   - waits: How long each source's value is waited for, in milliseconds, as the rules have it.
    ///   - at: Of the void; what is waited for longer is no ground of it.
    /// - Returns: Nil where the draw lacks nothing.
    func voidGround(waits: [Int64], at: Int64) -> VoidGround? {
        if !closedInTime { return VoidGround(cause: .closingLate, from: closedAt) }
        if !extensionsNotHeld.isEmpty { return VoidGround(cause: .extensionUnwitnessed, from: closedAt) }
        let dues = awaited.map { place in (place: place, due: due(place, waits)) }
        guard let from = dues.map(\.due).min() else { return nil }
        return VoidGround(
            cause: .missingValue, from: from, missing: dues.filter { $0.due <= max(at, from) }.map(\.place))
    }

    /// Until when a source's value is waited for: some days after its time, or the closing; where another source stands
    /// in for it, after the time of that one.
    private func due(_ place: Int, _ waits: [Int64]) -> Int64 {
        let last = sources.firstIndex { $0.fallbackOf == place } ?? place
        let wait = waits.indices.contains(last) ? waits[last] : Campaign.RandomnessTerms().wait
        let (due, isTooLate) = (sources[last].source.available ?? closedAt).addingReportingOverflow(wait)
        return isTooLate ? .max : due
    }

    /// What a report says of a void.
    func noDraw(_ voiding: (index: Int, record: VoidRecord), waits: [Int64]) -> NoDraw {
        let ground = voidGround(waits: waits, at: voiding.record.at)
        let reason = ground.map(reason) ?? BilingualText(zh: "并不缺少随机数", en: "nothing was missing")
        return NoDraw(
            at: voiding.record.at, index: voiding.index, cause: ground?.cause,
            due: ground?.cause == .missingValue ? ground?.from : nil, missing: ground?.missing.map { $0 + 1 } ?? [],
            text: BilingualText(
                zh: "没有开奖：\(reason.zh)。抽奖已作废，不会重抽",
                en: "No draw: \(reason.text(.en)). It is void and is never repeated"))
    }

    private func reason(_ ground: VoidGround) -> BilingualText {
        switch ground.cause {
        case .missingValue:
            let items = ground.missing.map { sources[$0].absence(number: $0 + 1) }
            return BilingualText(
                zh: items.map(\.zh).joined(separator: "；"), en: items.map { $0.text(.en) }.joined(separator: "; "))
        case .closingLate:
            return BilingualText(
                zh: "截止记录不早于公开随机数产生的时间，主办方截止时可能已知道号码",
                en: "the closing was not before the time of the public randomness: the organiser could know the number "
                    + "when it closed")
        case .extensionUnwitnessed:
            return BilingualText(
                zh: "没有见证方及时见证延期的签名（签名由主办方转交，可向见证方核对）",
                en:
                    "no witness's line shows that an extension was seen in time (the organiser hands such lines in: ask "
                    + "the witnesses)")
        }
    }
}

extension CountedSource {
    /// Who did not give the value of a source; `number` is its own, from 1.
    fileprivate func absence(number: Int) -> BilingualText {
        switch source {
        case .commit:
            BilingualText(
                zh: "主办方没有记录自己的随机数（来源 \(number)）",
                en: "the organiser never logged its own number (source \(number))")
        case .reveal(let party, _, _):
            BilingualText(
                zh: "第二方 \(party) 没有交出它的随机数（来源 \(number)）",
                en: "\(party) never gave its number (source \(number))")
        case .drand(let round):
            BilingualText(
                zh: "公共信标 drand 第 \(round) 轮没有产生，或主办方没有记录它（来源 \(number)）",
                en: "round \(round) of the public beacon drand never came, or the organiser did not log it "
                    + "(source \(number))")
        case .publicNumber(let name, _, _):
            BilingualText(
                zh: "\(name) 没有公布号码，或主办方没有记录它（来源 \(number)）",
                en: "\(name) published no number, or the organiser did not log it (source \(number))")
        }
    }
}
