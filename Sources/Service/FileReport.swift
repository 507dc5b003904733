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
        /// Somebody is writing it, or its roll: nothing is taken before that is done.
        case unsettled
        /// No longer in the folder; an announced campaign runs on all the same.
        case gone

        package var words: BilingualText {
            switch self {
            case .inForce: BilingualText(zh: "生效", en: "in force")
            case .waiting: BilingualText(zh: "等待", en: "waiting")
            case .rejected: BilingualText(zh: "未采用", en: "rejected")
            case .unsettled: BilingualText(zh: "写入中", en: "being written")
            case .gone: BilingualText(zh: "已移除", en: "gone")
            }
        }
    }

    package let file: String
    package private(set) var state: State
    package private(set) var campaign: String?
    /// When the state began: of a file in force, when this version of it came into force; of a rejected one, when it was
    /// rejected first, however often it was edited since.
    package private(set) var since: Int64
    /// What is wrong with it, rendered for people; warnings of a valid file too.
    package private(set) var problems: [BilingualText]
    /// The file that has the campaign's id instead.
    private(set) var rival: String?
    /// When it was read last with other bytes than before, or with another roll.
    var readAt: Int64

    package init(
        file: String, state: State, campaign: String? = nil, since: Int64, problems: [BilingualText] = [],
        rival: String? = nil
    ) {
        self.file = file
        self.state = state
        self.campaign = campaign
        self.since = since
        self.problems = problems
        self.rival = rival
        readAt = since
    }

    mutating func reject(_ problem: BilingualText, at tick: Int64) {
        guard problems != [problem] else { return }
        if state != .rejected { since = tick }
        state = .rejected
        problems = [problem]
        rival = nil
    }

    mutating func disappear(at tick: Int64) {
        guard state != .gone else { return }
        state = .gone
        since = tick
        problems = []
        rival = nil
    }

    /// The report that follows another on the same file: a state that goes on goes on since its beginning.
    func following(_ before: FileReport?) -> FileReport {
        guard let before, before.state == state, state != .inForce else { return self }
        var report = self
        report.since = before.since
        return report
    }

    /// Whether it says what another does, apart from when.
    func saysTheSame(as other: FileReport?) -> Bool {
        guard let other else { return false }
        return (state, campaign, problems, rival) == (other.state, other.campaign, other.problems, other.rival)
            && (state != .inForce || since == other.since)
    }

    /// One line, or more where there are problems, for the daemon's messages.
    var line: BilingualText {
        let name = campaign.map { "\(file) (\($0))" } ?? file
        return BilingualText(
            zh: (["\(name)：\(state.words.zh)"] + problems.map(\.zh)).joined(separator: "\n"),
            en: (["\(name): \(state.words.text(.en))"] + problems.map { $0.text(.en) }).joined(separator: "\n"))
    }
}

extension FileReport {
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

    /// Said of the file that has the id.
    static func claimed(_ id: String, by file: String) -> BilingualText {
        BilingualText(
            zh: "\(file) 里也是活动编号 \(id)，那个文件未采用",
            en: "\(file) has the campaign id \(id), too, and is not used")
    }

    static func renamed(_ id: String, from old: String) -> BilingualText {
        BilingualText(
            zh: "这个文件是已公布的活动 \(old) 的，编号不能在原处改成 \(id)；活动 \(old) 照旧进行。新活动请另存为一个新文件",
            en: "this file is that of \(old), which is announced, and its id can't become \(id) in place; "
                + "\(old) runs on. Put a new campaign into a file of its own")
    }

    /// Said of the file of a running campaign.
    static func otherRoll(_ path: String, _ edit: RollEdit) -> BilingualText {
        let (added, changed, removed) = (edit.added.count, edit.changed.count, edit.removed.count)
        return BilingualText(
            zh: "名册 \(path) 与在用的不同：新增 \(added) 人，改动 \(changed) 人，少了 \(removed) 人；活动照在用的名册进行，要增加新人请用 roll.add",
            en: "the roll \(path) is not the one in force: \(added) new, \(changed) changed, \(removed) missing; "
                + "the campaign runs on with the one in force; roll.add takes in who is new")
    }

    static func badRoll(_ path: String) -> BilingualText {
        BilingualText(
            zh: "名册 \(path) 现在有问题；活动照在用的名册进行",
            en: "there is something wrong with the roll \(path) now; the campaign runs on with the one in force")
    }
}
