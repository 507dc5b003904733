import Campaigns
import JSON
import Platform

/// What one file of the campaigns folder came to, for `status` and the daemon's messages.
package struct FileReport: Sendable, Hashable {
    package enum State: String, Sendable {
        case inForce = "in-force"
        /// Valid, and not announced yet.
        case waiting
        case rejected
        /// No longer in the folder; an announced campaign runs on all the same.
        case gone

        package var words: BilingualText {
            switch self {
            case .inForce: BilingualText(zh: "生效", en: "in force")
            case .waiting: BilingualText(zh: "等待", en: "waiting")
            case .rejected: BilingualText(zh: "未采用", en: "rejected")
            case .gone: BilingualText(zh: "已移除", en: "gone")
            }
        }
    }

    package let file: String
    package private(set) var state: State
    package private(set) var campaign: String?
    package private(set) var since: Int64
    /// What is wrong with it, rendered for people; warnings of a valid file too.
    package private(set) var problems: [BilingualText]

    package init(
        file: String, state: State, campaign: String? = nil, since: Int64, problems: [BilingualText] = []
    ) {
        self.file = file
        self.state = state
        self.campaign = campaign
        self.since = since
        self.problems = problems
    }

    mutating func reject(_ problem: BilingualText, at tick: Int64) {
        guard problems != [problem] else { return }
        state = .rejected
        since = tick
        problems = [problem]
    }

    mutating func disappear(at tick: Int64) {
        guard state != .gone else { return }
        state = .gone
        since = tick
    }

    /// One line, or more where there are problems, for the daemon's messages.
    var line: BilingualText {
        let name = campaign.map { "\(file) (\($0))" } ?? file
        return BilingualText(
            zh: (["\(name)：\(state.words.zh)"] + problems.map(\.zh)).joined(separator: "\n"),
            en: (["\(name): \(state.words.text(.en))"] + problems.map { $0.text(.en) }).joined(separator: "\n"))
    }

    static let over = BilingualText(
        zh: "活动的截止时间已过，不能发布", en: "its closing time has passed; it can't be announced")

    static func refused(_ refusal: AmendmentRefusal) -> BilingualText {
        BilingualText(
            zh: "活动已公布，这次修改没有生效：\(refusal.message.zh)",
            en: "the campaign is announced, and this edit does not apply: \(refusal.message.text(.en))")
    }

    static let noRoomYet = BilingualText(zh: "存储空间不足", en: "no room to store the change")

    static func noRoom(_ error: DiskError) -> BilingualText {
        BilingualText(zh: "没有空间保存名册和规则：\(error.words.zh)", en: "no room to store the roll and rules: \(error)")
    }

    static func taken(_ id: String, by file: String) -> BilingualText {
        BilingualText(
            zh: "活动编号 \(id) 已被 \(file) 使用", en: "the campaign id \(id) is used by \(file)")
    }
}
