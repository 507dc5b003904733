import Foundation
import JSON

/// Makes a campaign of a file whose shape has been checked, and checks what concerns several members at once.
///
/// Where a member is missing or malformed, the shape check has said so; what depends on it is then left out here, so
/// that one mistake is one problem.
struct CampaignBuilder {
    let root: CampaignPlace
    var problems: ProblemList

    var kind: Campaign.Kind? { root["kind"]?.choice(Campaign.Kind.self) }

    /// A part that the file has and its kind can have.
    func part(_ part: Part) -> CampaignPlace? {
        guard kind.map({ KindParts.use(of: part, in: $0) }) != .absent else { return nil }
        return root[part.rawValue]
    }

    /// Whether the file lacks a part without having been told of it yet.
    func lacks(_ part: Part) -> Bool {
        guard let kind, root[part.rawValue] == nil else { return false }
        return KindParts.use(of: part, in: kind) != .required
    }

    /// The campaign, or nil where there is an error, here or from the shape check.
    mutating func campaign(organiser: String?) -> Campaign? {
        checkOrganiser(organiser)
        let times = times()
        let limits = limits()
        let paper = paper()
        let prizes = prizes(times)
        checkPass(of: paper, for: root["prizes"]?["chances"]?["for"]?.choice(Campaign.Prizes.ChancesFor.self))
        let randomness = randomness(after: times)
        let activation = activation(times)
        let parts = parts(times)
        let audience = audience()
        checkChanceLimits(prizes, limits)
        checkDisclosure()
        checkCompliance(prizes)
        let days = days(times, randomness, prizes)
        guard !problems.hasErrors else { return nil }

        guard let id = root["id"]?.string(.campaignID), let kind, let title = root["title"]?.text,
            let organiser = root["organiser"]?.string(.domain), let contact = root["contact"]?.text, let times,
            let paper, let prizes
        else {
            // Every check above that gives nothing says why; a daemon doesn't end where one forgot to.
            problems.error(
                root, zh: "内部错误：没有查出问题，却读不成活动", en: "internal error: nothing is wrong, but this is no campaign")
            return nil
        }
        var campaign = Campaign(
            id: id, kind: kind, title: title, organiser: organiser, contact: contact, zone: times.zoneName,
            announces: times.announces, opens: times.opens, closes: times.closes, review: times.review,
            disputes: times.disputes,
            dayStarts: DayStarts.between(times.opens, times.closes, zone: times.zone),
            rollPath: root["audience"]?["roll"]?.string(.listPath), limits: limits, paper: paper, prizes: prizes,
            disclosure: disclosure(), randomness: randomness.map(\.source), randomnessTerms: randomness.map(\.terms),
            activation: activation)
        campaign.about = root["about"]?.text
        campaign.audience = audience
        campaign.put(parts)
        campaign.days = days
        campaign.needsWitnesses = root["witnesses"]?.value.string == "required"
        campaign.complianceProfiles =
            root["compliance"]?["profiles"]?.elements.compactMap { $0.choice(Campaign.ComplianceProfile.self) } ?? []
        return campaign
    }

    private mutating func checkOrganiser(_ setting: String?) {
        guard let setting, let place = root["organiser"], let written = place.string(.domain), written != setting else {
            return
        }
        problems.error(
            place, zh: "主办方是 \"\(written)\"，而本机设置为 \"\(setting)\"",
            en: "the organiser is \"\(written)\", but the daemon's is \"\(setting)\"", suggestion: setting)
    }

    /// Reports every id that an earlier one equals.
    mutating func lasting(_ place: CampaignPlace?) -> Int64? {
        guard let place, let duration = place.duration else { return nil }
        if duration == 0 { problems.error(place, zh: "须长于 0 秒", en: "it is longer than nothing") }
        return duration
    }

    mutating func checkUnique(_ ids: [CampaignPlace?], _ format: Format) {
        var seen: Set<String> = []
        for place in ids {
            guard let place, let id = place.string(format), !seen.insert(id).inserted else { continue }
            problems.error(place, zh: "\"\(id)\" 已经用过", en: "\"\(id)\" is there already")
        }
    }

    /// Reports a reference to something that the file doesn't have.
    mutating func checkReference(_ place: CampaignPlace, _ name: String, among names: [String], zh: String, en: String)
    {
        guard !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else { return }
        let suggestion = nearest(to: name, among: names)
        let hint = suggestion.map { ("；是否想写 \"\($0)\"？", "; did you mean \"\($0)\"?") } ?? ("", "")
        problems.error(
            place, zh: "没有编号为 \"\(name)\" 的\(zh)\(hint.0)", en: "there is no \(en) \"\(name)\"\(hint.1)",
            suggestion: suggestion)
    }
}
