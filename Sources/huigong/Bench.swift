import Glibc
import JSON
import Platform
import Terminal

/// `huigong bench`: how many answers a second become durable on this machine, beside a plain echo.
enum Bench {
    static let command = Command(
        name: "bench", summary: both("测这台机器每秒落盘的应答数", "Measure durable answers a second on this machine"),
        operands: [Command.Operand(name: "intake|instant|roll")],
        options: [
            Command.Option("--connections", "N", help: both("同时的连接数（默认 50）", "Connections at a time (default 50)")),
            Command.Option("--depth", "N", help: both("每个连接上在途的请求（默认 1）", "Requests in flight on each (default 1)")),
            Command.Option(
                "--seconds", "S",
                help: both("每轮每一方测几秒（默认 3）", "Seconds measured of each side in each round (default 3)")),
            Command.Option(
                "--rounds", "N",
                help: both(
                    "轮数，每轮守护进程和回声各一次（默认 3）", "Rounds, each one of the daemon and one of the echo (default 3)")),
            Command.Option("--people", "N", help: both("名册人数（默认 200000）", "People on the roll (default 200000)")),
            Command.Option(
                "--into", "DIR",
                help: both(
                    "守护进程的数据放在哪里，保留（默认临时，用后删除）",
                    "Where the daemon's data goes, kept (default: temporary, removed)")),
            Command.Option(
                "--attempts", "N",
                help: both(
                    "instant：即开尝试的次数（默认 1000000）", "Of instant: attempts at instant wins (default 1000000)")),
            Command.Option("--json", help: both("以 JSON 显示数字", "Show the figures as JSON")),
        ],
        details: both(
            """
            intake 启动一个有自己活动的演练守护进程，经真的套接字送去不同的人、不同 key 的提交；计入的每个应答都已落盘。
            同一次运行里，同一个客户端以同样多的连接驱动一个单纯的回声。机器每次都不一样：只有两者之比说明问题。
            instant 为许多次即开尝试算出带证明的数，送进引擎两遍，次序和时间都不同：命中须合乎赔率，
            奖品按次序发，命中不得有变。
            roll 测一份名册：读入并检查、公布时和重启时各要多久；--people 默认 514465。
            """,
            """
            intake starts a rehearsal daemon with a campaign of its own and sends it submissions of different people and keys
            through the real socket; every answer that counts is durable. In the same run the same client drives a plain
            echo over as many connections. A machine is never the same twice: only the ratio of the two says much.
            instant proves the numbers of many attempts at instant wins and sends them through the engine, twice, in
            another order at other times: hits must keep to the odds, pieces go in order, and no hit may change.
            roll measures what a roll takes to read and check, to announce, and to take up again; --people is 514465 by default.
            """)
    ) { arguments in
        if arguments.operands[0] == "instant" { return try BenchInstant.run(arguments) }
        if arguments.operands[0] == "roll" { return try BenchRoll.run(arguments) }
        guard arguments.operands[0] == "intake" else {
            throw arguments.usage(
                both("测试有 intake、instant 和 roll 三种", "the benchmarks are intake, instant and roll"),
                at: arguments.operands[0])
        }
        let settings = try BenchSettings(arguments)
        let place = try BenchPlace(arguments.value("--into"))
        defer { place.remove() }
        let figures = try Bench.measure(settings, in: place.directory, arguments.language)
        Output.result(arguments.has("--json") ? prettyJSON(figures.json.bytes()) : figures.text(arguments.language))
        return .ok
    }

    private static func measure(
        _ settings: BenchSettings, in directory: String, _ language: Language
    ) throws -> BenchFigures {
        let folder = directory + "/campaigns"
        try BenchCampaign.write(into: folder, people: settings.people)
        let daemon = RehearsalDaemon(
            folder: folder, data: directory + "/data", start: BenchCampaign.start,
            organiser: BenchCampaign.organiser, seed: nil)
        try daemon.start()
        let echoPath = directory + "/echo.sock"
        let echo = try ChildProcess(ChildProcess.ownPath, ["bench-echo", echoPath])
        try waitForSocket(echoPath, of: echo)
        var figures = BenchFigures(settings: settings)
        var number = 0
        var acknowledged = 0
        for round in 1...settings.rounds {
            Output.message(
                both("第 \(round) 轮，共 \(settings.rounds) 轮", "round \(round) of \(settings.rounds)").text(language))
            let first = number
            figures.acks.append(try run(settings, daemon.store.intakeSocket, &number, expectsResult: true))
            acknowledged += number - first
            figures.echoes.append(try run(settings, echoPath, &number, expectsResult: false))
        }
        try compare(acknowledged, with: daemon)
        daemon.stop()
        return figures
    }

    private static func run(
        _ settings: BenchSettings, _ path: String, _ number: inout Int, expectsResult: Bool
    ) throws -> BenchClient.Measurement {
        let client: BenchClient
        do {
            client = try BenchClient(
                path: path, connections: settings.connections, depth: settings.depth,
                request: BenchRequest(campaign: BenchCampaign.id), people: settings.people, firstNumber: number,
                expectsResult: expectsResult)
        } catch {
            throw DaemonClient.failure(error, path: path)
        }
        defer { number = client.lastNumber }
        return try client.run(warmUpMilliseconds: 500, milliseconds: settings.seconds * 1_000)
    }

    /// The daemon must have as many entries as it acknowledged, no more and no fewer.
    private static func compare(_ acknowledged: Int, with daemon: RehearsalDaemon) throws {
        let tally = try daemon.intake().call("tally", ["campaign": .string(BenchCampaign.id)])
        guard tally.count("entries") == acknowledged else {
            throw CommandFailure(
                both(
                    "应答 \(acknowledged) 个，记录却有 \(tally.count("entries")) 条",
                    "\(acknowledged) answers, but \(tally.count("entries")) entries"), at: "tally")
        }
    }

    private static func waitForSocket(_ path: String, of process: ChildProcess) throws {
        while !fileExists(path) {
            if process.hasEnded {
                throw CommandFailure(both("回声服务没有启动", "the echo server did not start"), at: path)
            }
            _ = poll(nil, 0, 5)
        }
    }
}

/// What is measured and how.
struct BenchSettings: Sendable {
    var connections: Int
    var depth: Int
    var seconds: Int
    var rounds: Int
    var people: Int

    init(_ arguments: Arguments) throws {
        connections = try arguments.integer("--connections", in: 1...10_000, usual: 50)
        depth = try arguments.integer("--depth", in: 1...1_024, usual: 1)
        seconds = try arguments.integer("--seconds", in: 1...600, usual: 3)
        rounds = try arguments.integer("--rounds", in: 1...99, usual: 3)
        people = try arguments.integer("--people", in: 1...9_999_999, usual: 200_000)
    }
}

/// The directory of one run, removed at its end unless somebody named it.
struct BenchPlace {
    let directory: String
    private let isKept: Bool

    init(_ named: String?) throws {
        isKept = named != nil
        directory = try named.map(absolutePath) ?? makeTemporaryDirectory("bench")
        try makeDirectory(directory)
    }

    func remove() {
        guard !isKept else { return }
        _ = try? ChildProcess("rm", ["-rf", directory]).wait()
    }
}
