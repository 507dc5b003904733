import JSON
import Simulation
import Testing

@testable import Service

/// A recorded sequence of ticks and requests gives the same bytes, however it is cut into passes and batches.
@Suite struct DeterminismTests {
    /// Runs a recording again: requests of one tick share passes, passes share batches, batches arrive late.
    private func play(_ steps: [Recorded], seed: UInt64) throws -> (house: House, replies: [String: Reply]) {
        var coin = Coin(seed)
        let house = try House(Sample.folder())
        var replies: [String: Reply] = [:]
        func take(_ new: [Reply]) { for reply in new { replies[reply.id ?? "-"] = reply } }
        var rest = steps[...]
        while let first = rest.first {
            let together = rest.prefix(1 + coin.below(9)).prefix { $0.tick == first.tick }
            rest = rest.dropFirst(together.count)
            house.go(to: first.tick)
            house.decide(together.map(\.request))
            if coin.once(in: 3) { take(try house.land()) }
            if coin.once(in: 2) { take(try house.launch()) }
        }
        take(try house.settle())
        take(try house.waitForHeads())
        return (house, replies)
    }

    private func disk(_ house: House) throws -> SimulatedDisk { try #require(house.disk as? SimulatedDisk) }

    /// The answer to a request, less what says under which head a receipt was given.
    private func essence(_ reply: Reply) -> String {
        guard reply.result?["receipt"] != nil else { return reply.description }
        return "receipt of \(reply.index ?? -1), attempt \(reply.result?["attempt"]?.integer ?? -1)"
    }

    @Test(arguments: [UInt64(1), 2]) func `other batches give the same journal, answers and bundles`(seed: UInt64)
        throws
    {
        let recording = try Recording(seed: seed)
        let frames = try LeafFrame.all(of: try disk(recording.house))
        let bundles = try ["yuanxiao", "duanwu"].map { try recording.house.bundle(of: $0) }
        #expect(frames.count { $0.kind == FrameKind.entry.rawValue } > 60)
        #expect(bundles.allSatisfy { $0["report.json"] != nil && $0["draw/winners.csv"] != nil })

        let second = try play(recording.steps, seed: seed &+ 77)
        #expect(try LeafFrame.all(of: try disk(second.house)) == frames)
        let different = recording.steps.indices.filter { number in
            recording.replies["\(number + 100)"].map(essence) != second.replies["\(number + 100)"].map(essence)
        }
        #expect(recording.replies.count > recording.steps.count - 1)
        #expect(different.prefix(3).map { recording.steps[$0].request.line } == [])
        for (campaign, bundle) in zip(["yuanxiao", "duanwu"], bundles) {
            expectSame(try second.house.bundle(of: campaign), bundle)
        }
    }

    @Test func `one journal read back twice gives the same campaigns and bundles`() throws {
        let recording = try Recording(seed: 3, count: 120)
        let first = recording.house
        let bundles = try ["yuanxiao", "duanwu"].map { try first.bundle(of: $0) }
        let tallies = try ["yuanxiao", "duanwu"].map { try tally($0, first) }
        for _ in 0..<2 {
            let again = try House(on: try disk(first).survivor(), first.folder, at: first.tick)
            #expect(again.daemon.recovery.cut == nil)
            #expect(try ["yuanxiao", "duanwu"].map { try tally($0, again) } == tallies)
            for (number, campaign) in ["yuanxiao", "duanwu"].enumerated() {
                expectSame(try again.bundle(of: campaign), bundles[number])
            }
        }
    }

    private func tally(_ campaign: String, _ house: House) throws -> String {
        try house.call("tally", #"{"campaign":"\#(campaign)"}"#).description
    }

    @Test func `the recording meets every reason that a sender can bring about`() throws {
        let recording = try Recording(seed: 1)
        let outcomes = Set(recording.replies.values.map(\.outcome))
        let expected: Set<String> = [
            "ok", "phase.before", "phase.closed", "person.unlisted", "key.conflict", "paper.wrong", "answers.empty",
            "answers.unknown", "answers.form", "answers.characters", "answers.solved", "limit.day", "phase.open",
            "draw.waiting", "value.early", "value.twice", "drawn",
        ]
        #expect(expected.subtracting(outcomes) == [])
        #expect(recording.replies.values.contains { $0.isReplay })
        #expect(!outcomes.contains("journal"))
    }

    private func expectSame(_ left: [String: [UInt8]], _ right: [String: [UInt8]]) {
        #expect(left.keys.sorted() == right.keys.sorted())
        let different = right.keys.sorted().filter { left[$0] != right[$0] }
        #expect(different == [])
    }
}
