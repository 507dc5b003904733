import Foundation
import JSON

/// Makes a campaign of a file whose shape has been checked, and checks what concerns several members at once.
///
/// Where a member is missing or malformed, the shape check has said so; what depends on it is then left out here, so
/// that one mistake is one problem.
struct CampaignBuilder {
    /// The kinds that the daemon can run.
    static let runnableKinds: Set<Campaign.Kind> = [.riddle, .quiz]

    let root: CampaignPlace
    var problems: ProblemList

    var kind: Campaign.Kind? { root["kind"]?.choice(Campaign.Kind.self) }

    /// The campaign, or nil where there is an error, here or from the shape check.
    mutating func campaign(organiser: String?) -> Campaign? {
        checkOrganiser(organiser)
        let schedule = schedule()
        let rollPath = rollPath()
        let limits = limits()
        let paper = paper()
        let prizes = prizes()
        checkPass(of: paper, for: root["prizes"]?["chances"]?["for"]?.choice(Campaign.Prizes.ChancesFor.self))
        let randomness = randomness(after: schedule)
        let activation = activation(schedule)
        guard !problems.hasErrors else { return nil }

        guard let id = root["id"]?.string(.campaignID), let kind, let title = root["title"]?.text,
            let organiser = root["organiser"]?.string(.domain), let contact = root["contact"]?.text, let schedule,
            let rollPath, let paper, let prizes
        else { preconditionFailure("a file without errors has everything") }
        return Campaign(
            id: id, kind: kind, title: title, organiser: organiser, contact: contact, zone: schedule.zoneName,
            announces: schedule.announces, opens: schedule.opens, closes: schedule.closes, review: schedule.review,
            disputes: schedule.disputes,
            dayStarts: DayStarts.between(schedule.opens, schedule.closes, zone: schedule.zone), rollPath: rollPath,
            limits: limits, paper: paper, prizes: prizes,
            disclosure: Campaign.Disclosure(
                result: root["disclosure"]?["result"]?.choice(Campaign.Disclosure.Result.self) ?? .atOnce),
            randomness: randomness.map(\.source), randomnessTerms: randomness.map(\.terms),
            activation: activation)
    }

    private mutating func checkOrganiser(_ setting: String?) {
        guard let setting, let place = root["organiser"], let written = place.string(.domain), written != setting else {
            return
        }
        problems.error(
            place, zh: "主办方是 \"\(written)\"，而本机设置为 \"\(setting)\"",
            en: "the organiser is \"\(written)\", but the daemon's is \"\(setting)\"", suggestion: setting)
    }

    private mutating func rollPath() -> String? {
        guard let audience = root["audience"], audience.value.kind == .object else { return nil }
        guard let roll = audience["roll"] else {
            guard !problems.hasErrors(under: audience.pointer) else { return nil }
            problems.error(
                audience, zh: "尚不支持的部分：没有名册的活动", en: "part not supported yet: audience without a roll",
                expected: Format.rollPath.expectation)
            return nil
        }
        return roll.string(.rollPath)
    }

    private mutating func limits() -> Campaign.Limits {
        let place = root["limits"]
        let person = place?["person"]
        if person?["total"] == nil {
            problems.warning(
                person ?? place ?? root, zh: "没有 limits.person.total：每人提交总次数不限",
                en: "there is no limits.person.total: a person may submit any number of times")
        }
        return Campaign.Limits(
            personDay: person?["day"]?.integer, personTotal: person?["total"]?.integer,
            personRate: rate(person?["rate"]), campaignRate: rate(place?["campaign"]?["rate"]))
    }

    private mutating func rate(_ place: CampaignPlace?) -> Campaign.Rate? {
        guard let place, let count = place["count"]?.integer, let written = place["per"], let per = written.duration
        else { return nil }
        guard per > 0 else {
            problems.error(written, zh: "\"per\" 须长于 0", en: "\"per\" must be longer than 0")
            return nil
        }
        return Campaign.Rate(count: count, per: per, burst: place["burst"]?.integer ?? count)
    }

    /// Reports every id that an earlier one equals.
    mutating func checkUnique(_ ids: [CampaignPlace?], _ format: Format) {
        var seen: Set<String> = []
        for place in ids {
            guard let place, let id = place.string(format), !seen.insert(id).inserted else { continue }
            problems.error(place, zh: "\"\(id)\" 已经用过", en: "\"\(id)\" is there already")
        }
    }
}
