import Campaigns
import JSON
import Platform
import Proofs
import Service
import Terminal

/// One campaign file with everything that was found out about it.
struct CheckedFile {
    let path: String
    let source: [UInt8]
    private(set) var problems: [Problem] = []
    private(set) var rollPath: String?
    private(set) var rollProblems: RollProblems?
    private(set) var campaign: Campaign?
    private(set) var roll: Roll?
    /// Everybody in the file of the roll, also whoever does not take part.
    private(set) var listedCount = 0

    /// - Parameter time: What is past and what is to come, in Unix milliseconds.
    init(path: String, organiser: String?, at time: Int64) throws {
        self.path = path
        source = try readFile(path, atMost: FileLimits.campaign)
        switch loadCampaign(bytes: source, organiser: organiser) {
        case .failure(let found):
            problems = found.list
        case .success(let loaded):
            problems = loaded.warnings
            campaign = loaded.campaign
            checkRoll(loaded.campaign)
            checkReveals(loaded.campaign)
            checkLists(loaded.campaign)
            checkAuthors(loaded.campaign)
            applyAudience(loaded.campaign)
            checkTimes(loaded.campaign, at: time)
            checkWinners(loaded.campaign)
        }
    }

    /// Whether nothing is wrong with it; the daemon runs it where it supports all of its parts.
    var isValid: Bool {
        campaign != nil && rollProblems == nil && !problems.contains { $0.severity == .error }
    }

    /// Of two files with one id neither can be told to be the right one.
    static func findRepeatedIDs(_ files: inout [CheckedFile]) {
        for index in files.indices {
            guard let id = files[index].campaign?.id else { continue }
            let others = files.indices.filter { $0 != index && files[$0].campaign?.id == id }
            guard let other = others.first else { continue }
            files[index].add(
                at: ["id"],
                BilingualText(
                    zh: "活动编号 \(id) 也用在 \(files[other].path)", en: "the id \(id) is also that of \(files[other].path)"))
        }
    }

    /// Second parties' keys and notes, for the campaign or for a rehearsal of it.
    private mutating func checkReveals(_ campaign: Campaign) {
        let origins = [false, true].compactMap {
            Origin(organiser: campaign.organiser, campaign: campaign.id, isRehearsal: $0)
        }
        problems += RevealSource.problems(campaign, source: source, origins: origins)
    }

    /// Files of ids that the campaign names.
    private mutating func checkLists(_ campaign: Campaign) {
        let lists = [
            (campaign.audience.exclusion?.listPath, ["audience", "exclude", "list"]),
            (campaign.works?.authorsPath, ["works", "authors"]),
        ]
        for (list, keys) in lists {
            guard let list else { continue }
            let path = CampaignFiles.folder(of: self.path) + "/" + list
            guard !fileExists(path) || isDirectory(path) else { continue }
            add(at: keys, BilingualText(zh: "没有文件 \(path)", en: "there is no file \(path)"))
        }
    }

    /// Who made the works; said with the places in that file.
    private mutating func checkAuthors(_ campaign: Campaign) {
        guard let works = campaign.works, let list = works.authorsPath, let roll else { return }
        let path = CampaignFiles.folder(of: self.path) + "/" + list
        guard let bytes = try? FileReading(path: path, atMost: FileLimits.list).bytes,
            case .failure(let problems) = loadAuthors(
                bytes: bytes, works: works.entries.map(\.id), roll: roll, areClaimed: campaign.areWorksClaimed)
        else { return }
        for text in problems.texts(file: path) { add(at: ["works", "authors"], text) }
    }

    /// Leaves out whom the audience leaves out. Who won earlier only the daemon knows.
    private mutating func applyAudience(_ campaign: Campaign) {
        guard let whole = roll else { return }
        listedCount = whole.people.count
        var ids: Set<String> = []
        if let list = campaign.audience.exclusion?.listPath {
            let path = CampaignFiles.folder(of: self.path) + "/" + list
            guard let bytes = try? FileReading(path: path, atMost: FileLimits.list).bytes else { return }
            do throws(IDList.Malformed) {
                ids = Set(try IDList.ids(in: bytes))
            } catch {
                let words = error.message
                return add(
                    at: ["audience", "exclude", "list"],
                    BilingualText(zh: "\(path)：\(words.zh)", en: "\(path): \(words.text(.en))"))
            }
            checkListed(ids, among: whole)
        }
        let kept = campaign.audience.applied(
            to: whole, isListed: { ids.contains(whole.people[$0].id) }, hasWon: { _ in false })
        guard !kept.people.isEmpty else {
            return add(at: ["audience"], BilingualText(zh: "名册上没有人可以参加", en: "nobody on the roll takes part"))
        }
        roll = kept
    }

    /// An id that nobody has excludes nobody.
    private mutating func checkListed(_ ids: Set<String>, among roll: Roll) {
        let unknown = ids.subtracting(roll.people.map(\.id)).sorted()
        guard let first = unknown.first else { return }
        add(
            .warning, at: ["audience", "exclude", "list"],
            BilingualText(
                zh: "名单中有 \(unknown.count) 个编号不在名册上，如 \(first)",
                en: "\(unknown.count) ids in it are not on the roll, such as \(first)"))
    }

    private mutating func checkRoll(_ campaign: Campaign) {
        guard let listed = campaign.rollPath else { return }
        let path = CampaignFiles.folder(of: self.path) + "/" + listed
        rollPath = path
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try FileReading(path: path, atMost: FileLimits.roll).bytes
        } catch {
            return add(at: ["audience", "roll"], error.ofRoll(path))
        }
        switch loadRoll(bytes: bytes) {
        case .success(let roll):
            self.roll = roll
            self.problems += Campaigns.problems(ofFile: source, withRoll: roll)
        case .failure(let problems): rollProblems = problems
        }
    }

    /// A year that was not changed is the commonest slip of all.
    private mutating func checkTimes(_ campaign: Campaign, at time: Int64) {
        if campaign.closes <= time {
            add(
                .warning, at: ["closes"],
                BilingualText(
                    zh: "截止时间已过：没有公布过的活动不会再公布", en: "that is past: it is not announced any more if it never was"))
        } else if campaign.opens <= time {
            add(
                .warning, at: ["opens"],
                BilingualText(
                    zh: "开始时间已过：现在才公布，证据等级最高为 G1",
                    en: "that is past: announced only now, the evidence grade is G1 at most"))
        }
    }

    /// Prizes for which there is nobody.
    private mutating func checkWinners(_ campaign: Campaign) {
        guard let roll, !campaign.prizes.tiers.isEmpty, campaign.prizes.drawing != .ranking else { return }
        let mayWin = roll.people.count { $0.mayWin }
        let prizes = campaign.prizes.tiers.reduce(0) { $0 + $1.count }
        guard mayWin * (campaign.prizes.personCap ?? 1) < prizes, !campaign.prizes.isInstant || mayWin == 0 else {
            return
        }
        add(
            .warning, at: ["prizes", "tiers"],
            BilingualText(
                zh: "共 \(prizes) 份奖，名册上可中奖的只有 \(mayWin) 人",
                en: "\(prizes) prizes, and only \(mayWin) people on the roll who may win"))
    }

    /// Adds a problem at the value with this path in the file.
    private mutating func add(
        _ severity: Problem.Severity = .error, at keys: [String], _ message: BilingualText
    ) {
        problems.append(Problem(severity, at: keys, in: source, message))
    }
}

// MARK: For people and for scripts

extension CheckedFile {
    func text(_ language: Language, _ style: Style) -> String {
        var parts: [String] = []
        if !problems.isEmpty {
            parts.append(Problems(problems).rendered(file: printable(path), source: source, language: language))
        }
        if let rollProblems { parts.append(rollProblems.rendered(file: rollPath ?? path, language: language)) }
        if let preview {
            parts.append(preview.text(language, style))
        } else {
            parts.append(style.red(language == .zh ? "\(printable(path))：不能运行" : "\(printable(path)): can't run"))
        }
        return parts.joined(separator: "\n")
    }

    var json: JSON {
        [
            "file": .string(path), "ok": .bool(isValid), "problems": .array(problems.map(json)),
            "roll_problems": .array((rollProblems?.listed ?? []).map(json)),
            "campaign": preview?.json ?? .null,
        ]
    }

    private var preview: CampaignPreview? {
        guard let campaign, isValid else { return nil }
        return CampaignPreview(path: path, campaign: campaign, roll: roll, listedCount: listedCount)
    }

    private func json(_ problem: Problem) -> JSON {
        var members: [JSON.Member] = [
            .init("severity", .string(problem.severity.rawValue)), .init("pointer", .string(problem.pointer)),
            .init("line", .integer(Int64(problem.line))), .init("column", .integer(Int64(problem.column))),
            .init("message", JSON(problem.message)),
        ]
        if let expected = problem.expected { members.append(.init("expected", JSON(expected))) }
        if let suggestion = problem.suggestion { members.append(.init("suggestion", .string(suggestion))) }
        return .object(members)
    }

    private func json(_ problem: RollProblem) -> JSON {
        [
            "file": .string(rollPath ?? path), "row": .integer(Int64(problem.row)),
            "line": .integer(Int64(problem.place.line)),
            "column": problem.column.map(JSON.string) ?? .null, "message": JSON(problem.message),
        ]
    }
}
