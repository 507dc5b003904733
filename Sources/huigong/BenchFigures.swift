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

    var text: String {
        var table = Table([
            .init(""), .init("per second", .right), .init("p50", .right), .init("p90", .right), .init("p99", .right),
            .init("max", .right), .init("rounds"),
        ])
        table.append(row("durable answers", acks))
        table.append(row("plain echo", echoes))
        let heading =
            "\(settings.connections) connections, \(settings.depth) in flight on each, "
            + "\(settings.rounds) rounds of \(settings.seconds) s each, \(grouped(settings.people)) people"
        let lines = [heading, ""] + table.lines(style: Output.style())
        return (lines + ["", "ratio \(decimal(thousandths: ratioThousandths)) (medians)"]).joined(separator: "\n")
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

    private func median(_ numbers: [Int]) -> Int {
        guard !numbers.isEmpty else { return 0 }
        let sorted = numbers.sorted()
        return sorted[sorted.count / 2]
    }
}
