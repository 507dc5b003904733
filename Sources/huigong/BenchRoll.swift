import Campaigns
import Glibc
import JSON
import Proofs
import Service
import Terminal

/// `huigong bench roll`: what a roll costs, from its bytes to the campaign that may be announced.
struct BenchRoll {
    /// Microseconds of each round, by what was done in them.
    private var rounds: [(work: BilingualText, microseconds: [Int])] = []
    private let people: Int
    private let bytes: [UInt8]

    /// As many as one city's mutual aid has.
    private static let usualPeople = 514_465

    static func run(_ arguments: Arguments) throws -> ExitCode {
        let people = try arguments.integer("--people", in: 1...9_999_999, usual: usualPeople)
        var bench = BenchRoll(people: people)
        try bench.measure(rounds: try arguments.integer("--rounds", in: 1...99, usual: 3))
        Output.result(
            arguments.has("--json") ? prettyJSON(bench.json.bytes()) : bench.text(arguments.language))
        return .ok
    }

    private init(people: Int) {
        self.people = people
        bytes = BenchRoll.roll(people)
    }

    private mutating func measure(rounds: Int) throws {
        guard case .success(let loaded) = loadCampaign(bytes: BenchCampaign.bytes, organiser: nil),
            let origin = Origin(organiser: BenchCampaign.organiser, campaign: BenchCampaign.id, isRehearsal: true)
        else { preconditionFailure("the benchmark's campaign is valid") }
        let (bytes, secret) = (bytes, SHA256.hash("bench"))
        let registry = CampaignKeys.registrySigner(named: origin.text, secret: secret).verificationKey
        for _ in 0..<rounds {
            let parsed = time(both("读入并检查", "read and check")) { loadRoll(bytes: bytes) }
            guard case .success(let roll) = parsed, roll.people.count == people else {
                throw CommandFailure(both("名册读错了", "the roll was read wrong"), at: "roll")
            }
            func announced(_ commitment: CountedDigest?) -> Announced {
                Announced(
                    loaded: loaded, file: BenchCampaign.bytes, roll: roll, rollFile: bytes, origin: origin,
                    secret: secret, registry: registry, commitment: commitment, tableSeed: 7)
            }
            let first = time(both("公布：化名、承诺、名册树", "announce: pseudonyms, commitments, tree")) {
                announced(nil)
            }
            _ = time(both("重启：化名", "take up again: pseudonyms")) { announced(first.people.commitment) }
        }
    }

    private mutating func time<Result>(_ work: BilingualText, _ body: () -> Result) -> Result {
        let start = monotonicMicroseconds()
        let result = body()
        let spent = monotonicMicroseconds() - start
        if let place = rounds.firstIndex(where: { $0.work == work }) {
            rounds[place].microseconds.append(spent)
        } else {
            rounds.append((work, [spent]))
        }
        return result
    }

    private func text(_ language: Language) -> String {
        var table = Table([
            .init(""), .init(both("中位数", "median").text(language), .right), .init(both("各轮", "rounds").text(language)),
        ])
        for (work, spent) in rounds {
            let each = spent.map { latency(microseconds: $0) }.joined(separator: " ")
            table.append([work.text(language), latency(microseconds: median(spent)), each])
        }
        let heading = both(
            "\(grouped(people)) 人，\(grouped(bytes.count)) 字节，\(SHA256.widestLanes) 路散列",
            "\(grouped(people)) people, \(grouped(bytes.count)) bytes, hashing in \(SHA256.widestLanes) lanes")
        return ([heading.text(language), ""] + table.lines(style: Output.style())).joined(separator: "\n")
    }

    private var json: JSON {
        [
            "people": .integer(Int64(people)), "bytes": .integer(Int64(bytes.count)),
            "rounds": .array(
                rounds.map { work, spent in
                    [
                        "work": JSON(work), "median_us": .integer(Int64(median(spent))),
                        "us": .array(spent.map { .integer(Int64($0)) }),
                    ]
                }),
        ]
    }

    /// People with names of two to four characters, in households and units, some in groups.
    private static func roll(_ people: Int) -> [UInt8] {
        let (surnames, given) = (Array("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"), Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"))
        var bytes = Array("id,name,household,unit,groups,may_win\n".utf8)
        bytes.reserveCapacity(people * 48)
        for person in 1...people {
            let digits = String(person)
            let number = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
            var name = String(surnames[person % 20])
            for place in 0...person % 3 { name.append(given[person / (20 + place) % 20]) }
            let group = person % 10 == 0 ? "staff" : ""
            bytes += Array("m\(number),\(name),h\(number),u\(person / 40),\(group),1\n".utf8)
        }
        return bytes
    }
}
