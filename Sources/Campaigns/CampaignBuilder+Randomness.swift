import Foundation
import JSON

/// A source with its terms and where in the file it stands.
struct DeclaredRandomness {
    var source: Campaign.RandomnessSource
    var terms = Campaign.RandomnessTerms()
    var place: CampaignPlace?
}

extension CampaignBuilder {
    /// Public numbers are drawn at least so long before a beacon's round, so that there is time to log them.
    private static let beforeBeacon: Int64 = 60_000

    /// The sources in the file's order, a fallback behind the source that it stands in for; then the daemon's own
    /// number, where there is no source but second parties' (or none at all).
    mutating func randomness(after schedule: Times?) -> [DeclaredRandomness] {
        guard isAnythingDrawn else {
            if let place = part(.randomness), kind != nil, !problems.hasErrors {
                problems.error(place, zh: "活动里没有要抽的：请删去随机数", en: "nothing is drawn: leave out \"randomness\"")
            }
            return []
        }
        let places = root["randomness"]?.elements ?? []
        checkUnique(places.flatMap { [$0["name"], $0["fallback"]?["name"]] }, .sourceName)
        checkUnique(places.map { $0["party"] }, .sourceName)
        var sources: [DeclaredRandomness] = []
        for place in places {
            let found: DeclaredRandomness?
            switch place["source"]?.value.string {
            case "commit": found = commit(place, beside: sources)
            case "reveal": found = reveal(place)
            case "drand": found = drand(place, beside: sources, after: schedule)
            case "public": found = publicSource(place, after: schedule)
            default: found = nil
            }
            guard let found else { continue }
            sources.append(found)
            if let fallback = fallback(of: found, at: sources.count - 1, after: schedule) { sources.append(fallback) }
        }
        checkBeforeBeacon(sources, schedule)
        let isDeclared = root["randomness"] == nil || !places.isEmpty
        let isWhole = isDeclared && sources.count { $0.terms.fallbackOf == nil } == places.count
        let isKept = sources.allSatisfy { $0.source.availableAt == nil }
        if isWhole, isKept, !sources.contains(where: { $0.source == .commit }) {
            sources.append(DeclaredRandomness(source: .commit))
        }
        if isWhole { warnOfGrade(sources) }
        return sources
    }

    /// Prizes, places, or the last tie of a ranking.
    private var isAnythingDrawn: Bool {
        part(.prizes) != nil || part(.ranking) != nil || part(.places)?["by"]?.value.string == "lottery"
    }

    private func terms(_ place: CampaignPlace) -> Campaign.RandomnessTerms {
        Campaign.RandomnessTerms(waitDays: place["wait"]?.integer ?? Campaign.RandomnessTerms.defaultWaitDays)
    }

    private mutating func commit(
        _ place: CampaignPlace, beside sources: [DeclaredRandomness]
    ) -> DeclaredRandomness {
        if sources.contains(where: { $0.source == .commit }) {
            problems.error(place, zh: "已经有一个 \"commit\" 来源", en: "there is a source \"commit\" already")
        }
        return DeclaredRandomness(source: .commit, place: place)
    }

    /// A second party's number: key and note must be of that party, and of this campaign.
    mutating func reveal(_ place: CampaignPlace) -> DeclaredRandomness? {
        guard let party = place["party"]?.string(.sourceName), let keyPlace = place["vkey"],
            let key = keyPlace.string(.verificationKey), let commitment = place["commitment"]?.string(.digest),
            let notePlace = place["note"], let note = notePlace.string(.note)
        else { return nil }
        if !key.hasPrefix(party + "+") {
            problems.error(
                keyPlace, zh: "公钥的名称应为 \"\(party)\"", en: "the key's name should be the party's, \"\(party)\"")
        }
        if let organiser = root["organiser"]?.string(.domain), let id = root["id"]?.string(.campaignID) {
            let texts = ["", "rehearsal/"].map { "huigong/reveal/v1\n\($0)\(organiser)/\(id)\n\(commitment)\n\n" }
            if !texts.contains(where: { note.utf8.starts(with: $0.utf8) }) {
                problems.error(
                    notePlace, zh: "便笺的正文应为 huigong/reveal/v1、\(organiser)/\(id) 和 commitment，各占一行",
                    en:
                        "the note's text should be huigong/reveal/v1, \(organiser)/\(id) and the commitment, a line each"
                )
            }
        }
        return DeclaredRandomness(
            source: .reveal(Campaign.Reveal(party: party, vkey: key, commitment: commitment, note: note)),
            terms: terms(place), place: place)
    }

    /// A round of the beacon: named, or the first from an instant on.
    private mutating func drand(
        _ place: CampaignPlace, beside sources: [DeclaredRandomness], after schedule: Times?
    ) -> DeclaredRandomness? {
        guard let round = round(place) else { return nil }
        let source = Campaign.RandomnessSource.drand(round: round)
        if sources.contains(where: { $0.source == source }) {
            problems.error(place, zh: "已经有信标第 \(round) 轮", en: "there is round \(round) of the beacon already")
        }
        checkAfterClosing(place["round"] ?? place["at"] ?? place, Quicknet.time(of: round), schedule)
        return DeclaredRandomness(source: source, terms: terms(place), place: place)
    }

    /// The round that is named, or the first from an instant on; nil where it is not readable.
    mutating func round(_ place: CampaignPlace) -> Int64? {
        guard (place["round"] == nil) != (place["at"] == nil) else {
            problems.error(
                place, zh: "drand 来源须有 round（轮次）或 at（时间），且只有一个",
                en: "a source \"drand\" has either \"round\" or \"at\"")
            return nil
        }
        let round = place["round"]?.integer.map(Int64.init) ?? place["at"]?.time.map(Quicknet.firstRound)
        return round.flatMap { Quicknet.rounds.contains($0) ? $0 : nil }
    }

    private mutating func publicSource(_ place: CampaignPlace, after schedule: Times?) -> DeclaredRandomness? {
        guard let name = place["name"]?.string(.sourceName), let form = place["form"]?.publicForm, let at = place["at"],
            let availableAt = at.time
        else { return nil }
        checkAfterClosing(at, availableAt, schedule)
        return DeclaredRandomness(
            source: .public(name: name, form: form, availableAt: availableAt), terms: terms(place), place: place)
    }

    /// What stands in for a public number that does not come: a later one, or nobody could tell which was waited for.
    private mutating func fallback(
        of declared: DeclaredRandomness, at index: Int, after schedule: Times?
    ) -> DeclaredRandomness? {
        guard let place = declared.place?["fallback"], place.value.kind == .object,
            case .public(_, _, let earlier) = declared.source,
            var fallback = publicSource(place, after: schedule), let at = place["at"]
        else { return nil }
        if let later = fallback.source.availableAt, later <= earlier {
            problems.error(
                at, zh: "替代号码须晚于它所替代的号码", en: "a fallback must be later than what it stands in for")
        }
        fallback.terms = Campaign.RandomnessTerms(fallbackOf: index)
        fallback.terms.wait = declared.terms.wait
        return fallback
    }

    private mutating func checkAfterClosing(_ place: CampaignPlace, _ time: Int64, _ schedule: Times?) {
        guard let schedule, time <= schedule.closes + schedule.review else { return }
        let closing = Instant.text(schedule.closes + schedule.review, zone: schedule.zone)
        problems.error(
            place, zh: "公开号码须晚于截止加复核期，即晚于 \(closing)",
            en: "a public number must be later than \"closes\" and \"review\", which is \(closing)")
    }

    /// Whoever knows the beacon must not be able to choose whether a public number counts.
    private mutating func checkBeforeBeacon(_ sources: [DeclaredRandomness], _ schedule: Times?) {
        guard let beacon = sources.filter(\.source.isDrand).compactMap(\.source.availableAt).min(), let schedule else {
            return
        }
        for declared in sources {
            guard case .public(_, _, let availableAt) = declared.source, let at = declared.place?["at"],
                availableAt > beacon - Self.beforeBeacon
            else { continue }
            let latest = Instant.text(beacon - Self.beforeBeacon, zone: schedule.zone)
            problems.error(
                at, zh: "公开号码须在信标之前至少一分钟，即不晚于 \(latest)",
                en: "a public number must be drawn at least a minute before the beacon, so by \(latest)")
        }
    }

    /// Says what the draw can prove at most, before anything can no longer be changed.
    private mutating func warnOfGrade(_ sources: [DeclaredRandomness]) {
        let place = root["randomness"] ?? root["prizes"]?["draw"] ?? root["places"]?["by"] ?? root
        let declared = sources.map(\.source)
        let grade = RandomnessOutlook(declared, sources.map(\.terms))
        guard !grade.isWide else { return }
        if grade.isPublic {
            problems.warning(
                place, zh: "公开号码合计不足 2^64 种可能：证据等级最高为 G1",
                en: "the public numbers have fewer than 2^64 outcomes: the evidence grade will be G1 at most")
        } else if grade.parties.isEmpty {
            problems.warning(
                place, zh: "随机数只来自主办方自己的机器：证据等级为 G0",
                en: "the only randomness is the daemon's own number: the evidence grade will be G0")
        } else {
            problems.warning(
                place, zh: "没有公开的随机数，只有第二方的数：证据等级最高为 G1",
                en: "there is no public randomness but a second party's number: the evidence grade will be G1 at most")
        }
    }
}

/// What a campaign's sources can prove at most, when everything goes as its file has it.
package struct RandomnessOutlook: Sendable {
    /// Public numbers but for fallbacks, and second parties, in the file's order.
    package let publicNames: [String]
    package let parties: [String]
    package let rounds: [Int64]
    /// Whether public randomness has 2^64 outcomes or more.
    package let isWide: Bool

    package var isPublic: Bool { !publicNames.isEmpty || !rounds.isEmpty }

    package init(_ sources: [Campaign.RandomnessSource], _ terms: [Campaign.RandomnessTerms]) {
        var forms: [PublicForm] = []
        var names: [String] = []
        var parties: [String] = []
        var rounds: [Int64] = []
        for (source, terms) in zip(sources, terms) {
            switch source {
            case .commit: break
            case .reveal(let reveal): parties.append(reveal.party)
            case .drand(let round): rounds.append(round)
            case .public(let name, let form, _):
                guard terms.fallbackOf == nil else { continue }
                forms.append(form)
                names.append(name)
            }
        }
        publicNames = names
        self.parties = parties
        self.rounds = rounds
        isWide = !rounds.isEmpty || !forms.isEmpty && OutcomeCount.product(of: forms).reaches64Bits
    }
}
