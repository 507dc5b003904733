import Campaigns
import JSON

extension Campaign.Question {
    /// A question as it is put to people: no key is in it.
    ///
    /// - Parameter shown: The options' places in the order they are shown.
    func asked(options shown: [Int]) -> JSON {
        var members = [
            JSON.Member("id", .string(id)), JSON.Member("type", .string(type)),
            JSON.Member("text", JSON(text)), JSON.Member("points", .integer(Int64(points))),
        ]
        if !shown.isEmpty {
            members.append(JSON.Member("options", .array(shown.map { Self.described(options[$0]) })))
        }
        if !partners.isEmpty { members.append(JSON.Member("with", .array(partners.map(Self.described)))) }
        if let unit { members.append(JSON.Member("unit", .string(unit))) }
        switch answer {
        case .blanks(let accepted, _): members.append(JSON.Member("blanks", .integer(Int64(accepted.count))))
        case .survey(let most) where !options.isEmpty: members.append(JSON.Member("most", .integer(Int64(most))))
        default: break
        }
        return .object(members)
    }

    private static func described(_ option: Campaign.Option) -> JSON {
        ["id": .string(option.id), "text": JSON(option.text)]
    }

    /// As campaign files have it.
    private var type: String {
        switch answer {
        case .single: "single"
        case .multi: "multi"
        case .text: "text"
        case .trueFalse: "true-false"
        case .number: "number"
        case .order: "order"
        case .match: "match"
        case .blanks: "blanks"
        case .survey: "survey"
        }
    }
}
