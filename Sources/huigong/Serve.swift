import Auditing
import Campaigns
import Durability
import JSON
import Platform
import Proofs
import Service
import Terminal

/// `huigong serve`: the daemon.
enum Serve {
    static let command = Command(
        name: "serve", summary: both("运行守护进程，办文件夹里的活动", "Run the daemon for the campaigns of a folder"),
        operands: [Command.Operand(name: "CAMPAIGNS", count: .optional)],
        options: [
            Store.options[0],
            Command.Option(
                "--organiser", "NAME",
                help: both("对活动负责的主办方的域名", "The domain name that answers for the campaigns")),
            Command.Option(
                "--policy", "FILE",
                help: both("此后公布的活动的见证方", "The witnesses of campaigns announced from now on")),
            Command.Option(
                "--last-witnessed", "FILE|ORIGIN=SIZE", isRepeatable: true,

                help: both("见证方最后见过的：数据比它少，就是旧的副本", "What witnesses saw last: data that have less are an old copy")),
            Command.Option(
                "--rehearse",
                help: both("换个日期演练，数据另放一处", "Run at another date, in a store of its own")),
            Command.Option(
                "--at", "TIME",
                help: both(
                    "演练从何时起，如 2027-02-20T09:00:00+08:00",
                    "Where a rehearsal begins, such as 2027-02-20T09:00:00+08:00")),
            Command.Option(
                "--seed", "TEXT",
                help: both("让演练的密钥和随机值可以重现", "Makes every secret and nonce of a rehearsal repeatable")),
        ],
        details: both(
            """
            CAMPAIGNS 是放活动文件的文件夹（默认 Campaigns）。SIGTERM 或 SIGINT 让守护进程好好结束。
            不给 --organiser 时用数据里已有的主办方，第一次则用所有活动文件共同写明的那一个。
            """,
            """
            CAMPAIGNS is a folder of campaign files (default Campaigns). SIGTERM or SIGINT ends the daemon cleanly.
            Without --organiser the store's own is taken, or at first the one that all campaign files name.
            """)
    ) { arguments in
        let serve = try ServeOptions(arguments)
        do {
            try serve.run()
        } catch {
            throw CommandFailure(error, serve)
        }
        return .ok
    }
}

/// What `serve` was asked for, read and checked.
struct ServeOptions {
    let folder: String
    let directory: String
    private let data: String?
    let organiser: String?
    let isRehearsal: Bool
    let start: Int64?
    let seed: String?
    let policy: DeclaredPolicy?
    let lastWitnessed: [LastWitnessed]
    let language: Language

    init(_ arguments: Arguments) throws {
        folder = arguments.operands.first ?? "Campaigns"
        directory = try Store(arguments).directory
        data = arguments.value("--data")
        language = arguments.language
        organiser = arguments.value("--organiser")
        if let organiser, Origin(organiser: organiser, campaign: "any", isRehearsal: false) == nil {
            throw arguments.usage(
                both("--organiser 应为域名，如 union.example", "--organiser takes a domain name, such as union.example"),
                at: organiser)
        }
        isRehearsal = arguments.has("--rehearse")
        seed = arguments.value("--seed")
        policy = try arguments.value("--policy").map(ServeOptions.policy)
        lastWitnessed = try arguments.all("--last-witnessed").flatMap(ServeOptions.lastWitnessed)
        for option in ["--at", "--seed"] where !isRehearsal && arguments.has(option) {
            throw arguments.usage(both("\(option) 只能和 --rehearse 一起用", "\(option) goes with --rehearse"), at: nil)
        }
        guard let text = arguments.value("--at") else {
            start = nil
            if isRehearsal { throw arguments.usage(both("演练需要 --at TIME", "a rehearsal needs --at TIME"), at: nil) }
            return
        }
        guard case .success(let instant) = Instant.parse(text) else {
            throw arguments.usage(both("--at 应为带时区的时间", "--at takes a time with an offset"), at: text)
        }
        start = instant
    }

    /// How to ask the daemon that these options name, as it would be typed.
    var statusCommand: String {
        "huigong status" + (data.map { " --data \($0)" } ?? "") + (isRehearsal ? " --rehearse" : "")
    }

    private static func policy(_ path: String) throws -> DeclaredPolicy {
        let file = try readFile(path)
        do throws(FormatError) {
            return try DeclaredPolicy(file: file)
        } catch {
            throw CommandFailure(error.notValid, at: path, exitCode: .usage)
        }
    }

    private static func lastWitnessed(_ text: String) throws -> [LastWitnessed] {
        if let pair = LastWitnessed(pair: text) { return [pair] }
        guard let read = LastWitnessed.read(String(decoding: try readFile(text), as: UTF8.self)) else {
            throw CommandFailure(
                both(
                    "不是 `huigong witness show` 显示的内容：每行应为来源、大小和根",
                    "not what `huigong witness show` prints: lines of origin, size and root"), at: text,
                exitCode: .usage)
        }
        return read
    }

    func run() throws {
        guard isDirectory(folder) else {
            throw CommandFailure(
                fileExists(folder)
                    ? both("应是一个放活动文件的文件夹，这里却是文件", "a folder of campaign files belongs here, and this is a file")
                    : both("没有这个活动文件夹", "there is no such folder of campaigns"),
                at: folder, hint: .asIs("huigong serve FOLDER"), exitCode: .usage)
        }
        _ = try directoryEntries(folder)
        try makeDirectory(directory, mode: 0o700)
        let store = try Service.Store(disk: try FileDisk(root: directory), isRehearsal: isRehearsal)
        var settings = Settings(
            organiser: try settledOrganiser(store), isRehearsal: isRehearsal, rehearsalSeed: seed, policy: policy)
        settings.lastWitnessed = lastWitnessed
        let server = try Server(
            store: store, settings: settings,
            options: ServerOptions(campaignsFolder: folder, rehearsalStart: start), clock: SystemClock(),
            random: SystemRandom())
        server.daemon.log = { [language] in Output.message("huigong: " + printableLines($0.text(language))) }
        tell(server.daemon, store)
        try server.run()
        Output.message(say("huigong: 已停止；凡是接受的都已落盘", "huigong: stopped; everything accepted is durable"))
    }

    private func tell(_ daemon: Service.Daemon, _ store: Service.Store) {
        let report = daemon.recovery
        if let cut = report.cut { Output.message(say("huigong: 注意：", "huigong: warning: ") + cut) }
        let organiser = daemon.settings.organiser
        Output.message(
            say(
                "huigong: \(isRehearsal ? "演练" : "正式")，主办方 \(organiser)：接续 \(report.campaigns) 个活动、"
                    + "\(report.entries) 条记录；活动在 \(folder)，数据在 \(directory)",
                "huigong: \(isRehearsal ? "rehearsal" : "live") for \(organiser): "
                    + "\(report.campaigns) campaigns and \(report.entries) entries taken up; "
                    + "campaigns from \(folder), data in \(directory)"))
        let (intake, control) = (store.socketPath(.intake), store.socketPath(.control))
        Output.message(
            say("huigong: 接入 \(intake)，控制 \(control)", "huigong: intake \(intake), control \(control)"))
    }

    private func say(_ zh: String, _ en: String) -> String { both(zh, en).text(language) }

    /// The organiser that the store was begun for; a store never changes hands.
    private func settledOrganiser(_ store: Service.Store) throws -> String {
        let known = try store.organiser()
        if let known, let organiser, known != organiser {
            throw CommandFailure(
                both("\(directory) 里是 \(known) 的数据", "the data in \(directory) are those of \(known)"),
                at: "--organiser \(organiser)",
                hint: both("另一个主办方另用一个 --data", "use another --data for another organiser"), exitCode: .usage)
        }
        let settled = try known ?? organiser ?? organiserOfFiles()
        if known == nil { try store.begin(organiser: settled) }
        return settled
    }

    private func organiserOfFiles() throws -> String {
        let names = (try? FileDisk.names(in: folder)) ?? []
        let organisers = names.filter(CampaignFileName.isCampaign).compactMap { name -> String? in
            guard let reading = try? FileReading(path: folder + "/" + name, atMost: FileLimits.campaign),
                let document = try? JSONDocument(bytes: reading.bytes)
            else { return nil }
            return document.root["organiser"]?.string
        }
        guard let only = Set(organisers).first, Set(organisers).count == 1 else {
            throw CommandFailure(
                organisers.isEmpty
                    ? both("没有活动文件写明主办方", "no campaign file names an organiser")
                    : both("活动文件写明了几个主办方", "the campaign files name several organisers"),
                at: folder, hint: both("用 --organiser NAME 指明", "say which with --organiser NAME"), exitCode: .usage)
        }
        return only
    }
}

extension CommandFailure {
    /// What ended the daemon, with what to do about it.
    fileprivate init(_ error: any Error, _ serve: ServeOptions) {
        switch error {
        case let failure as CommandFailure:
            self = failure
        case let error as DiskError where error.reason == .lockedByAnother: self.init(lockedBy: serve)
        case StoreError.disk(let error) where error.reason == .lockedByAnother: self.init(lockedBy: serve)
        case let error as StorageError:
            self.init(
                both("有记录没能落盘；它们都没有应答过", "entries could not be made durable; nothing of them was acknowledged"),
                at: BilingualText(error.disk).text(serve.language),
                hint: both(
                    "检查磁盘，再启动：凡是应答过的都在",
                    "check the disk, then start again: everything acknowledged is there"))
        case let error as RolledBack:
            self.init(
                BilingualText(error), at: serve.directory,
                hint: both(
                    "找出最新的数据；接着用这一份会让日志分叉，没有见证方会签",
                    "find the newest data; going on with these would fork the log, and no witness would sign it"))
        case let error as JournalError:
            self.init(BilingualText(error), at: serve.directory, hint: JournalHint.text(error))
        default:
            self.init(
                BilingualText(error), at: serve.directory,
                hint: both("用 --data DIR 可以换一个放数据的地方", "--data DIR names another place for the data"))
        }
    }

    private init(lockedBy serve: ServeOptions) {
        let ask = serve.statusCommand
        self.init(
            both("另一个守护进程正在用这份数据", "another daemon runs on this data"), at: serve.directory,
            hint: both("看看它：\(ask)", "ask it: \(ask)"))
    }
}

private enum JournalHint {
    static func text(_ error: JournalError) -> BilingualText? {
        switch error {
        case .damaged:
            both("什么也没有改动；先把数据复制一份", "nothing was changed; keep a copy of the data before anything else")
        case .newerVersion:
            both("用写下它的那个版本的 huigong，或更新的", "use the version of huigong that wrote it, or a later one")
        case .disk: nil
        }
    }
}
