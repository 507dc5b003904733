import Campaigns
import JSON

extension RunningCampaign {
    /// What of a question's key people are told, by the rules in force: never hidden or forbidden answers.
    private static let told = ["answer", "also", "tolerance", "blanks", "solution"]

    /// The right answers of some questions as campaign files have them, and their solutions.
    func keys(of questions: [Int]) -> JSON {
        guard case .array(let file) = rulesInForce.document.member("paper")?.member("questions") else {
            preconditionFailure("an accepted file has its questions")
        }
        return .array(
            questions.map { question in
                let members = Self.told.compactMap { key in
                    file[question].member(key).map { JSON.Member(key, $0) }
                }
                return .object([JSON.Member("id", .string(rules.paper.questions[question].id))] + members)
            })
    }
}

extension JSON {
    /// Puts a member behind those of an object.
    mutating func append(_ key: String, _ value: JSON) {
        guard case .object(let members) = self else { return }
        self = .object(members + [Member(key, value)])
    }

    fileprivate func member(_ key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}
