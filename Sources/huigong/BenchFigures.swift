import JSON
import Terminal

/// What the rounds of a benchmark came to.
struct BenchFigures {
    let settings: BenchSettings
    var acks: [BenchClient.Measurement] = []
    var echoes: [BenchClient.Measurement] = []

    init(settings: BenchSettings) {
        self.settings = settings
    }

    /// Acknowledged answers of the median round as a share of the echo's, in thousandths.
    var ratioThousandths: Int {
        let echo = median(echoes.map(\.perSecond))
        return echo > 0 ? median(acks.map(\.perSecond)) * 1_000 / echo : 0
    }

    func text(_ language: Language) -> String {
        let say = { (zh: String, en: String) in language == .zh ? zh : en }
        var table = Table([
            .init(""), .init(say("每秒", "per second"), .right), .init("p50", .right), .init("p90", .right),
            .init("p99", .right),
            .init(say("最长", "max"), .right), .init(say("各轮", "rounds")),
        ])
        table.append(row(say("落盘的应答", "durable answers"), acks))
        table.append(row(say("单纯回声", "plain echo"), echoes))
        let heading =
            say(
                "\(settings.connections) 个连接，各有 \(settings.depth) 个在途；\(settings.rounds) 轮，"
                    + "每轮各 \(settings.seconds) 秒；名册 \(grouped(settings.people)) 人",
                "\(settings.connections) connections, \(settings.depth) in flight on each, "
                    + "\(settings.rounds) rounds of \(settings.seconds) s each, \(grouped(settings.people)) people")
        let lines = [heading, ""] + table.lines(style: Output.style())
        return
            (lines + [
                "",
                say(
                    "比值 \(decimal(thousandths: ratioThousandths))（中位数）",
                    "ratio \(decimal(thousandths: ratioThousandths)) (medians)"),
            ]).joined(separator: "\n")
    }

    var json: JSON {
        [
            "connections": .integer(Int64(settings.connections)), "depth": .integer(Int64(settings.depth)),
            "seconds": .integer(Int64(settings.seconds)), "people": .integer(Int64(settings.people)),
            "acks": side(acks), "echo": side(echoes), "ratio_thousandths": .integer(Int64(ratioThousandths)),
        ]
    }

    private func row(_ name: String, _ rounds: [BenchClient.Measurement]) -> [String] {
        let all = merged(rounds)
        let percentiles = [500, 900, 990].map { latency(microseconds: all.percentile(thousandths: $0)) }
        let each = rounds.map { grouped($0.perSecond) }.joined(separator: " ")
        return [name, grouped(median(rounds.map(\.perSecond)))] + percentiles + [latency(microseconds: all.most), each]
    }

    private func side(_ rounds: [BenchClient.Measurement]) -> JSON {
        let all = merged(rounds)
        return [
            "per_second": .integer(Int64(median(rounds.map(\.perSecond)))),
            "rounds": .array(rounds.map { .integer(Int64($0.perSecond)) }),
            "p50_us": .integer(Int64(all.percentile(thousandths: 500))),
            "p90_us": .integer(Int64(all.percentile(thousandths: 900))),
            "p99_us": .integer(Int64(all.percentile(thousandths: 990))),
            "max_us": .integer(Int64(all.most)),
        ]
    }

    private func merged(_ rounds: [BenchClient.Measurement]) -> LatencyHistogram {
        rounds.reduce(into: LatencyHistogram()) { $0.add($1.latencies) }
    }
}

func median(_ numbers: [Int]) -> Int {
    guard !numbers.isEmpty else { return 0 }
    let sorted = numbers.sorted()
    return sorted[sorted.count / 2]
}
