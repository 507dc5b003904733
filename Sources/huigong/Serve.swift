import Campaigns
import Durability
import Foundation
import JSON
import Platform
import Proofs
import Service

/// `huigong serve`: the daemon.
enum Serve {
    static let command = Command(
        name: "serve", summary: "Run the daemon for the campaigns of a folder",
        operands: [Command.Operand(name: "CAMPAIGNS", count: .optional)],
        options: [
            Store.options[0],
            Command.Option("--organiser", "NAME", help: "The domain name that answers for the campaigns"),
            Command.Option("--policy", "FILE", help: "The witnesses of campaigns announced from now on"),
            Command.Option(
                "--last-witnessed", "FILE|ORIGIN=SIZE", isRepeatable: true,
                help: "What witnesses saw last: data that have less are an old copy"),
            Command.Option("--rehearse", help: "Run at another date, in a store of its own"),
            Command.Option("--at", "TIME", help: "Where a rehearsal begins, such as 2027-02-20T09:00:00+08:00"),
            Command.Option("--seed", "TEXT", help: "Makes every secret and nonce of a rehearsal repeatable"),
        ],
        details: [
            "CAMPAIGNS is a folder of campaign files (default Campaigns). SIGTERM or SIGINT ends the daemon cleanly.",
            "Without --organiser the store's own is taken, or at first the one that all campaign files name.",
        ]
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
    let organiser: String?
    let isRehearsal: Bool
    let start: Int64?
    let seed: String?
    let policy: DeclaredPolicy?
    let lastWitnessed: [LastWitnessed]

    init(_ arguments: Arguments) throws {
        folder = arguments.operands.first ?? "Campaigns"
        directory = try Store(arguments).directory
        organiser = arguments.value("--organiser")
        isRehearsal = arguments.has("--rehearse")
        seed = arguments.value("--seed")
        policy = try arguments.value("--policy").map(ServeOptions.policy)
        lastWitnessed = try arguments.all("--last-witnessed").flatMap(ServeOptions.lastWitnessed)
        for option in ["--at", "--seed"] where !isRehearsal && arguments.has(option) {
            throw arguments.usage("\(option) goes with --rehearse", at: nil)
        }
        guard let text = arguments.value("--at") else {
            start = nil
            if isRehearsal { throw arguments.usage("a rehearsal needs --at TIME", at: nil) }
            return
        }
        guard case .success(let instant) = Instant.parse(text) else {
            throw arguments.usage("--at takes a time with an offset", at: text)
        }
        start = instant
    }

    private static func policy(_ path: String) throws -> DeclaredPolicy {
        let file = try readFile(path)
        do throws(FormatError) {
            return try DeclaredPolicy(file: file)
        } catch {
            throw CommandFailure("\(error)", at: path, exitCode: .usage)
        }
    }

    private static func lastWitnessed(_ text: String) throws -> [LastWitnessed] {
        if let pair = LastWitnessed(pair: text) { return [pair] }
        guard let read = LastWitnessed.read(String(decoding: try readFile(text), as: UTF8.self)) else {
            throw CommandFailure(
                "not what `huigong witness show` prints: lines of origin, size and root", at: text, exitCode: .usage)
        }
        return read
    }

    func run() throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw CommandFailure(
                "there is no such folder of campaigns", at: folder, hint: "huigong serve FOLDER", exitCode: .usage)
        }
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let store = try Service.Store(disk: try FileDisk(root: directory), isRehearsal: isRehearsal)
        var settings = Settings(
            organiser: try settledOrganiser(store), isRehearsal: isRehearsal, rehearsalSeed: seed, policy: policy)
        settings.lastWitnessed = lastWitnessed
        let server = try Server(
            store: store, settings: settings,
            options: ServerOptions(campaignsFolder: folder, rehearsalStart: start), clock: SystemClock(),
            random: SystemRandom())
        server.daemon.log = { Output.message("huigong: " + $0) }
        tell(server.daemon, store)
        try server.run()
        Output.message("huigong: stopped; everything accepted is durable")
    }

    private func tell(_ daemon: Service.Daemon, _ store: Service.Store) {
        let report = daemon.recovery
        if let cut = report.cut { Output.message("huigong: warning: \(cut)") }
        Output.message(
            "huigong: \(isRehearsal ? "rehearsal" : "live") for \(daemon.settings.organiser): "
                + "\(report.campaigns) campaigns and \(report.entries) entries taken up; "
                + "campaigns from \(folder), data in \(directory)")
        Output.message("huigong: intake \(store.socketPath(.intake)), control \(store.socketPath(.control))")
    }

    /// The organiser that the store was begun for; a store never changes hands.
    private func settledOrganiser(_ store: Service.Store) throws -> String {
        let known = try store.organiser()
        if let known, let organiser, known != organiser {
            throw CommandFailure(
                "the data in \(directory) are those of \(known)", at: "--organiser \(organiser)",
                hint: "use another --data for another organiser", exitCode: .usage)
        }
        let settled = try known ?? organiser ?? organiserOfFiles()
        if known == nil { try store.begin(organiser: settled) }
        return settled
    }

    private func organiserOfFiles() throws -> String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let organisers = names.filter { $0.hasSuffix(".json") }.compactMap { name -> String? in
            guard let data = FileManager.default.contents(atPath: folder + "/" + name),
                let document = try? JSONDocument(bytes: [UInt8](data))
            else { return nil }
            return document.root["organiser"]?.string
        }
        guard let only = Set(organisers).first, Set(organisers).count == 1 else {
            throw CommandFailure(
                organisers.isEmpty
                    ? "no campaign file names an organiser" : "the campaign files name several organisers",
                at: folder, hint: "say which with --organiser NAME", exitCode: .usage)
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
        case let error as DiskError where error.reason == .lockedByAnother:
            self.init("another daemon runs on this data", at: serve.directory, hint: "huigong status")
        case StoreError.disk(let error) where error.reason == .lockedByAnother:
            self.init("another daemon runs on this data", at: serve.directory, hint: "huigong status")
        case let error as StorageError:
            self.init(
                "entries could not be made durable; nothing of them was acknowledged", at: "\(error)",
                hint: "check the disk, then start again: everything acknowledged is there")
        case let error as RolledBack:
            self.init(
                "\(error)", at: serve.directory,
                hint: "find the newest data; going on with these would fork the log, and no witness would sign it")
        case let error as JournalError:
            self.init("\(error)", at: serve.directory, hint: JournalHint.text(error))
        default:
            self.init("\(error)", at: serve.directory)
        }
    }
}

private enum JournalHint {
    static func text(_ error: JournalError) -> String? {
        switch error {
        case .damaged: "nothing was changed; keep a copy of the data before anything else"
        case .newerVersion: "use the version of huigong that wrote it, or a later one"
        case .disk: nil
        }
    }
}
