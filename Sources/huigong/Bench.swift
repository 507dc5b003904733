import Glibc
import JSON
import Platform
import Terminal

/// `huigong bench`: how many answers a second become durable on this machine, beside a plain echo.
enum Bench {
    static let command = Command(
        name: "bench", summary: "Measure durable answers a second on this machine",
        operands: [Command.Operand(name: "intake|instant")],
        options: [
            Command.Option("--connections", "N", help: "Connections at a time (default 50)"),
            Command.Option("--depth", "N", help: "Requests in flight on each (default 1)"),
            Command.Option("--seconds", "S", help: "Seconds measured of each side in each round (default 3)"),
            Command.Option("--rounds", "N", help: "Rounds, each one of the daemon and one of the echo (default 3)"),
            Command.Option("--people", "N", help: "People on the roll (default 200000)"),
            Command.Option("--attempts", "N", help: "Of instant: attempts at instant wins (default 1000000)"),
            Command.Option("--into", "DIR", help: "Where the daemon's data goes, kept (default: temporary, removed)"),
            Command.Option("--json", help: "Show the figures as JSON"),
        ],
        details: [
            "intake starts a rehearsal daemon with a campaign of its own and sends it submissions of different people and keys",
            "through the real socket; every answer that counts is durable. In the same run the same client drives a plain",
            "echo over as many connections. A machine is never the same twice: only the ratio of the two says much.",
            "instant proves the numbers of many attempts at instant wins and sends them through the engine, twice, in",
            "another order at other times: hits must keep to the odds, pieces go in order, and no hit may change.",
        ]
    ) { arguments in
        if arguments.operands[0] == "instant" { return try BenchInstant.run(arguments) }
        guard arguments.operands[0] == "intake" else {
            throw arguments.usage("the benchmarks are intake and instant", at: arguments.operands[0])
        }
        let settings = try BenchSettings(arguments)
        let place = try BenchPlace(arguments.value("--into"))
        defer { place.remove() }
        let figures = try Bench.measure(settings, in: place.directory)
        Output.result(arguments.has("--json") ? prettyJSON(figures.json.bytes()) : figures.text)
        return .ok
    }

    private static func measure(_ settings: BenchSettings, in directory: String) throws -> BenchFigures {
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
            Output.message("round \(round) of \(settings.rounds)")
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
            throw CommandFailure("\(acknowledged) answers, but \(tally.count("entries")) entries", at: "tally")
        }
    }

    private static func waitForSocket(_ path: String, of process: ChildProcess) throws {
        while !fileExists(path) {
            if process.hasEnded { throw CommandFailure("the echo server did not start", at: path) }
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
