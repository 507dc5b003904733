import Foundation
import JSON
import Simulation
import Testing

@testable import Service

/// Lines that are nearly requests: each is answered with one line of JSON or with none, and the daemon lives on.
///
/// `HUIGONG_MUTATIONS` says how many lines there are; a million take minutes in a release build.
@Suite struct RequestMutationTests {
    static let count = ProcessInfo.processInfo.environment["HUIGONG_MUTATIONS"].flatMap(Int.init) ?? 4000

    static let seeds =
        RequestTests.rows.map(\.line) + [
            line("submit", Sample.guess("m01", "k1")), line("campaign", #"{"campaign":"yuanxiao"}"#),
            line("paper", #"{"campaign":"duanwu","participant":"m02"}"#), line("campaigns", "{}"),
            "[" + line("tally", #"{"campaign":"yuanxiao"}"#) + "," + line("result", #"{"campaign":"yuanxiao"}"#) + "]",
        ]

    @Test(arguments: 1...4) func `survives mutated request lines`(_ seed: UInt64) throws {
        let house = try House(Sample.folder())
        house.go(to: instant(Sample.opens))
        var random = SplitMix(state: seed)
        var (answered, refused) = (0, 0)
        for _ in 0..<Self.count / 4 {
            var bytes = Array(Self.seeds[random.below(Self.seeds.count)].utf8)
            for _ in 0..<random.below(4) { random.mutate(&bytes) }
            let line = String(decoding: bytes.filter { $0 != 0x0A }, as: UTF8.self)
            // The clock and what ends a campaign would end the test; their own tests play them.
            guard !line.contains("clock"), !line.contains("close") else { continue }
            let replies = try house.send(line, to: random.below(4) == 0 ? .control : .intake)
            #expect(replies.count <= 1, "\(replies.count) replies to \(line)")
            if let reply = replies.first, reply.error != nil {
                refused += 1
                #expect(reply.error?["message"]?.string?.isEmpty == false && reply.reason?.isEmpty == false)
            } else {
                answered += 1
            }
        }
        #expect(answered > 10 && refused > 100)
        #expect(try house.call("submit", Sample.guess("m09", "last")).index != nil)
    }
}
