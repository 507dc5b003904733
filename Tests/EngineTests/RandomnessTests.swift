import Campaigns
import Proofs
import Testing

@testable import Engine

/// Deadlines, fallbacks, waiting and voiding.
@Suite struct RandomnessTests {
    private static let number = SHA256.hash("the party's number")
    private static let round = Quicknet.firstRound(at: Trial.publicAt + 3_600_000)
    private static let roundTime = Quicknet.time(of: round)
    private static let day: Int64 = 86_400_000

    private static let commit = #"{"source": "commit"}"#
    private static let beacon = #"{"source": "drand", "round": \#(round), "wait": 3}"#
    private static let notary = publicSource("notary.example", "2027-02-23T10:00:00+08:00")

    private static var reveal: String {
        let commitment = SHA256.hash(number.bytes).hex
        let key = "party.example+00000000+AWXdq3RuPT2sH18IvbfMOtVesz+Wd8r2c2aw9/5LhpRh"
        let text = #"huigong/reveal/v1\njimo-union.example/trial\n\#(commitment)\n"#
        return #"{"source": "reveal", "party": "party.example", "vkey": "\#(key)", "commitment": "\#(commitment)","#
            + #" "note": "\#(text)\n— party.example AAAA\n", "wait": 2}"#
    }

    private static func publicSource(_ name: String, _ at: String, more: String = "") -> String {
        #"{"source": "public", "name": "\#(name)", "form": "digits 20", "at": "\#(at)"\#(more)}"#
    }

    private static let fallback =
        #", "fallback": {"name": "lottery.example", "form": "digits 20", "at": "2027-02-23T11:00:00+08:00"}"#
    private static let fallbackAt = Trial.publicAt + 3_600_000

    /// A closed campaign with these sources.
    private func closed(_ sources: String..., at tick: Int64 = Trial.closes) throws -> Trial {
        let trial = Trial(Trial.riddles(randomness: "[" + sources.joined(separator: ", ") + "]"))
        _ = try trial.state.close(at: tick)
        return trial
    }

    private func seedLines(_ trial: Trial) -> [String] {
        guard case .drawn(_, let drawing) = trial.state.stage else { return [] }
        return drawing.seedInput.sources.map(\.text)
    }

    @Test func `a kept number counts until anything public is known`() throws {
        for (tick, isTaken) in [(Trial.publicAt - 1, true), (Trial.publicAt, false)] {
            let trial = try closed(Self.reveal, Self.notary)
            if isTaken {
                _ = try trial.state.take(value: Self.number.hex, source: 0, at: tick)
            } else {
                #expect(throws: Untimely.valueLate) {
                    try trial.state.take(value: Self.number.hex, source: 0, at: tick)
                }
            }
            _ = try trial.state.take(value: "1", source: 1, at: Trial.publicAt)
            _ = try trial.draw(at: Trial.publicAt)
            let first = isTaken ? "reveal party.example \(Self.number.hex)" : "missing 1"
            #expect(seedLines(trial) == [first, "public notary.example 1"])
        }
    }

    @Test func `witnesses must have seen a value a minute before`() throws {
        for (cosigned, counts) in [(Trial.publicAt - 60_000, true), (Trial.publicAt - 59_999, false), (nil, false)] {
            let trial = try closed(Self.reveal, Self.notary)
            trial.state.hasWitnesses = true
            trial.state.cosigned = { $0 <= 3 ? cosigned : nil }
            #expect(throws: Untimely.valueLate) {
                try trial.state.take(value: Self.number.hex, source: 0, at: Trial.publicAt - 60_000)
            }
            _ = try trial.state.take(value: Self.number.hex, source: 0, at: Trial.publicAt - 60_001)
            _ = try trial.state.take(value: "1", source: 1, at: Trial.publicAt)
            _ = try trial.draw(at: Trial.publicAt)
            #expect(seedLines(trial)[0] == (counts ? "reveal party.example \(Self.number.hex)" : "missing 1"))
        }
    }

    @Test func `the draw waits for its beacon and for nothing else beside it`() throws {
        let trial = try closed(Self.reveal, Self.notary, Self.beacon)
        #expect(throws: Untimely.valueEarly) {
            try trial.state.take(value: Self.number.hex, source: 2, at: Self.roundTime - 1)
        }
        #expect(throws: Untimely.drawWaiting) { try trial.draw(at: Self.roundTime) }
        #expect(throws: Untimely.valueLate) { try trial.state.take(value: "1", source: 1, at: Self.roundTime) }
        _ = try trial.state.take(value: Self.number.hex, signature: "ab", source: 2, at: Self.roundTime)
        _ = try trial.draw(at: Self.roundTime)
        #expect(seedLines(trial) == ["missing 1", "missing 2", "drand \(Self.round) \(Self.number.hex)"])
    }

    @Test func `a beacon that never comes voids the draw after its days`() throws {
        let trial = try closed(Self.beacon)
        let due = Self.roundTime + 3 * Self.day
        #expect(trial.state.voidDue == due)
        #expect(throws: Untimely.voidEarly) { try trial.state.void(at: due - 1) }
        #expect(throws: Untimely.voidDue) { try trial.draw(at: due) }
        #expect(throws: Untimely.voidDue) { try trial.state.take(value: Self.number.hex, source: 0, at: due) }
        let record = try trial.state.void(at: due)
        #expect(record.text == "huigong/void/v1\nphase main\nreason missing-randomness\nat \(due)\n")
        #expect(trial.state.phase(at: due) == .void && trial.state.leafCount == 3)
        #expect(throws: Untimely.voided) { try trial.state.void(at: due) }
        #expect(throws: Untimely.voided) { try trial.draw(at: due) }
        #expect(throws: Untimely.voided) { try trial.state.take(value: Self.number.hex, source: 0, at: due) }
    }

    @Test func `kept numbers alone are all needed, and waited for from the closing`() throws {
        let trial = try closed(Self.reveal)
        // The daemon's own is added behind it.
        #expect(trial.state.sources.map(\.availableAt) == [nil, nil])
        _ = try trial.state.take(value: Trial.own, source: 1, at: Trial.closes)
        #expect(throws: Untimely.drawWaiting) { try trial.draw(at: Trial.closes + Self.day) }
        #expect(trial.state.voidDue == Trial.closes + 2 * Self.day)
        _ = try trial.state.take(value: Self.number.hex, source: 0, at: Trial.closes + Self.day)
        #expect(trial.state.voidDue == nil)
        _ = try trial.draw(at: Trial.closes + 9 * Self.day)
        #expect(seedLines(trial) == ["reveal party.example \(Self.number.hex)", "commit \(Trial.own)"])
    }

    @Test func `a fallback is for a number that was not logged before it`() throws {
        let source = Self.publicSource("notary.example", "2027-02-23T10:00:00+08:00", more: Self.fallback)
        let inTime = try closed(Self.commit, source)
        _ = try inTime.state.take(value: Trial.own, source: 0, at: Trial.closes)
        _ = try inTime.state.take(value: "1", source: 1, at: Self.fallbackAt - 1)
        #expect(throws: Untimely.valueUnneeded) { try inTime.state.take(value: "2", source: 2, at: Self.fallbackAt) }
        _ = try inTime.draw(at: Self.fallbackAt)
        #expect(seedLines(inTime) == ["commit \(Trial.own)", "public notary.example 1", "missing 3"])

        let late = try closed(source)
        #expect(throws: Untimely.drawWaiting) { try late.draw(at: Trial.publicAt) }
        #expect(throws: Untimely.valueLate) { try late.state.take(value: "1", source: 0, at: Self.fallbackAt) }
        #expect(late.state.voidDue == Self.fallbackAt + 7 * Self.day)
        _ = try late.state.take(value: "2", source: 1, at: Self.fallbackAt)
        _ = try late.draw(at: Self.fallbackAt)
        #expect(seedLines(late) == ["missing 1", "public lottery.example 2"])
    }

    @Test func `a number that witnesses saw too late leaves room for its fallback`() throws {
        let trial = try closed(
            Self.publicSource("notary.example", "2027-02-23T10:00:00+08:00", more: Self.fallback))
        trial.state.hasWitnesses = true
        _ = try trial.state.take(value: "1", source: 0, at: Trial.publicAt)
        #expect(throws: Untimely.drawWaiting) { try trial.draw(at: Self.fallbackAt) }
        _ = try trial.state.take(value: "2", source: 1, at: Self.fallbackAt)
        _ = try trial.draw(at: Self.fallbackAt)
        #expect(seedLines(trial) == ["missing 1", "public lottery.example 2"])
    }

    @Test func `a closing that came too late is void at once`() throws {
        let trial = try closed(Self.commit, Self.notary, at: Trial.publicAt)
        #expect(throws: Untimely.closingLate) { try trial.state.take(value: "1", source: 1, at: Trial.publicAt) }
        #expect(throws: Untimely.closingLate) { try trial.draw(at: Trial.publicAt) }
        _ = try trial.state.void(at: Trial.publicAt)
        #expect(throws: Untimely.voided) { try trial.draw(at: Trial.publicAt) }
    }
}
