import JSON
import Service
import Terminal

/// `huigong status`: what the daemon runs and how it is.
enum Status {
    static let command = Command(
        name: "status", summary: both("显示守护进程的活动和文件", "Show the daemon's campaigns and files"),
        options: Store.options + [
            Command.Option("--json", help: both("以 JSON 显示守护进程的应答", "Show the daemon's answer as JSON"))
        ]
    ) { arguments in
        let language = arguments.language
        let daemon = try DaemonClient(path: Store(arguments).controlSocket, timeoutMilliseconds: 10_000)
        let status: JSONValue
        do {
            status = try daemon.call("status", ["lang": .string(language.rawValue)])
        } catch let refusal as Reply.Refusal {
            throw CommandFailure(refusal, method: "status")
        }
        if arguments.has("--json") {
            Output.result(prettyJSON(status.source))
        } else {
            let page = StatusPage(status: status, language: language, style: Output.style())
            Output.result(page.lines(width: Output.width).joined(separator: "\n"))
        }
        return status.text("storage") == "ok" ? .ok : .failed
    }
}

/// The daemon's answer to `status`, laid out for people.
struct StatusPage {
    let status: JSONValue
    let language: Language
    let style: Style

    func lines(width: Int?) -> [String] {
        var lines = heading
        lines += [""] + campaigns.lines(width: width, style: style) + awaited + flagged
        let parts = standings(width: width) + tasks(width: width)
        if !parts.isEmpty { lines += [""] + parts }
        if !(status["files"]?.elements ?? []).isEmpty {
            lines += [""] + files.lines(width: width, style: style) + problems
        }
        return lines
    }

    func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

    private var heading: [String] {
        let isRehearsal = status["rehearsal"]?.bool == true
        let mode = isRehearsal ? style.yellow(say("演练", "rehearsal")) : style.green(say("正式", "live"))
        let storage = status.text("storage")
        var lines = [
            style.bold("\(status.text("organiser"))") + "  \(mode)  huigong \(status.text("version"))",
            [
                ZonedTime.text(status["tick_ms"]?.integer ?? 0),
                say("已运行 ", "up ") + duration(milliseconds: status["uptime_ms"]?.integer ?? 0, day: say("天", "d")),
                say("进程 ", "pid ") + String(status.count("pid")),
                say("连接 ", "connections ") + grouped(status.count("connections")),
                say("落盘 ", "durable ") + grouped(status.count("durable")),
            ].joined(separator: "  "),
            say("数据 ", "data ") + printable(status.text("store")),
        ]
        let folder = status["folder"]
        if let path = folder?["path"]?.string { lines.append(say("活动文件夹 ", "campaigns ") + printable(path)) }
        if let problem = folder?["problem"]?.string { lines.append(style.red(printable(problem))) }
        if folder?["watched"]?.bool == false {
            lines.append(
                style.yellow(
                    say(
                        "文件夹的变化没有通知，隔几秒查看一次",
                        "changes in the folder are not told; it is looked at every few seconds")))
        }
        if storage != "ok" { lines.append(style.red(say("存储：", "storage: ") + printable(storage))) }
        let ahead = status["clock"]?["ahead_ms"]?.integer ?? 0
        if ahead > 0 {
            lines.append(
                style.yellow(say("系统时钟超前 ", "wall clock ahead by ") + duration(milliseconds: ahead, day: say("天", "d")))
            )
        }
        return lines
    }

    private var campaigns: Table {
        var table = Table([
            .init(say("活动", "campaign"), isFlexible: true), .init(say("阶段", "phase")),
            .init(say("记录", "entries"), .right), .init(say("人数", "people"), .right),
            .init(say("拒绝", "refused"), .right), .init(say("开始", "opens")), .init(say("截止", "closes")),
            .init(say("叶", "leaves"), .right),
        ])
        for campaign in status["campaigns"]?.elements ?? [] {
            table.append([
                campaign.text("id"), PhaseName.text(campaign.text("phase"), language),
                grouped(campaign.count("entries")), grouped(campaign.count("people")),
                grouped(campaign.count("refused")), ZonedTime.short(campaign["opens_ms"]?.integer ?? 0),
                ZonedTime.short(campaign["closes_ms"]?.integer ?? 0), grouped(campaign.count("size")),
            ])
        }
        return table
    }

    /// Campaigns that take nothing before they get their number.
    private var awaited: [String] {
        (status["campaigns"]?.elements ?? []).filter { $0["activation"]?.kind == .null }.map { campaign in
            style.yellow(
                say("即开尚未启动，暂不受理：", "waits for its activation, and takes nothing: ") + printable(campaign.text("id")))
        }
    }

    /// Campaigns in which something looks like stuffing, as far as anybody looked.
    private var flagged: [String] {
        (status["campaigns"]?.elements ?? []).compactMap { campaign in
            let (id, count) = (printable(campaign.text("id")), campaign["flags"]?.count("count") ?? 0)
            guard count > 0 else { return nil }
            return style.yellow(
                say(
                    "\(id)：有 \(count) 处像刷票，详见 huigong call flags '{\"campaign\":\"\(id)\"}'",
                    "\(id): \(count) signs of stuffing; see huigong call flags '{\"campaign\":\"\(id)\"}'"))
        }
    }

    private var files: Table {
        var table = Table([
            .init(say("文件", "file"), isFlexible: true), .init(say("状态", "state")),
            .init(say("活动", "campaign"), isFlexible: true), .init(say("自", "since")), .init(say("版本", "version")),
            .init(say("读于", "read")),
        ])
        for file in status["files"]?.elements ?? [] {
            let version = file["version"]
            table.append([
                file.text("file"), stateName(file.text("state")), file.text("campaign"),
                ZonedTime.short(file["since_ms"]?.integer ?? 0), digest(version),
                version?["read_ms"]?.integer.map { ZonedTime.short($0) } ?? "",
            ])
        }
        return table
    }

    /// What is wrong with each file, a line a problem, and by which version its campaign runs all the same.
    private var problems: [String] {
        (status["files"]?.elements ?? []).flatMap { file -> [String] in
            let name = file.text("file")
            var lines = (file["problems"]?.elements ?? []).map { problem in
                let text = problem.string ?? ""
                return printable(text.hasPrefix(name) ? text : "\(name): \(text)")
            }
            let more = file.count("more_problems")
            if more > 0 {
                let name = printable(file.text("file"))
                lines.append(say("\(name)：还有 \(more) 处", "\(name): \(more) more"))
            }
            if let running = running(file) { lines.append(running) }
            return lines.isEmpty ? [] : [""] + lines
        }
    }

    /// Of a file that says something else than the rules in force, or nothing any more.
    private func running(_ file: JSONValue) -> String? {
        guard let inForce = file["in_force"], inForce.kind == .object, file.text("state") != "in-force" else {
            return nil
        }
        let (id, since) = (printable(inForce.text("campaign")), ZonedTime.short(inForce["since_ms"]?.integer ?? 0))
        return say(
            "\(id)：照版本 \(digest(inForce)) 进行，自 \(since)", "\(id): runs by version \(digest(inForce)), since \(since)")
    }

    private func digest(_ version: JSONValue?) -> String { String((version?["sha256"]?.string ?? "").prefix(8)) }

    private func stateName(_ state: String) -> String {
        FileReport.State(rawValue: state)?.words.text(language) ?? state
    }
}
